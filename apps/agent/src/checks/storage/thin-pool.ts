import type { CheckOutcome, ThinPoolCheck } from '@rettungsanker/protocol';
import * as z from 'zod/mini';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';
import { ask, requirePlatform } from '../programs.ts';
import { parseJson, Verdict } from '../verdict.ts';

/** LVM writes numbers as text. */
const volume = z.object({
  vg_name: z.string(),
  lv_name: z.string(),
  lv_health_status: z._default(z.string(), ''),
  data_percent: z.string(),
  metadata_percent: z.string(),
});
const reportSchema = z.object({ report: z.array(z.object({ lv: z._default(z.array(volume), []) })) });

/** @throws CheckError RA_CHECK_MISSING without LVM or without a thin pool */
export async function checkThinPools(check: ThinPoolCheck, run: Run): Promise<CheckOutcome> {
  requirePlatform(run, 'linux');
  const columns = 'vg_name,lv_name,lv_health_status,data_percent,metadata_percent';
  const select = ['--select', 'lv_layout=~"thin,pool"'];
  const { exitCode, stdout } = await ask(run, 'lvs', [
    '--reportformat',
    'json',
    '--options',
    columns,
    ...select,
  ]);
  if (exitCode !== 0) throw new CheckError('RA_CHECK_LOCAL', `lvs ended with ${exitCode} (it needs root)`);
  return judgeThinPools(check, stdout);
}

/** @param json `lvs --reportformat json` */
export function judgeThinPools(check: ThinPoolCheck, json: string): CheckOutcome {
  const pools = parseJson(reportSchema, json, 'lvs').report.flatMap(({ lv }) => lv);
  if (pools.length === 0) throw new CheckError('RA_CHECK_MISSING', 'this host has no thin pool');
  const limits = { warnAbove: check.warnUsed, criticalAbove: check.criticalUsed };
  const verdict = new Verdict();
  let fullest = 0;
  for (const pool of pools) {
    const name = `${pool.vg_name}/${pool.lv_name}`;
    if (pool.lv_health_status !== '') verdict.problem('RA_CHECK_STATE', `${name}: ${pool.lv_health_status}`);
    for (const [what, text] of [
      ['data', pool.data_percent],
      ['metadata', pool.metadata_percent],
    ] as const) {
      // A pool that is not active tells no numbers.
      if (!/^[\d.]+$/.test(text)) continue;
      const percent = Number(text);
      fullest = Math.max(fullest, percent);
      verdict.value(`${what}_used`, percent, name);
      verdict.limit(percent, limits, `${what} of ${name}`, '%');
    }
  }
  return verdict.outcome(`${pools.length} thin pools, the fullest at ${Math.round(fullest)} %`);
}
