import type { Context, ScopeContext } from '../../platform/context.ts';
import { setMostSeries } from '../series/index.ts';

/** What a client may send. Each process that takes in data counts for itself. */
export interface IngestQuota {
  /** Series that were seen within the last hour. */
  readonly activeSeries: number;
  /** On average; ten seconds' worth may come at once. */
  readonly samplesPerSecond: number;
}

/** A provider's usual client: 20 hosts with 1,000 series each, every 15 s, is 1,300 samples a second. */
export const DEFAULT_QUOTA: IngestQuota = { activeSeries: 50_000, samplesPerSecond: 10_000 };

/** Series that have ended keep their place in the store as long as their values. */
const KEPT_PER_ACTIVE = 2;

/** Limits of one message, the same for everybody. */
export const INGEST_LIMITS = {
  /** Bytes of a body as it comes in. */
  body: 4 * 1024 * 1024,
  /** Bytes of a body after it was unpacked. Prometheus sends half a megabyte at its defaults. */
  unpacked: 16 * 1024 * 1024,
  /** Bytes of all bodies that are held at a time; beyond that senders wait (503). */
  inFlight: 64 * 1024 * 1024,
  /** A body has to be here after this time, ms. */
  bodyMs: 15_000,
} as const;

export async function getQuota(
  ctx: ScopeContext,
  clientId: string,
): Promise<IngestQuota & { custom: boolean }> {
  const row = await ctx.tx
    .selectFrom('ingestQuota')
    .select(['activeSeries', 'samplesPerSecond'])
    .where('clientId', '=', clientId)
    .executeTakeFirst();
  return row ? { ...row, custom: true } : { ...DEFAULT_QUOTA, custom: false };
}

export async function setQuota(ctx: Context, quota: IngestQuota): Promise<void> {
  const row = { ...quota, updatedAt: ctx.now };
  await ctx.tx
    .insertInto('ingestQuota')
    .values({ clientId: ctx.clientId, ...row })
    .onConflict((conflict) => conflict.column('clientId').doUpdateSet(row))
    .execute();
  await setMostSeries(ctx, KEPT_PER_ACTIVE * quota.activeSeries);
  await ctx.audit({
    action: 'ingest-quota.changed',
    objectKind: 'client',
    objectId: ctx.clientId,
    details: { ...quota },
  });
  await ctx.emit({ kind: 'ingest.changed', objectKind: 'client', objectId: ctx.clientId });
}
