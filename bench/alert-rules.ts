import {
  dependencyGraph,
  initialState,
  type Rule,
  type RuleState,
  simulate,
  step,
  tick,
} from '@rettungsanker/alert-rules';

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
  {
    condition: { kind: 'status', failed: 'warning' },
    forMs: minute,
    recoverForMs: minute,
    consecutive: 3,
    flap: { high: 50, low: 25 },
  },
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

/**
 * What follows from a failure: 50,000 systems below 1,000 switches below 10 routers (two ways up for each switch).
 * A router with all its switches and systems goes and comes back; how many systems a second are judged anew?
 */
function measureGraph(): number {
  const graph = dependencyGraph();
  for (let n = 0; n < 1_000; n++) {
    graph.link(`switch ${n}`, `router ${n % 10}`);
    graph.link(`switch ${n}`, `router ${(n + 1) % 10}`);
  }
  for (let n = 0; n < 50_000; n++) {
    graph.link(`host ${n}`, `switch ${n % 1_000}`);
    graph.setFailed(`host ${n}`, true);
  }
  let changed = 0;
  const started = process.hrtime.bigint();
  for (let round = 0; round < 20; round++)
    for (const failed of [true, false])
      for (const router of ['router 1', 'router 2']) changed += graph.setFailed(router, failed).length;
  return changed / (Number(process.hrtime.bigint() - started) / 1e9);
}

/** Thirty days of one series every 15 s, tried with a rule: seconds. */
function measureSimulation(): number {
  const random = numbers();
  const length = (30 * 86_400) / 15;
  const observations = Array.from({ length }, (_, n) => ({ at: n * 15_000, value: 100 * random() ** 3 }));
  const started = process.hrtime.bigint();
  simulate(rules[0]!, observations, { from: 0, to: length * 15_000 });
  return Number(process.hrtime.bigint() - started) / 1e9;
}

const steps = median('step');
const ticks = median('tick');
console.log(`alert rules: ${TARGETS} rules, ${ROUNDS} observations each, one core`);
console.table({
  step: { 'per second': Math.round(steps.perSecond), transitions: steps.transitions },
  tick: { 'per second': Math.round(ticks.perSecond), transitions: ticks.transitions },
});
const [, graph = 0] = [measureGraph(), measureGraph(), measureGraph()].sort((a, b) => a - b);
const [, month = 0] = [measureSimulation(), measureSimulation(), measureSimulation()].sort((a, b) => a - b);
console.table({
  'consequences: systems judged anew a second': Math.round(graph),
  'a rule tried on 30 days at 15 s, ms': Math.round(month * 1000),
});
if (process.argv.includes('--json')) {
  const figure = Math.round(steps.perSecond);
  const met = figure >= GOAL;
  console.log(
    JSON.stringify({ name: 'alert-rules', figure, unit: 'steps/s', peers: {}, ratio: {}, goal: GOAL, met }),
  );
}
