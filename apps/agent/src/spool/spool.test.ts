import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import { silentLog } from '../log.ts';
import { crc32 } from './record.ts';
import { Spool, type SpoolOptions } from './spool.ts';

let folder: string;
let now = 1_800_000_000_000;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'ra-spool-')), 'buffer');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const open = (options: Partial<SpoolOptions> = {}): Spool =>
  new Spool({
    folder,
    maxBytes: 256 * 1024 * 1024,
    maxAgeMs: 7 * 86_400_000,
    log: silentLog,
    now: () => now,
    ...options,
  });

/** The part of the server that matters here: takes exactly the next number, knows a repeated one, refuses a gap. */
class Server {
  lastSeq = 0;
  bodies: string[] = [];
  take({ seq, body }: { seq: number; body: Buffer }): void {
    assert.ok(seq <= this.lastSeq + 1, `gap: expected ${this.lastSeq + 1}, got ${seq}`);
    if (seq <= this.lastSeq) return;
    this.lastSeq = seq;
    if (body.length > 0) this.bodies.push(body.toString());
  }
  takeAll(spool: Spool): void {
    for (let out = spool.next(); out; out = spool.next()) {
      this.take(out);
      spool.acknowledge(out.seq);
    }
  }
  get values(): string[] {
    return this.bodies.filter((b) => !b.startsWith('"dropped"'));
  }
  get droppedBatches(): number {
    return this.losses.reduce((sum, { batches }) => sum + batches, 0);
  }
  get losses(): { batches: number; bytes: number; from: number; to: number; reason: string }[] {
    return this.bodies.filter((b) => b.startsWith('"dropped"')).map((b) => JSON.parse(`{${b}}`).dropped);
  }
}

const segmentFiles = (): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.seg'))
    .sort();
const newest = (): string => join(folder, segmentFiles().at(-1)!);

describe('spool', () => {
  test('crc32 gives the check value of the standard', () => {
    assert.equal(crc32(Buffer.from('123456789')), 0xcbf43926);
    assert.equal(crc32(Buffer.from('6789'), crc32(Buffer.from('12345'))), 0xcbf43926);
  });

  test('delivers in order and forgets what was acknowledged', () => {
    const spool = open();
    const server = new Server();
    for (const body of ['a', 'b', 'c']) spool.append(body);
    assert.equal(spool.pending, 3);
    assert.equal(spool.resume(server.lastSeq), 'in-step');
    server.takeAll(spool);
    assert.deepEqual(server.values, ['a', 'b', 'c']);
    assert.equal(server.lastSeq, 3);
    assert.equal(spool.pending, 0);
    spool.close();
  });

  test('sends again what was not acknowledged, and only that, after a restart', () => {
    const server = new Server();
    const first = open();
    for (const body of ['a', 'b', 'c', 'd']) first.append(body);
    first.resume(0);
    server.take(first.next()!);
    server.take(first.next()!);
    first.acknowledge(1);
    // Killed here: "b" is stored on the server, its acknowledgement never arrived.
    const second = open();
    assert.equal(second.pending, 4, 'without the server it cannot know what arrived');
    assert.equal(second.resume(server.lastSeq), 'in-step');
    server.takeAll(second);
    assert.deepEqual(server.values, ['a', 'b', 'c', 'd']);
    second.close();
  });

  test('survives being cut off at any byte of the last record', () => {
    const spool = open();
    spool.append('"first":1');
    const whole = statSync(newest()).size;
    spool.append('"second":2');
    const end = statSync(newest()).size;
    spool.close();
    const file = newest();
    const backup = join(folder, '..', 'backup');
    copyFileSync(file, backup);
    for (let size = 0; size <= end; size++) {
      copyFileSync(backup, file);
      truncateSync(file, size);
      const again = open();
      const server = new Server();
      again.append('"third":3');
      again.resume(0);
      server.takeAll(again);
      const expected = [
        ...(size >= whole ? ['"first":1'] : []),
        ...(size >= end ? ['"second":2'] : []),
        '"third":3',
      ];
      assert.deepEqual(server.values, expected, `cut at ${size}`);
      again.close();
      rmSync(join(folder, 'position.json'), { force: true });
    }
  });

  test('steps over a damaged record, keeps what follows, and says what is missing', () => {
    const spool = open();
    const sizes = ['one', 'two', 'three', 'four'].map((body) => {
      spool.append(body);
      return statSync(newest()).size;
    });
    spool.close();
    const bytes = readFileSync(newest());
    bytes[sizes[0]! + 33]! ^= 0xff;
    bytes[sizes[1]! + 5]! ^= 0xff;
    writeFileSync(newest(), bytes);
    const again = open();
    const server = new Server();
    again.resume(0);
    server.takeAll(again);
    assert.deepEqual(server.values, ['one', 'four']);
    assert.deepEqual(
      server.losses.map(({ batches, reason }) => ({ batches, reason })),
      [{ batches: 2, reason: 'corrupt' }],
    );
    assert.equal(server.lastSeq, 4, 'the numbers stay free of gaps');
    again.close();
  });

  test('a loss that was reported is not reported again after a reconnection', () => {
    const spool = open();
    const sizes = ['one', 'two', 'three', 'four'].map((body) => {
      spool.append(body);
      return statSync(newest()).size;
    });
    const bytes = readFileSync(newest());
    bytes[sizes[0]! + 33]! ^= 0xff;
    bytes[sizes[1]! + 33]! ^= 0xff;
    writeFileSync(newest(), bytes);
    const server = new Server();
    spool.resume(0);
    for (let i = 0; i < 2; i++) {
      const out = spool.next()!;
      server.take(out);
      spool.acknowledge(out.seq);
    }
    spool.resume(server.lastSeq);
    server.takeAll(spool);
    assert.deepEqual(server.values, ['one', 'four']);
    assert.equal(server.droppedBatches, 2);
    spool.close();
  });

  test('drops the oldest first when it is full, and says what', () => {
    const maxBytes = 20_000;
    const spool = open({ maxBytes, segmentBytes: 2_000 });
    const began = now;
    const body = (i: number): string => `"n":${String(i).padStart(4, '0')},"x":"${'x'.repeat(80)}"`;
    for (let i = 0; i < 1000; i++) {
      now += 15_000;
      spool.append(body(i));
      assert.ok(spool.bytes <= maxBytes + 2_200, `${spool.bytes} bytes`);
    }
    const server = new Server();
    spool.resume(0);
    server.takeAll(spool);
    const numbers = server.values.map((b) => Number(b.slice(4, 8)));
    assert.deepEqual(
      numbers,
      numbers.map((_, i) => 1000 - numbers.length + i),
      'the newest are kept, in order, without holes',
    );
    assert.equal(server.droppedBatches, 1000 - numbers.length);
    assert.equal(server.losses[0]!.reason, 'size');
    assert.equal(Math.min(...server.losses.map(({ from }) => from)), began + 15_000);
    assert.equal(server.lastSeq, numbers.length + server.losses.length, 'numbers on the wire have no gap');
    spool.close();
  });

  test('drops what is too old', () => {
    const spool = open();
    spool.append('old');
    now += 5 * 86_400_000;
    spool.append('newer');
    now += 5 * 86_400_000;
    spool.append('newest');
    const server = new Server();
    spool.resume(0);
    server.takeAll(spool);
    assert.deepEqual(server.values, ['newer', 'newest']);
    assert.deepEqual(
      server.losses.map(({ batches, reason }) => ({ batches, reason })),
      [{ batches: 1, reason: 'age' }],
    );
    spool.close();
  });

  test('a batch that the server refuses for good makes way and is reported', () => {
    const spool = open();
    for (const body of ['a', 'poison', 'c']) spool.append(body);
    const server = new Server();
    spool.resume(0);
    const first = spool.next()!;
    server.take(first);
    spool.acknowledge(first.seq);
    spool.refuseHead();
    spool.rewind();
    spool.resume(server.lastSeq);
    server.takeAll(spool);
    assert.deepEqual(server.values, ['a', 'c']);
    assert.equal(server.losses[0]!.reason, 'refused');
    spool.close();
  });

  test('a server that knows more than this folder (restored copy) gets only what is new', () => {
    const before = open();
    for (const body of ['a', 'b']) before.append(body);
    before.close();
    const restored = open();
    restored.append('new');
    const server = new Server();
    server.lastSeq = 500;
    assert.equal(restored.resume(server.lastSeq), 'server-ahead');
    server.takeAll(restored);
    assert.deepEqual(server.values, ['new']);
    assert.equal(server.lastSeq, 501);
    restored.close();
    const later = open();
    later.append('later');
    assert.equal(later.resume(server.lastSeq), 'in-step', 'the correction is remembered');
    server.takeAll(later);
    assert.deepEqual(server.values, ['new', 'later']);
    later.close();
  });

  test('a server that was restored from a backup is given what is still here, numbered as it expects', () => {
    const spool = open({ segmentBytes: 200 });
    const server = new Server();
    for (let i = 0; i < 50; i++) spool.append(`"n":${i},"x":"${'x'.repeat(60)}"`);
    spool.resume(0);
    server.takeAll(spool);
    spool.append('after');
    server.lastSeq = 20;
    server.bodies = [];
    assert.equal(spool.resume(server.lastSeq), 'server-behind');
    server.takeAll(spool);
    assert.deepEqual(server.values.at(-1), 'after');
    spool.close();
  });

  test('a batch that no frame could carry is refused with a code', () => {
    const spool = open();
    assert.throws(() => spool.append(Buffer.alloc(5 * 1024 * 1024)), { code: 'RA_BATCH_TOO_LARGE' });
    assert.equal(spool.pending, 0);
    spool.close();
  });

  test('whatever happens, the server gets every batch once and in order, or is told that it is lost', () => {
    const step = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({ do: fc.constant('append' as const), size: fc.integer({ min: 1, max: 400 }) }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          do: fc.constant('send' as const),
          count: fc.integer({ min: 1, max: 12 }),
          acks: fc.integer({ min: 0, max: 12 }),
        }),
      },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('reconnect' as const) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('kill' as const) }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        rmSync(folder, { recursive: true, force: true });
        const options = { maxBytes: 6_000, segmentBytes: 500 };
        const server = new Server();
        let spool = open(options);
        let connected = false;
        let made = 0;
        for (const s of steps) {
          now += 1000;
          if (s.do === 'append')
            spool.append(`"n":${String(made++).padStart(5, '0')},"x":"${'x'.repeat(s.size)}"`);
          else if (s.do === 'reconnect') {
            spool.rewind();
            assert.notEqual(spool.resume(server.lastSeq), 'server-ahead');
            connected = true;
          } else if (s.do === 'kill') {
            spool.close();
            spool = open(options);
            connected = false;
          } else if (connected) {
            const sent = [];
            for (let i = 0; i < s.count; i++) {
              const out = spool.next();
              if (out) sent.push(out);
            }
            for (const out of sent) server.take(out);
            for (const out of sent.slice(0, s.acks)) spool.acknowledge(out.seq);
            if (s.acks < sent.length) connected = false;
          }
        }
        spool.rewind();
        spool.resume(server.lastSeq);
        server.takeAll(spool);
        const numbers = server.values.map((b) => Number(b.slice(4, 9)));
        assert.deepEqual(
          numbers,
          [...new Set(numbers)].sort((a, b) => a - b),
          'in order, once',
        );
        // A batch can be stored by the server and then counted as dropped, when its acknowledgement was lost.
        assert.ok(numbers.length + server.droppedBatches >= made, 'every loss is reported');
        assert.equal(spool.pending, 0);
        spool.close();
      }),
      { numRuns: 60 },
    );
  });
});
