import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { initialState, step } from './machine.ts';
import { simulate } from './simulate.ts';
import type { Observation, Rule } from './types.ts';

const MINUTE = 60_000;
const rule = (change: Partial<Rule> = {}): Rule => ({
  condition: {
    kind: 'value',
    direction: 'above',
    levels: [
      { severity: 'warning', threshold: 80, recovery: 70 },
      { severity: 'critical', threshold: 95, recovery: 90 },
    ],
  },
  forMs: 0,
  recoverForMs: 0,
  ...change,
});
const values = (...list: number[]): Observation[] =>
  list.map((value, index) => ({ at: index * MINUTE, value }));

test('counts alerts, their worst severity and how long they lasted', () => {
  const { alerts, alertMs, observations } = simulate(rule(), values(50, 85, 97, 60, 50, 90, 75, 75), {
    from: 0,
    to: 10 * MINUTE,
  });
  assert.deepEqual(alerts, [
    { raisedAt: MINUTE, severity: 'critical', resolvedAt: 3 * MINUTE },
    { raisedAt: 5 * MINUTE, severity: 'warning' },
  ]);
  assert.equal(alertMs, 2 * MINUTE + 5 * MINUTE);
  assert.equal(observations, 8);
});

test('a longer `for` fires less often, and silence is seen between observations', () => {
  const seen = values(50, 85, 60, 85, 60, 85, 86, 87, 60);
  const count = (change: Partial<Rule>) =>
    simulate(rule(change), seen, { from: 0, to: 60 * MINUTE }).alerts.length;
  assert.equal(count({}), 3);
  assert.equal(count({ forMs: 2 * MINUTE }), 1);
  assert.equal(count({ forMs: 2 * MINUTE, noData: { afterMs: 10 * MINUTE, severity: 'info' } }), 2);
});

test('property: without silence and waiting it raises what the machine raises live', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 100 }), (list) => {
      const live: number[] = [];
      let state = initialState(0);
      for (const observation of values(...list)) {
        const outcome = step(rule(), state, observation);
        state = outcome.state;
        if (outcome.transition?.type === 'raised') live.push(outcome.transition.at);
      }
      const { alerts } = simulate(rule(), values(...list), { from: 0, to: 100 * MINUTE });
      assert.deepEqual(
        alerts.map(({ raisedAt }) => raisedAt),
        live,
      );
    }),
  );
});
