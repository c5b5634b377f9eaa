import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import { LIMITS } from './parse/limits.ts';
import { cleanLine } from './parse/names.ts';
import { fingerprint } from './parse/read-mail.ts';

/** Judges a mail that was taken in. */
export const JUDGE_TASK = 'helpdesk.mail';

export interface Arrival {
  mailboxId: string;
  /** On the IMAP server. */
  at: { uidValidity: number; uid: number } | null;
  raw: Buffer;
  /** Bytes on the server, when `raw` is only the beginning. */
  size?: number;
  envelope?: { from: string; to: readonly string[] };
}

/**
 * Records a mail exactly once, with the job that judges it, in the context's transaction: only after its commit may the
 * server be told that we have it. The place on the server tells a repeated fetch, the fingerprint the same mail from
 * another mailbox or after the server counted anew.
 * @param ctx of the provider
 */
export async function recordArrival(ctx: Context, arrival: Arrival): Promise<'new' | 'known' | 'duplicate'> {
  const { mailboxId, at, raw, envelope } = arrival;
  const row = {
    clientId: ctx.clientId,
    id: ctx.newId(),
    mailboxId,
    uidValidity: at?.uidValidity ?? null,
    uid: at?.uid ?? null,
    fingerprint: fingerprint(raw),
    size: arrival.size ?? raw.length,
    truncated: arrival.size !== undefined && arrival.size > raw.length,
    envelopeFrom: envelope ? cleanLine(envelope.from, 320).toLowerCase() : null,
    envelopeTo: (envelope?.to ?? [])
      .slice(0, LIMITS.recipients)
      .map((address) => cleanLine(address, 320).toLowerCase()),
    receivedAt: ctx.now,
  };
  const { numInsertedOrUpdatedRows } = await ctx.tx
    .insertInto('mailIntake')
    .values({ ...row, raw, state: 'new' })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 1n) {
    await enqueueJudging(ctx, row.id);
    return 'new';
  }
  const again = await ctx.tx
    .insertInto('mailIntake')
    .values({ ...row, raw: null, state: 'duplicate' })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return again.numInsertedOrUpdatedRows === 1n && at ? 'duplicate' : 'known';
}

export async function enqueueJudging(ctx: Context, intakeId: string): Promise<void> {
  const payload = JSON.stringify({ clientId: ctx.clientId, intakeId });
  await sql`select enqueue_job(${JUDGE_TASK}, ${payload}::json, p_key => ${`${JUDGE_TASK}:${intakeId}`})`.execute(
    ctx.tx,
  );
}
