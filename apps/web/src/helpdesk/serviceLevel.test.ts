import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { readSpans, writeSpans } from './serviceLevel.ts';

it('reads hours as people type them', () => {
  assert.deepEqual(readSpans('8-12, 13:00–17:30'), [
    { from: 480, to: 720 },
    { from: 780, to: 1050 },
  ]);
  assert.deepEqual(readSpans(' 0-24 ;'), [{ from: 0, to: 1440 }]);
  assert.deepEqual(readSpans(''), []);
});

it('refuses what is not a span of a day', () => {
  for (const text of ['8', '8-', '12-8', '8-8', '8:60-9', '23-25', '8-12, 11-13', 'x']) {
    assert.equal(readSpans(text), undefined, text);
  }
});

it('reads what it wrote', () => {
  const times = fc.uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(times, (list) => {
      const sorted = [...list].sort((a, b) => a - b).slice(0, list.length - (list.length % 2));
      const spans = sorted.flatMap((from, index) =>
        index % 2 === 0 ? [{ from, to: sorted[index + 1]! }] : [],
      );
      assert.deepEqual(readSpans(writeSpans(spans)), spans);
    }),
  );
});
