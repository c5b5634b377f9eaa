import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { request2, STALE, snappy, type TestSeries, writeRequest } from './testing/wire.ts';
import { type IngestWorld, ingestWorld, type Reply, V2, WRITE } from './testing/world.ts';

/*
 * The acceptance table: what the specifications of remote write 1.0 and 2.0-rc.4 ask of a receiver, case by case.
 */

let world: IngestWorld;
before(async () => {
  world = await ingestWorld();
});
after(() => world.close());

const now = (): number => Date.now();
let made = 0;
/** A metric that no other case writes. */
const fresh = (): string => `case_${++made}_total`;
const series = (name: string, ...samples: [number, number | Buffer][]): TestSeries => ({
  labels: [
    ['__name__', name],
    ['instance', 'web1:9100'],
    ['job', 'node'],
  ],
  samples: samples.length > 0 ? samples : [[now(), 1]],
});
const encoded = { 1: writeRequest, 2: request2 } as const;
const values = async (name: string): Promise<number[][]> =>
  (await world.stored(name)).map((one) => [...one.values]);

for (const version of [1, 2] as const)
  describe(`remote write ${version}.0`, () => {
    const write = (all: TestSeries[], headers?: Record<string, string>): Promise<Reply> =>
      world.write(encoded[version](all), version, headers);
    const answers = (reply: Reply, status: number, samples: number): void => {
      assert.equal(reply.status, status, reply.text);
      if (version === 2) assert.equal(reply.written, `${samples} 0 0`);
      if (status !== 204) assert.notEqual(reply.text, '');
    };

    test('stores everything: 204, no body, and the counts', async () => {
      const name = fresh();
      const at = now();
      const reply = await write([series(name, [at - 1000, 0.5], [at, -3])]);
      answers(reply, 204, 2);
      assert.equal(reply.text, '');
      const [stored] = await world.stored(name);
      assert.deepEqual(stored!.key.labels, { instance: 'web1:9100', job: 'node' });
      assert.deepEqual([...stored!.times], [at - 1000, at]);
      assert.deepEqual([...stored!.values], [0.5, -3]);
    });

    test('a repeated request changes nothing and is a success', async () => {
      const name = fresh();
      const all = [series(name, [now(), 7])];
      answers(await write(all), 204, 1);
      answers(await write(all), 204, 1);
      assert.deepEqual(await values(name), [[7]]);
    });

    test('an empty request is a success', async () => answers(await write([]), 204, 0));

    test('samples of one series in several series of the request', async () => {
      const name = fresh();
      const at = now();
      answers(
        await write([series(name, [at - 2, 1]), series(name, [at - 1, 2]), series(name, [at, 3])]),
        204,
        3,
      );
      assert.deepEqual(await values(name), [[1, 2, 3]]);
    });

    test('labels in any order are one series', async () => {
      const name = fresh();
      const { labels } = series(name);
      const at = now();
      answers(await write([{ labels: [...labels].reverse(), samples: [[at - 1, 1]] }]), 204, 1);
      answers(await write([{ labels, samples: [[at, 2]] }]), 204, 1);
      assert.deepEqual(await values(name), [[1, 2]]);
    });

    test('a staleness marker, infinities and a NaN keep their bits', async () => {
      const name = fresh();
      const at = now();
      const nan = Buffer.from('010000000000f87f', 'hex');
      answers(
        await write([
          series(
            name,
            [at - 3, Number.POSITIVE_INFINITY],
            [at - 2, Number.NEGATIVE_INFINITY],
            [at - 1, nan],
            [at, STALE],
          ),
        ]),
        204,
        4,
      );
      const [stored] = await world.stored(name);
      const bits = Buffer.from(stored!.values.buffer, stored!.values.byteOffset, stored!.values.byteLength);
      assert.deepEqual(
        [0, 1, 2, 3].map((index) => bits.subarray(8 * index, 8 * index + 8).toString('hex')),
        ['000000000000f07f', '000000000000f0ff', nan.toString('hex'), STALE.toString('hex')],
      );
    });

    test('out of order within the window is stored in its place', async () => {
      const name = fresh();
      const at = now();
      answers(await write([series(name, [at, 2])]), 204, 1);
      answers(await write([series(name, [at - 60_000, 1])]), 204, 1);
      assert.deepEqual(await values(name), [[1, 2]]);
    });

    const partly: [string, (name: string, at: number) => TestSeries, RegExp][] = [
      ['too far out of order', (name, at) => series(name, [at - 3_600_000, 1]), /too old/],
      [
        'older than anything is kept',
        (name, at) => series(`${name}_old`, [at - 30 * 86_400_000, 1]),
        /too old/,
      ],
      ['in the future', (name, at) => series(name, [at + 3_600_000, 1]), /future/],
      ['contradicting what is there', (name, at) => series(name, [at, 99]), /another value/],
      [
        'with an empty label value',
        (name, at) => ({
          labels: [
            ['__name__', name],
            ['a', ''],
          ],
          samples: [[at, 1]],
        }),
        /without a value/,
      ],
      [
        'with a label twice',
        (name, at) => ({
          labels: [
            ['__name__', name],
            ['a', 'x'],
            ['a', 'y'],
          ],
          samples: [[at, 1]],
        }),
        /same name/,
      ],
      [
        'without a metric name',
        (_name, at) => ({ labels: [['a', 'x']], samples: [[at, 1]] }),
        /no metric name/,
      ],
    ];
    for (const [what, bad, reason] of partly)
      test(`a sample ${what} is refused with 400, the others are stored`, async () => {
        const name = fresh();
        const at = now();
        answers(await write([series(name, [at, 5])]), 204, 1);
        const beside = fresh();
        const reply = await write([bad(name, at), series(beside, [at, 6])]);
        answers(reply, 400, 1);
        assert.match(reply.text, reason);
        assert.deepEqual(await values(name), [[5]]);
        assert.deepEqual(await values(beside), [[6]]);
      });

    test('native histograms and exemplars are refused by name, samples beside them stored', async () => {
      const name = fresh();
      const reply = await write([
        { ...series(name), exemplars: 2 },
        { labels: series(`${name}_h`).labels, histograms: 1 },
      ]);
      answers(reply, 400, 1);
      assert.match(reply.text, /1 native histograms/);
      assert.match(reply.text, /2 exemplars/);
      assert.equal((await values(name)).length, 1);
    });

    test(`names beyond the classic rules are ${version === 1 ? 'refused' : 'stored'}`, async () => {
      const name = `http.server.${fresh()}`;
      answers(await write([series(name)]), version === 1 ? 400 : 204, version === 1 ? 0 : 1);
      assert.equal((await world.stored(name)).length, version === 1 ? 0 : 1);
    });

    test('labels that the store has for itself get a prefix', async () => {
      const name = fresh();
      answers(
        await write([
          {
            labels: [
              ['__name__', name],
              ['asset', 'x'],
              ['check', 'y'],
            ],
            samples: [[now(), 1]],
          },
        ]),
        204,
        1,
      );
      assert.deepEqual((await world.stored(name))[0]!.key.labels, {
        exported_asset: 'x',
        exported_check: 'y',
      });
    });

    const unsupported: [string, Record<string, string>][] = [
      ['another media type', { 'content-type': 'application/json' }],
      ['another message', { 'content-type': 'application/x-protobuf;proto=io.prometheus.write.v3.Request' }],
      ['another compression', { 'content-encoding': 'zstd' }],
      ['no compression', { 'content-encoding': 'identity' }],
    ];
    for (const [what, headers] of unsupported)
      test(`415 for ${what}`, async () => {
        const name = fresh();
        answers(await write([series(name)], headers), 415, 0);
        assert.deepEqual(await values(name), []);
      });

    const damaged: [string, (good: Buffer) => Buffer][] = [
      ['a body that is not compressed', (good) => good],
      ['a compressed body that is cut off', (good) => snappy(good).subarray(0, -3)],
      ['a message that is cut off', (good) => snappy(good.subarray(0, -3))],
      ['noise', () => Buffer.from('ff'.repeat(50), 'hex')],
      ['nothing', () => Buffer.alloc(0)],
    ];
    for (const [what, spoil] of damaged)
      test(`400 for ${what}, and nothing is stored`, async () => {
        const name = fresh();
        const reply = await world.post(WRITE, spoil(encoded[version]([series(name)])), {
          'content-type': version === 1 ? 'application/x-protobuf' : V2,
          'content-encoding': 'snappy',
        });
        answers(reply, 400, 0);
        assert.deepEqual(await values(name), []);
      });
  });

describe('remote write, content negotiation', () => {
  test('1.0 is what has no proto parameter, or the one of 1.0, whatever the version header says', async () => {
    for (const type of [
      'application/x-protobuf',
      'application/x-protobuf; proto="prometheus.WriteRequest"',
    ]) {
      const name = fresh();
      const reply = await world.write(writeRequest([series(name)]), 1, {
        'content-type': type,
        'x-prometheus-remote-write-version': '2.0.0',
      });
      assert.equal(reply.status, 204, reply.text);
      assert.equal((await values(name)).length, 1);
    }
  });

  test('other methods are not offered', async () => {
    const response = await fetch(world.program.url + WRITE, {
      headers: { authorization: `Bearer ${world.token}` },
    });
    assert.equal(response.status, 404);
  });

  test('2.0: series without samples, and references that lead nowhere', async () => {
    const empty = await world.write(request2([{ labels: series(fresh()).labels }]), 2);
    assert.equal(empty.status, 400);
    assert.match(empty.text, /without samples/);
    // Field 4: one symbol that is not the empty one.
    const bad = await world.write(Buffer.from('2201612a040a020005', 'hex'), 2);
    assert.deepEqual([bad.status, bad.written], [400, '0 0 0']);
  });
});
