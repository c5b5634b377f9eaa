import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckOutcome, FolderBackupCheck } from '@rettungsanker/protocol';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';
import { compilePattern, type Pattern } from '../pattern.ts';
import { judgeAge } from './age.ts';
import { askFileSystem } from './file-system.ts';

/** A folder with more files is no place for backups of one thing; the newest of the first ones counts. */
const MOST_FILES = 50_000;

interface Found {
  newest: { at: number; bytes: number } | undefined;
  files: number;
}

/** The newest file that is large enough, links not followed. @throws CheckError */
export async function checkFolder(check: FolderBackupCheck, run: Run): Promise<CheckOutcome> {
  await askFileSystem(check.folder, run);
  const found: Found = { newest: undefined, files: 0 };
  await search(check.folder, check.depth, check, compilePattern(check.pattern), run, found);
  return judgeAge(check, found.newest?.at, run.now(), 'file', {
    files: found.files,
    bytes: found.newest?.bytes,
  });
}

async function search(
  folder: string,
  depth: number,
  check: FolderBackupCheck,
  pattern: Pattern,
  run: Run,
  found: Found,
): Promise<void> {
  for await (const entry of await openFolder(folder)) {
    if (run.over || found.files >= MOST_FILES) return;
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth > 0) await search(path, depth - 1, check, pattern, run, found);
    if (!entry.isFile() || !pattern.test(entry.name)) continue;
    found.files++;
    // It may be gone by now: old backups are removed.
    const facts = await stat(path).catch(() => undefined);
    if (facts === undefined || facts.size < check.minimumBytes) continue;
    if (facts.mtimeMs > (found.newest?.at ?? 0)) found.newest = { at: facts.mtimeMs, bytes: facts.size };
  }
}

async function openFolder(folder: string) {
  try {
    return await opendir(folder);
  } catch (error) {
    throw new CheckError(
      'RA_CHECK_LOCAL',
      `this agent cannot read ${folder} (${(error as NodeJS.ErrnoException).code})`,
    );
  }
}
