import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { windowOf } from './tables.ts';
import { CLIENT, everything, type SeriesWorld, seriesWorld } from './testing/world.ts';

const FIXTURE = fileURLToPath(new URL('./testing/killed.ts', import.meta.url));

describe('a process that is killed with -9', () => {
  let world: SeriesWorld;
  before(async () => {
    world = await seriesWorld();
  });
  after(() => world.close());

  it('loses nothing that it acknowledged, and what is sent again is not doubled', async () => {
    const start = windowOf(Date.now()) - 3 * 3_600_000;
    const acknowledged = new Set<number>();
    let from = 0;
    for (let round = 0; round < 4; round++) {
      const process_ = spawn(
        process.execPath,
        [FIXTURE, JSON.stringify([world.database.appAddress, CLIENT, from, start])],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const least = acknowledged.size + 30 + Math.floor(Math.random() * 150);
      for await (const line of createInterface(process_.stdout)) {
        acknowledged.add(Number(line));
        if (acknowledged.size >= least) process_.kill('SIGKILL');
      }
      if (process_.exitCode === null && process_.signalCode === null) await once(process_, 'exit');
      assert.equal(process_.signalCode, 'SIGKILL');
      // The sender repeats from the first batch that it has no answer to.
      while (acknowledged.has(from)) from++;
    }
    const stored = await everything(world);
    assert.equal(Object.keys(stored).length, 10);
    for (let i = 0; i < 10; i++) {
      const samples = new Map(stored[`kept i=${i}`]);
      assert.equal(samples.size, stored[`kept i=${i}`]!.length, 'each time once');
      for (const n of acknowledged) assert.equal(samples.get(start + n * 1000), n * 10 + i, `batch ${n}`);
      for (const [at, value] of samples) assert.equal(value, ((at - start) / 1000) * 10 + i);
    }
    // The same after everything was cut, and for a process that has seen nothing of it.
    await world.store.cutAll(CLIENT);
    assert.deepEqual(await everything(world, world.another()), stored);
  });
});
