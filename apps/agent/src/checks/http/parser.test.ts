import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AnswerParser, HttpSyntaxError } from './parser.ts';

const LIMIT = 1000;

/** Feeds the text in pieces that end at the given places. */
function read(
  text: string | Buffer,
  { cuts = [] as number[], method = 'GET', limit = LIMIT, end = true } = {},
) {
  const bytes = Buffer.from(text as string, 'latin1');
  const parser = new AnswerParser(method, limit, true);
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  let from = 0;
  for (const to of [...places, bytes.length]) {
    // A view that is overwritten afterwards, as the socket's buffer is.
    const view = Buffer.from(bytes.subarray(from, to));
    parser.feed(view);
    view.fill('#');
    from = to;
  }
  const complete = end ? parser.end() : parser.done;
  return { complete, status: parser.head?.status, body: parser.body.toString('latin1'), parser };
}

test('bodies by length, by chunks, to the end, and none', () => {
  const rows: [string, string, string, boolean][] = [
    ['HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef', 'GET', 'abc', true],
    ['HTTP/1.1 200 OK\r\nContent-Length: 3, 3\r\n\r\nabc', 'GET', 'abc', true],
    ['HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab', 'GET', 'ab', false],
    [
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: x\r\n\r\n',
      'GET',
      'abcde',
      true,
    ],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n', 'GET', 'abc', false],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nabc', 'GET', 'abc', true],
    ['HTTP/1.0 200\r\n\r\nabc', 'GET', 'abc', true],
    ['HTTP/1.1 200 OK\n\nabc', 'GET', 'abc', true],
    ['HTTP/1.1 204 No\r\nContent-Length: 3\r\n\r\n', 'GET', '', true],
    ['HTTP/1.1 304 No\r\n\r\n', 'GET', '', true],
    ['HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n', 'HEAD', '', true],
    [
      'HTTP/1.1 100 Go on\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nz',
      'GET',
      'z',
      true,
    ],
  ];
  for (const [text, method, body, complete] of rows) {
    const answer = read(text, { method });
    assert.deepEqual([answer.body, answer.complete], [body, complete], text);
  }
});

test('headers: names in lower case, joined, folded', () => {
  const { parser } = read('HTTP/1.1 200 OK\r\nA: 1\r\na:2\r\nB:  x\r\n  y \r\n\r\n');
  assert.deepEqual(
    [...parser.head!.headers],
    [
      ['a', '1, 2'],
      ['b', 'x y'],
    ],
  );
});

test('what two readers could read in two ways is no answer', () => {
  for (const text of [
    'SSH-2.0-x\r\n',
    'HTTP/2 200 OK\r\n\r\n',
    'HTTP/1.1 20 OK\r\n\r\n',
    'HTTP/1.1 099 OK\r\n\r\n',
    'HTTP/1.1 101 Switch\r\n\r\n',
    'HTTP/1.1 200 OK\r\nA b: c\r\n\r\n',
    'HTTP/1.1 200 OK\r\nA : c\r\n\r\n',
    'HTTP/1.1 200 OK\r\nno colon\r\n\r\n',
    'HTTP/1.1 200 OK\r\n folded\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 0x3\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-3\r\nabc\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n',
    `HTTP/1.1 200 OK\r\nX: ${'y'.repeat(17_000)}`,
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;${'y'.repeat(17_000)}`,
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${'1;yyyyyyyyyyyyyyyyyyyy\r\na\r\n'.repeat(5000)}`,
    'HTTP/1.1 100 Go on\r\n\r\n'.repeat(1000),
  ]) {
    assert.throws(() => read(text, { limit: 1e6 }), HttpSyntaxError, JSON.stringify(text.slice(0, 80)));
  }
});

test('property: however the answer is cut into pieces, it reads the same', () => {
  const bodies = fc.string({ unit: 'binary-ascii', maxLength: 300 });
  const framed = fc.oneof(
    bodies.map((body) => ({ body, wire: `Content-Length: ${body.length}\r\n\r\n${body}` })),
    bodies.map((body) => ({ body, wire: `\r\n${body}` })),
    fc
      .array(
        bodies.filter((body) => body !== ''),
        { maxLength: 5 },
      )
      .map((parts) => ({
        body: parts.join(''),
        wire: `Transfer-Encoding: chunked\r\n\r\n${parts.map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join('')}0\r\n\r\n`,
      })),
  );
  fc.assert(
    fc.property(framed, fc.array(fc.nat(), { maxLength: 12 }), ({ body, wire }, cuts) => {
      const answer = read(`HTTP/1.1 200 OK\r\nServer: x\r\n${wire}`, { cuts, limit: 1e6 });
      assert.deepEqual([answer.body, answer.complete, answer.status], [body, true, 200]);
    }),
  );
});

test('property: no bytes make it do anything but read, wait or refuse, and never more than its limit', () => {
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
    fc
      .array(
        fc.constantFrom(
          'HTTP/1.1 200 OK',
          '\r\n',
          '\n',
          'Transfer-Encoding: chunked',
          'Content-Length: 9',
          ':',
          ' ',
          '5',
          ';',
          'ffffffff',
          '\0',
          'abc',
          '100',
          '\r\n\r\n',
        ),
        { maxLength: 30 },
      )
      .map((parts) => Buffer.from(`HTTP/1.1 200 OK\r\n${parts.join('')}`)),
  );
  fc.assert(
    fc.property(noise, fc.array(fc.nat(), { maxLength: 8 }), (bytes, cuts) => {
      try {
        const { parser } = read(bytes, { cuts, limit: 50 });
        assert.ok(parser.bytes <= 50 && parser.body.length === parser.bytes);
      } catch (error) {
        assert.ok(error instanceof HttpSyntaxError, String(error));
      }
    }),
    { numRuns: 500 },
  );
});
