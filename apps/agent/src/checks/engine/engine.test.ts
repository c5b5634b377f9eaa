import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { assertOutcome, check, listen } from '../test-environment.ts';
import { type Due, DueHeap } from './due-heap.ts';
import { Lane, type Queued } from './lane.ts';
import { lostMs } from './own-delay.ts';

test('property: a heap hands out what is due, in order, whatever was added and removed before', () => {
  const step = fc.oneof(
    fc.record({ add: fc.integer({ min: 0, max: 50 }) }),
    fc.record({ remove: fc.nat() }),
    fc.record({ take: fc.integer({ min: 0, max: 50 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const heap = new DueHeap<Due>();
      const model: Due[] = [];
      const leave = (item: Due) => model.splice(model.indexOf(item), 1);
      for (const one of steps) {
        if ('add' in one) {
          const item = { at: one.add, place: -1 };
          heap.push(item);
          model.push(item);
        } else if ('remove' in one) {
          const item = model[one.remove % Math.max(1, model.length)];
          if (item === undefined) continue;
          heap.remove(item);
          // A second time does nothing.
          heap.remove(item);
          leave(item);
        } else {
          const item = heap.takeDue(one.take);
          const first = Math.min(...model.map(({ at }) => at));
          assert.equal(item?.at, first <= one.take ? first : undefined);
          if (item !== undefined) leave(item);
        }
        assert.equal(heap.size, model.length);
        assert.equal(
          heap.peek()?.at,
          model.length === 0 ? undefined : Math.min(...model.map(({ at }) => at)),
        );
      }
    }),
  );
});

const queued = (at: number, suspect = false): Queued => ({ at, suspect, gone: false });

test('suspects get half of the places, whoever was due first goes first, and who is gone is skipped', () => {
  const lane = new Lane<Queued>(4);
  const [slow1, slow2, slow3, good1, gone, good2, good3] = [
    queued(1, true),
    queued(2, true),
    queued(3, true),
    queued(4),
    queued(5),
    queued(6),
    queued(7),
  ];
  for (const item of [slow1, slow2, slow3, good1, gone, good2, good3]) lane.add(item);
  gone.gone = true;
  const taken = Array.from({ length: 5 }, () => lane.enter());
  assert.deepEqual(taken, [slow1, slow2, good1, good2, undefined]);
  lane.leave(false);
  assert.equal(lane.enter(), good3, 'a third suspect does not fit, although it was due before');
  lane.leave(true);
  assert.equal(lane.enter(), slow3);
});

test('property: a lane hands out each item once and never more than its places', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.boolean(), { maxLength: 3000 }),
      (places, suspects) => {
        const lane = new Lane<Queued>(places);
        const running: Queued[] = [];
        const seen = new Set<Queued>();
        for (const [at, suspect] of suspects.entries()) lane.add(queued(at, suspect));
        while (lane.waiting > 0) {
          for (let item = lane.enter(); item !== undefined; item = lane.enter()) {
            assert.ok(!seen.has(item));
            seen.add(item);
            running.push(item);
          }
          assert.ok(running.length > 0 && running.length <= places && lane.running === running.length);
          lane.leave(running.shift()!.suspect);
        }
        assert.equal(seen.size, suspects.length);
      },
    ),
    { numRuns: 30 },
  );
});

/** Holds up the event loop without burning the processor. */
function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

test('an answer that came while this process could not listen is no timeout', async (t) => {
  const port = await listen(
    t,
    createServer((socket) => socket.end('ready')),
  );
  const running = check({ kind: 'tcp', host: '127.0.0.1', port, expect: 'ready', timeoutMs: 300 });
  await setImmediate();
  const before = lostMs();
  block(500);
  assertOutcome(await running, 'ok');
  assert.ok(lostMs() - before < 600, 'several late timers count once');
});

test('a target that keeps silent after the lost time was granted again is a timeout', async (t) => {
  const port = await listen(t, createServer());
  const started = performance.now();
  const running = check({ kind: 'tcp', host: '127.0.0.1', port, expect: 'ready', timeoutMs: 300 });
  await setImmediate();
  block(400);
  assertOutcome(await running, 'failed', 'RA_CHECK_TIMEOUT');
  const took = performance.now() - started;
  assert.ok(took >= 480 && took < 900, `${took} ms`);
});
