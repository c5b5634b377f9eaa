import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import snappyjs from 'snappyjs';
import { WireError } from './errors.ts';
import { SnappyDecoder } from './snappy.ts';

const MEGABYTE = 1 << 20;
const decode = (bytes: Uint8Array, max = MEGABYTE): Buffer =>
  Buffer.from(new SnappyDecoder().decode(bytes, max));

describe('snappy block format', () => {
  test('what another encoder made comes back', () => {
    const decoder = new SnappyDecoder();
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 3000 }),
      // Repetitions of all distances, short ones too.
      fc
        .tuple(fc.uint8Array({ minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 9000 }))
        .map(([part, times]) => Uint8Array.from({ length: times }, (_, index) => part[index % part.length]!)),
      fc
        .array(fc.constantFrom('__name__', 'http_requests_total', 'instance', 'web1:9100', '\n\x12'), {
          maxLength: 2000,
        })
        .map((words) => new TextEncoder().encode(words.join(''))),
    );
    fc.assert(
      fc.property(content, (bytes) => {
        const compressed = snappyjs.compress(bytes);
        assert.deepEqual(Buffer.from(decoder.decode(compressed, MEGABYTE)), Buffer.from(bytes));
      }),
      { numRuns: 300 },
    );
  });

  test('large data with far copies (beyond 64 KiB) comes back', () => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => (index * index) >> 7);
    assert.ok(decode(snappyjs.compress(bytes)).equals(bytes));
  });

  test('every kind of element, by hand', () => {
    // Literal "abcd", copies with 1, 2 and 4 bytes of offset, a copy that repeats what it writes.
    const elements = [0x0c, 97, 98, 99, 100, 0x01, 4, 0x0e, 4, 0, 0x0f, 4, 0, 0, 0, 0x0a, 1, 0];
    assert.equal(decode(Uint8Array.from([19, ...elements])).toString(), 'abcdabcdabcdabcdddd');
    // A literal whose length stands in one byte of its own.
    assert.equal(
      decode(Uint8Array.from([70, 60 << 2, 69, ...new Array(70).fill(120)])).toString(),
      'x'.repeat(70),
    );
    assert.equal(decode(Uint8Array.from([0])).length, 0);
  });

  test('damaged data ends in a WireError, whatever it is', () => {
    const decoder = new SnappyDecoder();
    const attempt = (bytes: Uint8Array): void => {
      try {
        assert.ok(decoder.decode(bytes, MEGABYTE).length <= MEGABYTE);
      } catch (error) {
        assert.ok(error instanceof WireError, String(error));
      }
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), attempt), { numRuns: 3000 });
    const good = snappyjs.compress(new TextEncoder().encode('abcdefgh'.repeat(200) + 'xyz'.repeat(300)));
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
      { numRuns: 2000 },
    );
  });

  const refused: [string, number[], WireError['problem']][] = [
    ['nothing', [], 'malformed'],
    ['a length that never ends', [255, 255, 255, 255, 255, 255], 'malformed'],
    ['a length of more than 32 bits', [255, 255, 255, 255, 16, 0], 'malformed'],
    ['a bomb: 4 GB declared', [255, 255, 255, 255, 15, 0], 'too-large'],
    ['a megabyte declared in 5 bytes', [0x80, 0x80, 0x40, 0, 0], 'malformed'],
    ['a copy before the start', [8, 0x01, 1], 'malformed'],
    ['a copy of distance 0', [8, 0, 97, 0x0d, 0], 'malformed'],
    ['a copy beyond the declared end', [4, 0, 97, 0xfe, 1, 0], 'malformed'],
    ['a literal beyond the input', [8, 0x1c, 97], 'malformed'],
    ['less than declared', [8, 0, 97], 'malformed'],
    ['the framed format', [0xff, 6, 0, 0, 115, 78, 97, 80, 112, 89], 'malformed'],
  ];
  for (const [what, bytes, problem] of refused)
    test(`refuses ${what}`, () => {
      assert.throws(
        () => decode(Uint8Array.from(bytes)),
        (error) => error instanceof WireError && error.problem === problem,
      );
    });

  test('refuses what is larger than allowed, and takes what is just so large', () => {
    const compressed = snappyjs.compress(new Uint8Array(1000));
    assert.equal(decode(compressed, 1000).length, 1000);
    assert.throws(() => decode(compressed, 999), { problem: 'too-large' });
  });
});
