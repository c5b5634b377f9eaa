import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CheckOutcome } from '@rettungsanker/protocol';

const FOLDERS = ['/usr/sbin', '/usr/bin', '/sbin', '/bin', '/usr/local/bin', '/usr/lib/postgresql/15/bin'];

/** @returns where the program is, undefined when this machine does not have it */
export function findProgram(name: string): string | undefined {
  return FOLDERS.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

/** For `test(name, needs('redis-server'), ...)`: skipped with the reason where the program is missing. */
export function needs(...names: string[]): { skip: string | false } {
  const missing = names.filter((name) => findProgram(name) === undefined);
  return { skip: missing.length > 0 && `not installed: ${missing.join(', ')}` };
}

export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'ra-check-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A port on which nothing listens yet. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise<unknown>((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Runs the program until the test ends, then waits for its end. */
export function startProgram(
  t: TestContext,
  name: string,
  args: readonly string[],
  options: { uid?: number; gid?: number } = {},
): void {
  const child = spawn(findProgram(name)!, args, { stdio: 'ignore', ...options });
  const gone = new Promise((done) => child.once('close', done));
  child.on('error', () => {});
  t.after(async () => {
    child.kill('SIGTERM');
    const forced = setTimeout(() => child.kill('SIGKILL'), 3000);
    await gone;
    clearTimeout(forced);
  });
}

/** Asks again until the service is up. @returns the first outcome that is no failure, or the last one */
export async function once(ask: () => Promise<CheckOutcome>, withinMs = 8000): Promise<CheckOutcome> {
  const end = performance.now() + withinMs;
  for (;;) {
    const outcome = await ask();
    if (outcome.status !== 'failed' || performance.now() > end) return outcome;
    await sleep(30);
  }
}
