import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { z } from 'zod';
import { type TestDatabase, testDatabase } from '../../testing/database.ts';
import { until } from '../../testing/until.ts';
import { defineJob, startJobs } from './jobs.ts';

const log = pino({ level: 'silent' }) as never;

describe('background work', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.close());

  const start = (run: (n: number) => Promise<void>) =>
    startJobs({
      pool: database.owner,
      address: database.ownerAddress,
      recurring: [],
      concurrency: 2,
      log,
      jobs: [defineJob({ name: 'test', payload: z.object({ n: z.number() }), run: ({ n }) => run(n) })],
    });
  const enqueue = (n: number) =>
    database.app.query("select enqueue_job('test', $1::json)", [JSON.stringify({ n })]);

  it('the application role enqueues through its one door and sees nothing of the queue', async () => {
    await enqueue(0);
    await assert.rejects(database.app.query('select * from graphile_worker.jobs'), { code: '42501' });
    const done: number[] = [];
    const jobs = await start(async (n) => void done.push(n));
    await until(() => done.includes(0));
    await jobs.stop();
  });

  it('what was rolled back is never done, what was committed is done at once', async () => {
    const done: number[] = [];
    const jobs = await start(async (n) => void done.push(n));
    const client = await database.app.connect();
    await client.query("begin; select enqueue_job('test', '{\"n\": 1}'::json); rollback");
    client.release();
    await enqueue(2);
    const started = Date.now();
    await until(() => done.includes(2));
    assert.ok(Date.now() - started < 1000);
    assert.deepEqual(done, [2]);
    await jobs.stop();
  });

  it('the job of a process that was killed with -9 is done by the next one at once, not after hours', async () => {
    await enqueue(3);
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `
      const { startJobs, defineJob } = await import(${JSON.stringify(new URL('./jobs.ts', import.meta.url).href)});
      const { createPool } = await import(${JSON.stringify(new URL('../database/pool.ts', import.meta.url).href)});
      const { z } = await import('zod');
      const { pino } = await import('pino');
      const address = ${JSON.stringify(database.ownerAddress)};
      await startJobs({ pool: createPool(address, 'x', 4), address, recurring: [], concurrency: 1, log: pino({ level: 'silent' }),
        jobs: [defineJob({ name: 'test', payload: z.object({ n: z.number() }), run: () => { console.log('taken'); return new Promise(() => {}); } })] });
    `,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'], cwd: new URL('.', import.meta.url) },
    );
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const done: number[] = [];
    const jobs = await start(async (n) => void done.push(n));
    await until(() => done.includes(3));
    await jobs.stop();
  });

  it('a failing job is repeated, one with a wrong payload never runs', async () => {
    let attempts = 0;
    const jobs = await start(async () => {
      attempts++;
      if (attempts === 1) throw new Error('not yet');
    });
    await database.app.query('select enqueue_job(\'test\', \'{"n": "four"}\'::json, p_max_attempts => 1)');
    await enqueue(4);
    await until(() => attempts >= 2, 10_000);
    await jobs.stop();
    assert.equal(attempts, 2);
  });
});
