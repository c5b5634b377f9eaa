import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isRising, mergeSamples, orderSamples, type Samples } from './index.ts';

const list = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 50 }), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })),
  {
    maxLength: 60,
  },
);
type Pairs = [time: number, bits: bigint][];
const toSamples = (pairs: Pairs): Samples => ({
  times: Float64Array.from(pairs, ([time]) => time),
  values: new Float64Array(BigUint64Array.from(pairs, ([, bits]) => bits).buffer),
});
const toPairs = ({ times, values }: Samples): Pairs => {
  const bits = new BigUint64Array(values.slice().buffer);
  return [...times].map((time, i) => [time, bits[i]!]);
};
/** The plain way: the first of each time, then sorted. */
const plain = (pairs: Pairs): Pairs =>
  [...new Map([...pairs].reverse().map((pair) => [pair[0], pair] as const)).values()].sort(
    (a, b) => a[0] - b[0],
  );

describe('order of samples', () => {
  it('rises, and the first of a time stays, bit by bit', () => {
    fc.assert(
      fc.property(list, (pairs) => {
        const ordered = orderSamples(toSamples(pairs));
        assert.ok(isRising(ordered.times));
        assert.deepEqual(toPairs(ordered), plain(pairs));
      }),
    );
  });

  it('merging is the same as having had all of them, and again changes nothing', () => {
    fc.assert(
      fc.property(list, list, (a, b) => {
        const [first, second] = [orderSamples(toSamples(a)), orderSamples(toSamples(b))];
        const merged = mergeSamples(first, second);
        assert.deepEqual(toPairs(merged), plain([...a, ...b]));
        assert.deepEqual(toPairs(mergeSamples(merged, second)), toPairs(merged));
      }),
    );
  });
});
