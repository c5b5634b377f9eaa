/**
 * Samples that are accepted over HTTP (remote write 1.0), by processor time of everything that works for it, the database
 * included: ours (durable before the answer), Prometheus and VictoriaMetrics (both answer before). 6,000 series as
 * node_exporter has them, 2,000 samples a request, 3 connections. `--steps N` (15 s each, default 400), `--rounds N`,
 * `--json`.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort, launchServer } from '@rettungsanker/e2e/story/processes';
import { snappy, writeRequest } from '../apps/server/src/monitoring/ingest/testing/wire.ts';
import { OWNER, Visitor } from '../apps/server/src/testing/people.ts';

const { values: options } = parseArgs({
  options: {
    steps: { type: 'string', default: '400' },
    rounds: { type: 'string', default: '1' },
    json: { type: 'boolean' },
  },
});
const STEPS = Number(options.steps);
const SERIES = 6000;
const PER_REQUEST = 2000;
const CONNECTIONS = 3;
const STEP_MS = 15_000;
/** Steps that are sent before the clock starts: series are made, code is compiled. */
const WARM_UP = 20;
const TICKS = Number(spawnSync('getconf', ['CLK_TCK']).stdout.toString()) || 100;

/** Requests of all steps, in order; the same for every receiver. */
function makeBodies(): Buffer[] {
  const start = Date.now() - (STEPS + 1) * STEP_MS;
  const marker = 0x1234_5678_9abc;
  const templates = Array.from({ length: SERIES / PER_REQUEST }, (_, part) => {
    const bytes = writeRequest(
      Array.from({ length: PER_REQUEST }, (_, index) => {
        const number = part * PER_REQUEST + index;
        return {
          labels: [
            ['__name__', `node_metric_number_${number % 120}_total`],
            ['cluster', 'prod-eu-central-1'],
            ['device', `disk${number % 7}`],
            ['env', 'production'],
            ['instance', `host-${Math.floor(number / 120)}.example.internal:9100`],
            ['job', 'node-exporter'],
            ['mode', `mode${number % 5}`],
            ['region', 'de-fra-1'],
          ] as [string, string][],
          samples: [[marker, 0]] as [number, number][],
        };
      }),
    );
    // A sample ends each series: tag and value (9 bytes), tag (1), time (7 bytes for this marker).
    const pattern = writeRequest([{ labels: [], samples: [[marker, 0]] }]).subarray(4);
    const places: number[] = [];
    for (let at = bytes.indexOf(pattern); at !== -1; at = bytes.indexOf(pattern, at + 1)) places.push(at);
    if (places.length !== PER_REQUEST) throw new Error(`${places.length} samples were found`);
    return { bytes, places };
  });
  let random = 1;
  const next = (): number => {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    return random / 2 ** 32;
  };
  const state = Float64Array.from({ length: SERIES }, () => Math.floor(next() * 1e6));
  const bodies: Buffer[] = [];
  for (let step = 0; step < STEPS; step++) {
    let time = start + step * STEP_MS;
    const stamp = Buffer.alloc(7);
    for (let index = 0; index < 7; index++, time = Math.floor(time / 128))
      stamp[index] = (time % 128) | (index < 6 ? 128 : 0);
    for (const [part, { bytes, places }] of templates.entries()) {
      for (const [index, at] of places.entries()) {
        const number = part * PER_REQUEST + index;
        // A quarter never changes, a third counts, the rest are gauges with two decimals.
        if (number % 12 >= 3)
          state[number]! +=
            number % 12 < 7 ? Math.floor(next() * 100) : Math.round((next() - 0.5) * 1000) / 100;
        bytes.writeDoubleLE(state[number]!, at + 1);
        stamp.copy(bytes, at + 10);
      }
      bodies.push(Buffer.from(snappy(bytes)));
    }
  }
  return bodies;
}

interface Receiver {
  name: string;
  url: string;
  headers: Record<string, string>;
  pid: number;
  stop(): Promise<void>;
}

async function ours(folder: string): Promise<Receiver> {
  const port = await freePort();
  const server = launchServer(folder, port, ['--agent-local', 'false', '--log-level', 'warn']);
  const [, setup] = await server.says(/\/setup#(\S+)/, 60_000);
  const url = `http://localhost:${port}`;
  const owner = new Visitor(url);
  const call = async <T>(method: string, path: string, body: unknown): Promise<T> => {
    const answer = await owner.call<T>(method, path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const { email, password, name: ownerName } = OWNER;
  await call('POST', '/setup', {
    token: setup,
    providerName: 'Bench',
    ownerName,
    email,
    password,
    locale: 'en',
  });
  if (!(await owner.get<{ person: unknown }>('/session')).body.person)
    await call('POST', '/session/sign-in', { email, password });
  const { id } = await call<{ id: string }>('POST', '/clients', { name: 'Bench' });
  await call('PUT', `/clients/${id}/ingest-quota`, { activeSeries: 100_000, samplesPerSecond: 5_000_000 });
  const { token } = await call<{ token: string }>('POST', `/clients/${id}/ingest-tokens`, { name: 'bench' });
  return {
    name: 'rettungsanker',
    url: `${url}/ingest/v1/prometheus/write`,
    headers: { authorization: `Bearer ${token}` },
    pid: server.pid,
    stop: async () => void (await server.stop()),
  };
}

/** A peer from Debian; undefined when it is not installed. */
async function peer(
  name: string,
  words: (port: number) => string[],
  path: string,
  ready: string,
): Promise<Receiver | undefined> {
  const port = await freePort();
  const child: ChildProcess = spawn(name, words(port), { stdio: 'ignore' });
  const failed = await Promise.race([once(child, 'error'), once(child, 'spawn').then(() => undefined)]);
  if (failed) return undefined;
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    if (
      await fetch(url + ready).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      break;
    if (tries > 200) throw new Error(`${name} did not start.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    name,
    url: url + path,
    headers: {},
    pid: child.pid!,
    async stop() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** Processor seconds of a program and everything below it, ended children included. */
function processorSeconds(root: number): number {
  const parents = new Map<number, number>();
  const ticks = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const fields = readFileSync(`/proc/${entry}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      parents.set(Number(entry), Number(fields[1]));
      ticks.set(
        Number(entry),
        fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0),
      );
    } catch {
      // It has just ended.
    }
  }
  const below = (pid: number): boolean =>
    pid === root || (parents.has(pid) && parents.get(pid)! > 1 && below(parents.get(pid)!));
  let sum = 0;
  for (const [pid, used] of ticks) if (below(pid)) sum += used;
  return sum / TICKS;
}

async function send(receiver: Receiver, bodies: readonly Buffer[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  let next = 0;
  const one = (body: Buffer): Promise<void> =>
    new Promise((resolve, reject) => {
      const outgoing = request(
        receiver.url,
        {
          method: 'POST',
          agent,
          headers: {
            'content-type': 'application/x-protobuf',
            'content-encoding': 'snappy',
            'x-prometheus-remote-write-version': '0.1.0',
            'content-length': body.length,
            ...receiver.headers,
          },
        },
        (answer) => {
          let text = '';
          answer.on('data', (chunk) => {
            text += chunk;
          });
          answer.on('end', () =>
            answer.statusCode === 204
              ? resolve()
              : reject(new Error(`${receiver.name}: ${answer.statusCode} ${text}`)),
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  // One lane for each third of the series, as a sender's shards: samples of a series stay in order.
  const lanes = SERIES / PER_REQUEST;
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      for (let index = lane; index < bodies.length; index += lanes) {
        await one(bodies[index]!);
        next++;
      }
    }),
  );
  if (next !== bodies.length) throw new Error('Not everything was sent.');
  agent.destroy();
}

interface Result {
  perCore: number;
  perSecond: number;
}

async function measure(receiver: Receiver, bodies: readonly Buffer[]): Promise<Result> {
  const warm = (WARM_UP * SERIES) / PER_REQUEST;
  await send(receiver, bodies.slice(0, warm));
  const before = processorSeconds(receiver.pid);
  const started = performance.now();
  await send(receiver, bodies.slice(warm));
  const seconds = (performance.now() - started) / 1000;
  const samples = (bodies.length - warm) * PER_REQUEST;
  return { perSecond: samples / seconds, perCore: samples / (processorSeconds(receiver.pid) - before) };
}

const bodies = makeBodies();
const results = new Map<string, Result[]>();
for (let round = 0; round < Number(options.rounds); round++) {
  const starts: [string, (folder: string) => Promise<Receiver | undefined>][] = [
    ['rettungsanker', ours],
    [
      'prometheus',
      (folder) =>
        peer(
          'prometheus',
          (port) => [
            `--config.file=/dev/null`,
            '--web.enable-remote-write-receiver',
            `--storage.tsdb.path=${folder}`,
            `--web.listen-address=127.0.0.1:${port}`,
          ],
          '/api/v1/write',
          '/-/ready',
        ),
    ],
    [
      'victoria-metrics',
      (folder) =>
        peer(
          'victoria-metrics',
          (port) => [`-storageDataPath=${folder}`, `-httpListenAddr=127.0.0.1:${port}`],
          '/api/v1/write',
          '/health',
        ),
    ],
  ];
  for (const [name, start] of starts) {
    const folder = await mkdtemp(join(tmpdir(), 'anker-write-'));
    const receiver = await start(folder);
    if (receiver) {
      try {
        results.set(name, [...(results.get(name) ?? []), await measure(receiver, bodies)]);
      } finally {
        await receiver.stop();
      }
    }
    await rm(folder, { recursive: true, force: true });
  }
}

const median = (list: number[]): number => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]!;
const perCore = (name: string): number | undefined => {
  const found = results.get(name);
  return found && median(found.map((result) => result.perCore));
};
const figure = perCore('rettungsanker')!;
const wire = bodies.reduce((sum, body) => sum + body.length, 0) / (bodies.length * PER_REQUEST);
console.log(
  `remote write 1.0: ${SERIES} series, ${STEPS} steps, ${wire.toFixed(1)} bytes a sample on the wire`,
);
for (const name of ['rettungsanker', 'prometheus', 'victoria-metrics']) {
  const own = perCore(name);
  if (own === undefined) {
    console.log(`${name.padEnd(18)} not installed`);
    continue;
  }
  const wall = median(results.get(name)!.map((result) => result.perSecond));
  console.log(
    `${name.padEnd(18)} ${(own / 1e6).toFixed(2)} M samples/s/core   ${(wall / 1e6).toFixed(2)} M samples/s   ratio ${(figure / own).toFixed(2)}`,
  );
}
if (options.json) {
  const goals: Record<string, number> = { prometheus: 3, 'victoria-metrics': 0.8 };
  const peers: Record<string, number> = {};
  const ratio: Record<string, number> = {};
  for (const name of Object.keys(goals)) {
    const own = perCore(name);
    if (own === undefined) continue;
    peers[name] = Math.round(own);
    ratio[name] = Number((figure / own).toFixed(2));
  }
  const met = Object.entries(ratio).every(([name, value]) => value >= goals[name]!);
  console.log(
    JSON.stringify({
      name: 'remote-write',
      figure: Math.round(figure),
      unit: 'samples/s/core',
      peers,
      ratio,
      goal: goals,
      met,
    }),
  );
}
