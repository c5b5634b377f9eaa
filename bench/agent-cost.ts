/*
 * What the agent costs a host that does nothing: memory and processor of the single executable at the default interval,
 * beside what Debian offers. node bench/agent-cost.ts [--minutes 10] [--json]
 *
 * Memory is the median of all looks after the first minute. Processor time is that of all threads and of ended
 * children, from the end of the first minute on; the inventory at the start is reported on its own.
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
import { enrol } from '../apps/agent/src/index.ts';
import { TestServer } from '../apps/agent/src/testing/server.ts';
import { buildAgent } from '../scripts/build-agent.ts';

const INTERVAL_MS = 15_000;
const WARM_UP_MS = 60_000;
const LOOK_MS = 5_000;
const NODE_EXPORTER_PORT = 19_100;
const GOAL = { rssMb: 50, pssMb: 20 };
const EXECUTABLE = resolve(import.meta.dirname, '../build/agent/rettungsanker-agent-linux-x64');

/** A program under measurement. */
interface Subject {
  name: string;
  child: ChildProcess;
  rss: number[];
  pss: number[];
  /** Processor time in ms at the end of the warm-up. */
  cpuAtStart: number;
  cpuAtEnd: number;
}

interface Row {
  name: string;
  rssMb: number;
  pssMb: number;
  cpuMsPerSecond: number;
  startMs: number;
}

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, json: { type: 'boolean', default: false } },
});
const minutes = Number(values.minutes);
if (process.platform !== 'linux') throw new Error('This benchmark reads /proc: it runs on Linux only.');
if (!(minutes > 1)) throw new Error('--minutes must be more than 1: the first minute is the warm-up.');

const folder = mkdtempSync(join(tmpdir(), 'ra-agent-cost-'));
const server = new TestServer();
const subjects: Subject[] = [];
const missing: string[] = [];
const groups: string[] = [];
try {
  await server.start();
  server.config = { ...server.config, sampleIntervalMs: INTERVAL_MS };
  if (!existsSync(EXECUTABLE)) await buildAgent('linux-x64', resolve(EXECUTABLE, '..'));
  await addAgent('agent, in the foreground');
  await addAgent('agent, as a service (own control group)', makeGroup());
  addPeer('prometheus-node-exporter', [`--web.listen-address=127.0.0.1:${NODE_EXPORTER_PORT}`]);
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

/** Each agent runs from its own copy of the file, so that neither profits from what the other has loaded. */
async function addAgent(name: string, group?: string | undefined): Promise<void> {
  if (name.includes('service') && group === undefined) {
    missing.push(`${name}: needs root and a memory control group`);
    return;
  }
  const home = join(folder, `agent-${subjects.length}`);
  mkdirSync(home);
  const program = join(home, 'agent');
  copyFileSync(EXECUTABLE, program);
  // As after a boot: the file is read from disk by the one who runs it.
  execFileSync('sync', [program]);
  execFileSync('dd', [`if=${program}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore' });
  const data = join(home, 'data');
  await enrol({ dataFolder: data, code: server.code() });
  start(name, [program, 'run', '--data', data], group);
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
  const child = spawn(file, args, { stdio: 'ignore' });
  subjects.push({ name, child, rss: [], pss: [], cpuAtStart: 0, cpuAtEnd: 0 });
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
  get({ host: '127.0.0.1', port: NODE_EXPORTER_PORT, path: '/metrics' }, (response) => response.resume()).on(
    'error',
    () => {},
  );
}

async function measure(): Promise<void> {
  const ends = Date.now() + minutes * 60_000;
  await sleep(WARM_UP_MS + LOOK_MS);
  for (const subject of subjects) subject.cpuAtStart = cpuMs(subject.child.pid!);
  const measuredFrom = Date.now();
  while (Date.now() < ends) {
    await sleep(Math.min(LOOK_MS, Math.max(1, ends - Date.now())));
    for (const subject of subjects) {
      const rollup = readFileSync(`/proc/${subject.child.pid}/smaps_rollup`, 'utf8');
      subject.rss.push(kilobytes(rollup, 'Rss'));
      subject.pss.push(kilobytes(rollup, 'Pss'));
    }
  }
  const seconds = (Date.now() - measuredFrom) / 1000;
  for (const subject of subjects)
    subject.cpuAtEnd = subject.cpuAtStart + (cpuMs(subject.child.pid!) - subject.cpuAtStart) / seconds;
}

/** Nanoseconds on a processor of all threads (schedstat), and ticks of children that have ended. */
function cpuMs(pid: number): number {
  let ns = 0;
  for (const task of readdirSync(`/proc/${pid}/task`))
    ns += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]);
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const childTicks = Number(fields[13]) + Number(fields[14]);
  return ns / 1e6 + childTicks * 10;
}

function kilobytes(rollup: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(rollup)?.[1]);
}

function rowOf({ name, rss, pss, cpuAtStart, cpuAtEnd }: Subject): Row {
  return {
    name,
    rssMb: median(rss) / 1024,
    pssMb: median(pss) / 1024,
    cpuMsPerSecond: cpuAtEnd - cpuAtStart,
    startMs: cpuAtStart,
  };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}

function report(rows: readonly Row[]): void {
  console.log(`Idle cost over ${minutes} min, one sample every ${INTERVAL_MS / 1000} s\n`);
  console.log(
    `${'program'.padEnd(44)}${'RSS MB'.padStart(9)}${'PSS MB'.padStart(9)}${'CPU ms/s'.padStart(10)}${'start ms'.padStart(10)}`,
  );
  for (const row of rows) {
    const numbers = [row.rssMb.toFixed(1).padStart(9), row.pssMb.toFixed(1).padStart(9)];
    numbers.push(row.cpuMsPerSecond.toFixed(3).padStart(10), row.startMs.toFixed(0).padStart(10));
    console.log(row.name.padEnd(44) + numbers.join(''));
  }
  for (const line of missing) console.log(line);
  if (values.json) console.log(JSON.stringify(resultOf(rows)));
}

function resultOf(rows: readonly Row[]): object {
  const agents = rows.filter(({ name }) => name.startsWith('agent'));
  const peers = rows.filter((row) => !agents.includes(row));
  // What runs on a watched host is the service.
  const agent = agents.at(-1)!;
  const exporter = peers.find(({ name }) => name === 'prometheus-node-exporter');
  const frugal = exporter === undefined || agent.cpuMsPerSecond < exporter.cpuMsPerSecond;
  const facts = ({ rssMb, pssMb, cpuMsPerSecond }: Row): object => ({ rssMb, pssMb, cpuMsPerSecond });
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
