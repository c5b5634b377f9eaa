import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Debian 12's PostgreSQL, the oldest that is supported. */
const PROGRAMS = '/usr/lib/postgresql/15/bin';

export interface OldServer {
  /** For RA_TEST_DATABASE. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Why there is no such server here; undefined when there can be one. */
export function oldServerMissing(): string | undefined {
  if (!existsSync(`${PROGRAMS}/postgres`))
    return 'PostgreSQL 15 is not installed (apt-get install postgresql)';
  if (process.getuid!() === 0 && !unprivileged()) return 'there is no user postgres to run it as';
  return undefined;
}

/** Starts a throw-away server of that version that listens on a socket only. */
export async function startOldServer(): Promise<OldServer> {
  const folder = await mkdtemp('/tmp/rettungsanker-old-');
  const account = process.getuid!() === 0 ? unprivileged()! : undefined;
  const password = randomBytes(16).toString('hex');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) for (const path of [folder, passwordFile]) chownSync(path, account.uid, account.gid);
  chmodSync(folder, 0o700);
  const data = join(folder, 'data');
  const environment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

  const made = spawnSync(
    `${PROGRAMS}/initdb`,
    [
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordFile}`,
      '-E',
      'UTF8',
      '--no-sync',
    ],
    { ...account, cwd: folder, env: environment, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  // Nothing of a test has to survive a power cut.
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];
  const server = spawn(
    `${PROGRAMS}/postgres`,
    ['-D', data, '-k', folder, '-h', '', ...settings.flatMap((setting) => ['-c', setting])],
    { ...account, cwd: folder, env: environment, stdio: 'ignore' },
  );
  const gone = once(server, 'exit');
  await ready(folder, gone);
  return {
    url: `postgres://postgres:${password}@localhost/postgres?host=${encodeURIComponent(folder)}`,
    async stop() {
      server.kill('SIGINT');
      await gone;
      await rm(folder, { recursive: true });
    },
  };
}

async function ready(socket: string, gone: Promise<unknown>): Promise<void> {
  let ended = false;
  void gone.then(() => {
    ended = true;
  });
  for (const deadline = Date.now() + 30_000; ; await sleep(50)) {
    if (spawnSync(`${PROGRAMS}/pg_isready`, ['-q', '-h', socket]).status === 0) return;
    if (ended || Date.now() > deadline) throw new Error('PostgreSQL 15 did not start.');
  }
}

/** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
function unprivileged(): { uid: number; gid: number } | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}
