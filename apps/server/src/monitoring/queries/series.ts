import { METRICS } from '@rettungsanker/protocol';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import type { SeriesKey, SeriesStore } from '../series/index.ts';

export interface SeriesRequest {
  metrics: string[];
  checkId?: string | undefined;
  from: Date;
  to: Date;
  /** Buckets over the range; each gives minimum, average and maximum. */
  points: number;
}
export interface SeriesView {
  metric: string;
  instance: string;
  unit: string;
  points: [at: number, min: number, avg: number, max: number][];
}

const LONGEST_MS = 400 * 86_400_000;

/** The answer never has more than `points` rows a series, and some more at its ends. */
export async function readSeries(
  ctx: Context,
  store: SeriesStore,
  assetId: string,
  request: SeriesRequest,
): Promise<{ bucketMs: number; series: SeriesView[] }> {
  const [from, to] = [request.from.getTime(), request.to.getTime()];
  if (!(to > from) || to - from > LONGEST_MS) throw new AppError('RA_SERIES_RANGE');
  const answer = await store.query(ctx, ctx.clientId, {
    names: request.metrics,
    matchers: ofAsset(assetId, request.checkId),
    from,
    to,
    step: Math.max(1000, Math.ceil((to - from) / request.points / 1000) * 1000),
  });
  const series = answer.series.map(({ key, at, min, avg, max }) => ({
    ...nameOf(key),
    points: Array.from(at, (time, i): SeriesView['points'][number] => [time, min[i]!, avg[i]!, max[i]!]),
  }));
  return { bucketMs: answer.step, series: series.sort(byName) };
}

/** Newest value of every series of a system that is not older than `sinceMs`. */
export async function latestSamples(ctx: Context, store: SeriesStore, assetId: string, sinceMs: number) {
  const now = ctx.now.getTime();
  const series = await store.raw(ctx, ctx.clientId, {
    matchers: ofAsset(assetId, undefined),
    from: now - sinceMs,
    // A host's clock may be a little ahead.
    to: now + sinceMs,
  });
  return series
    .flatMap(({ key, times, values }) => {
      const last = values.findLastIndex((value) => !Number.isNaN(value));
      return last < 0 ? [] : [{ ...nameOf(key), at: new Date(times[last]!), value: values[last]! }];
    })
    .sort(byName);
}

const ofAsset = (assetId: string, checkId: string | undefined) => [
  { label: 'asset', op: '=' as const, value: assetId },
  { label: 'check', op: '=' as const, value: checkId ?? '' },
];

function nameOf(key: SeriesKey): { metric: string; instance: string; unit: string } {
  return {
    metric: key.name,
    instance: key.labels.instance ?? '',
    unit: METRICS[key.name as keyof typeof METRICS]?.unit ?? '',
  };
}

function byName(a: { metric: string; instance: string }, b: { metric: string; instance: string }): number {
  return a.metric < b.metric
    ? -1
    : a.metric > b.metric
      ? 1
      : a.instance < b.instance
        ? -1
        : Number(a.instance > b.instance);
}
