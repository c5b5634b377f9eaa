import { initialState, step, tick } from './machine.ts';
import type { Observation, Rule, Severity, Transition } from './types.ts';

/** One alert that a rule would have raised. Unix ms. */
export interface SimulatedAlert {
  raisedAt: number;
  /** Missing when it was still up at the end. */
  resolvedAt?: number;
  /** The worst it reached. */
  severity: Severity;
}

export interface Simulation {
  alerts: SimulatedAlert[];
  observations: number;
  /** Time with an alert, ms. */
  alertMs: number;
}

const SEVERITY_RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, critical: 2 };

/**
 * How often would this rule have fired? Runs the very machine that judges live data over what was observed, and lets
 * time pass between observations as the clock would, so that `for`, recovery and no-data end on time.
 *
 * @param observations in the order of their times
 * @param tickMs how often the clock is looked at, as live
 */
export function simulate(
  rule: Rule,
  observations: readonly Observation[],
  { from, to, tickMs = 60_000 }: { from: number; to: number; tickMs?: number },
): Simulation {
  let state = initialState(from);
  let clock = from;
  const alerts: SimulatedAlert[] = [];
  const take = (transition: Transition | undefined): void => {
    if (transition === undefined) return;
    const { type, at, severity } = transition;
    const running = alerts.at(-1);
    if (type === 'raised') alerts.push({ raisedAt: at, severity });
    else if (running !== undefined && type === 'resolved') running.resolvedAt = at;
    else if (running !== undefined && SEVERITY_RANK[severity] > SEVERITY_RANK[running.severity])
      running.severity = severity;
  };
  const passTo = (at: number): void => {
    for (clock += tickMs; clock < at; clock += tickMs) {
      const outcome = tick(rule, state, clock);
      state = outcome.state;
      take(outcome.transition);
      // Nothing is pending: only silence can happen, and it shows at the end of the pause as well.
      if (rule.noData === undefined && Object.keys(state.levels).length === 0) break;
    }
    clock = at;
  };
  let seen = 0;
  for (const observation of observations) {
    if (observation.at < from || observation.at > to) continue;
    passTo(observation.at);
    const outcome = step(rule, state, observation);
    state = outcome.state;
    take(outcome.transition);
    seen++;
  }
  passTo(to);
  const alertMs = alerts.reduce((sum, { raisedAt, resolvedAt = to }) => sum + resolvedAt - raisedAt, 0);
  return { alerts, observations: seen, alertMs };
}
