import { readFile } from 'node:fs/promises';
import type { CheckOutcome, RaidCheck } from '@rettungsanker/protocol';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';
import { requirePlatform } from '../programs.ts';
import { Verdict } from '../verdict.ts';

/** One array of Linux' software RAID (md). */
export interface RaidArray {
  name: string;
  active: boolean;
  level: string;
  /** Members that should be there, and those that are; undefined for levels without redundancy. */
  wanted: number | undefined;
  present: number | undefined;
  failed: readonly string[];
  /** recovery, resync, reshape or check, with its progress in %. */
  work: { name: string; percent: number } | undefined;
}

/** @throws CheckError RA_CHECK_MISSING when the host has no software RAID */
export async function checkRaid(check: RaidCheck, run: Run): Promise<CheckOutcome> {
  requirePlatform(run, 'linux');
  const text = await readFile(`${run.host.root}/proc/mdstat`, 'utf8').catch(() => {
    throw new CheckError('RA_CHECK_MISSING', 'this host has no software RAID (/proc/mdstat)');
  });
  return judgeRaid(check, parseMdstat(text));
}

/** @param text /proc/mdstat, see md(4) */
export function parseMdstat(text: string): RaidArray[] {
  const arrays: RaidArray[] = [];
  for (const line of text.split('\n')) {
    const [, name, state, rest = ''] = /^(md\S+) : (\S+) ?(.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      const words = rest.split(/\s+/);
      arrays.push({
        name,
        active: state === 'active',
        level: words.find((word) => /^(raid\d+|linear|multipath|faulty)$/.test(word)) ?? '',
        wanted: undefined,
        present: undefined,
        failed: [...rest.matchAll(/(\S+?)\[\d+\](?:\([A-Z]\))*\(F\)/g)].map((match) => match[1]!),
        work: undefined,
      });
      continue;
    }
    const array = arrays.at(-1);
    if (array === undefined) continue;
    const [, wanted, present] = /\[(\d+)\/(\d+)\] \[[U_]+\]/.exec(line) ?? [];
    if (wanted !== undefined) Object.assign(array, { wanted: Number(wanted), present: Number(present) });
    const [, work, percent] = /\b(recovery|resync|reshape|check) *= *([\d.]+)%/.exec(line) ?? [];
    if (work !== undefined) array.work = { name: work, percent: Number(percent) };
    const [, waiting] = /\b(recovery|resync|reshape) *= *(?:DELAYED|PENDING)/.exec(line) ?? [];
    if (waiting !== undefined) array.work = { name: waiting, percent: 0 };
  }
  return arrays;
}

export function judgeRaid(check: RaidCheck, arrays: readonly RaidArray[]): CheckOutcome {
  if (arrays.length === 0 && check.arrays.length === 0) {
    throw new CheckError('RA_CHECK_MISSING', 'this host has no software RAID');
  }
  const verdict = new Verdict();
  for (const name of check.arrays) {
    if (!arrays.some((array) => array.name === name))
      verdict.problem('RA_CHECK_STATE', `${name} does not exist`);
  }
  for (const { name, active, level, wanted, present, failed, work } of arrays) {
    if (!active) verdict.problem('RA_CHECK_STATE', `${name} is not active`);
    const missing = (wanted ?? 0) - (present ?? 0);
    verdict.value('missing', missing, name);
    const rebuilding = work !== undefined && work.name !== 'check';
    if (work !== undefined) verdict.value('progress', work.percent, name);
    if (missing > 0) {
      const doing = rebuilding ? `, ${work.name} at ${work.percent} %` : '';
      verdict.problem('RA_CHECK_STATE', `${name} (${level}) lacks ${missing} of ${wanted} members${doing}`);
    } else if (rebuilding) {
      verdict.problem('RA_CHECK_STATE', `${name} (${level}): ${work.name} at ${work.percent} %`, 'warning');
    }
    if (failed.length > 0 && missing <= 0) {
      // A spare has taken over; the dead disk still waits to be replaced.
      verdict.problem('RA_CHECK_STATE', `${name} has failed members: ${failed.join(', ')}`, 'warning');
    }
  }
  verdict.value('arrays', arrays.length);
  return verdict.outcome(`${arrays.length} arrays are complete`);
}
