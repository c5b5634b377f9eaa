import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  advanceEscalation,
  assertPolicy,
  type EscalationPolicy,
  type EscalationState,
  endEscalation,
  OnCallError,
  startEscalation,
} from './index.ts';

const MINUTE = 60_000;
const policy: EscalationPolicy<string> = {
  steps: [
    { delayMs: 0, targets: ['first'] },
    { delayMs: 5 * MINUTE, targets: ['second'] },
    { delayMs: 10 * MINUTE, targets: ['boss', 'phone'] },
  ],
  repeat: 1,
  repeatAfterMs: 30 * MINUTE,
};

test('steps come after their delays, the chain repeats and then ends', () => {
  let state = startEscalation(policy, 0);
  const seen: string[] = [];
  for (let now = 0; now <= 120 * MINUTE; now += MINUTE) {
    const outcome = advanceEscalation(policy, state, now);
    state = outcome.state;
    for (const { targets, dueAt } of outcome.fired) seen.push(`${dueAt / MINUTE} ${targets.join('+')}`);
  }
  assert.deepEqual(seen, ['0 first', '5 second', '15 boss+phone', '45 first', '50 second', '60 boss+phone']);
  assert.equal(state.ended, 'exhausted');
});

test('after hours without a look every step of the round is made up for, and only of this round', () => {
  const { state, fired } = advanceEscalation(policy, startEscalation(policy, 0), 600 * MINUTE);
  assert.deepEqual(
    fired.map(({ step }) => step),
    [0, 1, 2],
  );
  assert.equal(state.round, 1);
  assert.ok(state.nextAt !== null && state.nextAt >= 600 * MINUTE);
});

test('an acknowledgement ends it for good', () => {
  const ended = endEscalation(startEscalation(policy, 0), 'acknowledged');
  assert.deepEqual(advanceEscalation(policy, ended, 999 * MINUTE), { state: ended, fired: [] });
  assert.equal(endEscalation(ended, 'resolved').ended, 'acknowledged');
});

test('what makes no sense is refused with its code', () => {
  const refused = (change: Partial<EscalationPolicy>, code: string): void =>
    assert.throws(
      () => assertPolicy({ ...policy, ...change }),
      (error) => error instanceof OnCallError && error.code === code,
    );
  refused({ steps: [] }, 'RA_ESCALATION_STEPS');
  refused({ steps: [{ delayMs: 0, targets: [] }] }, 'RA_ESCALATION_STEPS');
  refused({ repeatAfterMs: -1 }, 'RA_ESCALATION_DELAY');
  refused({ repeat: 21 }, 'RA_ESCALATION_REPEAT');
  refused({ steps: [{ delayMs: 0, targets: ['x'] }], repeat: 3, repeatAfterMs: 0 }, 'RA_ESCALATION_REPEAT');
});

const policies = fc
  .record({
    delays: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 5 }),
    repeat: fc.integer({ min: 0, max: 3 }),
    repeatAfterMs: fc.integer({ min: 1, max: 30 }),
  })
  .map(
    ({ delays, ...rest }): EscalationPolicy<number> => ({
      ...rest,
      steps: delays.map((delayMs, index) => ({ delayMs, targets: [index] })),
    }),
  );

test('property: whenever it is looked at, and after a restart from JSON, each step fires once and in order', () => {
  fc.assert(
    fc.property(policies, fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 60 }), (made, pauses) => {
      let state: EscalationState = startEscalation(made, 0);
      let now = 0;
      const fired: number[] = [];
      for (const pause of [...pauses, ...Array<number>(40).fill(1000)]) {
        now += pause;
        const before = JSON.stringify(state);
        const outcome = advanceEscalation(made, state, now);
        assert.equal(JSON.stringify(state), before);
        // The same from what was stored: a crash before the commit repeats exactly this.
        assert.deepEqual(advanceEscalation(made, JSON.parse(before) as EscalationState, now), outcome);
        for (const one of outcome.fired) {
          assert.ok(one.dueAt <= now);
          fired.push(one.round * made.steps.length + one.step);
        }
        state = outcome.state;
      }
      assert.deepEqual(fired, [...Array(made.steps.length * (made.repeat + 1)).keys()]);
      assert.equal(state.ended, 'exhausted');
    }),
  );
});
