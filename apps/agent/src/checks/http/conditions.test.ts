import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { assertOutcome, check, site } from '../test-environment.ts';
import { parseJsonPath, select, WILDCARD } from './json-path.ts';

const STATE = { queue: { length: 7, name: 'in' }, disks: [{ state: 'ok' }, { state: 'ok' }], 'a b': null };

test('paths of names, indexes and wildcards; nothing that has to be evaluated', () => {
  const rows: [string, unknown[]][] = [
    ['$', [STATE]],
    ['$.queue.length', [7]],
    ["$['queue']['length']", [7]],
    ['$["a b"]', [null]],
    ['$.disks[0].state', ['ok']],
    ['$.disks[-1].state', ['ok']],
    ['$.disks[*].state', ['ok', 'ok']],
    ['$.queue.*', [7, 'in']],
    ['$.disks[2]', []],
    ['$.queue[0]', []],
    ['$.disks.length', []],
    ['$.queue.constructor', []],
    ['$.nothing.at.all', []],
  ];
  for (const [path, values] of rows) assert.deepEqual(select(STATE, parseJsonPath(path)), values, path);
  for (const path of [
    '',
    'a',
    '$.',
    '$..a',
    '$[',
    "$['a",
    '$[?(@.a)]',
    '$[0:2]',
    '$[01]',
    '$.a b',
    '$x',
    '$[-0.5]',
    "$['\\q']",
  ]) {
    assert.throws(() => parseJsonPath(path), { code: 'RA_CHECK_INVALID' }, path);
  }
});

test('property: a quoted path finds every member by its name', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), (names) => {
      const root = names.reduceRight<unknown>((inner, name) => Object.fromEntries([[name, inner]]), 42);
      const path = `$${names.map((name) => `[${JSON.stringify(name)}]`).join('')}`;
      assert.deepEqual(parseJsonPath(path), names);
      assert.deepEqual(select(root, parseJsonPath(path)), [42]);
    }),
  );
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (text) => {
      try {
        for (const selector of parseJsonPath(`$${text}`)) {
          assert.ok(['string', 'number'].includes(typeof selector) || selector === WILDCARD);
        }
      } catch (error) {
        assert.equal((error as { code?: string }).code, 'RA_CHECK_INVALID');
      }
    }),
  );
});

test('conditions on headers, text, pattern and JSON', async (t) => {
  const url = await site(t, (request, response) => {
    response.setHeader('x-state', 'ready to serve');
    if (request.url === '/json') response.end(JSON.stringify(STATE));
    else response.end('Version 12.3: all systems läuft');
  });
  const json = `${url}/json`;
  const rows: [object, string | undefined][] = [
    [{ headers: [{ name: 'X-State' }] }, undefined],
    [{ headers: [{ name: 'x-state', equals: 'ready to serve' }] }, undefined],
    [{ headers: [{ name: 'x-state', contains: 'ready' }, { name: 'date' }] }, undefined],
    [{ headers: [{ name: 'x-state', equals: 'ready' }] }, 'RA_CHECK_HEADER'],
    [{ headers: [{ name: 'x-missing' }] }, 'RA_CHECK_HEADER'],
    [{ notContains: 'error' }, undefined],
    [{ notContains: 'systems' }, 'RA_CHECK_CONTENT'],
    [{ matches: 'version \\d+\\.\\d+' }, undefined],
    [{ matches: '^version 13' }, 'RA_CHECK_CONTENT'],
    [{ matches: '(a|b' }, 'RA_CHECK_INVALID'],
    [{ json: [{ path: '$' }] }, 'RA_CHECK_JSON'],
    [
      {
        url: json,
        json: [
          { path: '$.queue.length', maximum: 10 },
          { path: '$.disks[*].state', equals: 'ok' },
        ],
      },
      undefined,
    ],
    [{ url: json, json: [{ path: '$.queue.length', maximum: 6 }] }, 'RA_CHECK_JSON'],
    [{ url: json, json: [{ path: '$.queue.name', minimum: 1 }] }, 'RA_CHECK_JSON'],
    [{ url: json, json: [{ path: "$['a b']", equals: null }] }, undefined],
    [{ url: json, json: [{ path: '$.missing' }] }, 'RA_CHECK_JSON'],
    [{ url: json, json: [{ path: '$..length' }] }, 'RA_CHECK_INVALID'],
  ];
  for (const [more, code] of rows) {
    const outcome = await check({ kind: 'http', url, ...more });
    assert.equal(outcome.code, code, `${JSON.stringify(more)}: ${outcome.message}`);
  }
  const { values } = await check({ kind: 'http', url: json, json: [{ path: '$.queue.length' }] });
  assert.equal(values.json_1, 7);
});

test('a body that is compressed unasked is read, and a bomb is cut off', async (t) => {
  const page = `${'x'.repeat(20_000)}needle`;
  const bodies: Record<string, [string, Buffer]> = {
    '/gzip': ['gzip', gzipSync(page)],
    '/deflate': ['deflate', deflateSync(page)],
    '/br': ['br', brotliCompressSync(page)],
    '/twice': ['gzip, br', brotliCompressSync(gzipSync(page))],
    '/bomb': ['gzip', gzipSync(Buffer.alloc(200 * 1024 * 1024))],
    '/lie': ['gzip', Buffer.from(page)],
    '/odd': ['x-unheard', Buffer.from(page)],
  };
  const url = await site(t, (request, response) => {
    const [encoding, body] = bodies[request.url ?? '']!;
    response.setHeader('content-encoding', encoding);
    response.end(body);
  });
  for (const path of ['/gzip', '/deflate', '/br', '/twice']) {
    assertOutcome(await check({ kind: 'http', url: url + path, contains: 'needle' }), 'ok');
  }
  const before = process.memoryUsage().rss;
  assertOutcome(
    await check({ kind: 'http', url: `${url}/bomb`, contains: 'needle' }),
    'failed',
    'RA_CHECK_CONTENT',
  );
  assert.ok(process.memoryUsage().rss - before < 64 * 1024 * 1024);
  for (const path of ['/lie', '/odd']) {
    assertOutcome(
      await check({ kind: 'http', url: url + path, contains: 'needle' }),
      'failed',
      'RA_CHECK_PROTOCOL',
    );
  }
  // Without a condition on the body nobody unpacks it.
  assertOutcome(await check({ kind: 'http', url: `${url}/lie` }), 'ok');
});

test('a pattern that would stop a backtracking engine costs nothing', async (t) => {
  const url = await site(t, (_, response) => response.end('a'.repeat(100_000)));
  const started = performance.now();
  assertOutcome(await check({ kind: 'http', url, matches: '^(a+)+$b' }), 'failed', 'RA_CHECK_CONTENT');
  assert.ok(performance.now() - started < 1000);
});
