import type { FlapState, FlapThresholds } from './flap.ts';

/** From least to most severe. */
export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Outcome of an executed check; `unknown` says that nothing could be judged. */
export type CheckStatus = 'ok' | 'warning' | 'failed' | 'unknown';

/**
 * One severity of a value rule. For direction `above` the level fires at `value > threshold` and clears at
 * `value <= recovery`; between the two it keeps what it was (hysteresis). `below` is the mirror image.
 */
export interface Level {
  severity: Severity;
  threshold: number;
  /** On the good side of the threshold, or equal to it (no hysteresis). */
  recovery: number;
}

/**
 * What is judged. Everything numeric (rate, forecast, share of a group, deviation from last week) is a value
 * that somebody else computes; here it only meets its thresholds.
 */
export type Condition =
  | {
      kind: 'value';
      direction: 'above' | 'below';
      /** Least severe first, one per severity; a more severe level never lies on the good side of a milder one. */
      levels: readonly Level[];
    }
  | {
      kind: 'status';
      /** Severity of a failed check. */
      failed: Severity;
      /** Severity of a warning; without it a warning counts as fine. */
      warning?: Severity;
    };

/** A rule is data: it survives JSON and holds no reference to what it watches. Durations are milliseconds. */
export interface Rule {
  condition: Condition;
  /** The condition must hold that long before the alert is raised (or made more severe). */
  forMs: number;
  /** The recovery must hold that long before the alert is resolved (or made less severe). */
  recoverForMs: number;
  /** Observations in a row that must break the condition, in addition to `forMs`; 1 when missing. */
  consecutive?: number;
  /** Raise when nothing could be judged for that long. */
  noData?: { afterMs: number; severity: Severity };
  /** While the result changes that often, a running alert is kept up instead of ending and coming back. */
  flap?: FlapThresholds;
  /** Severities are those of a system of normal importance; see `weighted`. The caller applies it. */
  byImportance?: boolean;
}

/** Unix milliseconds and what was seen. A value that is NaN, or not of the rule's kind, counts as unknown. */
export type Observation =
  | { at: number; value: number; status?: never }
  | { at: number; status: CheckStatus; value?: never };

/** What was judged last: a finite number or a known status. */
export type Reading = number | Exclude<CheckStatus, 'unknown'>;

export type LevelState =
  | {
      phase: 'pending';
      /** First of the observations in a row that break the condition. */
      since: number;
      count: number;
    }
  | {
      phase: 'active';
      since: number;
      /** First of the observations in a row that are recovered. */
      clearSince?: number;
    };

/** Why an alert is up, or why it changed. */
export type Reason = 'condition' | 'no-data' | 'rule';

export interface RunningAlert {
  severity: Severity;
  /** Start of the condition (first bad observation, or the last data before silence). */
  since: number;
  raisedAt: number;
  reason: Exclude<Reason, 'rule'>;
}

/**
 * Everything the machine remembers about one rule on one target; small and plain JSON. Optional fields may be
 * present as undefined, which JSON drops: a state has one shape in memory and few bytes at rest.
 */
export interface RuleState {
  /** Newest observation taken; an observation that is not newer is ignored. */
  lastAt?: number | undefined;
  /** Newest observation that could be judged, or the start of watching: no-data counts from here. */
  knownAt: number;
  reading?: Reading | undefined;
  /** The newest observation was unknown. */
  blind?: boolean | undefined;
  /** Levels that are pending or active; a level that is missing is at rest. */
  levels: Partial<Record<Severity, LevelState>>;
  /** `knownAt` at the moment when no-data fired; present while it lasts. */
  silentSince?: number | undefined;
  alert?: RunningAlert | undefined;
  /** Present when the rule looks for flapping. */
  flap?: FlapState | undefined;
  /** Time of the newest transition. Transitions never go back in time, even when late data causes them. */
  changedAt?: number | undefined;
}

/** One change of the one alert that a rule has on one target. */
export interface Transition {
  type: 'raised' | 'severity-changed' | 'resolved';
  at: number;
  /** After the change; for `resolved` the severity that ended. */
  severity: Severity;
  /** Only with `severity-changed`. */
  previous?: Severity;
  reason: Reason;
  /** See {@link RunningAlert.since}; the same for all transitions of one alert. */
  since: number;
  reading?: Reading;
}

export interface Outcome {
  /** The very same object when nothing changed, so that a caller can skip storing it. */
  state: RuleState;
  transition?: Transition;
}
