import assert from 'node:assert/strict';
import { it } from 'node:test';
import { rangeAround } from './range.ts';

const at = (hours: number) => new Date(hours * 3_600_000).toISOString();
const hours = ({ from, to }: { from: number; to: number }) => [from / 3600, to / 3600];

it('shows an alert with what came before it, and after it', () => {
  assert.deepEqual(
    hours(rangeAround({ observedAt: at(100), resolvedAt: null }, 100.5 * 3_600_000)),
    [99, 100.5],
  );
  assert.deepEqual(
    hours(rangeAround({ observedAt: at(100), resolvedAt: at(104) }, 200 * 3_600_000)),
    [96, 108],
  );
  assert.deepEqual(
    hours(rangeAround({ observedAt: at(100), resolvedAt: at(104) }, 105 * 3_600_000)),
    [96, 105],
  );
  assert.deepEqual(hours(rangeAround({ observedAt: at(100), resolvedAt: null }, 900 * 3_600_000)), [76, 268]);
});
