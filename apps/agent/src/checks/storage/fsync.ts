import { open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckOutcome, FsyncCheck } from '@rettungsanker/protocol';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';
import { Verdict } from '../verdict.ts';
import { askFileSystem } from './file-system.ts';

const BLOCK = Buffer.alloc(4096, 0x5a);

/** Writes blocks of 4 kB to a new file, each until the disk has it; the file is removed. @throws CheckError */
export async function checkFsync(check: FsyncCheck, run: Run): Promise<CheckOutcome> {
  await askFileSystem(check.folder, run);
  const times = await write(check, run);
  const worst = Math.max(...times);
  const verdict = new Verdict();
  verdict.value('ms', times.reduce((sum, ms) => sum + ms, 0) / times.length);
  verdict.value('max_ms', worst);
  verdict.limit(
    worst,
    { warnAbove: check.warnMs, criticalAbove: check.criticalMs },
    'time of the slowest write',
    'ms',
  );
  return verdict.outcome(`the slowest of ${times.length} writes took ${Math.round(worst * 10) / 10} ms`);
}

async function write({ folder, writes }: FsyncCheck, run: Run): Promise<number[]> {
  const path = join(folder, `.rettungsanker-${process.pid}-${Date.now()}.tmp`);
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      const times: number[] = [];
      for (let count = 0; count < writes && !run.over; count++) {
        const started = performance.now();
        await file.write(BLOCK, 0, BLOCK.length, count * BLOCK.length);
        await file.datasync();
        times.push(performance.now() - started);
      }
      return times;
    } finally {
      await file.close();
      await unlink(path);
    }
  } catch (error) {
    const { code = 'no reason given' } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EROFS' || code === 'EIO') {
      throw new CheckError('RA_CHECK_STATE', `nothing can be written to ${folder} (${code})`);
    }
    throw new CheckError('RA_CHECK_LOCAL', `this agent cannot write to ${folder} (${code})`);
  }
}
