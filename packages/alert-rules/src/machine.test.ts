import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeRule, initialState, step, tick } from './machine.ts';
import type { CheckStatus, Observation, Rule, RuleState, Transition } from './types.ts';

/** A worked example reads like a log: second, what came, what the machine said (nothing when left out). */
type Row = [second: number, what: number | CheckStatus | 'tick', says?: string];

function say(transition: Transition | undefined): string {
  if (transition === undefined) return '';
  const { type, severity, previous, reason, since } = transition;
  const from = previous === undefined ? '' : `${previous} -> `;
  return `${type} ${from}${severity} (${reason}, since ${since / 1000})`;
}

function observe(second: number, what: number | CheckStatus): Observation {
  const at = second * 1000;
  return typeof what === 'number' ? { at, value: what } : { at, status: what };
}

function play(rule: Rule, rows: readonly Row[], from: RuleState = initialState(0)): RuleState {
  let state = from;
  for (const [second, what, expected = ''] of rows) {
    const outcome =
      what === 'tick' ? tick(rule, state, second * 1000) : step(rule, state, observe(second, what));
    assert.equal(say(outcome.transition), expected, `at ${second} s`);
    if (outcome.transition) assert.equal(outcome.transition.at, second * 1000);
    // Whatever the machine remembers must survive the database.
    state = JSON.parse(JSON.stringify(outcome.state));
  }
  return state;
}

const minute = 60_000;
const cpu: Rule = {
  condition: {
    kind: 'value',
    direction: 'above',
    levels: [
      { severity: 'warning', threshold: 80, recovery: 70 },
      { severity: 'critical', threshold: 95, recovery: 90 },
    ],
  },
  forMs: minute,
  recoverForMs: 2 * minute,
};
const service: Rule = {
  condition: { kind: 'status', failed: 'critical', warning: 'warning' },
  forMs: 0,
  recoverForMs: 0,
  noData: { afterMs: 5 * minute, severity: 'warning' },
};

test('a value must stay beyond the threshold for the whole time, and back for the whole recovery', () => {
  play(cpu, [
    [0, 85],
    [30, 79],
    [60, 85],
    [90, 81],
    [119.9, 99],
    [120, 85, 'raised warning (condition, since 60)'],
    [130, 75],
    [140, 70],
    [200, 71],
    [210, 60],
    [329, 60],
    [330, 60, 'resolved warning (condition, since 60)'],
    [340, 75],
  ]);
});

test('two levels are one alert: it escalates, de-escalates, and resolves once', () => {
  play(cpu, [
    [0, 99],
    [60, 99, 'raised critical (condition, since 0)'],
    [70, 85],
    [190, 85, 'severity-changed critical -> warning (condition, since 0)'],
    [200, 96],
    [260, 96, 'severity-changed warning -> critical (condition, since 0)'],
    [300, 10],
    [420, 10, 'resolved critical (condition, since 0)'],
  ]);
});

test('the threshold itself is fine, the recovery value itself is recovered', () => {
  const sharp: Rule = { ...cpu, forMs: 0, recoverForMs: 0 };
  play(sharp, [
    [0, 80],
    [1, 80.01, 'raised warning (condition, since 1)'],
    [2, 70.01],
    [3, 70, 'resolved warning (condition, since 1)'],
  ]);
});

test('below is the mirror image; infinity is a value, NaN is none', () => {
  const daysLeft: Rule = {
    condition: {
      kind: 'value',
      direction: 'below',
      levels: [{ severity: 'warning', threshold: 7, recovery: 14 }],
    },
    forMs: 0,
    recoverForMs: 0,
  };
  play(daysLeft, [
    [0, Number.POSITIVE_INFINITY],
    [1, 7],
    [2, 6.9, 'raised warning (condition, since 2)'],
    [3, 13.9],
    [4, Number.NaN],
    [5, Number.POSITIVE_INFINITY, 'resolved warning (condition, since 2)'],
  ]);
});

test('a status raises at once; unknown and an observation of the other kind judge nothing', () => {
  play(service, [
    [0, 'ok'],
    [10, 'unknown'],
    [20, 'warning', 'raised warning (condition, since 20)'],
    [30, 42],
    [40, 'failed', 'severity-changed warning -> critical (condition, since 20)'],
    [50, 'unknown'],
    [60, 'ok', 'resolved critical (condition, since 20)'],
  ]);
});

test('a warning counts as fine where the rule gives it no severity', () => {
  play({ ...service, condition: { kind: 'status', failed: 'critical' } }, [
    [0, 'warning'],
    [1, 'failed', 'raised critical (condition, since 1)'],
    [2, 'warning', 'resolved critical (condition, since 1)'],
  ]);
});

test('consecutive failures are counted beside the time; unknown neither counts nor resets', () => {
  play({ ...service, consecutive: 3 }, [
    [0, 'failed'],
    [10, 'failed'],
    [20, 'ok'],
    [30, 'failed'],
    [40, 'unknown'],
    [50, 'failed'],
    [55, 'tick'],
    [60, 'failed', 'raised critical (condition, since 30)'],
  ]);
});

test('time alone lets `for` and the recovery run out', () => {
  play(cpu, [
    [0, 85],
    [59, 'tick'],
    [60, 'tick', 'raised warning (condition, since 0)'],
    [61, 'tick'],
    [70, 10],
    [189, 'tick'],
    [190, 'tick', 'resolved warning (condition, since 0)'],
  ]);
});

test('time alone decides nothing after unknown, nor on a reading that is too old', () => {
  play(cpu, [
    [0, 85],
    [30, Number.NaN],
    [90, 'tick'],
    [100, 85, 'raised warning (condition, since 0)'],
    [110, 10],
    [230, 'tick', 'resolved warning (condition, since 0)'],
  ]);
  const patient: Rule = { ...service, forMs: 10 * minute };
  play(patient, [
    [0, 'failed'],
    [300, 'tick', 'raised warning (no-data, since 0)'],
    [700, 'tick'],
  ]);
});

test('silence raises, and ends only by fresh data: a backlog does not make it flap', () => {
  play(service, [
    [0, 'ok'],
    [299, 'tick'],
    [300, 'tick', 'raised warning (no-data, since 0)'],
    [310, 'tick'],
    // The buffered results of an agent that was away, in order; the clock says 1000 s.
    [15, 'ok'],
    [1000, 'tick'],
    [690, 'ok'],
    [1001, 'tick'],
    [980, 'ok'],
    [1002, 'tick', 'resolved warning (no-data, since 0)'],
  ]);
});

test('unknown is no data: a check that can never judge is reported in the end', () => {
  play(service, [
    [100, 'unknown'],
    [200, 'unknown'],
    [300, 'unknown'],
    [300, 'tick', 'raised warning (no-data, since 0)'],
  ]);
});

test('silence on top of a broken condition keeps the more severe of the two', () => {
  play(service, [
    [0, 'failed', 'raised critical (condition, since 0)'],
    [400, 'tick'],
    [410, 'ok', 'severity-changed critical -> warning (no-data, since 0)'],
    [411, 'tick', 'resolved warning (no-data, since 0)'],
  ]);
});

test('data from before the watching began does not bring silence forward', () => {
  play(
    service,
    [
      [50, 'ok'],
      [399, 'tick'],
      [400, 'tick', 'raised warning (no-data, since 100)'],
    ],
    initialState(100_000),
  );
});

test('of two reasons of one severity the broken condition is named', () => {
  const state = play(service, [
    [0, 'warning', 'raised warning (condition, since 0)'],
    [400, 'tick'],
  ]);
  assert.equal(state.silentSince, 0);
  assert.equal(state.alert?.reason, 'condition');
});

test('transitions never go back in time, even when late data causes them', () => {
  let { state, transition } = tick(service, initialState(0), 600_000);
  assert.equal(transition?.type, 'raised');
  ({ state, transition } = step(service, state, { at: 20_000, status: 'failed' }));
  assert.equal(transition?.type, 'severity-changed');
  assert.equal(transition?.at, 600_000);
  assert.equal(state.alert?.raisedAt, 600_000);
});

test('late, doubled and undated observations leave the very same state', () => {
  const { state } = step(cpu, initialState(0), { at: 1000, value: 85 });
  for (const at of [1000, 999, -1, Number.NaN]) {
    assert.equal(step(cpu, state, { at, value: 10 }).state, state, String(at));
  }
});

test('a clock that jumps back neither raises nor ends silence', () => {
  play(service, [
    [0, 'ok'],
    [-9000, 'tick'],
  ]);
  const silent = play(service, [[300, 'tick', 'raised warning (no-data, since 0)']]);
  assert.equal(tick(service, silent, -9_000_000).state, silent);
});

const warningAt = (threshold: number, recovery: number): Rule => ({
  ...cpu,
  condition: { kind: 'value', direction: 'above', levels: [{ severity: 'warning', threshold, recovery }] },
});

test('a changed rule keeps the alert alive where it still holds', () => {
  const running = play(cpu, [
    [0, 85],
    [60, 78],
    [61, 82],
    [121, 78.5],
    [122, 85],
    [182, 78, ''],
    [183, 85],
    [243, 85, 'raised warning (condition, since 183)'],
    [244, 78],
  ]);
  const rows: [string, Rule, string][] = [
    ['higher threshold, reading above its recovery', warningAt(85, 75), ''],
    ['reading recovered under the new rule', warningAt(90, 85), 'resolved warning (rule, since 183)'],
    [
      'only critical is left, and its threshold is broken',
      {
        ...cpu,
        condition: {
          kind: 'value',
          direction: 'above',
          levels: [{ severity: 'critical', threshold: 77, recovery: 60 }],
        },
      },
      'severity-changed warning -> critical (rule, since 183)',
    ],
    [
      'a new second level whose band the reading is in does not fire by itself',
      {
        ...cpu,
        condition: {
          kind: 'value',
          direction: 'above',
          levels: [
            { severity: 'warning', threshold: 75, recovery: 70 },
            { severity: 'critical', threshold: 79, recovery: 77 },
          ],
        },
      },
      '',
    ],
    [
      'the mildest level inherits the alert, also in its band',
      {
        ...cpu,
        condition: {
          kind: 'value',
          direction: 'above',
          levels: [{ severity: 'info', threshold: 90, recovery: 70 }],
        },
      },
      'severity-changed warning -> info (rule, since 183)',
    ],
    ['another kind of condition', service, 'resolved warning (rule, since 183)'],
  ];
  for (const [name, rule, expected] of rows) {
    const { state, transition } = changeRule(rule, running, 250_000);
    assert.equal(say(transition), expected, name);
    assert.equal(state.alert !== undefined, !expected.startsWith('resolved'), name);
    if (state.alert) assert.equal(state.alert.raisedAt, 243_000, name);
  }
});

test('a changed rule without no-data ends the silence; a state at rest stays at rest', () => {
  const silent = play(service, [[300, 'tick', 'raised warning (no-data, since 0)']]);
  const { noData: _, ...deaf } = service;
  assert.equal(say(changeRule(deaf, silent, 301_000).transition), 'resolved warning (rule, since 0)');
  assert.equal(changeRule(cpu, initialState(5), 10).transition, undefined);
});
