import { median } from './median.ts';

export interface Point {
  /** Unix milliseconds. */
  at: number;
  value: number;
}

export interface ForecastOptions {
  /** Points from fewer separate stretches (64ths) of the span than this say nothing; at most 64, default 10. */
  minPoints?: number;
  /** A shorter history says nothing about days to come, ms; default 6 hours. */
  minSpanMs?: number;
}

const HOUR = 3_600_000;
/** All pairs of 64 groups are 2,016 slopes: 0.2 ms, whatever the number of points. */
const GROUPS = 64;
/** One-sided 95 % point of the normal distribution. */
const SIGNIFICANT = 1.645;

/**
 * When will a growing value reach its limit, if it goes on as it did?
 *
 * The trend is the median of all pairwise slopes (Theil 1950, Sen 1968), not least squares: a log rotation, a
 * deleted dump or one wild sample moves a least-squares line at will, while the median stands until 29 % of the
 * points lie. It is believed only when the same pairs say "rising" at 95 % (Mann 1945, Kendall), so that noise
 * around a flat line never becomes a date. The distance is measured from where the value is now (median of the
 * newest three), not from the line: after a jump the line lags behind the truth.
 *
 * @param points any order; points that are not finite are left out.
 * @returns ms from the newest point; 0 when the limit is reached already; Infinity when the value is not rising;
 *   undefined when there is too little history to say anything. Infinity is a judgement ("not filling up") and
 *   resolves an alert, undefined is none: feed nothing to the rule then.
 */
export function forecastFull(
  points: readonly Point[],
  limit: number,
  { minPoints = 10, minSpanMs = 6 * HOUR }: ForecastOptions = {},
): number | undefined {
  const sorted = points
    .filter((point) => Number.isFinite(point.at) && Number.isFinite(point.value))
    .sort((a, b) => a.at - b.at);
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const span = last.at - first.at;
  if (span <= 0 || span < minSpanMs) return undefined;
  const groups = grouped(sorted, first.at, span);
  if (groups.length < minPoints) return undefined;

  const current = median(sorted.slice(-3).map((point) => point.value));
  if (current >= limit) return 0;
  const slope = risingSlope(groups);
  return slope === undefined ? Number.POSITIVE_INFINITY : (limit - current) / slope;
}

/** Medians of equal stretches of time: bounds the work, and a burst of samples does not outvote a quiet hour. */
function grouped(sorted: readonly Point[], start: number, span: number): Point[] {
  const groups = new Map<number, Point[]>();
  for (const point of sorted) {
    const index = Math.min(GROUPS - 1, Math.floor(((point.at - start) / span) * GROUPS));
    const group = groups.get(index);
    if (group === undefined) groups.set(index, [point]);
    else group.push(point);
  }
  return Array.from(groups.values(), (group) => ({
    at: median(group.map((point) => point.at)),
    value: median(group.map((point) => point.value)),
  }));
}

/** @returns units per ms, or undefined when the points do not rise significantly. */
function risingSlope(points: readonly Point[]): number | undefined {
  const slopes: number[] = [];
  let score = 0;
  for (const [index, later] of points.entries()) {
    for (const earlier of points.slice(0, index)) {
      const rise = later.value - earlier.value;
      score += Math.sign(rise);
      slopes.push(rise / (later.at - earlier.at));
    }
  }
  const n = points.length;
  const deviation = Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  if (score - 1 < SIGNIFICANT * deviation) return undefined;
  const slope = median(slopes);
  return slope > 0 ? slope : undefined;
}
