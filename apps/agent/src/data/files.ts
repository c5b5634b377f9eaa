import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { AgentError, reasonOf, systemCode } from '../errors.ts';

/** Files of the agent are small; anything larger is not ours. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** Makes a folder that only its owner can enter, or checks that an existing one is. */
export function ensurePrivateFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new AgentError(
      'RA_DATA_FOLDER',
      `The data folder ${folder} cannot be created: ${reasonOf(error)}`,
      'Name another folder with --data, or run as a user who may write there.',
    );
  }
  if (process.platform === 'win32') return;
  const mode = statSync(folder).mode & 0o777;
  if (mode & 0o077) {
    throw new AgentError(
      'RA_DATA_FOLDER_OPEN',
      `The data folder ${folder} is open to other users (mode ${mode.toString(8)}).`,
      `Close it: chmod 700 ${folder}`,
    );
  }
}

/**
 * Replaces a file as a whole, readable by its owner only. After a crash at any moment the old or the new content is
 * there, never a mixture: the bytes are on disk before the name changes, and the name is on disk before we return.
 */
export function writePrivateFile(path: string, content: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(temporary, 'w', 0o600);
    try {
      writeSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
}

/** Makes created, renamed and removed names durable. Windows has no such call: NTFS journals them. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** @returns undefined when there is no such file. */
export function readSmallFile(path: string): string | undefined {
  try {
    if (statSync(path).size > MAX_FILE_BYTES) throw new AgentError('RA_DATA_FILE', `${path} is too large.`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
