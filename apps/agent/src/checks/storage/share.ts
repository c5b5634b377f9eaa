import { readFile } from 'node:fs/promises';
import type { CheckOutcome, ShareCheck } from '@rettungsanker/protocol';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';
import { Verdict } from '../verdict.ts';
import { askFileSystem } from './file-system.ts';

/** A share that is mounted and answers in time. @throws CheckError */
export async function checkShare(check: ShareCheck, run: Run): Promise<CheckOutcome> {
  if (check.mounted && run.host.platform === 'linux') await requireMounted(check.path, run);
  const { ms, free, size } = await askFileSystem(check.path, run);
  const verdict = new Verdict();
  verdict.value('ms', ms);
  verdict.value('free_bytes', free);
  if (size > 0) verdict.value('used', 100 - (free * 100) / size);
  verdict.limit(ms, { warnAbove: check.warnMs, criticalAbove: check.criticalMs }, 'time of the answer', 'ms');
  return verdict.outcome(`answers after ${Math.round(ms)} ms`);
}

async function requireMounted(path: string, run: Run): Promise<void> {
  const mounts = await readFile(`${run.host.root}/proc/self/mounts`, 'utf8');
  const wanted = path.replace(/(.)\/+$/, '$1');
  const points = mounts.split('\n').map((line) => plain(line.split(' ')[1] ?? ''));
  if (!points.includes(wanted)) throw new CheckError('RA_CHECK_STATE', `nothing is mounted at ${path}`);
}

/** Blanks, tabs, newlines and backslashes stand as octal numbers in the table of mounts, see fstab(5). */
function plain(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_all, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
