/** One series as the server sends it: `points` are [unix seconds, minimum, average, maximum] of each interval, in order. */
export interface ChartSeries {
  /** What tells it from the others in the same chart: a mount point, an interface, "received". */
  label: string;
  points: readonly (readonly [time: number, min: number, avg: number, max: number])[];
}

/** A value that a series should not pass: a line across the chart. */
export interface ChartLimit {
  /** In words: "warning from 85 %". */
  label: string;
  value: number;
  state: 'info' | 'warning' | 'critical';
}

/** A moment: a line from top to bottom. */
export interface ChartMark {
  label: string;
  /** Unix seconds. */
  at: number;
}

/** Columns for the plot: times, then average, minimum, maximum of each series; `null` where nothing was measured. */
export type ChartColumns = [times: number[], ...values: (number | null)[][]];

/** Intervals without a value after which the line is broken instead of drawn across. */
const GAP_FACTOR = 2.5;

/**
 * Brings all series on one axis of times. Where the distance between two points is much longer than usual, an empty
 * point is put in: a line across a time in which nothing was measured would claim what nobody knows.
 */
export function toColumns(series: readonly ChartSeries[]): ChartColumns {
  const times = [...new Set(series.flatMap((each) => each.points.map(([time]) => time)))].sort(
    (a, b) => a - b,
  );
  const limit = usualStep(times) * GAP_FACTOR;
  const axis: number[] = [];
  for (const [index, time] of times.entries()) {
    const previous = times[index - 1];
    if (previous !== undefined && time - previous > limit) axis.push(previous + (time - previous) / 2);
    axis.push(time);
  }
  const columns: ChartColumns = [axis];
  for (const { points } of series) {
    const byTime = new Map(points.map((point) => [point[0], point]));
    for (const part of [2, 1, 3] as const) columns.push(axis.map((time) => byTime.get(time)?.[part] ?? null));
  }
  return columns;
}

/** Median distance of neighbours; Infinity for less than three points, so that no gap is assumed. */
function usualStep(times: readonly number[]): number {
  if (times.length < 3) return Number.POSITIVE_INFINITY;
  const steps = times.slice(1).map((time, index) => time - times[index]!);
  steps.sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 2)]!;
}

/** Spans of the axis without any value, edges included, as [from, to] in unix seconds. */
export function gaps(columns: ChartColumns, from: number, to: number): [number, number][] {
  const [times, ...values] = columns;
  const found: [number, number][] = [];
  let last = from;
  let open = false;
  const step = usualStep(times);
  for (const [index, time] of times.entries()) {
    if (values.some((column) => column[index] !== null)) {
      if (open || time - last > step * GAP_FACTOR) found.push([last, time]);
      last = time;
      open = false;
    } else open = true;
  }
  if (Number.isFinite(step) ? to - last > step * GAP_FACTOR : times.length === 0) found.push([last, to]);
  return found;
}

export interface SeriesSummary {
  last: number;
  min: number;
  max: number;
}

/** The figures of a series in words; `undefined` when nothing was measured. */
export function summarise({ points }: ChartSeries): SeriesSummary | undefined {
  const last = points.at(-1);
  if (!last) return undefined;
  return {
    last: last[2],
    min: Math.min(...points.map((point) => point[1])),
    max: Math.max(...points.map((point) => point[3])),
  };
}

/** At most `limit` rows for the table that stands for the chart: neighbours are merged, extremes are kept. */
export function thinned(points: ChartSeries['points'], limit: number): ChartSeries['points'] {
  const size = Math.ceil(points.length / limit);
  if (size <= 1) return points;
  const rows: [number, number, number, number][] = [];
  for (let at = 0; at < points.length; at += size) {
    const group = points.slice(at, at + size);
    rows.push([
      group[0]![0],
      Math.min(...group.map((point) => point[1])),
      group.reduce((sum, point) => sum + point[2], 0) / group.length,
      Math.max(...group.map((point) => point[3])),
    ]);
  }
  return rows;
}
