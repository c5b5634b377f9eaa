import type { Context } from '../../platform/context.ts';
import { SERIES_LIMITS } from './types.ts';
import './schema.ts';

/** Days for which a client's values are kept; null: as long as everybody's. */
export interface ClientRetention {
  sampleDays: number | null;
  rollupDays: number | null;
}

export async function getRetention(ctx: Context): Promise<ClientRetention> {
  const row = await ctx.tx
    .selectFrom('seriesClient')
    .select(['sampleDays', 'rollupDays'])
    .where('clientId', '=', ctx.clientId)
    .executeTakeFirst();
  return row ?? { sampleDays: null, rollupDays: null };
}

/** Counts from the next upkeep on: what is past the new time goes then, and does not come back. */
export async function setRetention(ctx: Context, { sampleDays, rollupDays }: ClientRetention): Promise<void> {
  const kept = { sampleDays, rollupDays };
  await ctx.tx
    .insertInto('seriesClient')
    .values({ clientId: ctx.clientId, maxSeries: null, ...kept })
    .onConflict((conflict) => conflict.column('clientId').doUpdateSet(kept))
    .execute();
  await ctx.audit({
    action: 'series-retention.changed',
    objectKind: 'client',
    objectId: ctx.clientId,
    details: kept,
  });
  await ctx.emit({ kind: 'ingest.changed', objectKind: 'client', objectId: ctx.clientId });
}

/** How many series the client may have in all; never less than everybody may. */
export async function setMostSeries(ctx: Context, wanted: number): Promise<void> {
  const maxSeries = Math.max(SERIES_LIMITS.series, wanted);
  await ctx.tx
    .insertInto('seriesClient')
    .values({ clientId: ctx.clientId, maxSeries, sampleDays: null, rollupDays: null })
    .onConflict((conflict) => conflict.column('clientId').doUpdateSet({ maxSeries }))
    .execute();
}
