import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import { pino } from 'pino';
import { systemClock } from '../clock.ts';
import { createKysely } from '../database/pool.ts';
import { createSecrets } from '../secrets/secrets.ts';
import { pastConflicts } from './conflicts.ts';
import { type Stage, setStage } from './isolation/stage.ts';
import { createTenancy, type Tenancy } from './transactions.ts';

describe('two transactions that wait for each other', () => {
  let stage: Stage;
  let tenancy: Tenancy;
  before(async () => {
    stage = await setStage();
    tenancy = createTenancy({
      db: createKysely(stage.database.app),
      clock: systemClock,
      secrets: createSecrets(Buffer.alloc(32)),
      log: pino({ level: 'silent' }) as never,
    });
  });
  after(() => stage.close());

  test('both end with their work done, once each', async () => {
    await tenancy.asSystem(stage.a.id, (ctx) =>
      ctx.tx
        .insertInto('setting')
        .values(
          ['meet.one', 'meet.two'].map((key) => ({
            clientId: stage.a.id,
            key,
            value: '0',
            updatedAt: ctx.now,
            updatedBy: null,
          })),
        )
        .execute(),
    );
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let runs = 0;
    const add = (keys: string[], mine: () => void, other: Promise<void>) =>
      tenancy.asSystem(stage.a.id, async (ctx) => {
        runs++;
        for (const key of keys) {
          await sql`update setting set value = to_jsonb((value #>> '{}')::int + 1)
            where client_id = ${stage.a.id} and key = ${key}`.execute(ctx.tx);
          mine();
          await other;
        }
      });
    await Promise.all([
      add(['meet.one', 'meet.two'], first.resolve, second.promise),
      add(['meet.two', 'meet.one'], second.resolve, first.promise),
    ]);
    assert.equal(runs, 3, 'one of them was given up by the database and came again');
    const rows = await tenancy.asSystem(stage.a.id, (ctx) =>
      ctx.tx.selectFrom('setting').select('value').where('key', 'like', 'meet.%').execute(),
    );
    assert.deepEqual(rows, [{ value: 2 }, { value: 2 }]);
  });
});

describe('a transaction that', () => {
  const conflict = (code: string) => Object.assign(new Error('met'), { code });

  test('meets others again and again says so in the end', async () => {
    const waits: number[] = [];
    const wait = async (milliseconds: number) => waits.push(milliseconds);
    await assert.rejects(
      pastConflicts(() => Promise.reject(conflict('40001')), wait),
      { code: '40001' },
    );
    assert.equal(waits.length, 3);
  });

  test('fails by its own fault is not run again', async () => {
    let runs = 0;
    const own = () => {
      runs++;
      return Promise.reject(conflict('23505'));
    };
    await assert.rejects(pastConflicts(own), { code: '23505' });
    assert.equal(runs, 1);
  });
});
