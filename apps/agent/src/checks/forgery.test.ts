import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import type { CheckEnvironment } from './environment.ts';
import { assertOutcome, check, here, listen } from './test-environment.ts';

/** The tricks by which a check could be made to reach the checker's own neighbourhood (CWE-918). */
const SERVER: CheckEnvironment = { guard: { mode: 'public' } };
const SITE: CheckEnvironment = {
  guard: { mode: 'networks', networks: ['10.0.0.0/8'], allowLoopback: false },
};
const HOSTS = [
  '127.0.0.1',
  '127.1',
  '0x7f.1',
  '0x7f000001',
  '2130706433',
  '0177.0.0.1',
  '017700000001',
  '127.0.0.1.',
  'localhost',
  'LOCALHOST',
  '0.0.0.0',
  '0',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::]',
  '[::ffff:7f00:1]',
  '[::ffff:127.0.0.1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  '169.254.169.254',
  '[fd00:ec2::254]',
  '192.168.0.1',
  '100.64.0.1',
  '①②⑦.⓪.⓪.①',
  '%31%32%37.0.0.1',
];

test('no spelling of a forbidden address is reached', async (t) => {
  let reached = 0;
  const server = createServer((_, response) => {
    reached++;
    response.end();
  });
  const port = await listen(t, server, '0.0.0.0');
  server.on('connection', () => reached++);
  for (const env of [SERVER, SITE]) {
    for (const host of HOSTS) {
      const http = await check({ kind: 'http', url: `http://${host}:${port}/` }, env);
      assertOutcome(http, 'unknown', 'RA_CHECK_FORBIDDEN_ADDRESS');
    }
    for (const host of HOSTS.slice(0, -3)) {
      const tcp = await check({ kind: 'tcp', host, port }, env);
      const tls = await check({ kind: 'tls', host, port }, env);
      for (const outcome of [tcp, tls]) {
        // Some spellings are an address to a URL only, and a name that does not exist to the resolver.
        if (outcome.code !== 'RA_CHECK_DNS') assertOutcome(outcome, 'unknown', 'RA_CHECK_FORBIDDEN_ADDRESS');
        assert.notEqual(outcome.status, 'ok');
      }
    }
  }
  assert.equal(reached, 0);
});

test('the message does not tell what a forbidden name resolves to', async () => {
  const env = { ...SERVER, resolve: async () => ['10.20.30.40'] };
  const outcome = await check({ kind: 'tcp', host: 'db.internal', port: 5432 }, env);
  assertOutcome(outcome, 'unknown', 'RA_CHECK_FORBIDDEN_ADDRESS');
  assert.ok(!outcome.message.includes('10.20'));
});

test('a name is resolved once: an answer that flips afterwards has no effect', async (t) => {
  const port = await listen(
    t,
    createServer((_, response) => response.end('right one')),
  );
  const answers = [['127.0.0.1'], ['10.0.0.1'], ['10.0.0.1']];
  let asked = 0;
  const resolve = async () => answers[asked++] ?? [];
  const outcome = await check(
    { kind: 'http', url: `http://flip.test:${port}/`, contains: 'right one' },
    { ...here, resolve },
  );
  assertOutcome(outcome, 'ok');
  assert.equal(asked, 1);
});

test('of several addresses only permitted ones are tried', async (t) => {
  const reached = new Set<string | undefined>();
  const server = createServer((request, response) => {
    reached.add(request.socket.localAddress);
    response.end();
  });
  const port = await listen(t, server, '0.0.0.0');
  const env: CheckEnvironment = {
    guard: { mode: 'networks', networks: [], allowLoopback: false, allow: ['127.0.0.1'] },
    resolve: async () => ['127.0.0.2', '169.254.169.254', '127.0.0.1', '127.0.0.3'],
  };
  assertOutcome(await check({ kind: 'http', url: `http://mixed.test:${port}/` }, env), 'ok');
  assert.deepEqual([...reached], ['127.0.0.1']);
});

test('every redirect is resolved and judged again', async (t) => {
  let location = '';
  const port = await listen(
    t,
    createServer((_, response) => response.writeHead(302, { location }).end()),
  );
  const env: CheckEnvironment = {
    guard: { mode: 'public', allow: ['127.0.0.1'] },
    resolve: async (host) => (host === 'start.test' ? ['127.0.0.1'] : ['10.0.0.1']),
  };
  for (location of [
    'http://169.254.169.254/latest/meta-data/',
    'http://127.0.0.2/',
    'http://inside.test/',
    '//[::1]/',
    'http://2130706434/',
  ]) {
    const outcome = await check({ kind: 'http', url: `http://start.test:${port}/` }, env);
    assertOutcome(outcome, 'unknown', 'RA_CHECK_FORBIDDEN_ADDRESS');
  }
});

test('a name that flips between two hops is caught at the second', async (t) => {
  const port = await listen(
    t,
    createServer((_, response) => response.writeHead(302, { location: '/again' }).end()),
  );
  const answers = [['127.0.0.1'], ['10.0.0.1']];
  const outcome = await check(
    { kind: 'http', url: `http://flip.test:${port}/` },
    { ...here, resolve: async () => answers.shift() ?? [] },
  );
  assertOutcome(outcome, 'unknown', 'RA_CHECK_FORBIDDEN_ADDRESS');
});

test('the server never checks its own services and processes', async () => {
  for (const input of [
    { kind: 'service', service: 'postgresql' },
    { kind: 'process', name: 'node' },
  ]) {
    assertOutcome(await check(input, SERVER), 'unknown', 'RA_CHECK_NOT_ALLOWED');
  }
});
