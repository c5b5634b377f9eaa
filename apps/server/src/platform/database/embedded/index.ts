import { mkdir } from 'node:fs/promises';
import { AppError } from '../../errors.ts';
import { findHome } from './home.ts';
import { alone } from './instance.ts';
import { findPostmaster } from './postmaster.ts';
import { connectionTo, supervise } from './supervisor.ts';
import type { Connection, EmbeddedDatabase, EmbeddedDatabaseOptions } from './types.ts';

export type { Connection, DatabaseStep, EmbeddedDatabase, EmbeddedDatabaseOptions } from './types.ts';

/**
 * Starts PostgreSQL 18 on the data folder, or takes over the server that a killed instance left running there.
 * The first start makes the cluster. One instance at a time: a second one is refused as long as the first lives.
 * @throws AppError RA_DATABASE_VERSION, RA_DATABASE_IN_USE, RA_DATABASE_FOLDER, RA_DATABASE_START, RA_CONFIG_INVALID
 */
export async function startEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  if (process.platform !== 'linux')
    throw new AppError(
      'RA_DATABASE_START',
      `The database that comes with Rettungsanker needs Linux; on ${process.platform} use DATABASE_URL.`,
    );
  try {
    await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
    return await alone(options.dataDir, () => supervise(options));
  } catch (error) {
    throw folderTrouble(error, options.dataDir);
  }
}

/**
 * How to reach the server of a data folder while its instance runs; undefined when no server runs there.
 * For commands that work beside the instance (backup, audit). They must not stop the server.
 */
export async function findEmbeddedDatabase(dataDir: string): Promise<Connection | undefined> {
  const home = await findHome(dataDir);
  const server = home && (await findPostmaster(home));
  return server?.state === 'ready' ? connectionTo(home!, server.socket) : undefined;
}

/** Errors of the file system, which name no remedy by themselves. */
function folderTrouble(error: unknown, folder: string): unknown {
  const { code, path, message } = error as NodeJS.ErrnoException;
  const where = path ?? folder;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError(
        'RA_DATABASE_FOLDER',
        `The disk of ${where} is full. Free some space and start again; nothing is lost.`,
      );
    case 'EACCES':
    case 'EPERM':
      return new AppError(
        'RA_DATABASE_FOLDER',
        `User ${process.getuid!()} may not use ${where}. Give it to that user, or choose another data folder.`,
      );
    case 'EROFS':
      return new AppError('RA_DATABASE_FOLDER', `${where} is on a file system that is mounted read-only.`);
    case 'ENOENT':
      return new AppError(
        'RA_DATABASE_FOLDER',
        `${where} is missing. Put it back, or restore a backup into an empty data folder.`,
      );
    case 'ENOTDIR':
    case 'EEXIST':
    case 'ELOOP':
      return new AppError('RA_DATABASE_FOLDER', `${where} is not a folder (${message}).`);
    default:
      return error;
  }
}
