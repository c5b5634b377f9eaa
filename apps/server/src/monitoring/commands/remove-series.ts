import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import type { LabelMatcher } from '../kinds/derived.ts';
import { deliveredSelector } from '../queries/delivered.ts';
import type { SeriesStore } from '../series/index.ts';

/** Deletes what others have delivered under one name. What is delivered again is a new series. */
export async function removeDelivered(
  ctx: Context,
  store: SeriesStore,
  metric: string,
  where: readonly LabelMatcher[],
): Promise<{ removed: number }> {
  const removed = await store.remove(ctx, deliveredSelector(metric, where));
  await ctx.audit({
    action: 'series.removed',
    objectKind: 'client',
    objectId: ctx.clientId,
    details: { metric, where: where.map(({ label, op, value }) => `${label}${op}${value}`), removed },
  });
  await ctx.emit({ kind: 'ingest.changed', objectKind: 'client', objectId: ctx.clientId });
  return { removed };
}

/**
 * Deletes all values of a client: those of its systems and checks, and those that others delivered. Checks, alerts and
 * their history stay.
 * @param confirm the client's id once more
 * @throws AppError RA_SERIES_CONFIRM
 */
export async function removeClientSeries(ctx: Context, store: SeriesStore, confirm: string): Promise<void> {
  if (confirm !== ctx.clientId) throw new AppError('RA_SERIES_CONFIRM');
  await store.removeAll(ctx);
  await ctx.audit({
    action: 'series.all-removed',
    objectKind: 'client',
    objectId: ctx.clientId,
    details: {},
  });
  await ctx.emit({ kind: 'ingest.changed', objectKind: 'client', objectId: ctx.clientId });
}
