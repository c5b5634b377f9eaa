/**
 * The series store on the embedded database: samples per second and core, durable and cut into blocks; bytes a sample on
 * disk, index included; 24 h of 50 series for a page. Peers get the same samples. `--series N`, `--hours N`, `--alone`, `--json`.
 */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { PostgresSeriesStore } from '../apps/server/src/monitoring/series/index.ts';
import { keepPartitions } from '../apps/server/src/monitoring/series/partitions.ts';
import { systemClock } from '../apps/server/src/platform/clock.ts';
import { openDatabase } from '../apps/server/src/platform/database/open.ts';
import { createSecrets } from '../apps/server/src/platform/secrets/secrets.ts';
import { createTenancy } from '../apps/server/src/platform/tenancy/transactions.ts';
import { PEERS, type Peer, type PeerName, startPeer } from './data/peers.ts';
import { kindOf, labelsOf, nameOf, STEP_MS, seriesTimes, seriesValues } from './data/series.ts';

const { values: flags } = parseArgs({
  options: {
    series: { type: 'string', default: '1000' },
    hours: { type: 'string', default: '24' },
    alone: { type: 'boolean', default: false },
    json: { type: 'boolean' },
  },
});
const SERIES = Number(flags.series);
const LENGTH = (Number(flags.hours) * 3_600_000) / STEP_MS;
const SAMPLES = SERIES * LENGTH;
/** As Prometheus sends them: this many samples a request, three requests at a time. */
const BATCH = 2000;
const SENDERS = 3;
const QUERIES = 200;
const CLIENT = 'aaaaaaaa-0000-7000-8000-000000000001';

const folder = await mkdtemp(join(tmpdir(), 'anker-series-'));
const end = Math.floor(Date.now() / 7_200_000) * 7_200_000 - 3_600_000;
const start = end - LENGTH * STEP_MS;
const times = seriesTimes(start, LENGTH);
const values = Array.from({ length: SERIES }, (_, series) => seriesValues(series, LENGTH));

/** CPU seconds of this process and everything below it, the database included. */
async function cpu(): Promise<number> {
  const parents = new Map<number, { parent: number; ticks: number }>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const own = (fields[11] ?? 0) + (fields[12] ?? 0);
    const reaped = (fields[13] ?? 0) + (fields[14] ?? 0);
    parents.set(Number(name), { parent: fields[1]!, ticks: own + reaped });
  }
  let ticks = 0;
  for (const [pid, entry] of parents)
    for (let at: number | undefined = pid; at; at = parents.get(at)?.parent)
      if (at === process.pid) ticks += entry.ticks;
  return ticks / 100;
}
async function measured(work: () => Promise<void>): Promise<{ wall: number; cpu: number }> {
  const [before, began] = [await cpu(), performance.now()];
  await work();
  return { wall: (performance.now() - began) / 1000, cpu: (await cpu()) - before };
}
const percentile = (numbers: number[], share: number): number =>
  [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))]!;
const round = (value: number): number => Number(value.toPrecision(4));

const rows: Record<string, Record<string, number | string>> = {};
const database = await openDatabase({
  dataDir: folder,
  url: '',
  appUrl: '',
  poolSize: 8,
  kek: Buffer.alloc(32),
  log: () => {},
});
const figures = { perCore: 0, bytes: 0, p50: 0, p99: 0 };
try {
  await database.owner.query(
    `insert into client (id, kind, code, name, created_at) values ('${CLIENT}', 'client', 'AA', 'a', now())`,
  );
  const retention = { sampleDays: 30, rollupDays: 400 };
  await keepPartitions(database.db, retention, new Date());
  const tenancy = createTenancy({
    db: database.db,
    clock: systemClock,
    secrets: createSecrets(Buffer.alloc(32)),
    log: pino({ level: 'silent' }) as never,
  });
  const store = new PostgresSeriesStore({ tenancy, ...retention });
  const { generation, refs } = await store.resolve(
    CLIENT,
    values.map((_, series) => ({ name: nameOf(series), labels: labelsOf(series) })),
  );
  const total = { wall: 0, cpu: 0 };
  /** Sends some steps of all series, in the order in which a scraper has them. */
  const send = async (from: number, to: number): Promise<void> => {
    let next = from * SERIES;
    const sender = async (): Promise<void> => {
      while (next < to * SERIES) {
        const first = next;
        next += BATCH;
        const length = Math.min(BATCH, to * SERIES - first);
        const batch = {
          generation,
          length,
          refs: new Uint32Array(length),
          times: new Float64Array(length),
          values: new Float64Array(length),
        };
        for (let i = 0; i < length; i++) {
          const place = first + i;
          const series = place % SERIES;
          const step = (place - series) / SERIES;
          batch.refs[i] = refs[series]!;
          batch.times[i] = times[step]!;
          batch.values[i] = values[series]![step]!;
        }
        const { accepted } = await store.append(CLIENT, batch);
        if (accepted !== length) throw new Error(`${accepted} of ${length} samples were accepted`);
      }
    };
    await Promise.all(Array.from({ length: SENDERS }, sender));
  };
  const cutting = { wall: 0, cpu: 0 };
  const add = (sum: { wall: number; cpu: number }, part: { wall: number; cpu: number }): void => {
    sum.wall += part.wall;
    sum.cpu += part.cpu;
  };
  const PER_WINDOW = 7_200_000 / STEP_MS;
  // With the clock of the samples: two hours come in, half an hour later they are cut.
  for (let from = 0; from < LENGTH; from += PER_WINDOW) {
    const to = Math.min(LENGTH, from + PER_WINDOW);
    add(total, await measured(() => send(from, to)));
    add(cutting, await measured(() => store.maintain(CLIENT, times[to - 1]! + 1_860_000)));
  }
  add(cutting, await measured(() => store.cutAll(CLIENT)));
  figures.perCore = SAMPLES / (total.cpu + cutting.cpu);
  rows['write, durable'] = {
    'samples/s': round(SAMPLES / total.wall),
    'samples/s/core': round(SAMPLES / total.cpu),
  };
  rows['write, durable and cut'] = {
    'samples/s': round(SAMPLES / (total.wall + cutting.wall)),
    'samples/s/core': round(figures.perCore),
  };

  await database.owner.query('vacuum analyze');
  const { rows: sizes } = await database.owner.query<{ name: string; bytes: number }>(
    `select coalesce(p.relname, c.relname) as name, sum(pg_total_relation_size(c.oid)) as bytes
     from pg_class c left join pg_inherits i on i.inhrelid = c.oid left join pg_class p on p.oid = i.inhparent
     where c.relkind = 'r' and c.relnamespace = 'rettungsanker'::regnamespace and c.relname like 'series%'
       -- An empty partition has pages too, but those of other days are not this data's.
       and (p.oid is null or c.reltuples > 0)
     group by 1`,
  );
  const of = (name: string): number => Number(sizes.find((row) => row.name === name)?.bytes ?? 0) / SAMPLES;
  figures.bytes = of('series_block') + of('series');
  rows['disk: samples'] = { 'bytes/sample': round(of('series_block')) };
  rows['disk: index of series'] = { 'bytes/sample': round(of('series')) };
  rows['disk: roll-ups of 5 min and 1 h'] = {
    'bytes/sample': round(of('series_rollup_fine') + of('series_rollup_coarse')),
  };
  rows['disk: log after the cut'] = { 'bytes/sample': round(of('series_log')) };

  const scattered: number[] = [];
  const took: number[] = [];
  for (let i = 0; i < QUERIES + 20; i++) {
    const host = `host-${i % Math.max(1, Math.floor(SERIES / 50))}.example.de:9100`;
    const began = performance.now();
    const text = await tenancy.asSystem(CLIENT, async (ctx) => {
      const answer = await store.query(ctx, CLIENT, {
        matchers: [{ label: 'instance', op: '=', value: host }],
        from: end - 86_400_000,
        to: end,
        step: 300_000,
      });
      return JSON.stringify(
        answer.series.map(({ key, at, min, avg, max }) => [
          key,
          Array.from(at, (time, j) => [time, min[j], avg[j], max[j]]),
        ]),
      );
    });
    if (text.length < 1000) throw new Error('The answer is empty.');
    if (i >= 20) took.push(performance.now() - began);
    // The same metric of every host: series that lie as far apart as they can.
    const again = performance.now();
    const { length } = await tenancy.asSystem(CLIENT, async (ctx) => {
      const device = [
        { label: 'device', op: 'in' as const, value: [`device-${i % 50}`, `device-${(i + 7) % 50}`] },
      ];
      const range = { from: end - 86_400_000, to: end, step: 300_000 };
      return (await store.query(ctx, CLIENT, { matchers: device, ...range })).series;
    });
    if (length === 0) throw new Error('The answer is empty.');
    if (i >= 20) scattered.push(performance.now() - again);
  }
  rows[`query 24 h x ${Math.floor(SERIES / 50) * 2} series, far apart`] = {
    'p50 ms': round(percentile(scattered, 0.5)),
    'p99 ms': round(percentile(scattered, 0.99)),
  };
  figures.p50 = percentile(took, 0.5);
  figures.p99 = percentile(took, 0.99);
  rows['query 24 h x 50 series: min, avg, max'] = {
    'p50 ms': round(figures.p50),
    'p99 ms': round(figures.p99),
  };
} finally {
  await database.close();
}

const peers: Partial<Record<PeerName, { bytes: number; p50: number; p99: number }>> = {};
for (const name of flags.alone ? [] : (Object.keys(PEERS) as PeerName[])) {
  const data = join(folder, name);
  await mkdir(data);
  const config = join(folder, 'empty.yml');
  await writeFile(config, '');
  const peer: Peer | undefined = await startPeer(name, data, config);
  if (!peer) {
    rows[name] = { note: 'not installed' };
    continue;
  }
  try {
    const CHUNK = 120;
    for (let from = 0; from < LENGTH; from += CHUNK) {
      for (let series = 0; series < SERIES; series += 100)
        await peer.write(
          values.slice(series, series + 100).map((column, i) => ({
            labels: Object.entries({ __name__: nameOf(series + i), ...labelsOf(series + i) }).sort(
              ([a], [b]) => (a < b ? -1 : 1),
            ),
            times: times.subarray(from, from + CHUNK),
            values: column.subarray(from, from + CHUNK),
          })),
        );
    }
    const bytes = (await peer.bytes()) / SAMPLES;
    const took: number[] = [];
    for (let i = 0; i < QUERIES + 20; i++) {
      const host = `host-${i % Math.max(1, Math.floor(SERIES / 50))}.example.de:9100`;
      const began = performance.now();
      // One request a function, at the same time: a page needs all three.
      const texts = await Promise.all(
        ['min', 'avg', 'max'].map(async (name) => {
          const query = `${name}_over_time({instance="${host}"}[5m])`;
          const range = new URLSearchParams({
            query,
            start: String((end - 86_400_000) / 1000),
            end: String(end / 1000),
            step: '300',
          });
          return (await fetch(`${peer.url}/api/v1/query_range?${range}`)).text();
        }),
      );
      if (texts.some((text) => text.length < 1000)) throw new Error(`${name} answers ${texts[0]}`);
      if (i >= 20) took.push(performance.now() - began);
    }
    peers[name] = { bytes, p50: percentile(took, 0.5), p99: percentile(took, 0.99) };
    rows[name] = {
      'bytes/sample': round(bytes),
      'p50 ms': round(peers[name].p50),
      'p99 ms': round(peers[name].p99),
    };
  } finally {
    await peer.stop();
  }
}
await rm(folder, { recursive: true });

console.log(
  `series store: ${SERIES} series x ${LENGTH} samples, ${new Set(values.map((_, i) => kindOf(i))).size} kinds`,
);
console.table(rows);
if (flags.json) {
  const { prometheus, 'victoria-metrics': victoria } = peers;
  const met =
    figures.p99 < 50 &&
    figures.bytes <= 1.3 &&
    (!prometheus || (figures.bytes <= 0.5 * prometheus.bytes && figures.p50 <= 1.5 * prometheus.p50)) &&
    (!victoria || figures.bytes <= victoria.bytes);
  console.log(
    JSON.stringify({
      name: 'series-store',
      figure: round(figures.bytes),
      unit: 'B/sample',
      samplesPerSecondAndCore: Math.round(figures.perCore),
      queryMs: { p50: round(figures.p50), p99: round(figures.p99) },
      peers,
      ratio: {
        prometheus: prometheus && round(figures.bytes / prometheus.bytes),
        'victoria-metrics': victoria && round(figures.bytes / victoria.bytes),
      },
      goal: 'at most 1.3, half of prometheus, victoria-metrics; query p99 < 50 ms',
      met,
    }),
  );
}
