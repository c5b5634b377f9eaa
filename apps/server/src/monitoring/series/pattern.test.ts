import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { compilePattern } from './pattern.ts';

describe('patterns of label matchers', () => {
  it('match what regular expressions of ECMAScript match, over the whole value', () => {
    const atom = fc.constantFrom(
      'a',
      'b',
      '.',
      '[ab]',
      '[^a]',
      '[a-c]',
      '\\d',
      '\\w',
      '\\.',
      '(ab|c)',
      '(?:a|)',
      '1',
    );
    const pattern = fc
      .array(fc.tuple(atom, fc.constantFrom('', '', '*', '+', '?')), { maxLength: 6 })
      .map((parts) => parts.map((part) => part.join('')).join(''));
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', 'd', '1', '.', '\n'), { maxLength: 8 })
      .map((s) => s.join(''));
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 1, maxLength: 3 }), text, (branches, value) => {
        const source = branches.join('|');
        assert.equal(compilePattern(source)(value), new RegExp(`^(?:${source})$`).test(value), source);
      }),
      { numRuns: 3000 },
    );
  });

  it('refuse what is not in the syntax', () => {
    for (const source of [
      '(',
      ')',
      '[',
      '[]',
      'a**',
      '*',
      'a{2}',
      '^a$',
      '\\b',
      '(?=a)',
      '[z-a]',
      'a\\',
      'x'.repeat(500),
      '('.repeat(30),
    ])
      assert.throws(() => compilePattern(source), { code: 'RA_SERIES_SELECTOR' }, source);
  });

  it('take no longer for a pattern that would backtrack for years', () => {
    const started = performance.now();
    assert.equal(compilePattern('(a+)+(a*)*(a|a)*b')('a'.repeat(1024)), false);
    assert.ok(performance.now() - started < 500);
  });
});
