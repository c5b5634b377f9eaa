import { flap } from './flap.ts';
import { judge, rank, readingOf, severitiesOf, type Verdict } from './rule.ts';
import {
  type LevelState,
  type Observation,
  type Outcome,
  type Rule,
  type RuleState,
  type RunningAlert,
  SEVERITIES,
  type Transition,
} from './types.ts';

/*
 * A rule has up to three levels. Each level is a small machine of its own (rest -> pending -> active -> rest);
 * silence is one more, driven by time alone. The alert is the most severe of them: it is raised when the first
 * becomes active, changes its severity while any is, and is resolved with the last. So transitions alternate by
 * construction, whatever the observations are.
 */

/** State of a rule that starts to watch at `at` (Unix ms): silence counts from there. */
export function initialState(at: number): RuleState {
  return { knownAt: at, levels: {} };
}

/**
 * Takes one observation. Observations that are not newer than the newest one taken are ignored, so a stream may
 * be replayed from any earlier point (a crash, a doubled batch) with the same result. Unknown observations are
 * remembered as seen but judge nothing.
 *
 * @param state never changed; the returned state is the same object when the observation was ignored.
 */
export function step(rule: Rule, state: RuleState, observation: Observation): Outcome {
  const { at } = observation;
  if (!(at > (state.lastAt ?? Number.NEGATIVE_INFINITY))) return { state };
  const reading = readingOf(rule.condition, observation);
  if (reading === undefined) return { state: { ...state, lastAt: at, blind: true } };

  const levels: RuleState['levels'] = {};
  let mildest: Verdict | undefined;
  for (const severity of severitiesOf(rule.condition)) {
    const verdict = judge(rule.condition, severity, reading);
    mildest ??= verdict;
    const level = advance(rule, state.levels[severity], verdict, at);
    if (level !== undefined) levels[severity] = level;
  }
  const next: RuleState = {
    ...state,
    lastAt: at,
    knownAt: Math.max(at, state.knownAt),
    reading,
    blind: undefined,
    levels,
  };
  // Between recovery and threshold a result is what the one before it was.
  if (rule.flap !== undefined && mildest !== 'hold')
    next.flap = flap(rule.flap, state.flap, mildest === 'breach');
  return settle(rule, state, next, at);
}

/**
 * Lets time pass without an observation: the newest reading is taken as still true, so `forMs` and
 * `recoverForMs` run out on time, unless that reading is too old (`noData`) or was followed by unknown. Silence
 * begins and ends only here, because only the caller knows what time it is while old data is still arriving.
 *
 * @param now Unix ms. A clock that jumps back changes nothing.
 * @param state never changed; the returned state is the same object when nothing happened.
 */
export function tick(rule: Rule, state: RuleState, now: number): Outcome {
  const stale = rule.noData !== undefined && now - state.knownAt >= rule.noData.afterMs;
  const silentSince = silenceAt(rule, state, stale);
  const levels = stale || state.blind ? state.levels : expired(rule, state, now);
  if (silentSince === state.silentSince && levels === state.levels) return { state };
  return settle(rule, state, { ...state, levels, silentSince }, now);
}

/**
 * Carries the state over to a changed rule. A running alert stays the same alert where the newest reading still
 * holds under the new rule (its recovery value counts, not its threshold); otherwise it is resolved at once with
 * the reason `rule`. What was only pending starts again.
 */
export function changeRule(rule: Rule, state: RuleState, now: number): Outcome {
  const levels: RuleState['levels'] = {};
  const running = SEVERITIES.map((severity) => activeLevel(state.levels[severity])).find(Boolean);
  if (running !== undefined && state.reading !== undefined) {
    for (const [index, severity] of severitiesOf(rule.condition).entries()) {
      const same = activeLevel(state.levels[severity]);
      const verdict = judge(rule.condition, severity, state.reading);
      // The mildest level inherits the alert; any other that was not active before needs a real breach.
      const holds = verdict === 'hold' && (same !== undefined || index === 0);
      if (verdict === 'breach' || holds) {
        levels[severity] = { phase: 'active', since: (same ?? running).since };
      }
    }
  }
  const silentSince = rule.noData === undefined ? undefined : state.silentSince;
  return settle(rule, state, { ...state, levels, silentSince, flap: undefined }, now, 'rule');
}

/** One level, one judged observation. */
function advance(
  rule: Rule,
  level: LevelState | undefined,
  verdict: Verdict,
  at: number,
): LevelState | undefined {
  if (level?.phase === 'active') {
    if (verdict !== 'clear') {
      return level.clearSince === undefined ? level : { phase: 'active', since: level.since };
    }
    const clearSince = level.clearSince ?? at;
    return elapsed(rule, { phase: 'active', since: level.since, clearSince }, at);
  }
  if (verdict !== 'breach') return undefined;
  const since = level?.since ?? at;
  return elapsed(rule, { phase: 'pending', since, count: (level?.count ?? 0) + 1 }, at);
}

/** One level after time has passed: pending becomes active, a recovery that has held comes to rest. */
function elapsed(rule: Rule, level: LevelState, now: number): LevelState | undefined {
  if (level.phase === 'pending') {
    const due = now - level.since >= rule.forMs && level.count >= (rule.consecutive ?? 1);
    return due ? { phase: 'active', since: level.since } : level;
  }
  const recovered = level.clearSince !== undefined && now - level.clearSince >= rule.recoverForMs;
  return recovered ? undefined : level;
}

/** @returns the very same levels when none changes. */
function expired(rule: Rule, state: RuleState, now: number): RuleState['levels'] {
  const levels: RuleState['levels'] = {};
  let changed = false;
  for (const severity of severitiesOf(rule.condition)) {
    const before = state.levels[severity];
    if (before === undefined) continue;
    const after = elapsed(rule, before, now);
    if (after !== undefined) levels[severity] = after;
    changed ||= after !== before;
  }
  return changed ? levels : state.levels;
}

/** Silence lasts until data newer than its beginning has come and is fresh: a backlog does not make it flap. */
function silenceAt(rule: Rule, state: RuleState, stale: boolean): number | undefined {
  if (rule.noData === undefined) return undefined;
  if (state.silentSince === undefined) return stale ? state.knownAt : undefined;
  return stale || state.knownAt === state.silentSince ? state.silentSince : undefined;
}

/** Compares the alert before and after, and completes `next` (which the caller has just made) with it. */
function settle(rule: Rule, state: RuleState, next: RuleState, at: number, because?: 'rule'): Outcome {
  const before = state.alert;
  const active = worst(rule, next);
  const now = next.flap?.on && before !== undefined ? moreSevere(before, active) : active;
  if (before === undefined && now === undefined) return { state: next };

  const time = Math.max(at, state.changedAt ?? at);
  next.alert = now && { ...now, since: before?.since ?? now.since, raisedAt: before?.raisedAt ?? time };
  if (before?.severity === now?.severity) return { state: next };

  next.changedAt = time;
  const shown = next.alert ?? before!;
  const { severity, since } = shown;
  const change: Transition = { type: 'raised', at: time, severity, reason: because ?? shown.reason, since };
  if (before !== undefined && now !== undefined) {
    change.type = 'severity-changed';
    change.previous = before.severity;
  } else if (now === undefined) {
    change.type = 'resolved';
  }
  if (next.reading !== undefined) change.reading = next.reading;
  return { state: next, transition: change };
}

/** The most severe of what is active; a broken condition explains more than silence of the same severity. */
function worst(rule: Rule, state: RuleState): Omit<RunningAlert, 'raisedAt'> | undefined {
  let found: Omit<RunningAlert, 'raisedAt'> | undefined;
  for (const severity of severitiesOf(rule.condition)) {
    const level = activeLevel(state.levels[severity]);
    if (level !== undefined) found = { severity, since: found?.since ?? level.since, reason: 'condition' };
  }
  if (state.silentSince === undefined || rule.noData === undefined) return found;
  const { severity } = rule.noData;
  if (found !== undefined && rank(found.severity) >= rank(severity)) return found;
  return { severity, since: found?.since ?? state.silentSince, reason: 'no-data' };
}

/** While it flaps an alert neither ends nor gets milder. */
function moreSevere(
  before: RunningAlert,
  now: Omit<RunningAlert, 'raisedAt'> | undefined,
): Omit<RunningAlert, 'raisedAt'> {
  return now !== undefined && rank(now.severity) >= rank(before.severity) ? now : before;
}

function activeLevel(level: LevelState | undefined): (LevelState & { phase: 'active' }) | undefined {
  return level?.phase === 'active' ? level : undefined;
}
