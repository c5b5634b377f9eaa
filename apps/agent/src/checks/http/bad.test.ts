import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { assertOutcome, check, listen, site } from '../test-environment.ts';

/** A server that speaks bytes, not HTTP. */
async function raw(t: Parameters<typeof listen>[0], speak: (socket: Socket) => void): Promise<string> {
  return `http://127.0.0.1:${await listen(t, createServer(speak))}`;
}

/** Writes one byte every 5 ms for as long as somebody listens. */
function drip(socket: Socket, text: () => string): void {
  const timer = setInterval(() => socket.write(text()), 5);
  socket.on('close', () => clearInterval(timer));
}

async function within(ms: number, work: () => Promise<void>): Promise<void> {
  const started = performance.now();
  await work();
  const took = performance.now() - started;
  assert.ok(took < ms, `took ${took} ms`);
}

test('a body of a gigabyte is cut off after the first', async (t) => {
  const piece = Buffer.alloc(64 * 1024, 'a');
  let written = 0;
  const url = await site(t, (_, response) => {
    response.setHeader('content-length', 1024 ** 3);
    const pour = () => {
      do written += piece.length;
      while (!response.destroyed && written < 1024 ** 3 && response.write(piece));
    };
    response.on('drain', pour);
    pour();
  });
  for (const [contains, code] of [
    [undefined, undefined],
    ['aaa', undefined],
    ['bbb', 'RA_CHECK_CONTENT'],
  ] as const) {
    written = 0;
    const outcome = await check({ kind: 'http', url, ...(contains && { contains }) });
    assertOutcome(outcome, code ? 'failed' : 'ok', code);
    assert.equal(outcome.values.bytes, 1024 * 1024);
    assert.ok(written < 64 * 1024 * 1024, `${written} bytes were read`);
  }
});

test('an answer byte by byte is cut off by the deadline, in its head or in its body', async (t) => {
  const head = await raw(t, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    drip(socket, () => 'x');
  });
  const body = await raw(t, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    drip(socket, () => 'x');
  });
  const informed = await raw(t, (socket) => drip(socket, () => 'HTTP/1.1 100 Continue\r\n\r\n'));
  for (const url of [head, body, informed]) {
    await within(400, async () => {
      assertOutcome(await check({ kind: 'http', url, timeoutMs: 150 }), 'failed', 'RA_CHECK_TIMEOUT');
    });
  }
});

test('a server that never answers', async (t) => {
  const url = await raw(t, () => {});
  await within(400, async () => {
    const outcome = await check({ kind: 'http', url, timeoutMs: 100 });
    assertOutcome(outcome, 'failed', 'RA_CHECK_TIMEOUT');
    assert.match(outcome.message, /answering/);
  });
});

test('the deadline is for the whole chain of redirects', async (t) => {
  const url = await site(t, (_, response) =>
    setTimeout(() => response.writeHead(302, { location: '/' }).end(), 60),
  );
  await within(500, async () => {
    assertOutcome(
      await check({ kind: 'http', url, followRedirects: 10, timeoutMs: 200 }),
      'failed',
      'RA_CHECK_TIMEOUT',
    );
  });
});

test('answers that are none', async (t) => {
  const rows: [string, string, string][] = [
    ['closed at once', '', 'RA_CHECK_CONNECTION'],
    ['cut off in the head', 'HTTP/1.1 200 O', 'RA_CHECK_CONNECTION'],
    ['cut off in the body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', 'RA_CHECK_CONNECTION'],
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n', 'RA_CHECK_PROTOCOL'],
    ['a head without end', `HTTP/1.1 200 OK\r\nX: ${'y'.repeat(40_000)}\r\n\r\n`, 'RA_CHECK_PROTOCOL'],
    [
      'two lengths',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
      'RA_CHECK_PROTOCOL',
    ],
    [
      'an upgrade nobody asked for',
      'HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
      'RA_CHECK_PROTOCOL',
    ],
  ];
  for (const [name, answer, code] of rows) {
    const url = await raw(t, (socket) => {
      if (answer === '') socket.destroy();
      else socket.once('data', () => socket.end(answer));
    });
    const outcome = await check({ kind: 'http', url });
    assert.equal(outcome.code, code, `${name}: ${outcome.message}`);
    assert.equal(outcome.status, 'failed', name);
  }
});

test('a check leaves no connection behind, whatever its outcome', async (t) => {
  let open = 0;
  const url = await raw(t, (socket) => {
    open++;
    socket.on('close', () => {
      open--;
      closed();
    });
    socket.once('data', (data) => {
      if (data.includes('/full')) socket.write(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(2_000_000)}`);
      if (data.includes('/moved'))
        socket.write('HTTP/1.1 302 Found\r\nLocation: ftp://x/\r\nContent-Length: 99\r\n\r\n');
    });
  });
  let closed = () => {};
  for (const [path, code] of [
    ['/full', undefined],
    ['/moved', 'RA_CHECK_REDIRECT'],
    ['/silent', 'RA_CHECK_TIMEOUT'],
  ] as const) {
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    assert.equal((await check({ kind: 'http', url: url + path, timeoutMs: 100 })).code, code);
    await gone;
    assert.equal(open, 0);
  }
});
