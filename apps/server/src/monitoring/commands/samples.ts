import { sql } from 'kysely';
import type { BatchOrigin, BatchSink, CorrectedBatch } from '../../fleet/index.ts';
import type { Context } from '../../platform/context.ts';
import { kindOf } from '../kinds/index.ts';
import { loadChecks } from '../queries/checks.ts';
import { type Finding, observe } from './observe.ts';
import { retireInstances } from './retire.ts';

/** Samples older than this have no partition any more: an agent keeps at most seven days. */
export const OLDEST_SAMPLE_MS = 8 * 86_400_000;

export interface SeriesPoint {
  metric: string;
  instance: string;
  checkId: string | null;
  at: Date;
  value: number;
}

/** Appends to the series of one system; a sample that is there already is left as it is. Cost grows with the samples. */
export async function appendSamples(
  ctx: Context,
  assetId: string,
  points: readonly SeriesPoint[],
): Promise<void> {
  const oldest = ctx.now.getTime() - OLDEST_SAMPLE_MS;
  const usable = points.filter((point) => Number.isFinite(point.value) && point.at.getTime() > oldest);
  if (usable.length === 0) return;
  const keyOf = (p: { checkId: string | null; metric: string; instance: string }): string =>
    `${p.checkId ?? ''}\n${p.metric}\n${p.instance}`;
  const ids = new Map<string, number>();
  const load = async (): Promise<void> => {
    const rows = await ctx.tx
      .selectFrom('series')
      .select(['id', 'checkId', 'metric', 'instance'])
      .where('clientId', '=', ctx.clientId)
      .where('assetId', '=', assetId)
      .execute();
    for (const row of rows) ids.set(keyOf(row), row.id);
  };
  await load();
  const missing = new Map(
    usable.filter((point) => !ids.has(keyOf(point))).map((point) => [keyOf(point), point]),
  );
  if (missing.size > 0) {
    await ctx.tx
      .insertInto('series')
      .values(
        [...missing.values()].map((p) => ({
          clientId: ctx.clientId,
          assetId,
          checkId: p.checkId,
          metric: p.metric,
          instance: p.instance,
          createdAt: ctx.now,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await load();
  }
  await sql`insert into sample (client_id, series_id, at, value)
    select ${ctx.clientId}, id, at, value from unnest(
      ${usable.map((p) => ids.get(keyOf(p))!)}::bigint[], ${usable.map((p) => p.at.toISOString())}::timestamptz[], ${usable.map((p) => p.value)}::float8[]) as t(id, at, value)
    on conflict do nothing`.execute(ctx.tx);
}

/** What agents send becomes series, and is judged as it comes in: no polling between a fault and its alert. */
export const monitoringSink: BatchSink = {
  async accept(ctx: Context, origin: BatchOrigin, batch: CorrectedBatch): Promise<void> {
    const checks = await loadChecks(ctx, origin.assetId);
    const points: SeriesPoint[] = batch.measurements.flatMap((m) =>
      m.samples.map(([metric, instance, value]) => ({ metric, instance, value, at: m.at, checkId: null })),
    );
    const byId = new Map(checks.map((check) => [check.id, check]));
    for (const result of batch.results) {
      // A check that was deleted while its result was on the way is nobody's business any more.
      if (!byId.has(result.checkId)) continue;
      for (const [metric, value] of Object.entries(result.outcome.values))
        points.push({
          metric: `check.${metric}`,
          instance: '',
          value,
          at: result.at,
          checkId: result.checkId,
        });
    }
    await appendSamples(ctx, origin.assetId, points);

    for (const check of checks) {
      const { source } = kindOf(check.kind);
      if (source.type === 'samples') {
        const exclude = new Set((check.config.exclude as string[] | undefined) ?? []);
        const findings: Finding[] = batch.measurements.flatMap((m) =>
          m.samples
            .filter(([metric, instance]) => metric === source.metric && !exclude.has(instance))
            .map(([metric, instance, value]) => finding(metric, instance, value, m.at)),
        );
        await observe(ctx, check, findings);
        if (source.perInstance)
          await retireInstances(ctx, check, new Set(findings.map(({ instance }) => instance)));
      } else if (check.kind === 'clock') {
        const seconds = Math.abs(batch.skewMs) / 1000;
        await observe(ctx, check, [finding('clock.skew', '', seconds, ctx.now)]);
      } else if (source.type === 'executed') {
        await observe(
          ctx,
          check,
          batch.results
            .filter((r) => r.checkId === check.id)
            .map((r) => ({
              instance: '',
              observation: { at: r.at.getTime(), status: r.outcome.status },
              message: r.outcome.message,
              code: r.outcome.code ?? null,
              values: r.outcome.values,
            })),
        );
      }
    }
    await sql`select pg_notify('rettungsanker_live', ${JSON.stringify({ clientId: ctx.clientId, id: 0, kind: 'asset.samples', objectKind: 'asset', objectId: origin.assetId })})`.execute(
      ctx.tx,
    );
  },
};

function finding(metric: string, instance: string, value: number, at: Date): Finding {
  const rounded = Math.round(value * 10) / 10;
  return {
    instance,
    observation: { at: at.getTime(), value },
    message: `${metric}${instance ? ` ${instance}` : ''}: ${rounded}`,
    code: null,
    values: { value: rounded },
  };
}
