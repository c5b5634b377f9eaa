import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { test } from 'node:test';
import { assertOutcome, check, here, listen, site } from '../test-environment.ts';

test('a good answer is measured by phase', async (t) => {
  const url = await site(t, (_, response) => response.end('hello'));
  const outcome = await check({ kind: 'http', url: `${url}/path?q=1` });
  assertOutcome(outcome, 'ok');
  const { values } = outcome;
  assert.equal(values.status, 200);
  assert.equal(values.bytes, 5);
  assert.equal(values.redirects, 0);
  assert.deepEqual(Object.keys(values).sort(), [
    'bytes',
    'connect_ms',
    'dns_ms',
    'first_byte_ms',
    'redirects',
    'status',
    'total_ms',
    'transfer_ms',
  ]);
  assert.ok(values.total_ms! >= values.connect_ms! + values.first_byte_ms!);
});

test('statuses are single codes and ranges', async (t) => {
  const url = await site(t, (request, response) => {
    response.statusCode = Number(request.url?.slice(1));
    response.end();
  });
  const rows: [number, string | undefined, boolean][] = [
    [200, undefined, true],
    [204, undefined, true],
    [299, undefined, true],
    [404, undefined, false],
    [500, undefined, false],
    [401, '200-299,401', true],
    [402, '200-299,401', false],
    [503, '503', true],
    [200, '503', false],
  ];
  for (const [status, accepted, good] of rows) {
    const outcome = await check({
      kind: 'http',
      url: `${url}/${status}`,
      ...(accepted && { status: accepted }),
    });
    if (good) assertOutcome(outcome, 'ok');
    else assertOutcome(outcome, 'failed', 'RA_CHECK_STATUS');
    assert.equal(outcome.values.status, status);
  }
});

test('a text is found in either encoding and across chunks, and its absence fails', async (t) => {
  const url = await site(t, (request, response) => {
    if (request.url === '/utf8') response.end('Alles läuft');
    else if (request.url === '/latin1') response.end(Buffer.from('Alles läuft', 'latin1'));
    else {
      response.write('Alles lä');
      setImmediate(() => response.end('uft'));
    }
  });
  for (const path of ['utf8', 'latin1', 'chunks']) {
    assertOutcome(await check({ kind: 'http', url: `${url}/${path}`, contains: 'läuft' }), 'ok');
  }
  assertOutcome(
    await check({ kind: 'http', url: `${url}/utf8`, contains: 'Fehler' }),
    'failed',
    'RA_CHECK_CONTENT',
  );
});

test('a right answer that takes too long is a warning', async (t) => {
  const url = await site(t, (_, response) => setTimeout(() => response.end('late'), 30));
  assertOutcome(await check({ kind: 'http', url, maxMs: 20 }), 'warning', 'RA_CHECK_SLOW');
  assertOutcome(await check({ kind: 'http', url, maxMs: 5000 }), 'ok');
});

test('HEAD asks for no body', async (t) => {
  let method: string | undefined;
  const url = await site(t, (request, response) => {
    method = request.method;
    response.setHeader('content-length', 1e9);
    response.end();
  });
  assertOutcome(await check({ kind: 'http', url, method: 'HEAD' }), 'ok');
  assert.equal(method, 'HEAD');
});

test('redirects are followed, counted and limited', async (t) => {
  const url = await site(t, (request, response) => {
    const left = Number(request.url?.slice(1));
    if (left > 0) response.writeHead(302, { location: `/${left - 1}` });
    response.end('there');
  });
  const followed = await check({ kind: 'http', url: `${url}/3`, contains: 'there' });
  assertOutcome(followed, 'ok');
  assert.equal(followed.values.redirects, 3);
  assertOutcome(await check({ kind: 'http', url: `${url}/6` }), 'failed', 'RA_CHECK_REDIRECT');
  assertOutcome(
    await check({ kind: 'http', url: `${url}/1`, followRedirects: 0 }),
    'failed',
    'RA_CHECK_STATUS',
  );
  const accepted = await check({ kind: 'http', url: `${url}/2`, status: '302' });
  assertOutcome(accepted, 'ok');
  assert.equal(accepted.values.redirects, 0);
});

test('a redirect loop ends', async (t) => {
  let asked = 0;
  const url = await site(t, (_, response) => {
    asked++;
    response.writeHead(301, { location: '/' }).end();
  });
  assertOutcome(await check({ kind: 'http', url, followRedirects: 10 }), 'failed', 'RA_CHECK_REDIRECT');
  assert.equal(asked, 11);
});

test('a redirect to nowhere, to another protocol or with credentials is not followed', async (t) => {
  let location: string | undefined;
  let asked = 0;
  const url = await site(t, (_, response) => {
    asked++;
    response.writeHead(302, location === undefined ? {} : { location }).end();
  });
  const rows: [string | undefined, 'failed' | 'unknown', string][] = [
    [undefined, 'failed', 'RA_CHECK_REDIRECT'],
    ['ftp://127.0.0.1/', 'failed', 'RA_CHECK_REDIRECT'],
    ['file:///etc/passwd', 'failed', 'RA_CHECK_REDIRECT'],
    ['http://[', 'failed', 'RA_CHECK_REDIRECT'],
    [`http://user:secret@${url.slice(7)}/`, 'unknown', 'RA_CHECK_URL_CREDENTIALS'],
  ];
  for (const [target, status, code] of rows) {
    location = target;
    asked = 0;
    const outcome = await check({ kind: 'http', url });
    assertOutcome(outcome, status, code);
    assert.equal(asked, 1);
    assert.ok(!outcome.message.includes('secret'));
  }
});

test('nothing secret is sent: no cookies, no referrer, no credentials; the name is kept in Host', async (t) => {
  const seen: IncomingHttpHeaders[] = [];
  const port = await listen(
    t,
    createServer((request, response) => {
      seen.push(request.headers);
      response.setHeader('set-cookie', 'session=1');
      if (request.url === '/start?token=x')
        response.writeHead(302, { location: `http://other.test:${port}/end` });
      response.end();
    }),
  );
  const env = { ...here, resolve: async () => ['127.0.0.1'] };
  assertOutcome(await check({ kind: 'http', url: `http://www.test:${port}/start?token=x#part` }, env), 'ok');
  assert.deepEqual(
    seen.map(({ host }) => host),
    [`www.test:${port}`, `other.test:${port}`],
  );
  const sent = new Set(seen.flatMap((headers) => Object.keys(headers)));
  assert.deepEqual([...sent].sort(), ['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
});

test('an address with credentials is never called', async (t) => {
  let asked = 0;
  const url = await site(t, (_, response) => {
    asked++;
    response.end();
  });
  for (const user of ['user@', 'user:secret@', ':secret@']) {
    const outcome = await check({ kind: 'http', url: url.replace('//', `//${user}`) });
    assertOutcome(outcome, 'unknown', 'RA_CHECK_URL_CREDENTIALS');
    assert.ok(!outcome.message.includes('secret'));
  }
  assert.equal(asked, 0);
});

test('an address that is none is our own mistake, not an outage', async () => {
  for (const url of ['http://', 'http://[::1', 'http://a b/', 'http://x:99999/']) {
    assertOutcome(await check({ kind: 'http', url }), 'unknown', 'RA_CHECK_INVALID');
  }
});
