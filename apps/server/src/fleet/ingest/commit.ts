import { type Batch, LIMITS } from '@rettungsanker/protocol';
import type { Context } from '../../platform/context.ts';
import { saveInventory } from '../commands/inventory.ts';
import type { BatchOrigin, BatchSink, CorrectedBatch } from './sink.ts';

/** A clock that is off by more than this is corrected; below it, correcting would only add the network's jitter. */
export const SKEW_TOLERANCE_MS = 5_000;

export type CommitResult =
  | { kind: 'committed' | 'duplicate' }
  | { kind: 'out-of-order'; lastSeq: number }
  | { kind: 'revoked' };

/**
 * Stores one batch. The sequence number moves in the same transaction as the data, under the row's lock: a batch
 * that is sent twice (lost acknowledgement, crash) is stored once, and one that is missing is noticed.
 */
export async function commitBatch(
  ctx: Context,
  origin: BatchOrigin,
  batch: Batch,
  sinks: readonly BatchSink[],
): Promise<CommitResult> {
  const agent = await ctx.tx
    .selectFrom('agent')
    .select(['lastSeq', 'revokedAt'])
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', origin.agentId)
    .forUpdate()
    .executeTakeFirst();
  if (!agent || agent.revokedAt) return { kind: 'revoked' };
  if (batch.seq <= agent.lastSeq) return { kind: 'duplicate' };
  if (batch.seq > agent.lastSeq + 1) return { kind: 'out-of-order', lastSeq: agent.lastSeq };

  const skewMs = batch.sentAt - ctx.now.getTime();
  const corrected = correctTimes(batch, skewMs, ctx.now);
  if (batch.inventory)
    await saveInventory(ctx, origin.assetId, batch.inventory.facts, corrected.time(batch.inventory.at));
  for (const sink of sinks) await sink.accept(ctx, origin, corrected);
  await ctx.tx
    .updateTable('agent')
    .set((eb) => ({
      lastSeq: batch.seq,
      lastSeenAt: ctx.now,
      skewMs: Math.round(skewMs),
      droppedBatches: eb('droppedBatches', '+', batch.dropped?.batches ?? 0),
    }))
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', origin.agentId)
    .execute();
  if (batch.dropped) {
    await ctx.emit({
      kind: 'agent.dropped',
      objectKind: 'asset',
      objectId: origin.assetId,
      payload: { ...batch.dropped },
    });
  }
  return { kind: 'committed' };
}

/** Moves times to the server's clock when the host's is off; what still lies in the future is left out. */
export function correctTimes(
  batch: Batch,
  skewMs: number,
  now: Date,
): CorrectedBatch & { time(ms: number): Date } {
  const shift = Math.abs(skewMs) > SKEW_TOLERANCE_MS ? skewMs : 0;
  const latest = now.getTime() + LIMITS.futureMs;
  const time = (ms: number): Date => new Date(ms - shift);
  const possible = ({ at }: { at: Date }): boolean => at.getTime() <= latest;
  return {
    time,
    skewMs,
    measurements: (batch.measurements ?? [])
      .map((m) => ({ at: time(m.at), samples: m.samples }))
      .filter(possible),
    results: (batch.results ?? [])
      .map((r) => ({ checkId: r.checkId, at: time(r.at), outcome: r.outcome }))
      .filter(possible),
    discovery: batch.discovery,
  };
}
