import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { dataPaths } from './data/folder.ts';
import { acquireLock, askAgent } from './lock.ts';

let root: string;
before(() => {
  root = mkdtempSync(join(tmpdir(), 'ra-lock-'));
});
after(() => rmSync(root, { recursive: true, force: true }));

const folder = (name: string) => {
  const path = join(root, name);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return dataPaths(path);
};

describe('lock of the data folder', () => {
  test('a second agent is refused and told who holds it; the holder answers questions', async () => {
    const paths = folder('one');
    const lock = await acquireLock(paths, () => ({ pid: process.pid, answer: 42 }));
    await assert.rejects(
      acquireLock(paths, () => ({})),
      (error: Error & { code?: string }) => {
        assert.equal(error.code, 'RA_AGENT_RUNNING');
        assert.match(error.message, new RegExp(`process ${process.pid}`));
        return true;
      },
    );
    assert.deepEqual(await askAgent(paths), { pid: process.pid, answer: 42 });
    await lock.release();
    assert.equal(await askAgent(paths), undefined);
    assert.deepEqual(readdirSync(paths.root), []);
  });

  test('of many that find the lock of a killed process exactly one takes it over', async () => {
    const paths = folder('killed');
    const script = `
      const { acquireLock } = await import(${JSON.stringify(new URL('./lock.ts', import.meta.url).href)});
      const { dataPaths } = await import(${JSON.stringify(new URL('./data/folder.ts', import.meta.url).href)});
      await acquireLock(dataPaths(${JSON.stringify(paths.root)}), () => ({ pid: process.pid }));
      process.stdout.write('held');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    assert.deepEqual(await askAgent(paths), { pid: child.pid });
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => acquireLock(paths, () => ({ pid: process.pid }))),
    );
    const winners = results.filter((r) => r.status === 'fulfilled');
    assert.equal(winners.length, 1);
    assert.deepEqual(await askAgent(paths), { pid: process.pid });
    await winners[0]!.value.release();
    assert.deepEqual(readdirSync(paths.root), []);
  });

  test('a folder with a path too long for a socket address works', {
    skip: process.platform !== 'linux',
  }, async () => {
    const paths = folder(`deep/${'x'.repeat(120)}`);
    const lock = await acquireLock(paths, () => ({ pid: 7 }));
    assert.deepEqual(await askAgent(paths), { pid: 7 });
    await lock.release();
  });
});
