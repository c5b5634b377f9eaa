/**
 * 5,000 checks of one client: listing them, editing one, and how long after a kill -9 until every one has a fresh
 * result and nobody was alarmed. `--checks N`, `--systems N` (one has them all), `--interval SECONDS`, `--json`. The
 * server takes 1,200 requests a minute from one address, so making 5,000 checks takes more than four minutes.
 */
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { enrol } from '../apps/agent/src/enrol.ts';
import { BenchServer, each } from './server/bench-server.ts';

const { values } = parseArgs({
  options: {
    checks: { type: 'string', default: '5000' },
    systems: { type: 'string', default: '1' },
    interval: { type: 'string', default: '20' },
    json: { type: 'boolean' },
  },
});
const count = Number(values.checks);
const intervalMs = Number(values.interval) * 1000;

interface Check {
  id: string;
  kind: string;
  states: { lastAt: string | null; status: string }[];
}
const folder = mkdtempSync(join(tmpdir(), 'anker-many-'));
const target = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
await once(target, 'listening');
const { port } = target.address() as { port: number };
const server = await BenchServer.start(folder);
try {
  const { assetId } = await enrol({ dataFolder: join(folder, 'agent'), code: await server.enrolmentCode() });
  const systems = [assetId];
  while (systems.length < Number(values.systems)) {
    const asset = { siteId: server.siteId, kind: 'server', name: `system ${systems.length}` };
    systems.push((await server.post<{ id: string }>(`/clients/${server.clientId}/assets`, asset)).id);
  }
  const paths = systems.map((id) => `/clients/${server.clientId}/assets/${id}/checks`);
  const [path] = paths as [string];
  const making = performance.now();
  await each(count, 8, async (i) => {
    await server.postPatiently(paths[i % paths.length]!, {
      kind: 'tcp',
      name: `check ${i}`,
      config: { host: '127.0.0.1', port },
      runsOn: 'server',
      intervalMs,
    });
  });
  console.log(
    `${count} checks of ${systems.length} systems made in ${seconds(performance.now() - making)} s`,
  );
  const list = async (): Promise<Check[]> => {
    const found: Check[] = [];
    for (const one of paths) {
      const answer = await server.patiently(() => server.owner.get<{ items: Check[] }>(one));
      found.push(...answer.body.items.filter(({ kind }) => kind === 'tcp'));
    }
    return found;
  };
  const fresh = async (since: number, withinMs: number): Promise<number> => {
    const began = performance.now();
    for (;;) {
      const stale = (await list()).filter(
        ({ states }) => !states.some(({ lastAt }) => lastAt !== null && Date.parse(lastAt) >= since),
      ).length;
      const took = performance.now() - began;
      if (stale === 0) return took;
      if (took > withinMs) throw new Error(`${stale} checks have no fresh result after ${took} ms.`);
      await sleep(500);
    }
  };
  await fresh(0, 3 * intervalMs + 60_000);

  const listed = await times(20, list);
  const [first] = await list();
  const edited = await times(20, async () => {
    const answer = await server.owner.call('PATCH', `${path}/${first!.id}`, {
      name: `renamed ${Date.now()}`,
    });
    if (answer.status >= 300) throw new Error(`${answer.status}`);
  });
  console.log(
    `${count} checks listed: median ${middle(listed)} ms, max ${most(listed)} ms; one edited: median ${middle(edited)} ms, max ${most(edited)} ms`,
  );

  const killed = Date.now();
  const start = await server.restart();
  const took = start + (await fresh(killed + start, 3 * intervalMs + 60_000));
  const alerts = (
    await server.owner.get<{ items: unknown[] }>(`/alerts?state=raised&limit=100`)
  ).body.items.filter((alert) => (alert as { kind: string }).kind === 'tcp').length;
  console.log(
    `killed with -9: it answers after ${Math.round(start)} ms, every check has a fresh result after ${seconds(took)} s (interval ${values.interval} s), ${alerts} alerts of them`,
  );
  if (values.json)
    console.log(
      JSON.stringify({
        name: 'many-checks',
        figure: middle(listed),
        unit: 'ms to list',
        peers: {},
        ratio: {},
        goal: 300,
        met: middle(listed) < 300 && middle(edited) < 100 && took < intervalMs + 5000 && alerts === 0,
      }),
    );
} finally {
  await server.running.stop();
  target.close();
  await rm(folder, { recursive: true, force: true });
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

async function times(runs: number, work: () => Promise<unknown>): Promise<number[]> {
  const list: number[] = [];
  for (let i = 0; i < runs; i++) {
    const began = performance.now();
    await work();
    list.push(performance.now() - began);
  }
  return list.sort((a, b) => a - b);
}
function middle(list: readonly number[]): number {
  return Math.round(list[Math.floor(list.length / 2)]!);
}
function most(list: readonly number[]): number {
  return Math.round(list.at(-1)!);
}
