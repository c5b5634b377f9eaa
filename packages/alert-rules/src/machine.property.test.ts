import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { changeRule, initialState, step, tick } from './machine.ts';
import { rank, ruleProblems } from './rule.ts';
import type { CheckStatus, Rule, RuleState, Transition } from './types.ts';

const duration = fc.constantFrom(0, 1, 10, 60, 300);
const severity = fc.constantFrom('info', 'warning', 'critical');
const valueCondition = fc
  .record({
    direction: fc.constantFrom('above', 'below'),
    severities: fc.subarray(['info', 'warning', 'critical'] as const, { minLength: 1 }),
    // Steps from the mildest recovery outwards: sound by construction.
    steps: fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), {
      minLength: 3,
      maxLength: 3,
    }),
  })
  .map(({ direction, severities, steps }) => {
    const sign = direction === 'above' ? 1 : -1;
    let recovery = 0;
    let threshold = 0;
    const levels = severities.map((name, index) => {
      recovery += steps[index]![0];
      threshold = Math.max(threshold, recovery) + steps[index]![1];
      return { severity: name, threshold: sign * threshold, recovery: sign * recovery };
    });
    return { kind: 'value' as const, direction, levels };
  });
const statusCondition = fc
  .tuple(severity, fc.option(severity, { nil: undefined }))
  .map(([failed, warning]) =>
    warning === undefined || rank(warning) > rank(failed)
      ? { kind: 'status' as const, failed }
      : { kind: 'status' as const, failed, warning },
  );
const rule: fc.Arbitrary<Rule> = fc
  .record(
    {
      condition: fc.oneof(valueCondition, statusCondition),
      forMs: duration,
      recoverForMs: duration,
      consecutive: fc.integer({ min: 1, max: 4 }),
      noData: fc.record({ afterMs: fc.constantFrom(50, 400), severity }),
    },
    { requiredKeys: ['condition', 'forMs', 'recoverForMs'] },
  )
  .map((made) => made as Rule);

const seen: fc.Arbitrary<Seen> = fc.oneof(
  fc.integer({ min: -20, max: 20 }).map((value) => ({ value })),
  fc.constantFrom<CheckStatus>('ok', 'warning', 'failed', 'unknown').map((status) => ({ status })),
);
type Seen = { value: number } | { status: CheckStatus };
type Event = { after: number; event: Seen | 'tick' };
const events: fc.Arbitrary<Event[]> = fc.array(
  fc.record({
    // Now and then late or doubled.
    after: fc.oneof(fc.integer({ min: 1, max: 120 }), fc.integer({ min: -50, max: 0 })),
    event: fc.oneof(seen, seen, seen, fc.constant('tick' as const)),
  }),
  { maxLength: 60 },
);

interface Run {
  state: RuleState;
  transitions: Transition[];
  states: RuleState[];
}

function run(of: Rule, list: readonly Event[], start = 0, from = initialState(start)): Run {
  let state = from;
  let at = start;
  const transitions: Transition[] = [];
  const states: RuleState[] = [];
  for (const { after, event } of list) {
    at += after;
    const outcome = event === 'tick' ? tick(of, state, at) : step(of, state, { at, ...event });
    state = outcome.state;
    states.push(state);
    if (outcome.transition) transitions.push(outcome.transition);
  }
  return { state, transitions, states };
}

test('the generated rules are sound', () => {
  fc.assert(fc.property(rule, (made) => assert.deepEqual(ruleProblems(made), [])));
});

test('raised and resolved alternate, severities change only while raised, times never go back', () => {
  fc.assert(
    fc.property(rule, rule, events, events, (first, second, before, after) => {
      const one = run(first, before);
      const changed = changeRule(second, one.state, one.state.lastAt ?? 0);
      const two = run(second, after, one.state.lastAt ?? 0, changed.state);
      const all = [
        ...one.transitions,
        ...(changed.transition ? [changed.transition] : []),
        ...two.transitions,
      ];
      let open: Transition | undefined;
      let time = Number.NEGATIVE_INFINITY;
      for (const transition of all) {
        assert.ok(transition.at >= time);
        time = transition.at;
        if (transition.type === 'raised') assert.equal(open, undefined);
        else assert.equal(transition.since, open?.since);
        if (transition.type === 'severity-changed') {
          assert.equal(transition.previous, open?.severity);
          assert.notEqual(transition.severity, open?.severity);
        }
        open = transition.type === 'resolved' ? undefined : transition;
      }
      assert.equal(two.state.alert?.severity, open?.severity);
    }),
    { numRuns: 500 },
  );
});

test('feeding any part of the past again changes nothing', () => {
  fc.assert(
    fc.property(rule, events, fc.nat(60), (of, list, from) => {
      let at = 0;
      const past = list.flatMap(({ after, event }) => {
        at += after;
        return event === 'tick' ? [] : [{ at, ...event }];
      });
      let { state } = run(of, list);
      for (const observation of past.slice(from)) {
        const outcome = step(of, state, observation);
        assert.equal(outcome.state, state);
        assert.equal(outcome.transition, undefined);
        state = outcome.state;
      }
    }),
  );
});

test('the state survives JSON and is never changed in place', () => {
  fc.assert(
    fc.property(rule, events, (of, list) => {
      const whole = run(of, list);
      const frozen = run(of, list, 0, deepFreeze(initialState(0)));
      let state = initialState(0);
      let at = 0;
      for (const { after, event } of list) {
        at += after;
        state = deepFreeze(JSON.parse(JSON.stringify(state)));
        const outcome = event === 'tick' ? tick(of, state, at) : step(of, state, { at, ...event });
        state = outcome.state;
      }
      assert.equal(JSON.stringify(sorted(state)), JSON.stringify(sorted(whole.state)));
      assert.deepEqual(frozen.transitions, whole.transitions);
    }),
  );
});

test('never raised or made more severe by a condition before it has held for `forMs` and often enough', () => {
  fc.assert(
    fc.property(rule, events, (of, list) => {
      for (const { type, at, since, reason } of run(of, list).transitions) {
        if (type === 'raised' && reason === 'condition') assert.ok(at - since >= of.forMs);
      }
      const { forMs: _, ...rest } = of;
      const never = run({ ...rest, forMs: 1e9 }, list).transitions;
      assert.ok(never.every((transition) => transition.reason === 'no-data'));
      const rare = run({ ...of, consecutive: list.length + 1 }, list).transitions;
      assert.ok(rare.every((transition) => transition.reason === 'no-data'));
    }),
    { numRuns: 300 },
  );
});

test('hysteresis: values between recovery and threshold change nothing', () => {
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.array(fc.double({ min: 70, max: 80, minExcluded: true, noNaN: true }), { maxLength: 50 }),
      duration,
      duration,
      (raisedBefore, values, forMs, recoverForMs) => {
        const of: Rule = {
          condition: {
            kind: 'value',
            direction: 'above',
            levels: [{ severity: 'warning', threshold: 80, recovery: 70 }],
          },
          forMs,
          recoverForMs,
        };
        let { state } = step(of, initialState(0), { at: 0, value: raisedBefore ? 81 : 0 });
        ({ state } = step(of, state, { at: 1000, value: raisedBefore ? 81 : 0 }));
        assert.equal(state.alert !== undefined, raisedBefore);
        for (const [index, value] of values.entries()) {
          const outcome = step(of, state, { at: 2000 + index * 100, value });
          assert.equal(outcome.transition, undefined);
          state = tick(of, outcome.state, 2050 + index * 100).state;
          assert.equal(state.alert !== undefined, raisedBefore);
        }
      },
    ),
  );
});

test('unknown alone never raises nor resolves', () => {
  fc.assert(
    fc.property(rule, events, fc.nat(50), (made, list, count) => {
      const { noData: _, ...of } = made;
      let { state } = run(of, list);
      const start = Math.max(state.lastAt ?? 0, 0);
      for (let index = 1; index <= count + 1; index++) {
        let outcome = step(of, state, { at: start + index * 100, status: 'unknown' });
        assert.equal(outcome.transition, undefined);
        outcome = tick(of, outcome.state, start + index * 100 + 50);
        assert.equal(outcome.transition, undefined);
        ({ state } = outcome);
      }
    }),
  );
});

test('a stream that is quiet long enough after being fine is resolved, whatever came before', () => {
  fc.assert(
    fc.property(rule, events, (of, list) => {
      let { state } = run(of, list);
      const far = Math.max(state.lastAt ?? 0, state.knownAt) + 1_000_000;
      const fine: Seen =
        of.condition.kind === 'status'
          ? { status: 'ok' }
          : { value: of.condition.direction === 'above' ? -1e6 : 1e6 };
      for (const at of [far, far + of.recoverForMs + 1]) {
        ({ state } = step(of, state, { at, ...fine }));
      }
      ({ state } = tick(of, state, far + of.recoverForMs + 2));
      assert.equal(state.alert, undefined);
      assert.deepEqual(state.levels, {});
    }),
  );
});

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}

/** Keys in order, so that two states can be compared as text. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
