import { open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CheckError } from '../codes.ts';

/** Where reading goes on. */
export interface LogPosition {
  /** Identity of the file: inode and device, or creation time where there is no inode. */
  file: string;
  offset: number;
}
export interface LogLines {
  lines: string[];
  position: LogPosition;
  /** Bytes that were passed over because there were too many. */
  skipped: number;
}

/** Read in one run, bytes; more is read by the next runs. */
const AT_ONCE = 4 * 1024 * 1024;
/** Farther behind than this a log is not read any more but caught up with. */
const MOST_BEHIND = 32 * 1024 * 1024;
/** A line without an end is cut there. */
const LINE_LENGTH = 64 * 1024;

/**
 * The complete lines since the position. Without a position reading starts at the end: what happened before the
 * check existed is nobody's alert. A rotated file is read to its end under its new name first; a file that became
 * shorter (copytruncate) from its beginning.
 *
 * @throws CheckError RA_CHECK_MISSING when there is no such file, RA_CHECK_LOCAL when it may not be read
 */
export async function readNewLines(path: string, position: LogPosition | undefined): Promise<LogLines> {
  const now = await identify(path);
  if (now === undefined) throw new CheckError('RA_CHECK_MISSING', `there is no file ${path}`);
  if (position === undefined)
    return { lines: [], position: { file: now.file, offset: now.size }, skipped: 0 };
  if (now.file === position.file) {
    return read(path, now.file, now.size < position.offset ? 0 : position.offset, now.size);
  }
  const old = await rotated(path, position.file);
  if (old !== undefined && old.size > position.offset) {
    const rest = await read(old.path, position.file, position.offset, old.size);
    // The new file has its turn when the old one is done.
    if (rest.position.offset < old.size && rest.lines.length > 0) return rest;
    const fresh = await read(path, now.file, 0, now.size);
    return { ...fresh, lines: [...rest.lines, ...fresh.lines], skipped: rest.skipped + fresh.skipped };
  }
  return read(path, now.file, 0, now.size);
}

async function identify(path: string): Promise<{ file: string; size: number } | undefined> {
  try {
    const facts = await stat(path, { bigint: true });
    if (!facts.isFile()) throw new CheckError('RA_CHECK_INVALID', `${path} is no file`);
    const file = facts.ino === 0n ? `born ${facts.birthtimeNs}` : `${facts.dev}:${facts.ino}`;
    return { file, size: Number(facts.size) };
  } catch (error) {
    if (error instanceof CheckError) throw error;
    return undefined;
  }
}

/** The file under the name it was given: `syslog.1`, `app-2026-11-23.log`. Packed files cannot be read on. */
async function rotated(path: string, file: string): Promise<{ path: string; size: number } | undefined> {
  const stem = basename(path).replace(/\.[^.]*$/, '');
  const names = await readdir(dirname(path)).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(stem)).slice(0, 200)) {
    const candidate = join(dirname(path), name);
    const facts = await identify(candidate).catch(() => undefined);
    if (facts?.file === file) return { path: candidate, size: facts.size };
  }
  return undefined;
}

async function read(path: string, file: string, from: number, size: number): Promise<LogLines> {
  const behind = size - from;
  const skipped = behind > MOST_BEHIND ? behind - AT_ONCE : 0;
  const start = from + skipped;
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new CheckError('RA_CHECK_LOCAL', `this agent may not read ${path} (${error.code})`);
  });
  try {
    const buffer = Buffer.allocUnsafe(Math.min(AT_ONCE, size - start));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
    const part = buffer.subarray(0, bytesRead);
    // The last line may still be being written; one that fills everything that was read is taken as it is.
    const end = part.lastIndexOf(10) + 1 || (bytesRead >= LINE_LENGTH ? bytesRead : 0);
    const lines = part.subarray(0, end).toString('utf8').split('\n');
    // After a jump the first line is a rest.
    if (skipped > 0) lines.shift();
    const complete = lines
      .map((line) => line.replace(/\r$/, '').slice(0, LINE_LENGTH))
      .filter((line) => line !== '');
    return { lines: complete, position: { file, offset: start + end }, skipped };
  } finally {
    await handle.close();
  }
}
