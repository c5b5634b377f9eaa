/**
 * From a killed web server to the webhook, the same faults seen by ours and by its peer, in one run. Ours at the
 * intervals that the console proposes, and at one second; Debian's Prometheus, blackbox exporter and Alertmanager at the
 * intervals of their packaged configurations (scrape 15 s, evaluation 15 s, group_wait 30 s), with the usual
 * `for: 1m`. `--faults N` (default 5; the peer takes about two minutes for each, and they overlap), `--json`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Lab } from '@rettungsanker/e2e/story/lab';
import { freePort } from '@rettungsanker/e2e/story/processes';
import { PrometheusPeer } from './alerts/prometheus-peer.ts';

const { values } = parseArgs({
  options: { faults: { type: 'string', default: '5' }, json: { type: 'boolean' } },
});
/** Ours: kind and interval. The first two are what the console proposes (apps/web, DEFAULT_SECONDS). */
const WAYS = [
  { kind: 'process', seconds: 10 },
  { kind: 'http', seconds: 30 },
  { kind: 'process', seconds: 1 },
] as const;
const GOAL = 50;

const markOf = (port: number): string => `anker-site-${port}`;
const nameOf = ({ kind, seconds }: (typeof WAYS)[number], port: number): string =>
  `${kind} every ${seconds} s, site ${port}`;

/** A web server in a process of its own, so that it can be killed. */
async function webServer(port: number): Promise<ChildProcess> {
  const script = `require('node:http').createServer((q, a) => a.end('hello')).listen(${port}, '127.0.0.1', () => process.send('up'))//${markOf(port)}`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await once(child, 'message');
  return child;
}

const folder = await mkdtemp(join(tmpdir(), 'anker-delay-'));
const sites: { port: number; child: ChildProcess; brokenAt: number }[] = [];
const ours = WAYS.map((): number[] => []);
let theirs: number[] | undefined;
const lab = await Lab.start(folder);
let peer: PrometheusPeer | undefined;
try {
  for (let n = 0; n < Number(values.faults); n++) {
    const port = await freePort();
    sites.push({ port, child: await webServer(port), brokenAt: 0 });
  }
  peer = await PrometheusPeer.start(
    join(folder, 'peer'),
    sites.map(({ port }) => port),
  );
  await lab.tellEachAlone();
  for (const { port } of sites)
    for (const way of WAYS)
      await lab.watch({
        name: nameOf(way, port),
        check: {
          kind: way.kind,
          config:
            way.kind === 'http'
              ? { url: `http://127.0.0.1:${port}/`, contains: 'hello' }
              : { commandContains: markOf(port) },
          intervalMs: way.seconds * 1000,
        },
      });
  await peer?.seesAll();
  for (const site of sites) {
    // At any moment of the intervals, as faults come.
    await sleep(Math.random() * 15_000);
    site.brokenAt = Date.now();
    site.child.kill('SIGKILL');
    for (const [index, way] of WAYS.entries()) {
      const name = nameOf(way, site.port);
      const raised = await lab.observer.wait(
        name,
        async ({ kind, clientId, objectId }) => {
          if (kind !== 'alert.raised') return false;
          const path = `/clients/${clientId}/alerts/${objectId}`;
          return (await lab.owner.get<{ checkName: string }>(path)).body.checkName === name;
        },
        120_000,
        site.brokenAt,
      );
      const call = await lab.webhookOf(raised.objectId, 'alert.raised');
      ours[index]!.push(call.at - site.brokenAt);
    }
  }
  if (peer !== undefined) {
    theirs = [];
    for (const { port, brokenAt } of sites) theirs.push((await peer.toldOf(port)) - brokenAt);
  }
} finally {
  for (const { child } of sites) child.kill('SIGKILL');
  await peer?.stop();
  await lab.stop();
  await rm(folder, { recursive: true, force: true });
}

const median = (list: readonly number[]): number =>
  [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) / 2)]!;
const row = (name: string, list: readonly number[]): void =>
  console.log(
    `${name.padEnd(38)} min ${(Math.min(...list) / 1000).toFixed(1)} s   median ${(median(list) / 1000).toFixed(1)} s   max ${(Math.max(...list) / 1000).toFixed(1)} s`,
  );
console.log(`${sites.length} killed web servers, from the kill to the webhook`);
for (const [index, { kind, seconds }] of WAYS.entries())
  row(`rettungsanker, ${kind} every ${seconds} s`, ours[index]!);
if (theirs === undefined) console.log('prometheus + alertmanager              not installed');
else row('prometheus + blackbox + alertmanager', theirs);
const ratio: Record<string, number> = {};
if (theirs !== undefined)
  for (const [index, { kind, seconds }] of WAYS.entries())
    ratio[`${kind} every ${seconds} s`] = Math.round((median(theirs) / median(ours[index]!)) * 10) / 10;
for (const [name, times] of Object.entries(ratio))
  console.log(`sooner than the peer by ${times}x (medians; goal ${GOAL}x): ${name}`);
if (values.json) {
  const [first] = Object.values(ratio);
  console.log(
    JSON.stringify({
      name: 'alert-delay-peers',
      figure: median(ours[0]!),
      unit: 'ms median to webhook',
      peers: theirs === undefined ? {} : { 'prometheus + alertmanager': median(theirs) },
      ratio,
      goal: GOAL,
      met: first !== undefined && first >= GOAL,
    }),
  );
}
