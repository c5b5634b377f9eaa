import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Account, uidForInitdb } from './account.ts';
import { exists, giveTo, renameDurably, writeDurably } from './files.ts';
import type { Home } from './home.ts';
import { startFailure } from './logs.ts';
import type { Programs } from './programs.ts';

/** The superuser of the cluster. */
export const SUPERUSER = 'postgres';

/**
 * Makes the cluster if there is none: complete under another name first, so that whatever happens in between the
 * next start finds either all or nothing.
 *
 * The default collation is the server's own C.UTF-8: by code point, the fastest, and the same on every system, so that
 * no upgrade of a C library can ever break an index. Text for people is sorted by an ICU collation in the query
 * (`order by name collate "de-x-icu"`); the ICU data come with the programs.
 * @throws AppError RA_DATABASE_FOLDER, RA_DATABASE_START
 */
export async function makeCluster(home: Home, programs: Programs, making: () => void): Promise<void> {
  await removeHalfMade(home);
  if (await exists(home.cluster)) return;
  making();
  // A name of its own: the initdb of a killed first start may still be at work on the former one.
  const unit = `${home.cluster}.new-${randomBytes(4).toString('hex')}`;
  try {
    await fill(unit, home.account, programs);
    await renameDurably(unit, home.cluster);
  } catch (error) {
    // A full disk above all; the reason is worth more than a failure to tidy up.
    await removeHalfMade(home).catch(() => {});
    throw error;
  }
}

async function fill(unit: string, account: Account, programs: Programs): Promise<void> {
  const uid = await uidForInitdb(account);
  const data = join(unit, 'data');
  const password = join(unit, 'password');
  await mkdir(data, { recursive: true, mode: 0o700 });
  await writeDurably(password, randomBytes(32).toString('base64url'), account.foreign ? 0o640 : 0o600);
  if (account.foreign) {
    await chown(unit, 0, account.gid);
    await chmod(unit, 0o710);
    await chown(password, 0, account.gid);
    await chown(data, uid, account.gid);
  }
  await runInitdb(programs, account, uid, data, password);
  if (account.foreign) {
    giveTo(data, account);
    await chmod(password, 0o600);
  }
}

async function removeHalfMade(home: Home): Promise<void> {
  for (const name of await readdir(home.root)) {
    if (name.startsWith('cluster.new-'))
      await rm(join(home.root, name), { recursive: true, maxRetries: 20, retryDelay: 10 });
  }
}

async function runInitdb(
  programs: Programs,
  account: Account,
  uid: number,
  data: string,
  password: string,
): Promise<void> {
  const args = [
    ...['--pgdata', data, '--username', SUPERUSER, '--pwfile', password, '--auth', 'scram-sha-256'],
    ...['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
    ...['--data-checksums', '--no-instructions', '--set', 'log_timezone=UTC', '--set', 'timezone=UTC'],
  ];
  const child = spawn(programs.initdb, args, {
    cwd: '/',
    env: programs.env,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(account.foreign ? { uid, gid: account.gid } : {}),
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const [how, words] = await Promise.all([ended, text(child.stderr)]);
  if (how !== 'exit code 0') throw await startFailure(`initdb: ${how}`, words, data);
}
