import type { Point } from './forecast.ts';
import { median } from './median.ts';
import type { CheckStatus } from './types.ts';

/*
 * Values that a rule can meet with its thresholds although nobody measured them. Undefined means that nothing can be
 * said: feed nothing to the rule then.
 */

/**
 * Change per second between the first and the last of the points.
 *
 * @param points in the order of their times; values that are not finite are left out
 * @param counter only grows: a value that falls was reset to zero, or wrapped at `2 ** bits` when that explains the
 *   step better (the way to the limit and on is shorter than half of its range)
 */
export function rate(points: readonly Point[], counter?: { bits?: 32 | 64 }): number | undefined {
  const usable = points.filter(({ at, value }) => Number.isFinite(at) && Number.isFinite(value));
  const first = usable[0];
  const last = usable.at(-1);
  if (first === undefined || last === undefined || last.at <= first.at) return undefined;
  const seconds = (last.at - first.at) / 1000;
  if (counter === undefined) return (last.value - first.value) / seconds;
  let sum = 0;
  for (const [index, { value }] of usable.entries()) {
    const before = usable[index - 1]?.value ?? value;
    if (value >= before) sum += value - before;
    else {
      const limit = counter.bits === undefined ? Number.POSITIVE_INFINITY : 2 ** counter.bits;
      const wrapped = limit - before + value;
      sum += wrapped < limit / 2 ? wrapped : value;
    }
  }
  return sum / seconds;
}

/**
 * Percent of a group that has failed, of those that could be judged.
 * @param least with fewer judged members than this nothing is said
 */
export function percentFailed(group: readonly CheckStatus[], least = 1): number | undefined {
  const judged = group.filter((status) => status !== 'unknown');
  if (judged.length < Math.max(1, least)) return undefined;
  return (100 * judged.filter((status) => status === 'failed').length) / judged.length;
}

/** Makes the median absolute deviation of a normal distribution its standard deviation. */
const MAD_TO_SIGMA = 1.4826;
/** A series that never changed has no spread; a hundredth of its level is the least that counts as one. */
const LEAST_SPREAD = 0.01;

/**
 * How far a value is from what is usual at this hour, in robust standard deviations: distance to the median of the
 * same hour of past weeks, by their median absolute deviation. One holiday or outage among the weeks moves neither.
 *
 * @param past one value per past week; fewer than `least` say nothing
 */
export function deviation(current: number, past: readonly number[], least = 3): number | undefined {
  const usable = past.filter(Number.isFinite);
  if (!Number.isFinite(current) || usable.length < least) return undefined;
  const middle = median(usable);
  const mad = median(usable.map((value) => Math.abs(value - middle)));
  const spread = Math.max(mad * MAD_TO_SIGMA, Math.abs(middle) * LEAST_SPREAD, Number.EPSILON);
  return (current - middle) / spread;
}
