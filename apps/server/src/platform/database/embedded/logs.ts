import { readdir, readFile, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../errors.ts';
import type { Home } from './home.ts';

/** With at most 10 MB each (log_rotation_size). */
const KEPT_LOGS = 14;
const SHOWN_LINES = 12;
/** A file's time comes from the kernel's coarse clock, which is up to one tick (10 ms) behind ours. */
const TICK_MS = 10;
/** Bytes that the server needs at once for its write-ahead log. */
const LOG_SEGMENT = 16 * 2 ** 20;

const DISK_FULL = /No space left on device|Disk quota exceeded|Check free disk space/;
const NOT_ALLOWED =
  /Permission denied|Operation not permitted|Read-only file system|has wrong ownership|invalid permissions/;
const OTHER_VERSION = /database files are incompatible with server/;

/** Removes all but the newest logs of the server. */
export async function pruneLogs(folder: string): Promise<void> {
  const superfluous = (await serverLogs(folder)).slice(0, -KEPT_LOGS);
  await Promise.all(superfluous.map((path) => rm(path, { force: true })));
}

/** The last lines that the server wrote since a time (milliseconds since 1970). */
export async function lastLines(home: Home, since: number): Promise<string> {
  const files = [home.startLog, ...(await serverLogs(home.log)).slice(-1)];
  const texts = files.map(async (path) =>
    (await stat(path)).mtimeMs >= since - TICK_MS ? readFile(path, 'utf8') : '',
  );
  const lines = (await Promise.all(texts)).join('').trimEnd().split('\n');
  return lines.slice(-SHOWN_LINES).join('\n');
}

/** Oldest first, as their names carry the time. */
async function serverLogs(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('postgresql-')).sort();
  return names.map((name) => join(folder, name));
}

/** Turns the server's last words into the error that says what to do. On a full disk it may not even have them. */
export async function startFailure(what: string, words: string, folder: string): Promise<AppError> {
  const { bavail, bsize } = await statfs(dirname(folder));
  const said = words.trimEnd();
  if (DISK_FULL.test(said) || bavail * bsize < LOG_SEGMENT)
    return new AppError(
      'RA_DATABASE_FOLDER',
      `The disk of ${folder} is full. Free some space and start again; nothing is lost.`,
    );
  if (NOT_ALLOWED.test(said))
    return new AppError('RA_DATABASE_FOLDER', `The database may not use ${folder}:\n${said}`);
  if (OTHER_VERSION.test(said))
    return new AppError(
      'RA_DATABASE_VERSION',
      `${folder} was made by another version of PostgreSQL:\n${said}`,
    );
  return new AppError('RA_DATABASE_START', `The database did not start: ${what}.\n${said}`);
}
