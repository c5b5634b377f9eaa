import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseRange, rangeBounds, writeRange } from './ranges.ts';

it('reads what it wrote and falls back to a day', () => {
  for (const text of ['1h', '30d', '1772611200-1772614800']) assert.equal(writeRange(parseRange(text)), text);
  for (const text of [undefined, '', 'x', '5-4', '1.5-9', '5-'])
    assert.equal(writeRange(parseRange(text)), '24h');
});
it('lets presets end now', () => {
  assert.deepEqual(rangeBounds({ kind: 'preset', preset: '1h' }, 7_200_999), { from: 3_600, to: 7_200 });
});
