import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  ChunkBuilder,
  decodeChunk,
  decodeColumns,
  encodeChunk,
  encodeColumns,
  isStale,
  MAX_SAMPLES,
  MAX_TIME,
  MalformedSeriesError,
  makeRoom,
  packBatch,
  packBatches,
  samplesOf,
  setStale,
  unpackBatch,
} from './index.ts';

/** The very bits, so that NaN payloads and -0 count. */
const bits = (values: Float64Array): bigint[] => [...new BigUint64Array(values.slice().buffer)];
const fromBits = (words: readonly bigint[]): Float64Array => {
  const values = new Float64Array(words.length);
  new BigUint64Array(values.buffer).set(words);
  return values;
};

const anyDouble = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  fc.constantFrom(
    0x7ff0000000000002n,
    0x8000000000000000n,
    0n,
    0x7ff0000000000000n,
    0xfff0000000000000n,
    0x7ff8000000000000n,
    1n,
  ),
);
const asBits = (value: number): bigint => new BigUint64Array(Float64Array.of(value).buffer)[0]!;
/** What is measured in life: levels, counters, decimals, fractions, with the odd gap. */
const likely = fc
  .tuple(
    fc.constantFrom(0, 1, 2, 6, 14),
    fc.boolean(),
    fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1, maxLength: 400 }),
    fc.array(fc.tuple(fc.nat(399), anyDouble), { maxLength: 6 }),
  )
  .map(([exponent, counter, steps, gaps]) => {
    let sum = 0;
    const words = steps.map((step) => {
      sum += Math.abs(step);
      return asBits((counter ? sum : step) / 10 ** exponent);
    });
    for (const [index, word] of gaps) if (index < words.length) words[index] = word;
    return words;
  });
const column = fc.oneof(likely, fc.array(anyDouble, { minLength: 1, maxLength: 200 }));
const time = fc.oneof(
  fc.integer({ min: -MAX_TIME, max: MAX_TIME }),
  fc.integer({ min: 0, max: 5_000 }).map((n) => 1_790_000_000_000 + n * 15_000),
);
const timesFor = (length: number) =>
  fc.oneof(
    fc.array(time, { minLength: length, maxLength: length }).map((list) => Float64Array.from(list)),
    fc
      .tuple(fc.integer({ min: 0, max: 2e12 }), fc.integer({ min: 1, max: 1e6 }), fc.nat(50))
      .map(([start, step, jitter]) =>
        Float64Array.from({ length }, (_, i) => start + i * step + ((i * 7919) % (jitter + 1))),
      ),
  );
const samples = column.chain((words) =>
  timesFor(words.length).map((times) => ({ times, values: fromBits(words) })),
);

const rejects = (read: (bytes: Uint8Array) => unknown, bytes: Uint8Array): void => {
  try {
    read(bytes);
  } catch (error) {
    assert.ok(error instanceof MalformedSeriesError, String(error));
  }
};

describe('chunks', () => {
  it('give back every time and every bit of every value', () => {
    fc.assert(
      fc.property(samples, ({ times, values }) => {
        const decoded = decodeChunk(encodeChunk(times, values));
        assert.deepEqual(decoded.times, times);
        assert.deepEqual(bits(decoded.values), bits(values));
      }),
      { numRuns: 1500 },
    );
  });

  it('hold several columns', () => {
    fc.assert(
      fc.property(samples, column, ({ times, values }, other) => {
        const second = new Float64Array(times.length);
        second.set(fromBits(other).subarray(0, times.length));
        const { columns } = decodeColumns(encodeColumns(times, [values, second, values]));
        assert.deepEqual(columns.map(bits), [values, second, values].map(bits));
      }),
      { numRuns: 200 },
    );
  });

  it('are read into memory that is full of something else', () => {
    const room = makeRoom();
    fc.assert(
      fc.property(samples, fc.boolean(), ({ times, values }, several) => {
        for (const kept of [room.times, ...room.columns]) kept.fill(Number.NaN);
        const bytes = encodeColumns(times, several ? [values, times, values] : [values]);
        const fresh = decodeColumns(bytes);
        const taken = decodeColumns(bytes, room);
        assert.deepEqual(
          [taken.times, ...taken.columns].map(bits),
          [fresh.times, ...fresh.columns].map(bits),
        );
      }),
      { numRuns: 1000 },
    );
    assert.ok(room.columns.length === 3);
  });

  it('keep sparse exceptions in a decimal series, whatever their place', () => {
    for (const stale of [[0], [1], [63, 64, 65], [478, 479], [0, 479]]) {
      const times = Float64Array.from({ length: 480 }, (_, i) => i * 15_000);
      const values = Float64Array.from(
        { length: 480 },
        (_, i) => (i % 7) + (i > 200 ? 0.25 : 0) + (i > 300 ? 0.001 : 0),
      );
      for (const index of stale) setStale(values, index);
      values[100] = -0;
      const bytes = encodeChunk(times, values);
      assert.deepEqual(bits(decodeChunk(bytes).values), bits(values));
      assert.ok(isStale(decodeChunk(bytes).values, stale[0]!));
      assert.ok(bytes.length < 480 * 2, `${bytes.length} bytes`);
    }
  });

  it('are small where little happens', () => {
    const length = 480;
    const times = Float64Array.from({ length }, (_, i) => 1_790_000_000_000 + i * 15_000);
    const size = (value: (i: number) => number): number =>
      encodeChunk(
        times,
        Float64Array.from({ length }, (_, i) => value(i)),
      ).length;
    assert.ok(size(() => 17.3) <= 30);
    assert.ok(size((i) => 1e9 + i * 4096) <= 40);
    assert.ok(size((i) => (i === 240 ? 1 : 0)) <= 45);
    // Two decimals that wander by up to 0.3: five bits and a half.
    let walk = 5000;
    const wander = (i: number): number => {
      walk += ((i * 7919) % 61) - 30;
      return walk / 100;
    };
    assert.ok(size(wander) <= 480);
  });

  it('collected one by one are the same, also NaN payloads', () => {
    fc.assert(
      fc.property(samples, ({ times, values }) => {
        const builder = new ChunkBuilder();
        for (let i = 0; i < times.length; i++) builder.appendFrom(times[i]!, values, i);
        assert.deepEqual(builder.encode(), encodeChunk(times, values));
      }),
      { numRuns: 100 },
    );
    const builder = new ChunkBuilder();
    builder.append(1, 2);
    builder.append(3, 4.5);
    assert.deepEqual(
      [...samplesOf(builder.encode())],
      [
        [1, 2],
        [3, 4.5],
      ],
    );
  });

  it('refuse what has no place', () => {
    const one = Float64Array.of(1);
    for (const bad of [0.5, NaN, Infinity, MAX_TIME + 1])
      assert.throws(() => encodeChunk(Float64Array.of(bad), one), RangeError);
    assert.throws(() => encodeChunk(one, one, 0), RangeError);
    assert.throws(
      () => encodeChunk(new Float64Array(MAX_SAMPLES + 1), new Float64Array(MAX_SAMPLES + 1)),
      RangeError,
    );
    const full = new Float64Array(MAX_SAMPLES);
    assert.equal(decodeChunk(encodeChunk(full, full)).times.length, MAX_SAMPLES);
  });

  it('that were made up or damaged are refused in one way, or read within bounds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => rejects(decodeColumns, bytes)),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(samples, fc.nat(), fc.nat(255), fc.nat(), ({ times, values }, place, byte, cut) => {
        const bytes = encodeChunk(times, values);
        const damaged = bytes.slice();
        damaged[place % bytes.length] = byte;
        rejects(decodeColumns, damaged);
        rejects(decodeColumns, bytes.slice(0, cut % bytes.length));
        assert.throws(() => decodeChunk(bytes.slice(0, cut % bytes.length)), MalformedSeriesError);
        assert.throws(() => decodeChunk(Uint8Array.of(...bytes, 0)), MalformedSeriesError);
      }),
      { numRuns: 1000 },
    );
  });

  it('with a claim of billions of samples take no memory', () => {
    const before = process.memoryUsage().arrayBuffers;
    for (let claim = 0; claim < 256; claim++)
      rejects(decodeColumns, Uint8Array.of(0xf1, claim, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff));
    assert.ok(process.memoryUsage().arrayBuffers - before < 64 * 1024 * 1024 * 8);
  });
});

describe('batches', () => {
  const batch = samples.chain(({ times, values }) =>
    fc
      .array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { minLength: times.length, maxLength: times.length })
      .map((refs) => ({ refs: Uint32Array.from(refs), times, values })),
  );

  it('give back what was put in', () => {
    fc.assert(
      fc.property(batch, (given) => {
        const taken = unpackBatch(packBatch(given));
        assert.deepEqual([taken.refs, taken.times], [given.refs, given.times]);
        assert.deepEqual(bits(taken.values), bits(given.values));
      }),
      { numRuns: 500 },
    );
    assert.equal(
      unpackBatch(
        packBatch({ refs: new Uint32Array(0), times: new Float64Array(0), values: new Float64Array(0) }),
      ).refs.length,
      0,
    );
  });

  it('are packed together as if they were one', () => {
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 4 }), (parts) => {
        const packed = packBatches(parts).slice();
        const taken = unpackBatch(packed);
        assert.deepEqual(
          [[...taken.refs], [...taken.times], bits(taken.values)],
          [
            parts.flatMap(({ refs }) => [...refs]),
            parts.flatMap(({ times }) => [...times]),
            parts.flatMap(({ values }) => bits(values)),
          ],
        );
        assert.deepEqual(packed, packBatch(taken));
      }),
      { numRuns: 200 },
    );
  });

  it('read the layout that SQL writes', () => {
    const bytes = new Uint8Array(41);
    const view = new DataView(bytes.buffer);
    for (const [i, word] of [0x7ff0000000000002n, 0x8000000000000000n].entries()) {
      view.setUint32(1 + 20 * i, 7 + i);
      view.setFloat64(5 + 20 * i, 1000 * i);
      view.setBigUint64(13 + 20 * i, word);
    }
    const { refs, times, values } = unpackBatch(bytes);
    assert.deepEqual(
      [[...refs], [...times]],
      [
        [7, 8],
        [0, 1000],
      ],
    );
    assert.deepEqual(bits(values), [0x7ff0000000000002n, 0x8000000000000000n]);
    assert.throws(() => unpackBatch(bytes.slice(0, 30)), MalformedSeriesError);
  });

  it('that were made up or damaged are refused in one way, or read within bounds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => rejects(unpackBatch, bytes)),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(batch, fc.nat(), fc.nat(255), fc.nat(), (given, place, byte, cut) => {
        const bytes = packBatch(given);
        assert.throws(() => unpackBatch(bytes.slice(0, cut % bytes.length)), MalformedSeriesError);
        bytes[place % bytes.length] = byte;
        rejects(unpackBatch, bytes);
      }),
      { numRuns: 500 },
    );
  });
});
