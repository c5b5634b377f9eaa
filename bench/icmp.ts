import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { runCheck } from '../apps/agent/src/checks/index.ts';
import { runnableCheckSchema } from '../packages/protocol/src/index.ts';
import { cpuOfChildren, installed, option } from './checks/lab.ts';

/*
 * Echo requests per second of processor time: 1,000 addresses on loopback, five requests each, as checks of the
 * product (resolve, guard, batch, judge) and by fping alone with the same settings. Processor time of the children
 * is included in both.
 */

const targets = option('targets', 1000);
const ROUNDS = 3;
const COUNT = 5;
const GOAL = 0.9;
const hosts = Array.from({ length: targets }, (_, n) => `127.0.${1 + Math.floor(n / 250)}.${(n % 250) + 1}`);
const guard = { mode: 'networks', networks: [], allowLoopback: true } as const;
const checks = hosts.map((host) =>
  runnableCheckSchema.parse({ kind: 'icmp', host, count: COUNT, timeoutMs: 500 }),
);

interface Round {
  perCore: number;
  lost: number;
}

function perCore(before: { own: NodeJS.CpuUsage; children: number }): number {
  const { user, system } = process.cpuUsage(before.own);
  return (targets * COUNT) / ((user + system) / 1e6 + cpuOfChildren() - before.children);
}
const now = () => ({ own: process.cpuUsage(), children: cpuOfChildren() });

async function product(): Promise<Round> {
  const before = now();
  const outcomes = await Promise.all(checks.map((check) => runCheck(check, { guard })));
  const lost = outcomes.filter(({ status, values }) => status !== 'ok' || values.icmp !== 1).length;
  return { perCore: perCore(before), lost };
}

async function fping(file: string): Promise<Round> {
  const before = now();
  const child = spawn(file, ['-q', '-C', `${COUNT}`, '-p', '200', '-t', '500', '-i', '1', '-r', '0'], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr.on('data', (data) => {
    text += data;
  });
  child.stdin.end(`${hosts.join('\n')}\n`);
  await once(child, 'close');
  return {
    perCore: perCore(before),
    lost: targets - text.split('\n').filter((line) => / : [\d.]/.test(line)).length,
  };
}

const median = (rounds: Round[]) =>
  rounds.map((round) => round.perCore).sort((a, b) => a - b)[rounds.length >> 1]!;

const file = installed('fping');
// Loads the code and starts the way by fping once.
await runCheck(checks[0]!, { guard });
const ours: Round[] = [];
const theirs: Round[] = [];
for (let round = 0; round < ROUNDS; round++) {
  ours.push(await product());
  if (file !== undefined) theirs.push(await fping(file));
}
const figure = Math.round(median(ours));
const peer = file === undefined ? undefined : Math.round(median(theirs));
const version = file === undefined ? '' : execFileSync(file, ['--version']).toString().split('\n')[0];
console.log(`ICMP: ${targets} addresses, ${COUNT} echo requests each, ${ROUNDS} rounds in turn ${version}`);
console.table({
  checks: { 'echoes/s/core': figure, 'not answered': ours.reduce((sum, { lost }) => sum + lost, 0) },
  fping: {
    'echoes/s/core': peer ?? 'not installed',
    'not answered': theirs.reduce((sum, { lost }) => sum + lost, 0),
  },
});
const ratio = peer === undefined ? undefined : Math.round((figure / peer) * 100) / 100;
console.log(`ratio ${ratio ?? 'unknown'}, goal ${GOAL}`);
if (process.argv.includes('--json')) {
  const met = ratio !== undefined && ratio >= GOAL;
  console.log(
    JSON.stringify({
      name: 'icmp',
      figure,
      unit: 'echoes/s/core',
      peers: { fping: peer },
      ratio: { fping: ratio },
      goal: GOAL,
      met,
    }),
  );
}
