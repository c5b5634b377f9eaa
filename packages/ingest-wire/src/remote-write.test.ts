import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { SampleBatch } from './batch.ts';
import { WireError } from './errors.ts';
import { encode, request2 } from './fixture.ts';
import { SeriesInterner } from './interner.ts';
import { labelKey, sortLabels } from './labels.ts';
import { RemoteWriteDecoder, type WriteSummary } from './remote-write.ts';

const NOW = 1_800_000_000_000;
const interner = (maxSeries = 1000): SeriesInterner => new SeriesInterner({ maxSeries, seed: 7 });

interface Decoded {
  summary: WriteSummary;
  samples: { series: string; time: number; value: number; bits: [number, number] }[];
}
function read(version: 1 | 2, bytes: Uint8Array, names = interner()): Decoded {
  const batch = new SampleBatch(2);
  const decoder = new RemoteWriteDecoder();
  const summary =
    version === 1 ? decoder.decode1(bytes, names, batch, NOW) : decoder.decode2(bytes, names, batch, NOW);
  const samples = Array.from({ length: batch.count }, (_, index) => ({
    series: labelKey(names.labelsOf(batch.refs[index]!)!),
    time: batch.times[index]!,
    value: batch.values[index]!,
    bits: [batch.words[2 * index]!, batch.words[2 * index + 1]!] as [number, number],
  }));
  return { summary, samples };
}
type Pair = [string, string];
const up = (...more: Pair[]): Pair[] => [['__name__', 'up'], ...more];
const series1 = (labels: readonly Pair[], ...samples: [number, number][]) => ({
  labels: labels.map(([name, value]) => ({ name, value })),
  samples: samples.map(([timestamp, value]) => ({ timestamp, value })),
});
const one = (version: 1 | 2, labels: readonly Pair[]): Uint8Array =>
  version === 1
    ? encode('WriteRequest', { timeseries: [series1(labels, [NOW, 1])] })
    : encode('Request2', request2([{ labels, samples: [{ timestamp: NOW, value: 1 }] }]));

const classic = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,12}$/);
const anyText = fc
  .string({ minLength: 1, maxLength: 20, unit: 'grapheme' })
  .filter((text) => !text.includes('\0'));
const labelsOf = (name: fc.Arbitrary<string>): fc.Arbitrary<Pair[]> =>
  fc
    .tuple(name, fc.uniqueArray(fc.tuple(name, anyText), { maxLength: 6, selector: ([key]) => key }))
    .map(([metric, pairs]) => [['__name__', metric] as Pair, ...pairs.filter(([key]) => key !== '__name__')]);
const samplesOf = fc.array(
  fc.record({
    timestamp: fc.integer({ min: -(2 ** 43), max: 2 ** 43 }),
    value: fc.double(),
  }),
  { minLength: 1, maxLength: 4 },
);

describe('remote write', () => {
  for (const version of [1, 2] as const)
    test(`${version}.0: what another encoder made comes back, labels in any order`, () => {
      const series = fc.array(
        fc.record({ labels: labelsOf(version === 1 ? classic : anyText), samples: samplesOf }),
        {
          maxLength: 20,
        },
      );
      const names = interner(100_000);
      fc.assert(
        fc.property(series, (all) => {
          const content =
            version === 1
              ? {
                  timeseries: all.map(({ labels, samples }) => ({
                    labels: labels.map(([name, value]) => ({ name, value })),
                    samples,
                  })),
                }
              : request2(all);
          const { summary, samples } = read(
            version,
            encode(version === 1 ? 'WriteRequest' : 'Request2', content),
            names,
          );
          const expected = all.flatMap((entry) =>
            entry.samples.map(({ timestamp, value }) => ({
              series: labelKey(sortLabels([...entry.labels])),
              time: timestamp,
              value,
            })),
          );
          assert.deepEqual(
            samples.map(({ bits: _, ...rest }) => rest),
            expected,
          );
          assert.equal(summary.samples, expected.length);
          assert.equal(summary.invalidLabels, 0);
        }),
        { numRuns: 200 },
      );
    });

  test('a repeated request gets the same numbers, in every order of its labels', () => {
    const names = interner();
    const first = read(
      1,
      one(1, [
        ['__name__', 'a'],
        ['x', '1'],
        ['y', '2'],
      ]),
      names,
    );
    const turned = read(
      1,
      one(1, [
        ['y', '2'],
        ['__name__', 'a'],
        ['x', '1'],
      ]),
      names,
    );
    const second = read(
      2,
      one(2, [
        ['x', '1'],
        ['__name__', 'a'],
        ['y', '2'],
      ]),
      names,
    );
    assert.deepEqual(turned.samples, first.samples);
    assert.deepEqual(second.samples, first.samples);
    assert.equal(names.size, 1);
  });

  test('a staleness marker keeps its bits, and so does any other NaN', () => {
    const bytes = one(1, up());
    const at = Buffer.from(bytes).indexOf(Buffer.from([0x09]), 14) + 1;
    for (const bits of ['020000000000f07f', 'efcdab896745f3ff', '010000000000f87f']) {
      bytes.set(Buffer.from(bits, 'hex'), at);
      const [sample] = read(1, bytes).samples;
      const raw = Buffer.alloc(8);
      raw.writeUInt32LE(sample!.bits[0], 0);
      raw.writeUInt32LE(sample!.bits[1], 4);
      assert.equal(raw.toString('hex'), bits);
    }
    const batch = new SampleBatch();
    bytes.set(Buffer.from('020000000000f07f', 'hex'), at);
    new RemoteWriteDecoder().decode1(bytes, interner(), batch, NOW);
    assert.equal(batch.isStale(0), true);
  });

  test('labels that stand behind samples, or are split by them, are found', () => {
    const label = (name: string, value: string): Buffer => {
      const inner = Buffer.from(encode('Label', { name, value }));
      return Buffer.concat([Buffer.from([0x0a, inner.length]), inner]);
    };
    const sample = Buffer.from(encode('Sample', { value: 3, timestamp: NOW }));
    const series = Buffer.concat([
      label('__name__', 'up'),
      Buffer.from([0x12, sample.length]),
      sample,
      label('job', 'x'),
    ]);
    const request = Buffer.concat([Buffer.from([0x0a, series.length]), series]);
    assert.deepEqual(
      read(1, request).samples.map(({ series, value }) => [series, value]),
      [[labelKey(up(['job', 'x'])), 3]],
    );
  });

  const allowed: Record<'both' | 'second', Record<string, Pair[]>> = {
    both: {
      'a plain name': up(),
      'a name with colons': [['__name__', 'job:errors:rate5m']],
      'any UTF-8 in values': up(['path', 'C:\\Übung "1"\n😀']),
      'labels that are not sorted': up(['b', '1'], ['a', '2']),
    },
    second: {
      'a dotted metric name': [['__name__', 'http.server.duration']],
      'a label name with a dash': up(['host-name', 'a']),
      'a name that is not ASCII': [['__name__', 'Füllstand']],
    },
  };
  const forbidden: Record<string, Pair[]> = {
    'no labels': [],
    'no metric name': [['job', 'x']],
    'an empty metric name': [['__name__', '']],
    'an empty label name': up(['', 'x']),
    'an empty label value': up(['job', '']),
    'a label twice': up(['job', 'x'], ['job', 'y']),
    'a label twice with the same value': up(['job', 'x'], ['job', 'x']),
    'a NUL, which no text in the database can hold': up(['job', 'a\0b']),
    'too many labels': up(...Array.from({ length: 40 }, (_, index): Pair => [`l${index}`, 'x'])),
    'a label value that is too long': up(['job', 'x'.repeat(1025)]),
    'a label name that is too long': up(['j'.repeat(201), 'x']),
  };
  for (const version of [1, 2] as const) {
    for (const [what, labels] of Object.entries({
      ...allowed.both,
      ...(version === 2 ? allowed.second : {}),
    }))
      test(`${version}.0 accepts ${what}`, () => {
        const { summary, samples } = read(version, one(version, labels));
        assert.deepEqual([summary.invalidLabels, samples.length, summary.problem], [0, 1, '']);
      });
    for (const [what, labels] of Object.entries({ ...forbidden, ...(version === 1 ? allowed.second : {}) }))
      test(`${version}.0 refuses ${what}`, () => {
        const { summary, samples } = read(version, one(version, labels));
        assert.deepEqual([summary.invalidLabels, samples.length], [1, 0]);
        assert.notEqual(summary.problem, '');
      });
  }

  test('1.0 refuses a name that 2.0 made known', () => {
    const names = interner();
    const labels: Pair[] = [['__name__', 'http.server']];
    assert.equal(read(2, one(2, labels), names).samples.length, 1);
    assert.equal(read(1, one(1, labels), names).summary.invalidLabels, 1);
  });

  test('valid series of a request with invalid ones are taken', () => {
    const { summary, samples } = read(
      1,
      encode('WriteRequest', {
        timeseries: [
          series1(up(), [1, 1]),
          series1([['job', 'x']], [1, 1], [2, 2]),
          series1(up(['job', 'y']), [3, 3]),
        ],
      }),
    );
    assert.deepEqual([summary.samples, summary.invalidLabels, samples.length], [4, 2, 2]);
  });

  test('series beyond the limit are refused, known ones go on; idle ones give way', () => {
    const names = interner(2);
    const bomb = (count: number): Uint8Array =>
      encode('WriteRequest', {
        timeseries: Array.from({ length: count }, (_, index) => series1(up(['i', String(index)]), [NOW, 1])),
      });
    assert.deepEqual([read(1, bomb(2), names).samples.length, names.size], [2, 2]);
    const more = read(1, bomb(50), names);
    assert.deepEqual([more.samples.length, more.summary.overLimit, names.size], [2, 48, 2]);
    const later = new SampleBatch();
    new RemoteWriteDecoder().decode1(one(1, up(['i', 'new'])), names, later, NOW + 3 * 3_600_000);
    assert.deepEqual([later.count, names.size], [1, 1]);
  });

  test('counts native histograms, exemplars and series with nothing in them', () => {
    const histogram = { countInt: 3, sum: 2, timestamp: NOW };
    const exemplar = { labelsRefs: [], value: 1, timestamp: NOW };
    const { summary } = read(
      2,
      encode(
        'Request2',
        request2([
          { labels: up(), samples: [{ timestamp: NOW, value: 1 }], exemplars: [exemplar] },
          { labels: up(['le', '1']), histograms: [histogram, histogram] },
          { labels: up(['a', 'b']), metadata: { type: 1 } },
        ]),
      ),
    );
    assert.deepEqual(
      [summary.samples, summary.histograms, summary.exemplars, summary.emptySeries],
      [1, 2, 1, 1],
    );
    const first = read(
      1,
      encode('WriteRequest', {
        timeseries: [{ ...series1(up(), [NOW, 1]), exemplars: [{ value: 1 }], histograms: [histogram] }],
        metadata: [{ type: 1, metricFamilyName: 'up', help: 'x' }],
      }),
    );
    assert.deepEqual([first.summary.samples, first.summary.histograms, first.summary.exemplars], [1, 1, 1]);
  });

  const damaged: Record<string, object> = {
    'symbols that do not start with the empty one': {
      symbols: ['__name__', 'up'],
      timeseries: [{ labelsRefs: [0, 1], samples: [{ value: 1 }] }],
    },
    'a reference behind the symbols': { symbols: ['', 'x'], timeseries: [{ labelsRefs: [1, 2] }] },
    'a name without a value': { symbols: ['', 'x'], timeseries: [{ labelsRefs: [1, 1, 1] }] },
    'references without symbols': { symbols: [], timeseries: [{ labelsRefs: [0, 0] }] },
  };
  for (const [what, content] of Object.entries(damaged))
    test(`2.0 refuses ${what}`, () => {
      assert.throws(() => read(2, encode('Request2', content)), { problem: 'malformed' });
    });

  test('a 2.0 message read as 1.0 is empty, and the other way round', () => {
    assert.equal(read(1, one(2, up())).summary.samples, 0);
    assert.equal(read(2, one(1, up())).summary.samples, 0);
  });

  test('labels that are no UTF-8 end in a WireError', () => {
    const bytes = one(1, up(['job', 'abc']));
    bytes[Buffer.from(bytes).indexOf('abc')] = 0xff;
    assert.throws(() => read(1, bytes), { problem: 'malformed' });
  });

  test('damaged messages end in a WireError, whatever they are', () => {
    const names = interner();
    const attempt = (bytes: Uint8Array): void => {
      for (const version of [1, 2] as const)
        try {
          read(version, bytes, names);
        } catch (error) {
          assert.ok(error instanceof WireError, String(error));
        }
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), attempt), { numRuns: 2000 });
    for (const good of [one(1, up(['job', 'x'])), one(2, up(['job', 'x']))])
      fc.assert(
        fc.property(
          fc.nat(good.length - 1),
          fc.integer({ min: 0, max: 255 }),
          fc.nat(good.length),
          (at, byte, cut) => {
            const bad = good.slice();
            bad[at] = byte;
            attempt(bad);
            attempt(good.slice(0, cut));
          },
        ),
        { numRuns: 1000 },
      );
  });
});
