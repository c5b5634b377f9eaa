import { realpath, stat } from 'node:fs/promises';
import { dirname, sep } from 'node:path';
import { CheckError } from '../codes.ts';

/**
 * A plugin may be run when the file, links followed, lies in a folder that the owner of the host allows, and nobody
 * but root and the agent's own user can change it: otherwise whoever writes to the folder runs code as the agent.
 *
 * @throws CheckError
 */
export async function requireAllowed(plugin: string, folders: readonly string[]): Promise<void> {
  const file = await found(plugin);
  if (file === undefined) {
    // The same words for a file that is forbidden and one that is missing: folders cannot be searched by asking.
    throw new CheckError(
      'RA_CHECK_NOT_ALLOWED',
      'there is no such plugin in the allowed folders of this host',
    );
  }
  const real = await Promise.all(folders.map(found));
  if (!real.some((folder) => folder !== undefined && file.startsWith(folder + sep))) {
    throw new CheckError(
      'RA_CHECK_NOT_ALLOWED',
      'there is no such plugin in the allowed folders of this host',
    );
  }
  if (process.platform === 'win32') return;
  for (const path of [file, dirname(file)]) {
    const { mode, uid } = await stat(path);
    if ((mode & 0o022) !== 0 || (uid !== 0 && uid !== process.getuid?.())) {
      throw new CheckError('RA_CHECK_NOT_ALLOWED', `${path} can be changed by other users of this host`);
    }
  }
}

async function found(path: string): Promise<string | undefined> {
  return realpath(path).catch(() => undefined);
}
