import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type pg from 'pg';
import { attack, READ_ONLY } from './isolation/attacker.ts';
import { type Stage, setStage } from './isolation/stage.ts';
import type { SeededClient } from './isolation/two-clients.ts';

let stage: Stage;
let a: SeededClient;
let b: SeededClient;
before(async () => {
  stage = await setStage();
  ({ a, b } = stage);
});
after(() => stage.close());

describe('ASVS 8.4.1: the client ends with the transaction', () => {
  const count = async (): Promise<number> => (await stage.pool.query('select from site')).rowCount!;
  const enter = async (client: pg.PoolClient, who: SeededClient): Promise<void> => {
    await client.query(`select set_config('app.client', $1, true), set_config('app.scope', $1, true)`, [
      who.id,
    ]);
  };
  const within = async <T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    const client = await stage.pool.connect();
    try {
      return await work(client);
    } finally {
      client.release();
    }
  };

  for (const end of ['commit', 'rollback'])
    test(`after a ${end}`, async () => {
      await within(async (client) => {
        await client.query('begin');
        await enter(client, a);
        assert.equal((await client.query('select from site')).rowCount, 1);
        await client.query(end);
      });
      assert.equal(await count(), 0);
      const { rows } = await stage.pool.query(`select app_client() as client, app_scope() as scope`);
      assert.deepEqual(rows, [{ client: null, scope: null }]);
    });

  test('after an error', async () => {
    await within(async (client) => {
      await client.query('begin');
      await enter(client, a);
      await assert.rejects(client.query('select 1 / 0'));
      await client.query('commit');
    });
    assert.equal(await count(), 0);
  });

  test('at once, when there is no transaction', async () => {
    await within((client) => enter(client, a));
    assert.equal(await count(), 0);
  });

  test('a savepoint that is left takes back the client that was set inside', async () => {
    await within(async (client) => {
      await client.query('begin');
      await enter(client, a);
      await client.query('savepoint inner_one');
      await enter(client, b);
      await client.query('rollback to inner_one');
      const { rows } = await client.query<{ name: string }>('select name from site');
      assert.deepEqual(rows, [{ name: a.marker }]);
      await client.query('rollback');
    });
  });

  test('a prepared statement sees the client of each run, also with a plan that was kept', async () => {
    for (const mode of ['auto', 'force_generic_plan', 'force_custom_plan'])
      await within(async (client) => {
        // The default prepares a plan for all values after five runs.
        for (const who of [a, a, a, a, a, a, a, b, a, b]) {
          await client.query('begin');
          await client.query(`set local plan_cache_mode = ${mode}`);
          await enter(client, who);
          const found = await client.query<{ name: string }>({
            name: `sites-${mode}`,
            text: 'select name from site where name like $1',
            values: ['%'],
          });
          assert.deepEqual(found.rows, [{ name: who.marker }], mode);
          await client.query('commit');
        }
        assert.equal(
          (
            await client.query({
              name: `sites-${mode}`,
              text: 'select name from site where name like $1',
              values: ['%'],
            })
          ).rowCount,
          0,
        );
      });
  });

  test('a cursor does not outlive its transaction', async () => {
    await within(async (client) => {
      await client.query('begin');
      await enter(client, a);
      await client.query('declare rows_of_a cursor for select * from site');
      await client.query('commit');
      await client.query('begin');
      await enter(client, b);
      await assert.rejects(client.query('fetch all from rows_of_a'), { code: '34000' });
      await client.query('rollback');
    });
  });

  test('what is no list of ids is refused, not ignored', async () => {
    for (const scope of ["' or true", '*', 'null', `${a.id};${b.id}`])
      await attack(stage.pool, { scope: [scope] }, async (attacker) => {
        assert.equal((await attacker.attempt('select from site')).code, '22P02', scope);
      });
  });

  test('a transaction that only reads cannot write, whatever client it names', async () => {
    await within(async (client) => {
      await client.query('begin read only');
      await enter(client, a);
      await assert.rejects(client.query(`update site set name = 'x'`), { code: READ_ONLY });
      await client.query('rollback');
    });
  });
});
