import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compilePattern } from './pattern.ts';

/** Patterns of a small alphabet, so that texts of the same alphabet match often. */
const source = fc.letrec<{ node: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(
      'a',
      'B',
      'ä',
      '1',
      '_',
      '-',
      '.',
      '\\d',
      '\\W',
      '\\s',
      '[ab]',
      '[^a]',
      '[a-c1]',
      '[^\\d_]',
      '\\.',
    ),
    tie('node').map((text) => `(${text})`),
    tie('node').map((text) => `(?:${text})`),
  ),
  node: fc.oneof(
    { maxDepth: 3 },
    tie('atom'),
    fc
      .tuple(tie('atom'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{2,}', '*?'))
      .map((pair) => pair.join('')),
    fc
      .array(fc.oneof(tie('node'), fc.constantFrom('^', '$', '\\b', '\\B')), { maxLength: 4 })
      .map((all) => all.join('')),
    fc.tuple(tie('node'), tie('node')).map((pair) => pair.join('|')),
  ),
})).node;
const text = fc.array(fc.constantFrom('a', 'A', 'b', 'c', 'ä', 'Ä', '1', '_', '-', '.', ' ', '\n', '€'), {
  maxLength: 14,
});

test('finds what the language itself finds, by another way', () => {
  fc.assert(
    fc.property(source, text, (pattern, characters) => {
      let native: RegExp;
      try {
        native = new RegExp(pattern, 'i');
      } catch {
        return;
      }
      let own: ReturnType<typeof compilePattern>;
      try {
        own = compilePattern(pattern);
      } catch (error) {
        // Legal for the language, of no use to anybody: ()* or ^*.
        assert.match(String(error), /repeats|nothing before it/);
        return;
      }
      const subject = characters.join('');
      assert.equal(own.test(subject), native.test(subject), `/${pattern}/i on ${JSON.stringify(subject)}`);
    }),
    { numRuns: 1500 },
  );
});

test('patterns that make a backtracking engine hang take no longer than others', () => {
  const line = `${'a'.repeat(20_000)}!`;
  for (const pattern of ['(a+)+$', '(a|aa)+$', '(.*)*x', 'a*a*a*a*a*b', '(x+x+)+y', '(a?){30}a{30}$']) {
    const started = performance.now();
    assert.equal(compilePattern(pattern).test(line), false, pattern);
    assert.ok(performance.now() - started < 1000, pattern);
  }
});

test('a pattern with more states than are kept stays right', () => {
  // Its automaton has 2^12 states.
  const pattern = compilePattern('a.{11}c$');
  const native = /a.{11}c$/i;
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 400, maxLength: 600 }), (letters) => {
      assert.equal(pattern.test(letters.join('')), native.test(letters.join('')));
    }),
    { numRuns: 20 },
  );
});

test('what is not understood is refused with a reason', () => {
  for (const pattern of [
    '(',
    ')',
    'a)',
    '[a',
    'a**',
    '*',
    '(?=a)',
    '(?<n>a)',
    '\\1',
    '\\x41',
    'a{3,1}',
    '[z-a]',
    '\\',
    '(((a{99}){99}){99})',
  ]) {
    assert.throws(() => compilePattern(pattern), { code: 'RA_CHECK_INVALID' }, pattern);
  }
});
