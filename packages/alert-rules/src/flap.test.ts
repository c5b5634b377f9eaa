import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FLAP_RESULTS, type FlapState, flap, flapPercent } from './flap.ts';
import { initialState, step } from './machine.ts';
import { ruleProblems } from './rule.ts';
import type { Rule, Transition } from './types.ts';

const thresholds = { high: 50, low: 25 };
const rule: Rule = {
  condition: { kind: 'status', failed: 'critical' },
  forMs: 0,
  recoverForMs: 0,
  flap: thresholds,
};

function run(results: string): Transition[] {
  let state = initialState(0);
  const transitions: Transition[] = [];
  for (const [index, result] of [...results].entries()) {
    const outcome = step(rule, state, { at: index + 1, status: result === 'x' ? 'failed' : 'ok' });
    state = JSON.parse(JSON.stringify(outcome.state));
    if (outcome.transition) transitions.push(outcome.transition);
  }
  return transitions;
}

test('every result different from the one before is 100 %, none 0 %, and new changes weigh more', () => {
  assert.ok(Math.abs(flapPercent(Number.parseInt(`${'10'.repeat(10)}1`, 2)) - 100) < 1e-9);
  assert.equal(flapPercent(0), 0);
  assert.equal(flapPercent(2 ** FLAP_RESULTS - 1), 0);
  assert.ok(flapPercent(0b1) > flapPercent(1 << (FLAP_RESULTS - 1)));
});

test('what changes all the time is one alert, which ends when it has calmed down', () => {
  const transitions = run(`${'.x'.repeat(30)}${'.'.repeat(30)}`);
  const types = transitions.map(({ type }) => type);
  assert.equal(types.at(-1), 'resolved');
  // Until the window shows it the first changes are told one by one.
  assert.ok(transitions.length < 16, `${transitions.length} transitions for 60 changes`);
  assert.ok(transitions.at(-1)!.at > 60, 'not while it flaps');
  assert.equal(new Set(transitions.filter(({ at }) => at > 20).map(({ since }) => since)).size, 1);
});

test('a clean failure and recovery is told as ever', () => {
  assert.deepEqual(
    run(`${'.'.repeat(20)}${'x'.repeat(10)}${'.'.repeat(20)}`).map(({ type, at }) => [type, at]),
    [
      ['raised', 21],
      ['resolved', 31],
    ],
  );
});

test('thresholds that make no sense are refused', () => {
  for (const flapping of [
    { high: 20, low: 30 },
    { high: 101, low: 30 },
    { high: 50, low: 0 },
    { high: Number.NaN, low: 20 },
  ])
    assert.deepEqual(ruleProblems({ ...rule, flap: flapping }), ['RA_RULE_FLAP']);
  assert.deepEqual(ruleProblems(rule), []);
});

test('property: the percentage is that of the definition, and it has hysteresis', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 80 }), (results) => {
      let state: FlapState | undefined;
      let on = false;
      const window = Array<boolean>(FLAP_RESULTS).fill(results[0]!);
      for (const bad of results) {
        state = flap(thresholds, state, bad);
        window.shift();
        window.push(bad);
        let expected = 0;
        for (let index = 1; index < FLAP_RESULTS; index++)
          if (window[index] !== window[index - 1]) expected += 0.8 + (0.4 * (index - 1)) / (FLAP_RESULTS - 2);
        expected = (100 * expected) / (FLAP_RESULTS - 1);
        assert.ok(Math.abs(flapPercent(state.results) - expected) < 1e-9);
        on = expected >= thresholds.high || (on && expected >= thresholds.low);
        if (Math.abs(expected - thresholds.high) > 1e-6 && Math.abs(expected - thresholds.low) > 1e-6)
          assert.equal(state.on === true, on);
        on = state.on === true;
      }
    }),
  );
});
