import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { type TestDatabase, testDatabase } from '../../testing/index.ts';
import { databaseAnswers, healthRoutes, migrationsCurrent, type Readiness } from './health.ts';
import { createHttpServer } from './server.ts';

describe('health', () => {
  let database: TestDatabase;
  let app: FastifyInstance;
  const state = { storage: true, jobs: true };
  const start = (checks: Readiness): Promise<FastifyInstance> =>
    createHttpServer({
      log: pino({ level: 'silent' }),
      authenticator: { authenticate: async () => null },
      publicUrl: () => 'http://localhost',
      trustedProxies: [],
      version: 'x',
      register: (instance) => healthRoutes(instance, checks),
    });
  before(async () => {
    database = await testDatabase();
    app = await start({
      database: databaseAnswers(database.db),
      migrations: migrationsCurrent(database.db),
      storage: () => state.storage,
      jobs: () => state.jobs,
    });
  });
  after(() => app.close());
  const ready = async () => {
    const answer = await app.inject('/readyz');
    assert.equal(answer.headers['cache-control'], 'no-store');
    const { status, checks } = answer.json();
    assert.equal(answer.statusCode, status === 'ok' ? 200 : 503);
    return checks;
  };
  const ALL = { database: 'ok', migrations: 'ok', storage: 'ok', jobs: 'ok' };

  it('is ready when every part is', async () => {
    assert.deepEqual(await ready(), ALL);
  });
  it('names the part that fails, and nothing of why (ASVS 13.4.5)', async () => {
    for (const part of ['storage', 'jobs'] as const) {
      state[part] = false;
      assert.deepEqual(await ready(), { ...ALL, [part]: 'failed' });
      state[part] = true;
    }
    await database.owner.query('insert into migration (number, name, digest) values (9999, $1, $1)', [
      'later',
    ]);
    assert.deepEqual(await ready(), { ...ALL, migrations: 'failed' });
    await database.owner.query('delete from migration where number = 9999');
    assert.deepEqual(await ready(), ALL);
  });
  it('does not wait for a database that does not answer', async (t) => {
    const silent = await start({
      database: () => new Promise(() => {}),
      migrations: async () => true,
      storage: () => true,
      jobs: () => true,
    });
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const answer = silent.inject('/readyz');
    await new Promise((resolve) => setImmediate(resolve));
    t.mock.timers.tick(2_000);
    assert.equal((await answer).json().checks.database, 'failed');
    await silent.close();
  });
  it('lives on while the database is gone', async () => {
    await database.close();
    assert.deepEqual(await ready(), { ...ALL, database: 'failed', migrations: 'failed' });
    const alive = await app.inject('/healthz');
    assert.deepEqual([alive.statusCode, alive.json()], [200, { status: 'ok' }]);
  });
});
