import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { AppError } from '../../errors.ts';
import type { Connection } from './types.ts';

/** Database in which the instance's lock is held; every cluster has it. */
export const MAINTENANCE = 'postgres';
const LOCK = [0x7261_6e6b, 1] as const;
/** SQLSTATE invalid_password. */
const WRONG_PASSWORD = '28P01';
/** How long the lock of a killed instance may take to go, once the server notices. */
const LOCK_PATIENCE_MS = 500;
const LOCK_RETRY_MS = 25;

/**
 * Runs `work` while no other process is starting on the same folder. The guard is a socket in Linux' abstract
 * namespace (unix(7)): it is gone with its process, so it is never stale.
 * @throws AppError RA_DATABASE_IN_USE
 */
export async function alone<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const { dev, ino } = await stat(folder, { bigint: true });
  const name = createHash('sha256').update(`rettungsanker ${dev} ${ino}`).digest('hex');
  const guard = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    guard.once('error', reject);
    guard.listen(`\0rettungsanker-${name}`, resolve);
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new AppError('RA_DATABASE_IN_USE', `Another instance is just starting on ${folder}.`);
  });
  try {
    return await work();
  } finally {
    await new Promise((resolve) => guard.close(resolve));
  }
}

/**
 * Takes the lock that says "an instance lives on this data", held by a connection of its own: the server drops it with
 * the connection, so it is never stale. The connection does not keep the process alive.
 * @throws AppError RA_DATABASE_IN_USE; the error of the connection
 */
export async function lockInstance(connection: Connection, folder: string): Promise<pg.Client> {
  const client = new pg.Client({
    ...connection,
    database: MAINTENANCE,
    application_name: `rettungsanker instance, process ${process.pid} on ${hostname()}`.slice(0, 63),
    connectionTimeoutMillis: 10_000,
  });
  // Whoever holds the lock listens to 'end'; an 'error' without a listener would end the process.
  client.on('error', () => {});
  await client.connect().catch((error: { code?: string }) => {
    if (error.code !== WRONG_PASSWORD) throw error;
    throw new AppError(
      'RA_DATABASE_FOLDER',
      `The password beside the database of ${folder} is not the one it was made with.`,
    );
  });
  try {
    const deadline = Date.now() + LOCK_PATIENCE_MS;
    while (
      !(await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1, $2) as taken', [...LOCK]))
        .rows[0]!.taken
    ) {
      if (Date.now() > deadline)
        throw new AppError(
          'RA_DATABASE_IN_USE',
          `${folder} is in use by ${await holder(client)}. Stop that one first.`,
        );
      await sleep(LOCK_RETRY_MS);
    }
  } catch (error) {
    await client.end();
    throw error;
  }
  // Missing from the type definitions of pg.
  (client as pg.Client & { unref(): void }).unref();
  return client;
}

async function holder(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ application_name: string }>(
    `select application_name from pg_stat_activity join pg_locks using (pid)
     where locktype = 'advisory' and classid = $1 and objid = $2 and granted`,
    [...LOCK],
  );
  return rows[0]?.application_name ?? 'another instance';
}
