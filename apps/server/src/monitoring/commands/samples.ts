import { splitValueName } from '@rettungsanker/protocol';
import { sql } from 'kysely';
import type { BatchOrigin, BatchSink, CorrectedBatch } from '../../fleet/index.ts';
import type { Context } from '../../platform/context.ts';
import { kindOf } from '../kinds/index.ts';
import { placesOf } from '../places.ts';
import { type LoadedCheck, loadChecks, loadNeighbourChecks } from '../queries/checks.ts';
import type { SeriesPoint, SeriesStore } from '../series/index.ts';
import { type Finding, type Judgement, observeAll } from './observe.ts';
import { findingsFrom } from './observe-from.ts';
import { retireInstances } from './retire.ts';

/** What agents send becomes series, and is judged as it comes in: no polling between a fault and its alert. */
export const monitoringSink = (series: SeriesStore): BatchSink => ({
  async accept(ctx: Context, origin: BatchOrigin, batch: CorrectedBatch): Promise<void> {
    const checks = await loadChecks(ctx, origin.assetId);
    const { assetId } = origin;
    const points: SeriesPoint[] = batch.measurements.flatMap((m) =>
      m.samples.map(([name, instance, value]) => ({ name, labels: { instance }, assetId, at: m.at, value })),
    );
    const executed = await executedChecks(ctx, assetId, checks, batch);
    for (const result of batch.results) {
      // A check that was deleted while its result was on the way is nobody's business any more.
      const check = executed.get(result.checkId);
      // Of two places the first one's numbers are kept: two distances in one series would be a saw.
      if (!check || placesOf(check)[0] !== assetId) continue;
      for (const [metric, value] of Object.entries(result.outcome.values))
        points.push(checkPoint(check.assetId, check.id, metric, value, result.at));
    }
    const judgements: Judgement[] = [];
    for (const check of checks) {
      const { source } = kindOf(check.kind);
      if (source.type === 'samples') {
        const exclude = new Set((check.config.exclude as string[] | undefined) ?? []);
        const findings: Finding[] = batch.measurements.flatMap((m) =>
          m.samples
            .filter(([metric, instance]) => metric === source.metric && !exclude.has(instance))
            .map(([metric, instance, value]) => finding(metric, instance, value, m.at)),
        );
        judgements.push({ check, findings });
      } else if (check.kind === 'clock') {
        const seconds = Math.abs(batch.skewMs) / 1000;
        judgements.push({ check, findings: [finding('clock.skew', '', seconds, ctx.now)] });
      }
    }
    for (const check of executed.values()) {
      const sights = batch.results
        .filter(({ checkId }) => checkId === check.id)
        .map(({ at, outcome }) => ({ ...outcome, at: at.getTime(), code: outcome.code ?? null }));
      judgements.push({ check, findings: await findingsFrom(ctx, check, assetId, sights) });
    }
    const known = await observeAll(ctx, judgements);
    for (const { check, findings } of judgements) {
      const { source } = kindOf(check.kind);
      if (source.type === 'samples' && source.perInstance)
        await retireInstances(
          ctx,
          check,
          new Set(findings.map(({ instance }) => instance)),
          known.get(check.id) ?? [],
        );
    }
    // Last: new series are made one transaction after the other, and nothing else is to be waited for meanwhile.
    await series.record(ctx, points);
    await sql`select pg_notify('rettungsanker_live', ${JSON.stringify({ clientId: ctx.clientId, id: 0, kind: 'asset.samples', objectKind: 'asset', objectId: origin.assetId })})`.execute(
      ctx.tx,
    );
  },
});

/**
 * Checks of which this agent may bring results: those it was told to run, on its own system and as a probe. Results of
 * any other are nobody's business, as are those of a check that was deleted while they were on the way.
 */
async function executedChecks(
  ctx: Context,
  assetId: string,
  own: readonly LoadedCheck[],
  batch: CorrectedBatch,
): Promise<Map<string, LoadedCheck>> {
  const brought = new Set(batch.results.map(({ checkId }) => checkId));
  const known = new Set(own.map(({ id }) => id));
  const neighbours = await loadNeighbourChecks(
    ctx,
    assetId,
    [...brought].filter((id) => !known.has(id)),
  );
  return new Map(
    [...own, ...neighbours]
      .filter((check) => brought.has(check.id) && placesOf(check).includes(assetId))
      .map((check) => [check.id, check]),
  );
}

/** A number that a check found, as a point of its series. */
export const checkPoint = (
  assetId: string,
  checkId: string,
  metric: string,
  value: number,
  at: Date,
): SeriesPoint => {
  const { metric: name, instance } = splitValueName(metric);
  return { name: `check.${name}`, labels: instance === '' ? {} : { instance }, assetId, checkId, at, value };
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
