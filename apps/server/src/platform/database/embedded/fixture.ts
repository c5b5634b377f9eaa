import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before } from 'node:test';
import pg from 'pg';
import { AppError, type ErrorCode } from '../../errors.ts';
import { findHome } from './home.ts';
import { type EmbeddedDatabase, startEmbeddedDatabase } from './index.ts';
import { findPostmaster, stopPostmaster } from './postmaster.ts';

export const asRoot = process.getuid!() === 0;
/** For tests that become other users. */
export const rootOnly = asRoot ? false : 'needs root';
/** Somebody who has a line in /etc/passwd, and somebody who has none. */
export const NOBODY = 65_534;
export const NAMELESS = 54_321;

/** Killing processes loses nothing that the kernel has, so the disk need not be waited for. */
const SMALL = { max_connections: '20', shared_buffers: '32MB', fsync: 'off' };

/** Parent of everything that a test file makes; others may pass through it. */
export let base: string;
/** Folders whose server must not outlive the tests. */
const folders = new Set<string>();

before(async () => {
  base = await mkdtemp('/tmp/rettungsanker-embedded-');
  await chmod(base, 0o711);
});
after(async () => {
  for (const folder of folders) await endServer(folder).catch(() => {});
  await rm(base, { recursive: true });
});

export async function endServer(folder: string): Promise<void> {
  const home = await findHome(folder);
  const server = home && (await findPostmaster(home));
  if (server) await stopPostmaster(server, home);
}

/** A data folder through which the server's account gets when we are root. */
export async function dataFolder(name: string): Promise<string> {
  await mkdir(join(base, name), { recursive: true });
  await chmod(join(base, name), 0o711);
  const folder = join(base, name, 'database');
  folders.add(folder);
  return folder;
}

export function start(
  dataDir: string,
  settings: Record<string, string> = {},
  steps: string[] = [],
): Promise<EmbeddedDatabase> {
  return startEmbeddedDatabase({
    dataDir,
    log: () => {},
    progress: (step) => steps.push(step),
    settings: { ...SMALL, ...settings },
    elsewhere: join(base, 'elsewhere'),
  });
}

export async function refused(start: Promise<unknown>, code: ErrorCode, words: RegExp): Promise<void> {
  await assert.rejects(start, (error) => {
    assert.ok(error instanceof AppError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, words);
    return true;
  });
}

export async function query(database: EmbeddedDatabase, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(database.connection);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Another process with an instance; its first line is `adopted` or `started` or the code of the error. */
export async function instance(
  dataDir: string,
  uid?: number,
): Promise<{ child: ChildProcess; line: string }> {
  const child = begin(dataDir, uid);
  const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
  return { child, line };
}

export function begin(dataDir: string, uid?: number): ChildProcess {
  const script = `
    import { startEmbeddedDatabase } from ${JSON.stringify(new URL('./index.ts', import.meta.url))};
    try {
      const database = await startEmbeddedDatabase({ dataDir: ${JSON.stringify(dataDir)}, log() {},
        settings: ${JSON.stringify(SMALL)}, elsewhere: ${JSON.stringify(join(base, 'elsewhere'))} });
      console.log(database.adopted ? 'adopted' : 'started');
      process.stdin.once('end', async () => { await database.stop(); process.exit(); }).resume();
    } catch (error) { console.log(error.code, error.message.split('\\n')[0]); }`;
  return spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
}

export async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

export async function finish(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.stdin!.end();
  await gone;
}
