/**
 * 1,000 agents at one server: their own link and buffer, each with its own key, 40 values every 15 s. What the server
 * costs, and how they come back after it was killed. `--agents N`, `--seconds N`, `--interval SECONDS`, `--json`.
 */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { dataPaths } from '../apps/agent/src/data/folder.ts';
import { type Identity, loadKey } from '../apps/agent/src/data/identity.ts';
import { enrol } from '../apps/agent/src/enrol.ts';
import { AgentError } from '../apps/agent/src/errors.ts';
import { Link } from '../apps/agent/src/link/link.ts';
import type { Log } from '../apps/agent/src/log.ts';
import { Spool } from '../apps/agent/src/spool/spool.ts';
import { METRICS } from '../packages/protocol/src/index.ts';
import { cpuOf, rssMegabytes } from './checks/lab.ts';
import { BenchServer, each } from './server/bench-server.ts';

const { values } = parseArgs({
  options: {
    agents: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '60' },
    interval: { type: 'string', default: '15' },
    json: { type: 'boolean' },
  },
});
const count = Number(values.agents);
const seconds = Number(values.seconds);
const INTERVAL_MS = Number(values.interval) * 1000;
/** What an agent sends of a host with four file systems, four disks and two interfaces, none of them in trouble. */
const SAMPLES = Object.entries(METRICS).flatMap(([metric, { instance }]) => {
  const instances = { mount: 4, device: 4, interface: 2 };
  return Array.from({ length: instance === null ? 1 : instances[instance] }, (_, n) => [
    metric,
    instance === null ? '' : `${instance}${n}`,
  ]);
});
const FIRST_ROUND_MS = 120_000;

const quiet = (): void => {};
/** What an agent says when the server no longer has what it had acknowledged. */
let lost = 0;
const codes = new Map<string, number>();
const log: Log = {
  debug: quiet,
  info: quiet,
  error: quiet,
  warn: (message, fields) => {
    if (message.startsWith('RA_SEQUENCE_BEHIND')) lost++;
    const code = fields?.code;
    if (typeof code === 'string') codes.set(code, (codes.get(code) ?? 0) + 1);
  },
};

const folder = mkdtempSync(join(tmpdir(), 'anker-agents-'));
const server = await BenchServer.start(folder);
const links: Link[] = [];
const spools: Spool[] = [];
const timers: NodeJS.Timeout[] = [];
try {
  const began = performance.now();
  await each(count, 8, async (i) => {
    const dataFolder = join(folder, `agent-${i}`);
    const identity = await enrolled(dataFolder);
    const paths = dataPaths(dataFolder);
    const spool = new Spool({ folder: paths.buffer, maxBytes: 1e7, maxAgeMs: 1e9, log, now: Date.now });
    const link = new Link({
      identity,
      key: loadKey(paths),
      instance: `bench-${i}`,
      host: {
        hostname: `bench-${i}`,
        machine: `machine-${i}`,
        platform: 'linux',
        arch: 'x64',
        os: 'Debian GNU/Linux 12',
        agentVersion: '0.1.0',
      },
      spool,
      log,
      random: Math.random,
      onConfig: () => {},
      onInventoryRequest: () => {},
    });
    link.start();
    links.push(link);
    spools.push(spool);
  });
  await all(20_000);
  console.log(
    `${count} agents enrolled and connected in ${((performance.now() - began) / 1000).toFixed(1)} s`,
  );

  for (const [i, spool] of spools.entries()) {
    const report = (): void => {
      const at = Date.now();
      const samples = SAMPLES.map(([metric, instance]) => [
        metric,
        instance,
        10 + Math.round(Math.random() * 400) / 10,
      ]);
      spool.append(`"measurements":${JSON.stringify([{ at, samples }])}`);
      links[i]!.notify();
    };
    timers.push(
      setTimeout(
        () => {
          report();
          timers.push(setInterval(report, INTERVAL_MS));
        },
        (i / count) * INTERVAL_MS,
      ),
    );
  }
  // Everything is made in the first round: the series, the files, the plans.
  const first = performance.now();
  await sleep(2 * INTERVAL_MS);
  while (links.some((link) => link.status().lastAckAt === undefined)) {
    if (performance.now() - first > FIRST_ROUND_MS) {
      const refused = links.filter((link) => link.status().lastAckAt === undefined);
      throw new Error(`${refused.length} agents: ${refused[0]!.status().lastError ?? 'no answer yet'}`);
    }
    await sleep(200);
  }
  console.log(`everybody's first values are stored after ${at([performance.now() - first], 1)} s`);
  const sent = (): number => spools.reduce((sum, spool) => sum + spool.headSeq, 0);
  const before = sent();
  const cpu = cpuOf(server.running.pid);
  const start = performance.now();
  await sleep(seconds * 1000);
  const took = (performance.now() - start) / 1000;
  const share = ((cpuOf(server.running.pid) - cpu) / took) * 100;
  const rss = rssMegabytes(server.running.pid);
  const batches = sent() - before;
  const perBatch = ((share / 100) * took * 1000) / batches;
  console.log(
    `${Math.round((count * SAMPLES.length * 1000) / INTERVAL_MS)} samples a second: ${share.toFixed(1)} % of a core, ${rss} MB (the server's process, without the database); ${batches} of ${Math.round((count * took * 1000) / INTERVAL_MS)} batches acknowledged, ${perBatch.toFixed(2)} ms of processor each`,
  );

  const [lostFor, back] = await cameBack();
  console.log(
    `killed with -9: the server was away for ${(lostFor / 1000).toFixed(1)} s; half of the agents were back ${at(back, 0.5)} s after it answered, 99 % after ${at(back, 0.99)} s, the last after ${at(back, 1)} s; most in one second: ${mostInASecond(back)}`,
  );
  for (const timer of timers) clearTimeout(timer);
  const drained = performance.now();
  while (spools.some((spool) => spool.pending > 0) && performance.now() - drained < 120_000) await sleep(200);
  const left = spools.reduce((sum, spool) => sum + spool.pending, 0);
  console.log(
    `batches that wait in the end: ${left}; agents that found acknowledged batches missing: ${lost}; refusals: ${JSON.stringify(Object.fromEntries(codes))}`,
  );
  if (values.json)
    console.log(
      JSON.stringify({
        name: 'agents',
        figure: rss,
        unit: 'MB',
        peers: {},
        ratio: {},
        goal: 700,
        met:
          left === 0 &&
          lost === 0 &&
          !codes.has('RA_INTERNAL') &&
          rss < 700 &&
          share < 40 &&
          Number(at(back, 1)) < 30,
      }),
    );
} finally {
  for (const timer of timers) clearTimeout(timer);
  await Promise.all(links.map((link) => link.stop(0)));
  for (const spool of spools) spool.close();
  await server.running.stop();
  await rm(folder, { recursive: true, force: true });
}

/** Five in a second are let in from one address; the rest wait. */
async function enrolled(dataFolder: string): Promise<Identity> {
  for (;;) {
    try {
      return await enrol({ dataFolder, code: await server.enrolmentCode() });
    } catch (error) {
      if (!(error instanceof AgentError && error.code === 'RA_RATE_LIMITED')) throw error;
      await sleep(3000);
    }
  }
}

async function all(withinMs: number): Promise<void> {
  const end = performance.now() + withinMs;
  while (links.some((link) => link.status().state !== 'connected')) {
    if (performance.now() > end)
      throw new Error(
        `Not connected: ${JSON.stringify(
          links
            .map((link) => link.status())
            .filter(({ state }) => state !== 'connected')
            .slice(0, 3),
        )}`,
      );
    await sleep(50);
  }
}

/** Kills the server, starts it, and says for how long it was away and when each agent was back, ms after its first answer. */
async function cameBack(): Promise<[number, number[]]> {
  const lostFor = await server.restart();
  const answered = performance.now();
  const back = new Map<Link, number>();
  while (back.size < links.length && performance.now() - answered < 120_000) {
    for (const link of links)
      if (!back.has(link) && link.status().state === 'connected')
        back.set(link, performance.now() - answered);
    await sleep(50);
  }
  if (back.size < links.length) throw new Error(`${links.length - back.size} agents did not come back.`);
  return [lostFor, [...back.values()].sort((a, b) => a - b)];
}

function at(list: readonly number[], share: number): string {
  return (list[Math.min(list.length - 1, Math.floor(share * list.length))]! / 1000).toFixed(1);
}

function mostInASecond(list: readonly number[]): number {
  const perSecond = new Map<number, number>();
  for (const ms of list)
    perSecond.set(Math.floor(ms / 1000), (perSecond.get(Math.floor(ms / 1000)) ?? 0) + 1);
  return Math.max(...perSecond.values());
}
