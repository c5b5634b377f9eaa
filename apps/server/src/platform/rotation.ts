import { randomBytes } from 'node:crypto';
import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { AppError } from './errors.ts';
import { resealIdentity } from './identity/library/reseal.ts';
import { livingProcess } from './presence.ts';
import { deriveKey, kekId, rewrap } from './secrets/secrets.ts';

/**
 * Changes the key-encryption key. The new key lies beside the old one until the database has committed to it: the row
 * `installation.kek_id` is changed in the transaction that wraps everything anew, so that after a crash at any moment
 * `settleKek` knows which of the two files is the key.
 */

const LOCK = 0x7261_6b65;

export type RotationStep = 'locked' | 'written' | 'wrapped' | 'committed' | 'kept' | 'placed';

export interface RotationReport {
  from: string;
  to: string;
  dataKeys: number;
  secondFactors: number;
  /** Where the old key is: backups made before need it. */
  oldKeyFile: string;
}

/**
 * @param owner connections as owner; no server process may run on the database
 * @param onStep called after each step
 * @throws AppError RA_DATABASE_IN_USE, RA_KEY_MISSING
 */
export async function rotateKek(
  owner: pg.Pool,
  dataDir: string,
  onStep: (step: RotationStep) => void = () => {},
): Promise<RotationReport> {
  return underLock(owner, async (client) => {
    if (await livingProcess(client))
      throw new AppError(
        'RA_DATABASE_IN_USE',
        'The server is running; keys are changed while it is stopped.',
      );
    onStep('locked');
    const folder = join(dataDir, 'keys');
    const old = await readKek(join(folder, 'kek'));
    const fresh = randomBytes(32);
    await writeKek(join(folder, 'kek.next'), fresh);
    onStep('written');
    await client.query('begin');
    let counts: { dataKeys: number; secondFactors: number };
    try {
      counts = await wrapAnew(client, old, fresh);
      onStep('wrapped');
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    }
    onStep('committed');
    await place(folder, onStep);
    return { from: kekId(old), to: kekId(fresh), ...counts, oldKeyFile: join(folder, `kek-${kekId(old)}`) };
  });
}

/**
 * Ends a change of the key that was interrupted, forward or back as the database says. To be called before the key
 * is used.
 * @returns whether the key file changed: then it has to be loaded again
 * @throws AppError RA_DATABASE_IN_USE when a change is running at this moment
 */
export async function settleKek(owner: pg.Pool, dataDir: string): Promise<boolean> {
  const folder = join(dataDir, 'keys');
  const next = await readKek(join(folder, 'kek.next')).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!next) return false;
  return underLock(owner, async (client) => {
    const { rows } = await client.query<{ kekId: string | null }>(
      'select kek_id as "kekId" from installation',
    );
    if (rows[0]?.kekId !== kekId(next)) {
      // Nothing was ever sealed with it.
      await rm(join(folder, 'kek.next'));
      return false;
    }
    await place(folder, () => {});
    return true;
  });
}

async function wrapAnew(
  client: pg.ClientBase,
  old: Buffer,
  fresh: Buffer,
): Promise<{ dataKeys: number; secondFactors: number }> {
  const { rows } = await client.query<{ clientId: string; id: string; kekId: string; wrapped: Buffer }>(
    'select client_id as "clientId", id, kek_id as "kekId", wrapped from client_key order by client_id, id for update',
  );
  for (const row of rows)
    await client.query('update client_key set kek_id = $3, wrapped = $4 where client_id = $1 and id = $2', [
      row.clientId,
      row.id,
      kekId(fresh),
      rewrap(old, fresh, row),
    ]);
  const secondFactors = await resealIdentity(
    client,
    deriveKey(old, 'identity'),
    deriveKey(fresh, 'identity'),
  );
  await client.query('update installation set kek_id = $1', [kekId(fresh)]);
  return { dataKeys: rows.length, secondFactors };
}

/** Puts the new key in the place of the old one, which is kept under its id. Can be repeated after a crash. */
async function place(folder: string, onStep: (step: RotationStep) => void): Promise<void> {
  const path = join(folder, 'kek');
  await link(path, join(folder, `kek-${kekId(await readKek(path))}`)).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  onStep('kept');
  await rename(join(folder, 'kek.next'), path);
  await flushFolder(folder);
  onStep('placed');
}

async function readKek(path: string): Promise<Buffer> {
  const kek = Buffer.from((await readFile(path, 'utf8')).trim(), 'base64');
  if (kek.length !== 32) throw new AppError('RA_KEY_MISSING', `${path} does not hold a key of 32 bytes.`);
  return kek;
}

/** Whole or not at all, as settleKek must be able to read what it finds; on the disk before anything is sealed with it. */
async function writeKek(path: string, kek: Buffer): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  await file.writeFile(`${kek.toString('base64')}\n`);
  await file.sync();
  await file.close();
  await rename(`${path}.new`, path);
  await flushFolder(join(path, '..'));
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}

async function underLock<T>(owner: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await owner.connect();
  try {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [LOCK]);
    if (!rows[0]?.got)
      throw new AppError('RA_DATABASE_IN_USE', 'The keys of this installation are being changed right now.');
    return await work(client);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => {});
    client.release();
  }
}
