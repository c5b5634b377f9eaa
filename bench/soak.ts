/**
 * A real server, real agents and real senders for half an hour, beside targets, senders and plugins that do what they
 * can to disturb: the heap after a forced collection each minute, how late the good checks are, and whether everything
 * that was acknowledged is stored. `--minutes N` (default 30), `--json`.
 */
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { enrolAgent, freePort, launchAgent, type Running } from '@rettungsanker/e2e/story/processes';
import { pino } from 'pino';
import { openInstallation } from '../apps/server/src/cli/installation.ts';
import { PostgresSeriesStore } from '../apps/server/src/monitoring/series/index.ts';
import { systemClock } from '../apps/server/src/platform/clock.ts';
import { loadConfig } from '../apps/server/src/platform/config/load.ts';
import { createSecrets } from '../apps/server/src/platform/secrets/secrets.ts';
import { createTenancy } from '../apps/server/src/platform/tenancy/transactions.ts';
import { cpuOf, rssMegabytes } from './checks/lab.ts';
import { BenchServer } from './server/bench-server.ts';
import { Inspector } from './soak/inspect.ts';
import { SOAK_METRIC, sendHonest, sendHostile } from './soak/senders.ts';
import {
  dripping,
  endlessHeader,
  flooding,
  garbage,
  goodTarget,
  loopingDevice,
  silent,
  syslogFlood,
  type Target,
} from './soak/targets.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '30' }, json: { type: 'boolean' } },
});
const minutes = Number(values.minutes);
/** The first fifth does not count: code is compiled, series are made, caches fill. */
const warmUp = Math.max(1, Math.round(minutes / 5));
const GOOD_CHECKS = 20;
const GOOD_INTERVAL_MS = 5_000;
const ROUND_MS = 5_000;
const FLOOD_PER_SECOND = 500;
/** What the heap may have grown by after the warm-up, MB; collections are never quite complete. */
const GROWTH_SERVER = 12;
const GROWTH_AGENT = 4;
/** How late a good check may be beside all that, ms. */
const LATENESS_P99 = 1_000;

const folder = mkdtempSync(join(tmpdir(), 'anker-soak-'));
const inspected = async <T>(start: () => T | Promise<T>): Promise<[T, number]> => {
  const port = await freePort();
  process.env.NODE_OPTIONS = `--inspect=127.0.0.1:${port}`;
  try {
    return [await start(), port];
  } finally {
    delete process.env.NODE_OPTIONS;
  }
};

const [server, serverPort] = await inspected(() => BenchServer.start(folder));
const url = `http://localhost:${server.port}`;
const targets: Target[] = [];
const agents: Running[] = [];
const floods: { sent(): number; close(): void }[] = [];
const inspectors: Inspector[] = [];
const aim = async <T extends Target>(made: Promise<T>): Promise<T> => {
  const target = await made;
  targets.push(target);
  return target;
};
let failed = true;
try {
  const good = await aim(goodTarget());
  const agentPorts: number[] = [];
  const names = ['prober', 'receiver', 'plugins'];
  for (const name of names) {
    const data = join(folder, name);
    await enrolAgent(data, await server.enrolmentCode());
    if (name === 'plugins') hostilePlugins(data);
    const [agent, port] = await inspected(() => launchAgent(data));
    agents.push(agent);
    agentPorts.push(port);
  }
  const { items } = (
    await server.owner.get<{ items: { id: string; name: string }[] }>(`/assets?client=${server.clientId}`)
  ).body;
  if (items.length < names.length) throw new Error(`${items.length} systems`);
  // Their identifiers grow with the time at which they were enrolled.
  const [prober, receiver, plugins] = items.map(({ id }) => id).sort();
  const goodIds = await addChecks({ prober: prober!, receiver: receiver!, plugins: plugins! }, good.port);

  const token = await tokenOf(server.clientId);
  const stranger = (await server.post<{ id: string }>('/clients', { name: 'Label bombs' })).id;
  await server.owner.call('PUT', `/clients/${stranger}/ingest-quota`, {
    activeSeries: 1000,
    samplesPerSecond: 1000,
  });
  const bombToken = await tokenOf(stranger);

  inspectors.push(await Inspector.connect(serverPort));
  for (const port of agentPorts) inspectors.push(await Inspector.connect(port));
  const heaps: number[][] = inspectors.map(() => []);
  const pids = [server.running.pid, ...agents.map(({ pid }) => pid)];
  const began = performance.now();
  const wrong: number[] = [];
  let accepted = 0;
  let asked = 0;
  let warmAt = 0;
  let cpu = pids.map(cpuOf);
  for (let minute = 1; minute <= minutes; minute++) {
    while (performance.now() - began < minute * 60_000) {
      const started = performance.now();
      accepted += await sendHonest(url, token);
      asked++;
      for (const status of await sendHostile(url, bombToken)) if (status >= 500) wrong.push(status);
      await sleep(Math.max(0, ROUND_MS - (performance.now() - started)));
    }
    for (const [i, inspector] of inspectors.entries()) heaps[i]!.push(await inspector.heapMegabytes());
    const now = pids.map(cpuOf);
    if (minute === warmUp) warmAt = performance.now();
    console.log(
      `minute ${minute}: ${['server', ...names].map((name, i) => `${name} ${heaps[i]!.at(-1)} MB heap, ${rssMegabytes(pids[i]!)} MB, ${Math.round(((now[i]! - cpu[i]!) / 60) * 100)} %`).join('; ')}`,
    );
    cpu = now;
  }

  const growth = heaps.map(grownBy);
  const late = latenesses(good.asked, warmAt);
  const stored = await storedSamples();
  const states = await statesOf(goodIds);
  console.log(
    `heap grown since minute ${warmUp}: ${['server', ...names].map((name, i) => `${name} ${growth[i]} MB`).join(', ')}`,
  );
  console.log(
    `${late.length} runs of ${good.asked.size} good checks: lateness p50 ${at(late, 0.5)} ms, p99 ${at(late, 0.99)} ms, most ${at(late, 1)} ms`,
  );
  console.log(
    `${asked} honest requests: ${accepted} samples acknowledged, ${stored} stored; ${floods.reduce((sum, flood) => sum + flood.sent(), 0)} syslog messages sent; answers of the kind 500: ${wrong.length}`,
  );
  const problems = [
    ...(growth[0]! > GROWTH_SERVER ? [`the server's heap has grown by ${growth[0]} MB`] : []),
    ...growth.slice(1).flatMap((mb, i) => (mb > GROWTH_AGENT ? [`${names[i]}: heap grown by ${mb} MB`] : [])),
    ...(at(late, 0.99) > LATENESS_P99 ? ['good checks were late'] : []),
    ...(good.asked.size < 2 * GOOD_CHECKS ? [`only ${good.asked.size} good checks ran`] : []),
    ...(stored !== accepted ? [`${accepted} acknowledged, ${stored} stored`] : []),
    ...(accepted < 500 * asked ? [`${asked * 500 - accepted} honest samples were refused`] : []),
    ...(wrong.length > 0 ? [`${wrong.length} answers of the kind 500`] : []),
    ...states.filter((state) => state !== 'ok').map((state) => `a good check is ${state}`),
  ];
  for (const problem of problems) console.log(`NOT MET: ${problem}`);
  failed = problems.length > 0;
  if (values.json)
    console.log(
      JSON.stringify({
        name: 'soak',
        figure: growth[0],
        unit: 'MB grown',
        peers: {},
        ratio: {},
        goal: GROWTH_SERVER,
        met: !failed,
      }),
    );
} finally {
  for (const flood of floods) flood.close();
  for (const inspector of inspectors) inspector.close();
  await Promise.all(agents.map((agent) => agent.stop()));
  await server.running.stop();
  for (const target of targets) target.close();
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

function pluginPath(name: string): string {
  return join(folder, 'allowed', name);
}

/** A plugin that forks and hangs, and one that prints for ever; the owner of the host has allowed both. */
function hostilePlugins(data: string): void {
  mkdirSync(pluginPath(''));
  const write = (name: string, body: string): void => {
    writeFileSync(pluginPath(name), `#!/bin/sh\n${body}\n`);
    chmodSync(pluginPath(name), 0o755);
  };
  write('hangs', 'sleep 1000 & setsid sleep 1000 & sleep 1000');
  write('floods', 'exec yes "nothing but noise"');
  write('fine', 'echo "fine | x=1"');
  writeFileSync(join(data, 'agent.toml'), `[allow]\nplugins = ["${join(folder, 'allowed')}"]\n`);
}

async function addChecks(
  { prober, receiver, plugins }: { prober: string; receiver: string; plugins: string },
  port: number,
): Promise<[assetId: string, checkId: string][]> {
  const added: [string, string][] = [];
  const add = async (assetId: string, runsOn: string, kind: string, config: object, intervalMs: number) => {
    const { id } = await server.post<{ id: string }>(`/clients/${server.clientId}/assets/${assetId}/checks`, {
      kind,
      name: `${runsOn} ${kind} ${JSON.stringify(config).slice(0, 100)}`,
      config,
      runsOn,
      intervalMs,
    });
    return id;
  };
  const http = (to: number, path = '/', contains = 'never') => ({
    url: `http://127.0.0.1:${to}${path}`,
    contains,
    timeoutMs: 4_000,
  });
  for (const on of ['server', 'agent'])
    for (let i = 0; i < GOOD_CHECKS; i++)
      added.push([
        prober,
        await add(prober, on, 'http', http(port, `/${on}/${i}`, 'fine'), GOOD_INTERVAL_MS),
      ]);
  added.push([
    plugins,
    await add(plugins, 'agent', 'plugin', { plugin: pluginPath('fine') }, GOOD_INTERVAL_MS),
  ]);
  const bad = [silent(), dripping(), flooding(), endlessHeader(), garbage()];
  for (const made of bad) {
    const target = await aim(made);
    for (const on of ['server', 'agent']) {
      await add(prober, on, 'http', http(target.port), 10_000);
      await add(
        prober,
        on,
        'tcp',
        { host: '127.0.0.1', port: target.port, expect: 'never', timeoutMs: 4_000 },
        10_000,
      );
    }
  }
  const device = await aim(loopingDevice());
  for (const kind of ['snmp-cpu', 'snmp-storage', 'snmp-interfaces'])
    await add(prober, 'agent', kind, { host: '127.0.0.1', port: device.port, timeoutMs: 2_000 }, 10_000);
  for (const plugin of ['hangs', 'floods'])
    await add(plugins, 'agent', 'plugin', { plugin: pluginPath(plugin), timeoutMs: 2_000 }, 10_000);
  const syslogPort = await freePort();
  const rules = [{ name: 'link', pattern: 'link (?:flaps|down)', severity: 'warning' }];
  await add(receiver, 'agent', 'syslog', { port: syslogPort, bind: '127.0.0.1', rules }, 5_000);
  floods.push(syslogFlood(syslogPort, FLOOD_PER_SECOND));
  return added;
}

async function tokenOf(clientId: string): Promise<string> {
  const made = await server.post<{ token: string }>(`/clients/${clientId}/ingest-tokens`, { name: 'Soak' });
  return made.token;
}

async function statesOf(ids: readonly (readonly [string, string])[]): Promise<string[]> {
  const states: string[] = [];
  for (const assetId of new Set(ids.map(([asset]) => asset))) {
    const { body } = await server.owner.get<{ items: { id: string; states: { status: string }[] }[] }>(
      `/clients/${server.clientId}/assets/${assetId}/checks`,
    );
    for (const { id, states: found } of body.items)
      if (ids.some(([, checkId]) => checkId === id)) states.push(found[0]?.status ?? 'without a result');
  }
  return states;
}

/** Samples of the honest sender, counted in the store itself. */
async function storedSamples(): Promise<number> {
  const config = loadConfig({ flags: { 'data-dir': join(folder, 'data') }, environment: {} });
  const { keys, database } = await openInstallation(config);
  try {
    const tenancy = createTenancy({
      db: database.db,
      clock: systemClock,
      secrets: createSecrets(keys.kek),
      log: pino({ level: 'silent' }),
    });
    const store = new PostgresSeriesStore({ tenancy, sampleDays: 30, rollupDays: 30 });
    const series = await tenancy.asSystem(server.clientId, (ctx) =>
      store.raw(ctx, server.clientId, { names: [SOAK_METRIC], from: 0, to: 8e15 }),
    );
    return series.reduce((sum, { times }) => sum + times.length, 0);
  } finally {
    await database.close();
  }
}

/** Median of the last quarter less the median of the first one, after the warm-up. */
function grownBy(heap: readonly number[]): number {
  const list = heap.slice(warmUp - 1);
  const quarter = Math.max(1, Math.floor(list.length / 4));
  return Math.round((median(list.slice(-quarter)) - median(list.slice(0, quarter))) * 10) / 10;
}
function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[list.length >> 1]!;
}

/** By how much each run came later than its interval after the one before, ms, ascending. */
function latenesses(asked: ReadonlyMap<string, readonly number[]>, since: number): number[] {
  return [...asked.values()]
    .flatMap((list) =>
      list.slice(1).map((time, i) => (time < since ? -1 : Math.max(0, time - list[i]! - GOOD_INTERVAL_MS))),
    )
    .filter((ms) => ms >= 0)
    .sort((a, b) => a - b);
}
function at(list: readonly number[], share: number): number {
  return Math.round(list[Math.min(list.length - 1, Math.floor(share * list.length))] ?? 0);
}
