import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { deviation, percentFailed, rate } from './derive.ts';
import { weighted } from './importance.ts';

const points = (...values: number[]) => values.map((value, index) => ({ at: index * 1000, value }));

test('rate: a gauge, a counter, a counter that was reset, one that wrapped', () => {
  assert.equal(rate(points(10, 20, 5)), -2.5);
  assert.equal(rate(points(10, 20, 40), {}), 15);
  assert.equal(rate(points(1_000_000, 1_000_100, 50), {}), 75);
  assert.equal(rate(points(2 ** 32 - 100, 100), { bits: 32 }), 200);
  // A long way from the limit: the device was restarted.
  assert.equal(rate(points(1000, 100), { bits: 32 }), 100);
  assert.equal(rate(points(1)), undefined);
  assert.equal(
    rate([
      { at: 5, value: 1 },
      { at: 5, value: 2 },
    ]),
    undefined,
  );
  assert.equal(rate(points(1, Number.NaN, 5), {}), 2);
});

test('property: the rate of a counter is its true growth, wherever it wraps or is read', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.array(fc.integer({ min: 0, max: 2 ** 31 - 1 }), { minLength: 1, maxLength: 30 }),
      (start, growth) => {
        let total = start;
        const read = [{ at: 0, value: start }];
        for (const [index, more] of growth.entries()) {
          total += more;
          read.push({ at: (index + 1) * 1000, value: total % 2 ** 32 });
        }
        assert.equal(rate(read, { bits: 32 }), (total - start) / growth.length);
      },
    ),
  );
});

test('percent of a group: what is unknown does not count', () => {
  assert.equal(percentFailed(['failed', 'ok', 'warning', 'ok', 'unknown']), 25);
  assert.equal(percentFailed(['unknown', 'unknown']), undefined);
  assert.equal(percentFailed([]), undefined);
  assert.equal(percentFailed(['failed', 'unknown'], 2), undefined);
});

test('deviation: one wild week moves nothing, a flat series needs a real step', () => {
  const usual = [100, 104, 98, 102, 5000, 99];
  assert.ok(Math.abs(deviation(103, usual)!) < 2);
  assert.ok(deviation(400, usual)! > 20);
  assert.ok(deviation(0, usual)! < -10);
  assert.equal(deviation(50, [50, 50, 50]), 0);
  assert.ok(deviation(50.4, [50, 50, 50])! < 1);
  assert.equal(deviation(50, [50, 50]), undefined);
  assert.equal(deviation(Number.NaN, usual), undefined);
  assert.ok(Number.isFinite(deviation(1, [0, 0, 0])!));
});

test('property: deviation does not depend on the unit and turns its sign with the value', () => {
  const value = fc.double({ min: 1, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(value, fc.array(value, { minLength: 3, maxLength: 12 }), value, (now, past, unit) => {
      const plain = deviation(now, past)!;
      const scaled = deviation(
        now * unit,
        past.map((one) => one * unit),
      )!;
      assert.ok(Math.abs(plain - scaled) <= 1e-6 * Math.max(1, Math.abs(plain)));
      const mirrored = deviation(
        -now,
        past.map((one) => -one),
      )!;
      assert.ok(Math.abs(plain + mirrored) <= 1e-6 * Math.max(1, Math.abs(plain)));
    }),
  );
});

test('severity follows the importance of the system', () => {
  assert.deepEqual(
    (['low', 'normal', 'high', 'critical'] as const).map((importance) => weighted('warning', importance)),
    ['info', 'warning', 'warning', 'critical'],
  );
  assert.deepEqual(
    (['low', 'normal', 'high', 'critical'] as const).map((importance) => weighted('critical', importance)),
    ['warning', 'critical', 'critical', 'critical'],
  );
  assert.equal(weighted('info', 'critical'), 'info');
});
