import assert from 'node:assert/strict';
import { createServer, request as httpRequest } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { TLSSocket } from 'node:tls';
import type { CheckEnvironment } from '../environment.ts';
import { authority } from '../test-certificates.ts';
import { assertOutcome, check, here, listen } from '../test-environment.ts';

/** A proxy that leads every name to this machine, as one at the edge of a network leads to the outside. */
async function proxy(t: TestContext, refuse = false): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    const { port, pathname } = new URL(incoming.url!);
    incoming.pipe(
      httpRequest({ host: '127.0.0.1', port, path: pathname, headers: incoming.headers }, (answer) => {
        outgoing.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(outgoing);
      }),
    );
  });
  server.on('connect', (incoming, client, head) => {
    asked.push(`CONNECT ${incoming.url}`);
    if (refuse) return client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const target = connect(Number(incoming.url!.split(':')[1]), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connected\r\n\r\n');
      target.write(head);
      target.pipe(client).pipe(target);
    });
    target.on('error', () => client.destroy());
    client.on('error', () => target.destroy());
  });
  return { url: `http://127.0.0.1:${await listen(t, server)}`, asked };
}

const nowhere: CheckEnvironment = {
  ...here,
  resolve: async () => Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' })),
};

test('http through a proxy, and https in a tunnel with the certificate verified', async (t) => {
  const ca = await authority();
  const env = { ...nowhere, roots: () => [ca.root] };
  const { url, asked } = await proxy(t);
  const plain = await listen(
    t,
    createServer((_, response) => response.end('plain page')),
  );
  const secure = await listen(
    t,
    createHttps(await ca.issue({ dns: ['shop.test'] }), (_, response) => response.end('secure page')),
  );
  const one = { kind: 'http', url: `http://shop.test:${plain}/a`, proxy: url, contains: 'plain page' };
  assertOutcome(await check(one, env), 'ok');
  const two = { kind: 'http', url: `https://shop.test:${secure}/b`, proxy: url, contains: 'secure page' };
  const outcome = await check(two, env);
  assertOutcome(outcome, 'ok');
  assert.ok(outcome.values.days_left! > 80);
  assertOutcome(
    await check({ ...two, url: `https://other.test:${secure}/` }, env),
    'failed',
    'RA_CHECK_TLS_NAME',
  );
  assert.deepEqual(asked, [
    `GET http://shop.test:${plain}/a`,
    `CONNECT shop.test:${secure}`,
    `CONNECT other.test:${secure}`,
  ]);
});

test('a proxy that refuses says nothing about the target', async (t) => {
  const { url } = await proxy(t, true);
  assertOutcome(
    await check({ kind: 'http', url: 'https://shop.test/', proxy: url }, nowhere),
    'unknown',
    'RA_CHECK_PROXY',
  );
});

test('a proxy is no way around the guard', async (t) => {
  const { url, asked } = await proxy(t);
  const inside = { ...here, resolve: async () => ['10.0.0.1'] };
  const targets: [string, CheckEnvironment][] = [
    ['http://169.254.169.254/latest/meta-data/', nowhere],
    ['https://127.0.0.1/', nowhere],
    ['http://[::1]/', nowhere],
    ['http://2130706433/', nowhere],
    ['http://localhost/', nowhere],
    ['http://metadata.google.internal/', nowhere],
    ['http://intern.test/', inside],
  ];
  for (const [target, env] of targets) {
    const outcome = await check({ kind: 'http', url: target, proxy: url }, env);
    assertOutcome(outcome, 'unknown', 'RA_CHECK_FORBIDDEN_ADDRESS');
  }
  // The proxy itself is judged like every other target.
  const forbidden = { ...nowhere, guard: { mode: 'public' } as const };
  assertOutcome(
    await check({ kind: 'http', url: 'http://shop.test/', proxy: url }, forbidden),
    'unknown',
    'RA_CHECK_FORBIDDEN_ADDRESS',
  );
  assert.deepEqual(asked, []);
});

test('a client certificate is shown to the host it was set up for, and to nobody it redirects to', async (t) => {
  const ca = await authority();
  const mine = await ca.issue({ dns: ['monitor.test'] });
  const seen: (string | undefined)[] = [];
  const options = {
    ...(await ca.issue({ dns: ['one.test', 'two.test'] })),
    ca: [ca.root],
    requestCert: true,
    rejectUnauthorized: false,
  };
  let other = 0;
  const listener = (
    request: { socket: unknown; url?: string | undefined },
    response: { writeHead: (status: number, headers: object) => { end(): void }; end(): void },
  ) => {
    seen.push((request.socket as TLSSocket).getPeerCertificate().subject?.CN as string | undefined);
    if (request.url === '/away') response.writeHead(302, { location: `https://two.test:${other}/` }).end();
    else response.end();
  };
  const first = await listen(t, createHttps(options, listener as never));
  other = await listen(t, createHttps(options, listener as never));
  const env = { ...here, roots: () => [ca.root], resolve: async () => ['127.0.0.1'] };
  const clientCertificate = { certificate: mine.cert, privateKey: mine.key };
  assertOutcome(
    await check({ kind: 'http', url: `https://one.test:${first}/`, clientCertificate }, env),
    'ok',
  );
  assertOutcome(
    await check({ kind: 'http', url: `https://one.test:${first}/away`, clientCertificate }, env),
    'ok',
  );
  assert.deepEqual(seen, ['monitor.test', 'monitor.test', undefined]);
  const stranger = { certificate: mine.cert, privateKey: (await ca.issue()).key };
  assertOutcome(
    await check({ kind: 'http', url: `https://one.test:${first}/`, clientCertificate: stranger }, env),
    'unknown',
    'RA_CHECK_INVALID',
  );
});

test('a certificate need not be verified', async (t) => {
  const ca = await authority();
  const port = await listen(
    t,
    createHttps(await ca.issue({ selfSigned: true }), (_, response) => response.end()),
  );
  const url = `https://127.0.0.1:${port}/`;
  assertOutcome(await check({ kind: 'http', url }), 'failed', 'RA_CHECK_TLS_NAME');
  assertOutcome(await check({ kind: 'http', url, verifyCertificate: false }), 'ok');
});
