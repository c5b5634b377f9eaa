import assert from 'node:assert/strict';
import { createServer as createHttps } from 'node:https';
import { createServer as createPlain } from 'node:net';
import { before, test } from 'node:test';
import { createServer } from 'node:tls';
import type { CheckEnvironment } from './environment.ts';
import { authority, type Issued, type Wish } from './test-certificates.ts';
import { assertOutcome, check, here, listen } from './test-environment.ts';

let ca: Awaited<ReturnType<typeof authority>>;
let env: CheckEnvironment;
before(async () => {
  ca = await authority();
  const roots = () => [ca.root];
  env = { ...here, roots, resolve: async () => ['127.0.0.1'] };
});

const serve = (t: Parameters<typeof listen>[0], issued: Issued) =>
  listen(
    t,
    createServer(issued, (socket) => socket.on('error', () => {})),
  );

test('a good certificate, with its days', async (t) => {
  const port = await serve(t, await ca.issue({ to: 90 }));
  const outcome = await check({ kind: 'tls', host: 'localhost', port }, env);
  assertOutcome(outcome, 'ok');
  const { days_left, name_matches, trusted, tls_ms } = outcome.values;
  assert.ok(days_left! > 89 && days_left! <= 90, String(days_left));
  assert.deepEqual([name_matches, trusted], [1, 1]);
  assert.ok(tls_ms! > 0);
});

test('days before the end: fine, warning, failed, expired', async (t) => {
  const rows: [number, number, 'ok' | 'warning' | 'failed', string | undefined][] = [
    [-400, 22, 'ok', undefined],
    [-400, 20, 'warning', 'RA_CHECK_TLS_EXPIRES_SOON'],
    [-400, 6, 'failed', 'RA_CHECK_TLS_EXPIRES_SOON'],
    [-400, -1, 'failed', 'RA_CHECK_TLS_EXPIRED'],
    [1, 90, 'failed', 'RA_CHECK_TLS_NOT_YET_VALID'],
  ];
  for (const [from, to, status, code] of rows) {
    const port = await serve(t, await ca.issue({ from, to }));
    const outcome = await check({ kind: 'tls', host: 'localhost', port }, env);
    assertOutcome(outcome, status, code);
    assert.ok(Math.abs(outcome.values.days_left! - to) < 0.1);
    if (from < 0)
      assert.equal(outcome.values.trusted, 1, 'that it has expired does not make the chain untrusted');
  }
});

test('the clock that counts the days is the one that was given', async (t) => {
  const port = await serve(t, await ca.issue({ to: 90 }));
  const later = { ...env, now: () => Date.now() + 80 * 86_400_000 };
  assertOutcome(
    await check({ kind: 'tls', host: 'localhost', port }, later),
    'warning',
    'RA_CHECK_TLS_EXPIRES_SOON',
  );
});

test('names: SNI, wildcard, address, expected name that differs from the host', async (t) => {
  const issued = await ca.issue({ dns: ['*.example.test'], ip: ['127.0.0.1'] });
  let sent: string | undefined;
  // The one hook of the server that hears of every handshake, with a name and without.
  const ALPNCallback = (offered: { servername: string }) => {
    sent = offered.servername || undefined;
    return 'http/1.1';
  };
  const port = await listen(
    t,
    createServer({ ...issued, ALPNCallback }, (socket) => socket.on('error', () => {})),
  );
  const rows: [string, string | undefined, boolean][] = [
    ['www.example.test', undefined, true],
    ['a.b.example.test', undefined, false],
    ['example.test', undefined, false],
    ['127.0.0.1', undefined, true],
    ['127.0.0.1', 'www.example.test', true],
    ['www.example.test', 'other.test', false],
  ];
  for (const [host, servername, good] of rows) {
    const outcome = await check({ kind: 'tls', host, port, ...(servername && { servername }) }, env);
    if (good) assertOutcome(outcome, 'ok');
    else assertOutcome(outcome, 'failed', 'RA_CHECK_TLS_NAME');
    assert.equal(outcome.values.name_matches, good ? 1 : 0);
    const name = servername ?? host;
    assert.equal(sent, name === '127.0.0.1' ? undefined : name);
  }
});

test('an untrusted chain is said so, and its end is still counted', async (t) => {
  const rows: [number, CheckEnvironment, boolean, string][] = [
    [90, env, true, 'RA_CHECK_TLS_UNTRUSTED'],
    [3, env, true, 'RA_CHECK_TLS_UNTRUSTED'],
    [-1, env, true, 'RA_CHECK_TLS_EXPIRED'],
    // Signed by an authority that this side does not know.
    [90, { ...here, resolve: env.resolve! }, false, 'RA_CHECK_TLS_UNTRUSTED'],
    [-1, { ...here, resolve: env.resolve! }, false, 'RA_CHECK_TLS_EXPIRED'],
  ];
  for (const [to, from, selfSigned, code] of rows) {
    const port = await serve(t, await ca.issue({ from: -400, to, selfSigned }));
    const outcome = await check({ kind: 'tls', host: 'localhost', port }, from);
    assertOutcome(outcome, 'failed', code);
    assert.ok(Math.abs(outcome.values.days_left! - to) < 0.1);
    if (code === 'RA_CHECK_TLS_UNTRUSTED') assert.equal(outcome.values.trusted, 0);
  }
});

test('what is not TLS, or closes, or keeps silent', async (t) => {
  const plain = await listen(
    t,
    createPlain((socket) => socket.end('220 smtp ready\r\n')),
  );
  const closing = await listen(
    t,
    createPlain((socket) => socket.destroy()),
  );
  const silent = await listen(t, createPlain());
  for (const [port, code] of [
    [plain, 'RA_CHECK_TLS_HANDSHAKE'],
    [closing, 'RA_CHECK_TLS_HANDSHAKE'],
    [silent, 'RA_CHECK_TIMEOUT'],
  ] as const) {
    const input = {
      kind: 'tls',
      host: 'localhost',
      port,
      timeoutMs: code === 'RA_CHECK_TIMEOUT' ? 100 : 5000,
    };
    assertOutcome(await check(input, env), 'failed', code);
    const http = { kind: 'http', url: `https://localhost:${port}`, timeoutMs: input.timeoutMs };
    assertOutcome(await check(http, env), 'failed', code);
  }
});

test('https: answer, phases and days; a bad certificate fails before anything is asked', async (t) => {
  let asked = 0;
  const secure = async (issued: Issued) => {
    const server = createHttps(issued, (_, response) => {
      asked++;
      response.end('secret page');
    });
    return `https://localhost:${await listen(t, server)}/`;
  };
  const good = await check(
    { kind: 'http', url: await secure(await ca.issue()), contains: 'secret page' },
    env,
  );
  assertOutcome(good, 'ok');
  assert.ok(good.values.tls_ms! > 0 && good.values.days_left! > 89);
  assert.equal(asked, 1);
  const rows: [Wish, string][] = [
    [{ from: -10, to: -1 }, 'RA_CHECK_TLS_EXPIRED'],
    [{ dns: ['other.test'] }, 'RA_CHECK_TLS_NAME'],
    [{ selfSigned: true }, 'RA_CHECK_TLS_UNTRUSTED'],
  ];
  for (const [wish, code] of rows) {
    assertOutcome(
      await check({ kind: 'http', url: await secure(await ca.issue(wish)) }, env),
      'failed',
      code,
    );
  }
  assert.equal(asked, 1);
});
