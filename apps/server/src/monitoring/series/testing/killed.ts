import { pino } from 'pino';
import { systemClock } from '../../../platform/clock.ts';
import { createKysely, createPool, type DatabaseAddress } from '../../../platform/database/pool.ts';
import { createSecrets } from '../../../platform/secrets/secrets.ts';
import { createTenancy } from '../../../platform/tenancy/transactions.ts';
import { PostgresSeriesStore } from '../store.ts';
import { put } from './world.ts';

/*
 * A process that takes in batches until it is killed. It writes the number of every batch that it has acknowledged, and
 * cuts and rolls up all the while. Batch n has samples n of ten series; what was sent but not acknowledged before a kill
 * is sent again by the next process, as a sender does.
 */
const [address, clientId, from, start] = JSON.parse(process.argv[2]!) as [
  DatabaseAddress,
  string,
  number,
  number,
];
const tenancy = createTenancy({
  db: createKysely(createPool(address, 'series', 6)),
  clock: systemClock,
  secrets: createSecrets(Buffer.alloc(32)),
  log: pino({ level: 'silent' }) as never,
});
const store = new PostgresSeriesStore({ tenancy, sampleDays: 30, rollupDays: 400 });
let next = from;
const send = async (): Promise<never> => {
  for (;;) {
    const n = next++;
    await put(
      store,
      clientId,
      Array.from({ length: 10 }, (_, i) => [
        { name: 'kept', labels: { i: String(i) } },
        [[start + n * 1000, n * 10 + i]],
      ]),
    );
    process.stdout.write(`${n}\n`);
  }
};
const maintain = async (): Promise<never> => {
  for (;;) {
    await store.maintain(clientId, Date.now());
    await store.cutAll(clientId);
  }
};
await Promise.all([send(), send(), send(), maintain()]);
