import { METRICS } from '@rettungsanker/protocol';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';

export interface SeriesRequest {
  metrics: string[];
  checkId?: string | undefined;
  from: Date;
  to: Date;
  /** Buckets over the range; each gives minimum, average and maximum. */
  points: number;
}
export interface SeriesAnswer {
  metric: string;
  instance: string;
  unit: string;
  points: [at: number, min: number, avg: number, max: number][];
}

const LONGEST_MS = 400 * 86_400_000;

/** Cost grows with the samples in the range; the answer never has more than `points` rows a series. */
export async function readSeries(
  ctx: Context,
  assetId: string,
  request: SeriesRequest,
): Promise<{ bucketMs: number; series: SeriesAnswer[] }> {
  const spanMs = request.to.getTime() - request.from.getTime();
  if (!(spanMs > 0) || spanMs > LONGEST_MS) throw new AppError('RA_SERIES_RANGE');
  const bucketMs = Math.max(1000, Math.ceil(spanMs / request.points / 1000) * 1000);
  const { rows } = await sql<{
    metric: string;
    instance: string;
    t: number;
    min: number;
    avg: number;
    max: number;
  }>`
    select s.metric, s.instance, (extract(epoch from b.bucket) * 1000)::float8 as t, b.min, b.avg, b.max
    from series s
    cross join lateral (
      select date_bin(${`${bucketMs} milliseconds`}::interval, x.at, ${request.from}) as bucket, min(x.value) as min, avg(x.value) as avg, max(x.value) as max
      from sample x
      where x.client_id = s.client_id and x.series_id = s.id and x.at >= ${request.from} and x.at < ${request.to}
      group by 1) b
    where s.client_id = ${ctx.clientId} and s.asset_id = ${assetId} and s.metric = any (${request.metrics})
      and s.check_id is not distinct from ${request.checkId ?? null}::uuid
    order by s.metric, s.instance, b.bucket`.execute(ctx.tx);
  const series = new Map<string, SeriesAnswer>();
  for (const row of rows) {
    const key = `${row.metric}\n${row.instance}`;
    let entry = series.get(key);
    if (!entry) {
      entry = {
        metric: row.metric,
        instance: row.instance,
        unit: METRICS[row.metric as keyof typeof METRICS]?.unit ?? '',
        points: [],
      };
      series.set(key, entry);
    }
    entry.points.push([row.t, row.min, row.avg, row.max]);
  }
  return { bucketMs, series: [...series.values()] };
}

/** Newest value of every series of a system that is not older than `sinceMs`. */
export async function latestSamples(ctx: Context, assetId: string, sinceMs: number) {
  const { rows } = await sql<{ metric: string; instance: string; at: Date; value: number }>`
    select s.metric, s.instance, x.at, x.value from series s
    cross join lateral (
      select at, value from sample x where x.client_id = s.client_id and x.series_id = s.id and x.at > ${new Date(ctx.now.getTime() - sinceMs)}
      order by at desc limit 1) x
    where s.client_id = ${ctx.clientId} and s.asset_id = ${assetId} and s.check_id is null
    order by s.metric, s.instance`.execute(ctx.tx);
  return rows.map((row) => ({ ...row, unit: METRICS[row.metric as keyof typeof METRICS]?.unit ?? '' }));
}
