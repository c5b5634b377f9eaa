/** From the start command to a page that answers: the first start makes everything, later ones find it. `--runs N`, `--json`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort, launchServer } from '@rettungsanker/e2e/story/processes';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, json: { type: 'boolean' } },
});
const runs = Number(values.runs);
const first: number[] = [];
const later: number[] = [];
for (let i = 0; i < runs; i++) {
  const folder = await mkdtemp(join(tmpdir(), 'anker-start-'));
  first.push(await timeStart(folder));
  later.push(await timeStart(folder), await timeStart(folder));
  await rm(folder, { recursive: true, force: true });
}

async function timeStart(folder: string): Promise<number> {
  const port = await freePort();
  const started = performance.now();
  const server = launchServer(folder, port);
  await server.says(/http:\/\/localhost:\d+/, 60_000);
  const page = await fetch(`http://localhost:${port}/`, { headers: { accept: 'text/html' } });
  const ms = performance.now() - started;
  if (!page.ok) throw new Error(`The page answers ${page.status}.`);
  await server.stop();
  return Math.round(ms);
}

const median = (list: number[]): number => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]!;
console.log(
  `first start (database made, console built before)   median ${median(first)} ms   max ${Math.max(...first)} ms   goal 15000 ms`,
);
console.log(
  `later starts                                        median ${median(later)} ms   max ${Math.max(...later)} ms   goal 3000 ms`,
);
if (values.json)
  console.log(
    JSON.stringify({
      name: 'start-times',
      figure: median(later),
      unit: 'ms',
      peers: {},
      ratio: {},
      goal: 3000,
      met: median(later) <= 3000,
    }),
  );
