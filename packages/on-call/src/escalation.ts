import { OnCallError } from './errors.ts';

/** Steps of a chain; what a target is, the caller knows. */
export interface EscalationPolicy<T = unknown> {
  steps: readonly {
    /** After the step before it, or after the start; ms. */
    delayMs: number;
    targets: readonly T[];
  }[];
  /** How often the chain starts again after its last step, and how long after it. */
  repeat: number;
  repeatAfterMs: number;
}

export type EscalationEnd = 'acknowledged' | 'resolved' | 'exhausted' | 'superseded';

/** Plain JSON: stored with what it caused in one transaction, it survives a crash at any moment. */
export interface EscalationState {
  startedAt: number;
  /** Round and step that come next, from 0. */
  round: number;
  step: number;
  /** When; null after the end. */
  nextAt: number | null;
  ended?: EscalationEnd;
}

export interface FiredStep<T> {
  round: number;
  step: number;
  /** When it was due; later than that when nobody asked. */
  dueAt: number;
  targets: readonly T[];
}

const STEPS = 20;
const REPEATS = 20;
const LONGEST_MS = 7 * 86_400_000;
const SHORTEST_ROUND_MS = 60_000;

/** Refuses what makes no sense. @throws OnCallError */
export function assertPolicy(policy: EscalationPolicy): void {
  const { steps, repeat, repeatAfterMs } = policy;
  if (steps.length === 0 || steps.length > STEPS || steps.some(({ targets }) => targets.length === 0))
    throw new OnCallError('RA_ESCALATION_STEPS', `a chain has 1 to ${STEPS} steps, each with a target`);
  const delays = [...steps.map(({ delayMs }) => delayMs), repeatAfterMs];
  if (delays.some((ms) => !Number.isInteger(ms) || ms < 0 || ms > LONGEST_MS))
    throw new OnCallError('RA_ESCALATION_DELAY', 'a delay is 0 ms to 7 days');
  if (!Number.isInteger(repeat) || repeat < 0 || repeat > REPEATS)
    throw new OnCallError('RA_ESCALATION_REPEAT', `a chain is repeated 0 to ${REPEATS} times`);
  const round = delays.reduce((sum, ms) => sum + ms, 0);
  if (repeat > 0 && round < SHORTEST_ROUND_MS)
    throw new OnCallError('RA_ESCALATION_REPEAT', 'a chain that repeats takes at least a minute a round');
}

export function startEscalation(policy: EscalationPolicy, at: number): EscalationState {
  return { startedAt: at, round: 0, step: 0, nextAt: at + policy.steps[0]!.delayMs };
}

/**
 * Fires what is due. After a pause of the caller (a restart) every step of the round is made up for, each once; a new
 * round begins at the earliest its pause after now, so that nobody is told twenty times at once.
 * @param state never changed; the same object comes back when nothing was due
 */
export function advanceEscalation<T>(
  policy: EscalationPolicy<T>,
  state: EscalationState,
  now: number,
): { state: EscalationState; fired: FiredStep<T>[] } {
  const fired: FiredStep<T>[] = [];
  let { round, step, nextAt } = state;
  const last = policy.steps.length - 1;
  while (nextAt !== null && nextAt <= now) {
    // The policy has become shorter since.
    const { targets } = policy.steps[Math.min(step, last)]!;
    fired.push({ round, step, dueAt: nextAt, targets });
    if (step < last) {
      step++;
      nextAt += policy.steps[step]!.delayMs;
    } else if (round < policy.repeat) {
      round++;
      step = 0;
      const start = Math.max(nextAt + policy.repeatAfterMs, now);
      nextAt = start + policy.steps[0]!.delayMs;
      if (nextAt <= now) break;
    } else {
      nextAt = null;
    }
  }
  if (fired.length === 0) return { state, fired };
  const next: EscalationState = { ...state, round, step, nextAt };
  if (nextAt === null) next.ended = 'exhausted';
  return { state: next, fired };
}

/** Ends it; what has ended stays as it ended. */
export function endEscalation(state: EscalationState, reason: EscalationEnd): EscalationState {
  return state.ended === undefined ? { ...state, nextAt: null, ended: reason } : state;
}
