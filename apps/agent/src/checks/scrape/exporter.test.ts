import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { assertOutcome, check, site } from '../test-environment.ts';

const NODE_EXPORTER = '/usr/bin/prometheus-node-exporter';

test('series that are kept, judged, and missing', async (t) => {
  const url = await site(t, (request, response) => {
    if (request.url === '/500') response.statusCode = 500;
    const body =
      request.url === '/page'
        ? '<html>hello</html>'
        : request.url === '/huge'
          ? 'x 1\n'.repeat(300_000)
          : 'a{z="1",b="q"} 7\na{b="r"} 3 1790000000000\nc NaN\n';
    response.end(body);
  });
  const input = { kind: 'exporter', url: `${url}/metrics`, keep: '^(a|c)$' };
  const kept = await check(input);
  assertOutcome(kept, 'ok');
  const { total_ms, ...values } = kept.values;
  assert.ok(total_ms! > 0);
  assert.deepEqual(values, { 'a[z=1,b=q]': 7, 'a[b=r]': 3, samples: 3 });
  const limits = [{ series: 'a{b="q", z="1"}', criticalAbove: 5 }];
  assertOutcome(await check({ ...input, limits }), 'failed', 'RA_CHECK_LIMIT');
  assertOutcome(await check({ ...input, limits: [{ series: 'gone' }] }), 'unknown', 'RA_CHECK_MISSING');
  assertOutcome(await check({ ...input, limits: [{ series: 'a{' }] }), 'unknown', 'RA_CHECK_INVALID');
  assertOutcome(await check({ ...input, url: `${url}/500` }), 'failed', 'RA_CHECK_STATUS');
  assertOutcome(await check({ ...input, url: `${url}/page` }), 'failed', 'RA_CHECK_PROTOCOL');
  assertOutcome(await check({ ...input, url: `${url}/huge` }), 'failed', 'RA_CHECK_PROTOCOL');
});

test('the node exporter of Debian', {
  skip: !existsSync(NODE_EXPORTER) && 'prometheus-node-exporter is not installed',
}, async (t) => {
  const port = await freePort();
  const child = spawn(
    NODE_EXPORTER,
    [
      `--web.listen-address=127.0.0.1:${port}`,
      '--collector.disable-defaults',
      '--collector.loadavg',
      '--collector.filesystem',
    ],
    { stdio: 'ignore' },
  );
  t.after(() => child.kill('SIGKILL'));
  const input = {
    kind: 'exporter',
    url: `http://127.0.0.1:${port}/metrics`,
    keep: '^node_(load1|filesystem_size_bytes)$',
    limits: [{ series: 'node_load1', criticalAbove: 1e6 }],
  };
  let outcome = await check(input);
  for (let attempt = 0; attempt < 250 && outcome.code === 'RA_CHECK_REFUSED'; attempt++) {
    await pause(20);
    outcome = await check(input);
  }
  assertOutcome(outcome, 'ok');
  assert.ok(outcome.values.node_load1! >= 0 && outcome.values.samples! > 10, JSON.stringify(outcome));
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}
