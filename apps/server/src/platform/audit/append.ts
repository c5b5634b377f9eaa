import { canonicalJson, entryHash, genesis } from '@rettungsanker/hash-chain';
import { sql } from 'kysely';
import type { AuditInput, Context } from '../context.ts';

export interface AuditRecord {
  clientId: string;
  seq: number;
  at: string;
  actorKind: string;
  actorId: string | null;
  actorName: string;
  action: string;
  objectKind: string;
  objectId: string | null;
  details: unknown;
  requestId: string | null;
  address: string | null;
}

/**
 * Appends one entry to the chain of the context's client. The head row is locked until commit: entries of one
 * client are strictly ordered, entries of different clients do not wait for each other.
 */
export async function appendAudit(ctx: Context, input: AuditInput): Promise<void> {
  const first = Buffer.from(genesis(ctx.clientId), 'hex');
  await ctx.tx
    .insertInto('auditHead')
    .values({ clientId: ctx.clientId, seq: 0, hash: first })
    .onConflict((conflict) => conflict.column('clientId').doNothing())
    .execute();
  const head = await ctx.tx
    .selectFrom('auditHead')
    .selectAll()
    .where('clientId', '=', ctx.clientId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const record: AuditRecord = {
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
  };
  const hash = Buffer.from(entryHash(head.hash.toString('hex'), record), 'hex');
  await ctx.tx
    .insertInto('auditEntry')
    .values({
      ...record,
      actorKind: ctx.actor.kind,
      at: ctx.now,
      details: canonicalJson(record.details),
      previousHash: head.hash,
      hash,
    })
    .execute();
  await sql`update audit_head set seq = ${record.seq}, hash = ${hash} where client_id = ${ctx.clientId}`.execute(
    ctx.tx,
  );
}
