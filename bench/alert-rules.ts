import { initialState, type Rule, type RuleState, step, tick } from '@rettungsanker/alert-rules';

/*
 * How many observations a second does one core judge? 10,000 rules of four usual kinds, each with its own state,
 * fed in turn as ingest does it; one value in fifty is bad, so that alerts rise and fall. The product judges every
 * sample that a rule watches when it arrives, so this must be far above what ingest accepts.
 */

const TARGETS = 10_000;
const ROUNDS = 100;
const REPEATS = 5;
const GOAL = 2_000_000;
const minute = 60_000;

const rules: Rule[] = [
  {
    condition: {
      kind: 'value',
      direction: 'above',
      levels: [
        { severity: 'warning', threshold: 85, recovery: 80 },
        { severity: 'critical', threshold: 95, recovery: 90 },
      ],
    },
    forMs: 5 * minute,
    recoverForMs: 5 * minute,
    noData: { afterMs: 5 * minute, severity: 'warning' },
  },
  {
    condition: {
      kind: 'value',
      direction: 'below',
      levels: [{ severity: 'warning', threshold: 7, recovery: 10 }],
    },
    forMs: 0,
    recoverForMs: 0,
  },
  { condition: { kind: 'status', failed: 'critical', warning: 'warning' }, forMs: 0, recoverForMs: 0 },
  { condition: { kind: 'status', failed: 'warning' }, forMs: minute, recoverForMs: minute, consecutive: 3 },
];

/** A fixed sequence, so that every run judges the same. Numerical Recipes' linear congruential generator. */
function numbers(): () => number {
  let seed = 1;
  return () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
}

interface Result {
  perSecond: number;
  transitions: number;
}

function measure(how: 'step' | 'tick'): Result {
  const random = numbers();
  let now = 1_700_000_000_000;
  const states: RuleState[] = Array.from({ length: TARGETS }, () => initialState(now));
  const values = Float64Array.from({ length: 65_536 }, () => (random() < 0.02 ? 97 : 20 + 50 * random()));
  let transitions = 0;
  let drawn = 0;
  const started = process.hrtime.bigint();
  for (let round = 0; round < ROUNDS; round++) {
    now += 15_000;
    for (let target = 0; target < TARGETS; target++) {
      const rule = rules[target % rules.length]!;
      const state = states[target]!;
      const value = values[drawn++ & 65_535]!;
      const outcome =
        how === 'tick'
          ? tick(rule, state, now)
          : rule.condition.kind === 'value'
            ? step(rule, state, { at: now, value })
            : step(rule, state, { at: now, status: value > 90 ? 'failed' : 'ok' });
      states[target] = outcome.state;
      if (outcome.transition) transitions++;
    }
  }
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  return { perSecond: (TARGETS * ROUNDS) / seconds, transitions };
}

/** Median of the runs after one that warms up. */
function median(how: 'step' | 'tick'): Result {
  measure(how);
  const runs = Array.from({ length: REPEATS }, () => measure(how));
  return runs.sort((a, b) => a.perSecond - b.perSecond)[REPEATS >> 1]!;
}

const steps = median('step');
const ticks = median('tick');
console.log(`alert rules: ${TARGETS} rules, ${ROUNDS} observations each, one core`);
console.table({
  step: { 'per second': Math.round(steps.perSecond), transitions: steps.transitions },
  tick: { 'per second': Math.round(ticks.perSecond), transitions: ticks.transitions },
});
if (process.argv.includes('--json')) {
  const figure = Math.round(steps.perSecond);
  const met = figure >= GOAL;
  console.log(
    JSON.stringify({ name: 'alert-rules', figure, unit: 'steps/s', peers: {}, ratio: {}, goal: GOAL, met }),
  );
}
