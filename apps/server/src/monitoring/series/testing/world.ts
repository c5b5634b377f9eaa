import { pino } from 'pino';
import { systemClock } from '../../../platform/clock.ts';
import { createSecrets } from '../../../platform/secrets/secrets.ts';
import { createTenancy, type Tenancy } from '../../../platform/tenancy/transactions.ts';
import { type TestDatabase, testDatabase } from '../../../testing/database.ts';
import { keepPartitions } from '../partitions.ts';
import { PostgresSeriesStore } from '../store.ts';
import type { AppendResult, RawSeries, SeriesKey } from '../types.ts';

export const CLIENT = 'aaaaaaaa-0000-7000-8000-000000000001';
export const STRANGER = 'bbbbbbbb-0000-7000-8000-000000000001';

/** A database with two clients, and stores on it as different processes would have them. */
export interface SeriesWorld {
  readonly database: TestDatabase;
  readonly tenancy: Tenancy;
  readonly store: PostgresSeriesStore;
  another(): PostgresSeriesStore;
  close(): Promise<void>;
}

export async function seriesWorld(): Promise<SeriesWorld> {
  const database = await testDatabase();
  await database.owner.query(
    `insert into client (id, kind, code, name, created_at) values ('${CLIENT}', 'client', 'AA', 'a', now()), ('${STRANGER}', 'client', 'BB', 'b', now())`,
  );
  await keepPartitions(database.db, { sampleDays: 30, rollupDays: 400 }, new Date());
  const tenancy = createTenancy({
    db: database.db,
    clock: systemClock,
    secrets: createSecrets(Buffer.alloc(32)),
    log: pino({ level: 'silent' }) as never,
  });
  const another = (): PostgresSeriesStore =>
    new PostgresSeriesStore({ tenancy, sampleDays: 30, rollupDays: 400 });
  return { database, tenancy, store: another(), another, close: () => database.close() };
}

/** Appends samples of one series after the other; what it takes to do so by hand. */
export async function put(
  store: PostgresSeriesStore,
  clientId: string,
  series: readonly (readonly [key: SeriesKey, samples: readonly (readonly [at: number, value: number])[]])[],
): Promise<AppendResult> {
  const { generation, refs } = await store.resolve(
    clientId,
    series.map(([key]) => key),
  );
  const rows = series.flatMap(([, samples], i) =>
    samples.map(([at, value]) => ({ ref: refs[i]!, at, value })),
  );
  return store.append(clientId, {
    generation,
    length: rows.length,
    refs: Uint32Array.from(rows, (row) => row.ref),
    times: Float64Array.from(rows, (row) => row.at),
    values: Float64Array.from(rows, (row) => row.value),
  });
}

export const key = (name: string, labels: Record<string, string> = {}): SeriesKey => ({ name, labels });

/** Everything of one client, as plain pairs by name and labels. */
export async function everything(
  world: SeriesWorld,
  store = world.store,
  clientId = CLIENT,
): Promise<Record<string, [at: number, value: number][]>> {
  const series = await world.tenancy.asSystem(clientId, (ctx) =>
    store.raw(ctx, clientId, { from: 0, to: 8e15 }),
  );
  return Object.fromEntries(series.map((entry) => [nameOf(entry), pairs(entry)]));
}
const nameOf = ({ key: { name, labels } }: RawSeries): string =>
  [name, ...Object.entries(labels).map(([label, value]) => `${label}=${value}`)].join(' ');
export const pairs = ({ times, values }: Pick<RawSeries, 'times' | 'values'>): [number, number][] =>
  [...times].map((time, i) => [time, values[i]!]);
