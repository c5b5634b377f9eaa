import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_SAMPLES, MalformedSeriesError } from '@rettungsanker/series-codec';
import fc from 'fast-check';
import { decodeSamples, encodeSamples, GROUP_SIZE, groupOf, packBlock, unpackBlock } from './block.ts';

const group = fc.nat(1000);
const chunks = fc.dictionary(
  fc.nat(GROUP_SIZE - 1).map(String),
  fc.uint8Array({ minLength: 1, maxLength: 30 }),
);

describe('blocks of neighbouring series', () => {
  it('give back every chunk', () => {
    fc.assert(
      fc.property(group, chunks, (number, given) => {
        const entries = Object.entries(given).map(
          ([place, bytes]) => [number * GROUP_SIZE + Number(place), bytes] as const,
        );
        const back = unpackBlock(number, packBlock(new Map(entries)));
        assert.deepEqual(
          [...back].map(([ref, bytes]) => [ref, [...bytes]]),
          entries.sort(([a], [b]) => a - b).map(([ref, bytes]) => [ref, [...bytes]]),
        );
        for (const ref of back.keys()) assert.equal(groupOf(ref), number);
      }),
    );
  });

  it('that were made up or damaged are refused, or read within bounds', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        chunks,
        fc.nat(),
        fc.nat(255),
        (noise, given, place, byte) => {
          const block = packBlock(new Map(Object.entries(given).map(([at, bytes]) => [Number(at), bytes])));
          block[place % block.length] = byte;
          for (const bytes of [Buffer.from(noise), block]) {
            try {
              unpackBlock(0, bytes);
            } catch (error) {
              assert.ok(error instanceof MalformedSeriesError, String(error));
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('take a series that is busier than one chunk', () => {
    const length = 2 * MAX_SAMPLES + 5;
    const times = Float64Array.from({ length }, (_, i) => i * 10);
    const values = Float64Array.from({ length }, (_, i) => i % 1000);
    const bytes = encodeSamples({ times, values });
    assert.deepEqual(decodeSamples(bytes), { times, values });
    assert.throws(() => decodeSamples(bytes.subarray(0, bytes.length - 1)), MalformedSeriesError);
  });
});
