import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { forecastFull, type Point } from './forecast.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** One point an hour. */
function hourly(hours: number, value: (hour: number) => number): Point[] {
  return Array.from({ length: hours + 1 }, (_, hour) => ({ at: 1.7e12 + hour * HOUR, value: value(hour) }));
}
const days = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms / DAY);
const near = (actual: number | undefined, expected: number, within: number) =>
  assert.ok(actual !== undefined && Math.abs(actual - expected) <= within, `${actual} is not ${expected}`);

test('a straight line is continued', () => {
  // 50 % after a week at 2 % a day: 25 days left.
  near(
    days(
      forecastFull(
        hourly(168, (hour) => 36 + hour / 12),
        100,
      ),
    ),
    25,
    0.3,
  );
});

test('the order of the points does not matter, nor do points that are no numbers', () => {
  const points = hourly(48, (hour) => hour);
  const expected = forecastFull(points, 100);
  assert.equal(forecastFull(points.toReversed(), 100), expected);
  assert.equal(
    forecastFull([...points, { at: Number.NaN, value: 1 }, { at: 1, value: Number.NaN }], 100),
    expected,
  );
});

test('too little history says nothing', () => {
  const rising = (hour: number) => hour;
  assert.equal(forecastFull([], 100), undefined);
  assert.equal(forecastFull(hourly(8, rising), 100), undefined, 'nine points');
  assert.equal(
    forecastFull(
      hourly(5, rising).flatMap((p) => [p, { at: p.at + 1, value: p.value }]),
      100,
    ),
    undefined,
    'five hours',
  );
  assert.equal(
    forecastFull([{ at: 1.69e12, value: 0 }, ...hourly(1, rising), ...hourly(20, rising)], 100),
    undefined,
    'one old point and a burst are two moments, not twenty',
  );
  assert.equal(
    forecastFull(
      Array.from({ length: 50 }, () => ({ at: 5, value: 1 })),
      100,
      { minSpanMs: 0 },
    ),
    undefined,
  );
});

test('what shrinks or stands still is never full; what is full is full now', () => {
  assert.equal(
    forecastFull(
      hourly(100, (hour) => 90 - hour / 10),
      100,
    ),
    Number.POSITIVE_INFINITY,
  );
  assert.equal(
    forecastFull(
      hourly(100, () => 99),
      100,
    ),
    Number.POSITIVE_INFINITY,
  );
  assert.equal(
    forecastFull(
      hourly(100, (hour) => 100 - hour / 1000),
      99,
    ),
    0,
  );
});

test('a log rotation every night does not hide the growth under it', () => {
  // 0.5 % a day of real growth; logs add 6 % during the day and are compressed at midnight.
  const sawtooth = hourly(14 * 24, (hour) => 50 + hour / 48 + (6 * (hour % 24)) / 24);
  const left = days(forecastFull(sawtooth, 90))!;
  assert.ok(left > 40 && left < 85, String(left));
});

test('a deleted dump does not turn growth into shrinking for long, and a jump is seen at once', () => {
  const deleted = hourly(10 * 24, (hour) => 40 + hour / 24 + (hour < 48 ? 20 : 0));
  const left = days(forecastFull(deleted, 100))!;
  assert.ok(left > 40 && left < 110, String(left));
  const jumped = hourly(10 * 24, (hour) => 40 + hour / 24 + (hour > 236 ? 45 : 0));
  near(days(forecastFull(jumped, 100)), 5, 2);
});

test('one wild sample at the end is not where the value is', () => {
  near(
    days(
      forecastFull(
        hourly(168, (hour) => (hour === 168 ? 99 : 36 + hour / 12)),
        100,
      ),
    ),
    25,
    0.5,
  );
});

test('noise around a flat line is no date: at most one disk in ten is called rising', () => {
  let rising = 0;
  fc.assert(
    fc.property(
      fc.infiniteStream(fc.double({ min: 88, max: 90, noNaN: true, noDefaultInfinity: true })),
      (noise) => {
        const values = [...noise.take(169)];
        if (
          forecastFull(
            hourly(168, (hour) => values[hour]!),
            100,
          ) !== Number.POSITIVE_INFINITY
        )
          rising++;
      },
    ),
    { numRuns: 200, seed: 4 },
  );
  assert.ok(rising <= 20, String(rising));
});

test('a fifth of wild samples moves the answer by little', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(167), fc.double({ min: 0, max: 99, noNaN: true })), { maxLength: 30 }),
      (wild) => {
        const points = hourly(168, (hour) => 36 + hour / 12);
        // The newest three are left alone: they say where the value is now.
        for (const [hour, value] of wild) if (hour < 166) points[hour] = { at: points[hour]!.at, value };
        near(days(forecastFull(points, 100)), 25, 6);
      },
    ),
  );
});

test('property: the answer scales with units and does not depend on when it is', () => {
  const slope = fc.double({ min: 0.01, max: 10, noNaN: true });
  fc.assert(
    fc.property(
      slope,
      fc.double({ min: 0.001, max: 1e6, noNaN: true }),
      fc.integer({ min: 0, max: 1e11 }),
      (a, k, t) => {
        const points = hourly(72, (hour) => 10 + a * hour);
        const limit = 20 + a * 72;
        const expected = forecastFull(points, limit)!;
        near(expected, (10 / a) * HOUR + HOUR, 0.01 * expected + HOUR);
        const moved = points.map(({ at, value }) => ({ at: at + t, value: value * k }));
        near(forecastFull(moved, limit * k), expected, expected * 1e-6);
      },
    ),
  );
});
