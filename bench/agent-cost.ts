/*
 * What the agent costs a host that does nothing, at the default interval, beside what Debian offers:
 * node bench/agent-cost.ts [--minutes 10] [--json]
 *
 * Memory is the median of all looks after the first minute. Processor time is counted from then on: of the program's
 * own threads, and of children that have ended (the agent reads its inventory in one when something has changed). What
 * the start cost, with the first inventory, has a column of its own.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { bundleAgent } from '../apps/agent/src/bundle.ts';
import { enrol } from '../apps/agent/src/enrol.ts';
import { TestServer } from '../apps/agent/src/testing/server.ts';
import { buildAgent, NODE_OPTIONS } from '../scripts/build-agent.ts';

const INTERVAL_MS = 15_000;
const WARM_UP_MS = 65_000;
const LOOK_MS = 5_000;
const NODE_EXPORTER = 'prometheus-node-exporter';
const NODE_EXPORTER_PORT = 19_100;
const GOAL = { rssMb: 50, pssMb: 20 };
const EXECUTABLE = resolve(import.meta.dirname, '../build/agent/rettungsanker-agent-linux-x64');

/** Processor time in ms since the start of a program. */
interface Spent {
  own: number;
  children: number;
  at: number;
}

/** A program under measurement. */
interface Subject {
  name: string;
  child: ChildProcess;
  rss: number[];
  pss: number[];
  /** At the end of the warm-up and at the end. */
  from: Spent;
  to: Spent;
}

interface Row {
  name: string;
  rssMb: number;
  pssMb: number;
  cpuMsPerSecond: number;
  childrenMsPerSecond: number;
  startMs: number;
}

/**
 * How an agent is started. `shared`: as `npm start` does, from the bundle and with the server's Node, here with that of
 * this benchmark. `foreground`: the executable. `service`: the executable in a control group of its own, as systemd
 * gives it.
 */
type Kind = 'shared' | 'foreground' | 'service';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, json: { type: 'boolean', default: false } },
});
const minutes = Number(values.minutes);
if (process.platform !== 'linux') throw new Error('This benchmark reads /proc: it runs on Linux only.');
if (!(minutes >= 2)) throw new Error('--minutes must be at least 2: the first one is the warm-up.');

const folder = mkdtempSync(join(tmpdir(), 'ra-agent-cost-'));
const server = new TestServer();
const subjects: Subject[] = [];
const missing: string[] = [];
const groups: string[] = [];
try {
  await server.start();
  server.config = { ...server.config, sampleIntervalMs: INTERVAL_MS };
  if (!existsSync(EXECUTABLE)) await buildAgent('linux-x64', resolve(EXECUTABLE, '..'));
  await addAgent('agent, beside a server (same Node)', 'shared');
  await addAgent('agent, executable in the foreground', 'foreground');
  await addAgent('agent, executable as a service', 'service');
  addPeer(NODE_EXPORTER, [`--web.listen-address=127.0.0.1:${NODE_EXPORTER_PORT}`]);
  addPeer('netdata', ['-D', '-P', join(folder, 'netdata.pid'), '-i', '127.0.0.1']);
  const scraping = setInterval(scrape, INTERVAL_MS);
  await measure();
  clearInterval(scraping);
  report(subjects.map(rowOf));
} finally {
  for (const { child } of subjects) await end(child);
  await server.stop();
  for (const group of groups) rmdirSync(group);
  rmSync(folder, { recursive: true, force: true });
}

async function addAgent(name: string, kind: Kind): Promise<void> {
  const group = kind === 'service' ? makeGroup() : undefined;
  if (kind === 'service' && group === undefined) {
    missing.push(`${name}: needs root and a memory control group`);
    return;
  }
  const home = join(folder, kind);
  mkdirSync(home);
  const data = join(home, 'data');
  await enrol({ dataFolder: data, code: server.code() });
  start(name, [...(await programOf(kind, home)), 'run', '--data', data], group);
}

async function programOf(kind: Kind, home: string): Promise<string[]> {
  if (kind === 'shared') {
    const bundle = await bundleAgent(home, process.platform);
    return [process.execPath, ...NODE_OPTIONS, bundle['main.cjs']];
  }
  // Each from its own copy, so that neither profits from what the other has loaded; and not from the page cache, as
  // after a boot.
  const program = join(home, 'agent');
  copyFileSync(EXECUTABLE, program);
  execFileSync('sync', [program]);
  execFileSync('dd', [`if=${program}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore' });
  return [program];
}

function addPeer(program: string, args: readonly string[]): void {
  const path = ['/usr/bin', '/usr/sbin'].map((f) => join(f, program)).find((p) => existsSync(p));
  if (path) start(program, [path, ...args]);
  else missing.push(`${program}: not installed`);
}

function start(name: string, command: readonly string[], group?: string): void {
  const [file = '', ...args] = group
    ? ['/bin/sh', '-c', `echo $$ > '${group}/cgroup.procs' && exec "$0" "$@"`, ...command]
    : command;
  // The bare environment of a service: more authorities or options of the caller would count as the agent's cost.
  const child = spawn(file, args, { stdio: 'ignore', env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin' } });
  const nothing = { own: 0, children: 0, at: 0 };
  subjects.push({ name, child, rss: [], pss: [], from: nothing, to: nothing });
}

/** A control group for one process, in either version of control groups; undefined without the rights. */
function makeGroup(): string | undefined {
  for (const [parent, file] of [
    ['/sys/fs/cgroup/memory', 'memory.force_empty'],
    ['/sys/fs/cgroup', 'memory.reclaim'],
  ] as const) {
    const group = join(parent, `rettungsanker-bench-${process.pid}`);
    try {
      mkdirSync(group);
      groups.push(group);
      if (existsSync(join(group, file))) return group;
    } catch {
      // Not here; the next one, or none.
    }
  }
  return undefined;
}

/** node-exporter works only when it is asked. */
function scrape(): void {
  const address = { host: '127.0.0.1', port: NODE_EXPORTER_PORT, path: '/metrics' };
  get(address, (response) => response.resume()).on('error', () => {});
}

async function measure(): Promise<void> {
  const ends = Date.now() + minutes * 60_000;
  await sleep(WARM_UP_MS);
  for (const subject of subjects) subject.from = spent(subject.child.pid!);
  while (Date.now() < ends) {
    await sleep(Math.min(LOOK_MS, Math.max(1, ends - Date.now())));
    for (const { child, rss, pss } of subjects) {
      const rollup = readFileSync(`/proc/${child.pid}/smaps_rollup`, 'utf8');
      rss.push(kilobytes(rollup, 'Rss'));
      pss.push(kilobytes(rollup, 'Pss'));
    }
  }
  for (const subject of subjects) subject.to = spent(subject.child.pid!);
}

/** Nanoseconds on a processor of all threads (schedstat), and ticks of children that have ended. */
function spent(pid: number): Spent {
  let ns = 0;
  for (const task of readdirSync(`/proc/${pid}/task`))
    ns += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]);
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const childTicks = Number(fields[13]) + Number(fields[14]);
  return { own: ns / 1e6, children: childTicks * 10, at: performance.now() };
}

function kilobytes(rollup: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(rollup)?.[1]);
}

function rowOf({ name, rss, pss, from, to }: Subject): Row {
  const seconds = (to.at - from.at) / 1000;
  return {
    name,
    rssMb: median(rss) / 1024,
    pssMb: median(pss) / 1024,
    cpuMsPerSecond: (to.own - from.own) / seconds,
    childrenMsPerSecond: (to.children - from.children) / seconds,
    startMs: from.own + from.children,
  };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}

function report(rows: readonly Row[]): void {
  console.log(`Idle cost over ${minutes} min, one sample every ${INTERVAL_MS / 1000} s\n`);
  const columns = ['RSS MB', 'PSS MB', 'CPU ms/s', 'children', 'start ms'];
  console.log('program'.padEnd(40) + columns.map((name) => name.padStart(10)).join(''));
  for (const row of rows) {
    const numbers = [
      row.rssMb.toFixed(1),
      row.pssMb.toFixed(1),
      row.cpuMsPerSecond.toFixed(3),
      row.childrenMsPerSecond.toFixed(3),
      row.startMs.toFixed(0),
    ];
    console.log(row.name.padEnd(40) + numbers.map((number) => number.padStart(10)).join(''));
  }
  for (const line of missing) console.log(line);
  if (values.json) console.log(JSON.stringify(resultOf(rows)));
}

function resultOf(rows: readonly Row[]): object {
  const agents = rows.filter(({ name }) => name.startsWith('agent'));
  const peers = rows.filter((row) => !agents.includes(row));
  // What runs on a watched host is the service; where that cannot be measured, the foreground.
  const agent = agents.at(-1)!;
  const exporter = peers.find(({ name }) => name === NODE_EXPORTER);
  const frugal = exporter === undefined || agent.cpuMsPerSecond < exporter.cpuMsPerSecond;
  const facts = ({ rssMb, pssMb, cpuMsPerSecond }: Row) => ({ rssMb, pssMb, cpuMsPerSecond });
  return {
    name: 'agent-cost',
    figure: agent.rssMb,
    unit: 'MB RSS',
    peers: Object.fromEntries(rows.filter((row) => row !== agent).map((row) => [row.name, facts(row)])),
    ratio: Object.fromEntries(peers.map((peer) => [peer.name, agent.rssMb / peer.rssMb])),
    goal: `at most ${GOAL.rssMb} MB RSS, ${GOAL.pssMb} MB PSS, less CPU than node-exporter`,
    met: agent.rssMb <= GOAL.rssMb && agent.pssMb <= GOAL.pssMb && frugal,
    ...facts(agent),
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await exited;
}
