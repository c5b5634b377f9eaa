import {
  type Condition,
  type Observation,
  type Reading,
  type Rule,
  SEVERITIES,
  type Severity,
} from './types.ts';

/** Position in {@link SEVERITIES}: larger is more severe. */
export function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** `hold` lies between recovery and threshold: it neither fires nor clears. */
export type Verdict = 'breach' | 'hold' | 'clear';

/** The severities a condition can reach, mildest first. */
export function severitiesOf(condition: Condition): Severity[] {
  if (condition.kind === 'value') return condition.levels.map((level) => level.severity);
  if (condition.warning === undefined || condition.warning === condition.failed) return [condition.failed];
  return [condition.warning, condition.failed];
}

/** @returns undefined when the observation says nothing about this condition. */
export function readingOf(condition: Condition, observation: Observation): Reading | undefined {
  if (condition.kind === 'status') {
    return observation.status === 'unknown' ? undefined : observation.status;
  }
  const { value } = observation;
  if (value === undefined || Number.isNaN(value)) return undefined;
  // JSON has no Infinity; the largest double stands on the same side of every threshold.
  return Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE);
}

/** Judges one level of a condition. A reading of the other kind (the rule was changed) counts as clear. */
export function judge(condition: Condition, severity: Severity, reading: Reading): Verdict {
  if (condition.kind === 'status') {
    if (reading === 'failed') return rank(condition.failed) >= rank(severity) ? 'breach' : 'clear';
    const { warning } = condition;
    if (reading !== 'warning' || warning === undefined) return 'clear';
    return rank(warning) >= rank(severity) ? 'breach' : 'clear';
  }
  const level = condition.levels.find((candidate) => candidate.severity === severity);
  if (level === undefined || typeof reading !== 'number') return 'clear';
  const beyond = condition.direction === 'above' ? isAbove : isBelow;
  if (beyond(reading, level.threshold)) return 'breach';
  return beyond(reading, level.recovery) ? 'hold' : 'clear';
}

const isAbove = (value: number, limit: number): boolean => value > limit;
const isBelow = (value: number, limit: number): boolean => value < limit;

/** Why a rule makes no sense although its shape is right. */
export type RuleProblem =
  | 'RA_RULE_NO_LEVELS'
  /** A severity twice, or not from mild to severe. */
  | 'RA_RULE_LEVEL_ORDER'
  /** A severe threshold or recovery that is reached before the milder one. */
  | 'RA_RULE_THRESHOLD_ORDER'
  /** Recovery on the bad side of its threshold. */
  | 'RA_RULE_RECOVERY_SIDE'
  /** A threshold that is not finite, a duration that is negative or not finite, a silence of 0 ms. */
  | 'RA_RULE_NUMBER'
  | 'RA_RULE_CONSECUTIVE'
  /** Not 0 < low < high <= 100. */
  | 'RA_RULE_FLAP'
  /** A warning more severe than a failure. */
  | 'RA_RULE_STATUS_ORDER';

/**
 * Meaning of a rule beyond its shape (the shape is the caller's schema). Empty when the rule is sound; the
 * machine's promises hold for sound rules only.
 */
export function ruleProblems(rule: Rule): RuleProblem[] {
  const problems = new Set<RuleProblem>();
  const { condition, forMs, recoverForMs, consecutive = 1, noData } = rule;
  if (!isDuration(forMs) || !isDuration(recoverForMs)) problems.add('RA_RULE_NUMBER');
  if (noData !== undefined && !(isDuration(noData.afterMs) && noData.afterMs > 0))
    problems.add('RA_RULE_NUMBER');
  if (!Number.isInteger(consecutive) || consecutive < 1) problems.add('RA_RULE_CONSECUTIVE');
  const { flap } = rule;
  if (flap !== undefined && !(flap.low > 0 && flap.low < flap.high && flap.high <= 100))
    problems.add('RA_RULE_FLAP');
  if (condition.kind === 'status') {
    if (condition.warning !== undefined && rank(condition.warning) > rank(condition.failed)) {
      problems.add('RA_RULE_STATUS_ORDER');
    }
    return [...problems];
  }
  const { levels, direction } = condition;
  if (levels.length === 0) problems.add('RA_RULE_NO_LEVELS');
  const sign = direction === 'above' ? 1 : -1;
  for (const [index, level] of levels.entries()) {
    if (!Number.isFinite(level.threshold) || !Number.isFinite(level.recovery)) problems.add('RA_RULE_NUMBER');
    if (sign * level.recovery > sign * level.threshold) problems.add('RA_RULE_RECOVERY_SIDE');
    const milder = levels[index - 1];
    if (milder === undefined) continue;
    if (rank(milder.severity) >= rank(level.severity)) problems.add('RA_RULE_LEVEL_ORDER');
    if (sign * level.threshold < sign * milder.threshold || sign * level.recovery < sign * milder.recovery) {
      problems.add('RA_RULE_THRESHOLD_ORDER');
    }
  }
  return [...problems];
}

function isDuration(ms: number): boolean {
  return Number.isFinite(ms) && ms >= 0;
}
