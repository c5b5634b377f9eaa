import type { CheckOutcome } from '@rettungsanker/protocol';
import { Verdict } from '../verdict.ts';

const HOUR_MS = 3_600_000;
/** A backup from the future says that a clock is wrong, and nothing about its age. */
const FUTURE_MS = HOUR_MS;

/**
 * Judges the age of the newest backup.
 *
 * @param newest Unix ms; undefined when there is none
 * @param what e.g. "snapshot"
 */
export function judgeAge(
  limits: { warnHours: number; criticalHours: number },
  newest: number | undefined,
  now: number,
  what: string,
  more: Record<string, number | undefined> = {},
): CheckOutcome {
  const verdict = new Verdict();
  for (const [name, value] of Object.entries(more)) verdict.value(name, value);
  if (newest === undefined) {
    verdict.problem('RA_CHECK_STALE', `there is no ${what}`);
    return verdict.outcome('');
  }
  const hours = (now - newest) / HOUR_MS;
  const text = `the newest ${what} is ${Math.round(hours * 10) / 10} hours old`;
  verdict.value('age_hours', hours);
  if (newest > now + FUTURE_MS)
    verdict.problem('RA_CHECK_STALE', `the newest ${what} is from the future`, 'warning');
  if (hours > limits.criticalHours) verdict.problem('RA_CHECK_STALE', text);
  else if (hours > limits.warnHours) verdict.problem('RA_CHECK_STALE', text, 'warning');
  return verdict.outcome(text);
}
