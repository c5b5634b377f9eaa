import { canonicalJson, chainEntry, chainStart } from '@rettungsanker/hash-chain';
import type { AuditInput, Context } from '../context.ts';
import { storable } from './record.ts';

/**
 * Appends one entry to the chain of the context's client. The head row is locked until commit: entries of one
 * client are strictly ordered, entries of different clients do not wait for each other.
 */
export async function appendAudit(ctx: Context, input: AuditInput): Promise<void> {
  const start = chainStart(ctx.clientId);
  await ctx.tx
    .insertInto('auditHead')
    .values({ clientId: ctx.clientId, seq: start.seq, hash: Buffer.from(start.hash, 'hex') })
    .onConflict((conflict) => conflict.column('clientId').doNothing())
    .execute();
  const head = await ctx.tx
    .selectFrom('auditHead')
    .select(['seq', 'hash'])
    .where('clientId', '=', ctx.clientId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const record = storable({
    clientId: ctx.clientId,
    seq: head.seq + 1,
    at: ctx.now.toISOString(),
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    actorName: ctx.actor.name,
    action: input.action,
    objectKind: input.objectKind,
    objectId: input.objectId ?? null,
    details: input.details ?? {},
    requestId: ctx.requestId,
    address: ctx.address,
  });
  const link = chainEntry({ seq: head.seq, hash: head.hash.toString('hex') }, record);
  const hash = Buffer.from(link.hash, 'hex');
  await ctx.tx
    .insertInto('auditEntry')
    .values({
      ...record,
      at: ctx.now,
      details: canonicalJson(record.details),
      previousHash: head.hash,
      hash,
    })
    .execute();
  await ctx.tx
    .updateTable('auditHead')
    .set({ seq: link.seq, hash })
    .where('clientId', '=', ctx.clientId)
    .execute();
}
