import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { pino } from 'pino';
import { systemClock } from '../../platform/clock.ts';
import { temporaryDatabase } from '../../platform/database/embedded/testing.ts';
import { APP_ROLE, bringUp, prepareCluster } from '../../platform/database/open.ts';
import { createKysely, createPool } from '../../platform/database/pool.ts';
import { createSecrets } from '../../platform/secrets/secrets.ts';
import { createTenancy } from '../../platform/tenancy/transactions.ts';
import { keepPartitions } from './partitions.ts';
import { PostgresSeriesStore } from './store.ts';
import { CLIENT, pairs } from './testing/world.ts';

const id = (number: number): string => `aaaaaaaa-0000-7000-8000-00000000000${number}`;
const RETENTION = { sampleDays: 30, rollupDays: 400 };

describe('samples from before there were blocks', () => {
  it('move into the store, under the same names, once', async () => {
    const database = await temporaryDatabase();
    // The account of other tests on this server, which they sign in with.
    const { ownerAddress, appAddress } = await prepareCluster(
      database.connection,
      database.connection.database,
      (role) => createHash('sha256').update(`test ${role}`).digest('hex'),
    );
    const owner = createPool(ownerAddress, 'owner', 2);
    const app = createPool(appAddress, 'app', 4);
    try {
      await bringUp(owner, APP_ROLE, 8);
      const start = Math.floor(Date.now() / 1000) * 1000 - 2 * 86_400_000;
      await owner.query(`
        set search_path = rettungsanker;
        insert into client (id, kind, code, name, created_at) values ('${CLIENT}', 'client', 'AA', 'a', now());
        insert into site (client_id, id, name, time_zone, created_at) values ('${CLIENT}', '${id(2)}', 's', 'UTC', now());
        insert into asset (client_id, id, site_id, kind, name, created_at, updated_at) values ('${CLIENT}', '${id(3)}', '${id(2)}', 'server', 'a', now(), now());
        insert into "check" (client_id, id, asset_id, kind, name, config, rule, interval_ms, runs_on, origin, created_at, updated_at)
          values ('${CLIENT}', '${id(4)}', '${id(3)}', 'cpu', 'c', '{}', '{}', 60000, 'samples', 'default', now(), now());
        insert into series (client_id, asset_id, check_id, metric, instance, created_at) values
          ('${CLIENT}', '${id(3)}', null, 'disk.used', '/srv', now()), ('${CLIENT}', '${id(3)}', '${id(4)}', 'check.ms', '', now());
        select sample_partition(d::date) from generate_series(current_date - 3, current_date, interval '1 day') d;
        insert into sample select '${CLIENT}', s.id, to_timestamp(${start / 1000}) + n * interval '15 s', n / 10.0 from series s, generate_series(0, 999) n`);
      await bringUp(owner, APP_ROLE);
      const db = createKysely(app);
      await keepPartitions(db, RETENTION, new Date());
      const tenancy = createTenancy({
        db,
        clock: systemClock,
        secrets: createSecrets(Buffer.alloc(32)),
        log: pino({ level: 'silent' }) as never,
      });
      const store = new PostgresSeriesStore({ tenancy, ...RETENTION });
      const read = () => tenancy.asSystem(CLIENT, (ctx) => store.raw(ctx, CLIENT, { from: 0, to: 8e15 }));
      const samples = Array.from({ length: 1000 }, (_, n) => [start + n * 15_000, n / 10]);
      for (const round of ['in the log', 'in blocks']) {
        const series = await read();
        assert.deepEqual(
          series.map(({ key }) => key).sort((a, b) => (a.name < b.name ? -1 : 1)),
          [
            { name: 'check.ms', labels: {}, assetId: id(3), checkId: id(4) },
            { name: 'disk.used', labels: { instance: '/srv' }, assetId: id(3), checkId: null },
          ],
        );
        for (const entry of series) assert.deepEqual(pairs(entry), samples, round);
        await store.maintain(CLIENT, Date.now());
        await store.cutAll(CLIENT);
      }
      // The same name leads to the same series, not to a second one.
      const keys = (await read()).map(({ key }) => key);
      const { refs } = await store.resolve(CLIENT, keys);
      assert.deepEqual([...refs].sort(), [1, 2]);
      const { rows } = await owner.query('select count(*) as n from rettungsanker.series');
      assert.deepEqual(rows, [{ n: 2 }]);
    } finally {
      await Promise.all([owner.end(), app.end()]);
      await database.drop();
    }
  });
});
