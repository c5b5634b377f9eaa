import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import type { LabelMatcher } from '../kinds/derived.ts';
import type { SeriesStore } from '../series/index.ts';
import { deliveredSelector, MOST_DELIVERED, readDelivered } from './delivered.ts';
import { readSeries, type SeriesView } from './series.ts';

/** Where a rule gets its numbers from. */
export interface Source {
  metric: string;
  /** A check of the system that measured them. */
  checkId?: string | undefined;
  /** Others deliver them to the client; the labels say which. */
  where?: readonly LabelMatcher[] | undefined;
}

/** @throws AppError RA_SERIES_RANGE, RA_SERIES_TOO_MANY */
export async function readSource(
  ctx: Context,
  store: SeriesStore,
  assetId: string,
  { metric, checkId, where }: Source,
  range: { from: Date; to: Date; points: number },
): Promise<Pick<SeriesView, 'instance' | 'points'>[]> {
  if (where === undefined)
    return (await readSeries(ctx, store, assetId, { metrics: [metric], checkId, ...range })).series;
  const keys = await store.find(ctx, ctx.clientId, deliveredSelector(metric, where));
  if (keys.length > MOST_DELIVERED) throw new AppError('RA_SERIES_TOO_MANY');
  return (await readDelivered(ctx, store, ctx.clientId, { metric, where, ...range })).series;
}
