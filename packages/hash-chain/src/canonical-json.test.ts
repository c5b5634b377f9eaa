import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { CANONICAL_LIMITS, canonicalJson } from './canonical-json.ts';

describe('canonical JSON', () => {
  const EXAMPLES: readonly [unknown, string][] = [
    [null, 'null'],
    [true, 'true'],
    [[], '[]'],
    [{}, '{}'],
    [[1, [2, { a: [] }], 'x'], '[1,[2,{"a":[]}],"x"]'],
    [{ b: 1, a: { d: 2, c: 3 } }, '{"a":{"c":3,"d":2},"b":1}'],
    // Names that look like indexes are enumerated first by engines, but sorted as text by the RFC.
    [{ 10: 'ten', 9: 'nine', '': 'empty' }, '{"":"empty","10":"ten","9":"nine"}'],
    // By code units: the emoji's high surrogate D83D comes before FB01, although its code point is higher.
    [{ '\uFB01': 1, '\u{1F600}': 2, é: 3, z: 4 }, '{"z":4,"é":3,"\u{1F600}":2,"\uFB01":1}'],
    // Numbers as ECMAScript writes them.
    [-0, '0'],
    [1e21, '1e+21'],
    [1e20, '100000000000000000000'],
    [1e-7, '1e-7'],
    [0.1 + 0.2, '0.30000000000000004'],
    [Number.MAX_VALUE, '1.7976931348623157e+308'],
    [5e-324, '5e-324'],
    // Escapes: short ones where they exist, lower-case hex else, nothing that need not be.
    ['\b\t\n\f\r"\\/\u0000\u001f\u007f\u2028€', '"\\b\\t\\n\\f\\r\\"\\\\/\\u0000\\u001f\u007f\u2028€"'],
    [JSON.parse('{"__proto__":1,"constructor":2}'), '{"__proto__":1,"constructor":2}'],
    [Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
  ];
  for (const [value, text] of EXAMPLES) {
    test(text, () => assert.equal(canonicalJson(value), text));
  }

  const refused = (code: string, ...values: unknown[]) => {
    for (const value of values) {
      for (const wrapped of [value, [value], { a: { b: value } }]) {
        assert.throws(() => canonicalJson(wrapped), { name: 'ChainError', code });
      }
    }
  };
  test('refuses what JSON would drop or change', () => {
    const named = Object.assign([1], { extra: 2 });
    const marked = Object.assign([1], { [Symbol('s')]: 2 });
    const holes = Object.assign([], { 1: 'b', extra: 2 });
    refused(
      'RA_CANONICAL_TYPE',
      undefined,
      1n,
      Symbol('s'),
      () => 1,
      new Date(0),
      new Map(),
      /x/,
      Buffer.from('x'),
    );
    refused(
      'RA_CANONICAL_TYPE',
      new Array(2),
      named,
      marked,
      holes,
      { [Symbol('s')]: 1 },
      { toJSON: () => 1 },
    );
    refused('RA_CANONICAL_TYPE', Object(1), Object('text'), new (class Point {})());
    refused('RA_CANONICAL_NUMBER', Number.NaN, Infinity, -Infinity);
    refused('RA_CANONICAL_TEXT', '\ud800', 'a\udc00b', { '\ud800': 1 });
  });

  test('refuses too deep, endless and too long values', () => {
    const nested = (depth: number) => {
      let value: unknown = 1;
      for (let i = 0; i < depth; i++) value = i % 2 ? [value] : { a: value };
      return value;
    };
    assert.ok(canonicalJson(nested(CANONICAL_LIMITS.depth)));
    assert.throws(() => canonicalJson(nested(CANONICAL_LIMITS.depth + 1)), { code: 'RA_CANONICAL_DEPTH' });
    const endless: unknown[] = [];
    endless.push(endless);
    assert.throws(() => canonicalJson(endless), { code: 'RA_CANONICAL_DEPTH' });
    const limit = CANONICAL_LIMITS.length;
    assert.equal(canonicalJson('x'.repeat(limit - 2)).length, limit);
    assert.throws(() => canonicalJson('x'.repeat(limit - 1)), { code: 'RA_CANONICAL_SIZE' });
    assert.throws(() => canonicalJson('x'.repeat(limit + 1)), { code: 'RA_CANONICAL_SIZE' });
    const shared = 'x'.repeat(1_000_000);
    assert.throws(() => canonicalJson(new Array(17).fill(shared)), { code: 'RA_CANONICAL_SIZE' });
  });

  test('is JSON of the same value, whatever the order of members', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([name, member]) => [name, reversed(member)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary', maxDepth: 5 }), (value) => {
        const text = canonicalJson(value);
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
        assert.equal(canonicalJson(reversed(value)), text);
        assert.equal(canonicalJson(JSON.parse(text)), text);
      }),
      { numRuns: 500 },
    );
  });
});
