import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { test } from 'node:test';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { CheckError } from './codes.ts';
import { dial, moreTelling } from './dial.ts';
import { assertOutcome, check, here, listen } from './test-environment.ts';
import { testRun } from './test-run.ts';

/** A port on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('a port that listens, and one that does not', async (t) => {
  const port = await listen(t, createServer());
  const outcome = await check({ kind: 'tcp', host: '127.0.0.1', port });
  assertOutcome(outcome, 'ok');
  assert.deepEqual(Object.keys(outcome.values), ['dns_ms', 'connect_ms', 'total_ms']);
  const closed = await closedPort();
  assertOutcome(await check({ kind: 'tcp', host: '127.0.0.1', port: closed }), 'failed', 'RA_CHECK_REFUSED');
  assertOutcome(
    await check({ kind: 'http', url: `http://127.0.0.1:${closed}` }),
    'failed',
    'RA_CHECK_REFUSED',
  );
});

test('a name with several addresses is up when one of them answers', async (t) => {
  const port = await listen(t, createServer());
  const resolve = async () => ['127.0.0.3', '::1', '127.0.0.2', '127.0.0.1'];
  assertOutcome(await check({ kind: 'tcp', host: 'many.test', port }, { ...here, resolve }), 'ok');
  const none = async () => ['127.0.0.3', '127.0.0.2'];
  assertOutcome(
    await check({ kind: 'tcp', host: 'many.test', port }, { ...here, resolve: none }),
    'failed',
    'RA_CHECK_REFUSED',
  );
});

test('what one address refuses says more than that there is no way to another', () => {
  const [refused, noRoute] = [
    new CheckError('RA_CHECK_REFUSED', ''),
    new CheckError('RA_CHECK_NO_ROUTE', ''),
  ];
  assert.equal(moreTelling(refused, noRoute), refused);
  assert.equal(moreTelling(noRoute, refused), refused);
  assert.equal(moreTelling(undefined, noRoute), noRoute);
});

test('localhost works with a server of either family', async (t) => {
  for (const host of ['127.0.0.1', '::1']) {
    const port = await listen(t, createServer(), host);
    const resolve = async () => ['::1', '127.0.0.1'];
    assertOutcome(await check({ kind: 'tcp', host: 'localhost', port }, { ...here, resolve }), 'ok');
  }
});

test('an address is judged again once it is connected', async (t) => {
  const gone: Promise<unknown>[] = [];
  const server = createServer((socket) => gone.push(once(socket.resume(), 'close')));
  const port = await listen(t, server);
  let judged = 0;
  await assert.rejects(dial('127.0.0.1', port, testRun(t, { permits: () => judged++ === 0 })), {
    code: 'RA_CHECK_FORBIDDEN_ADDRESS',
  });
  if (gone.length === 0) await once(server, 'connection');
  await Promise.all(gone);
});

test('a name that does not exist is an outage; a resolver that does not answer is none', async () => {
  const failing = (code: string) => async () => {
    throw Object.assign(new Error(code), { code });
  };
  const rows: [NonNullable<(typeof here)['resolve']>, 'failed' | 'unknown', string][] = [
    [failing('ENOTFOUND'), 'failed', 'RA_CHECK_DNS'],
    [failing('ENODATA'), 'failed', 'RA_CHECK_DNS'],
    [async () => [], 'failed', 'RA_CHECK_DNS'],
    [failing('EAI_AGAIN'), 'unknown', 'RA_CHECK_DNS_UNAVAILABLE'],
    [failing('ESERVFAIL'), 'unknown', 'RA_CHECK_DNS_UNAVAILABLE'],
    [() => new Promise(() => {}), 'unknown', 'RA_CHECK_DNS_UNAVAILABLE'],
    [async () => ['not an address'], 'unknown', 'RA_CHECK_FORBIDDEN_ADDRESS'],
  ];
  for (const [resolve, status, code] of rows) {
    const outcome = await check(
      { kind: 'tcp', host: 'name.test', port: 1, timeoutMs: 100 },
      { ...here, resolve },
    );
    assertOutcome(outcome, status, code);
  }
});

test('a resolver that answers after the deadline starts nothing', async (t) => {
  let reached = 0;
  const port = await listen(
    t,
    createServer(() => reached++),
  );
  const late = Promise.withResolvers<string[]>();
  const env = { ...here, resolve: () => late.promise };
  const input = { kind: 'tcp', port, timeoutMs: 100 };
  assertOutcome(await check({ ...input, host: 'late.test' }, env), 'unknown', 'RA_CHECK_DNS_UNAVAILABLE');
  late.resolve(['127.0.0.1']);
  // Connections are accepted in order: one that the late answer started would be counted before this one.
  assertOutcome(await check({ ...input, host: '127.0.0.1' }), 'ok');
  while (reached === 0) await setImmediate();
  assert.equal(reached, 1);
});

test('hosts that are no hosts', async () => {
  for (const host of ['a b', 'a/b', 'a\0b', '..', '-', '[', 'x'.repeat(253)]) {
    const outcome = await check({ kind: 'tcp', host, port: 80, timeoutMs: 5000 });
    assert.notEqual(outcome.status, 'ok', host);
    assert.match(outcome.code ?? '', /^RA_CHECK_(DNS|DNS_UNAVAILABLE)$/, host);
  }
});

test('a check that is stopped says so at once', async (t) => {
  const port = await listen(t, createServer());
  const stop = new AbortController();
  const running = check({ kind: 'http', url: `http://127.0.0.1:${port}` }, { ...here, signal: stop.signal });
  stop.abort();
  assertOutcome(await running, 'unknown', 'RA_CHECK_CANCELLED');
  assertOutcome(
    await check({ kind: 'tcp', host: '127.0.0.1', port }, { ...here, signal: stop.signal }),
    'unknown',
    'RA_CHECK_CANCELLED',
  );
});

test('a process that was itself too busy calls nothing an outage', async (t) => {
  const port = await listen(t, createServer());
  const running = check({ kind: 'http', url: `http://127.0.0.1:${port}`, timeoutMs: 100 });
  await setImmediate();
  block(650);
  assertOutcome(await running, 'unknown', 'RA_CHECK_OVERLOAD');
});

test('an address that keeps silent does not hold up the next one', async (t) => {
  // A listener that never accepts: once its queue is full, the system drops further attempts in silence.
  const script = `const server = require('net').createServer().listen(0, '127.0.0.2', 1, () => {
    require('fs').writeSync(1, String(server.address().port));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
  });`;
  const deaf = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => deaf.kill('SIGKILL'));
  const port = Number((await once(deaf.stdout, 'data'))[0]);
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());

  let full = false;
  while (!full) {
    const filler = connect(port, '127.0.0.2').on('error', () => {});
    t.after(() => filler.destroy());
    full = await Promise.race([once(filler, 'connect').then(() => false), sleep(100, true)]);
  }
  const resolve = async () => ['127.0.0.2', '127.0.0.1'];
  const outcome = await check({ kind: 'tcp', host: 'two.test', port }, { ...here, resolve });
  assertOutcome(outcome, 'ok');
  assert.ok(outcome.values.connect_ms! >= 249, 'the silent address was tried first');
});

/** Holds up the event loop without burning the processor. */
function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
