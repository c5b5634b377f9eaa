import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createGate, type Entry } from './gate.ts';

const inside = (entry: Entry): entry is Extract<Entry, { leave: unknown }> => 'leave' in entry;

describe('the gate before a receiver', () => {
  it('lets the next one in as soon as one leaves, in order', async () => {
    const gate = createGate({ capacity: 1, patienceMs: 10_000 });
    const order: string[] = [];
    const first = await gate.enter('a');
    const later = ['second', 'third'].map(async (name) => {
      const entry = await gate.enter('a');
      assert.ok(inside(entry));
      order.push(name);
      entry.leave(false);
    });
    assert.ok(inside(first));
    first.leave(false);
    await Promise.all(later);
    assert.deepEqual(order, ['second', 'third']);
  });
  it('sends away who waited long enough, and who would be one too many', async () => {
    const gate = createGate({ capacity: 1, patienceMs: 5 });
    await gate.enter('a');
    const others = await Promise.all(Array.from({ length: 5 }, () => gate.enter('a')));
    for (const entry of others)
      assert.ok(!inside(entry) && entry.comeBackInMs >= 1000 && entry.comeBackInMs < 3000);
    assert.ok(inside(await gate.enter('b')), 'another receiver is not concerned');
  });
  it('closes after a slow failure, also for those who wait, and opens again', async () => {
    let time = 0;
    const gate = createGate({ capacity: 1, patienceMs: 10_000 }, () => time);
    const first = await gate.enter('a');
    const waiting = gate.enter('a');
    time = 10_000;
    assert.ok(inside(first));
    first.leave(true);
    for (const entry of [await waiting, await gate.enter('a')])
      assert.ok(!inside(entry) && entry.comeBackInMs > 30_000);
    time = 40_000;
    assert.ok(inside(await gate.enter('a')));
  });
  it('stays open after a quick failure and after slow success', async () => {
    let time = 0;
    const gate = createGate({ capacity: 1, patienceMs: 5 }, () => time);
    for (const [failed, ms] of [
      [true, 900],
      [false, 9_000],
    ] as const) {
      const entry = await gate.enter('a');
      time += ms;
      assert.ok(inside(entry));
      entry.leave(failed);
    }
    assert.ok(inside(await gate.enter('a')));
  });
});
