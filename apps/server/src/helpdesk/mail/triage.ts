import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { enqueueJudging } from './intake.ts';
import type { IntakeState } from './schema.ts';

const SHOWN = [
  'mailIntake.id',
  'mailIntake.state',
  'mailIntake.reason',
  'mailIntake.note',
  'mailIntake.fromAddress',
  'mailIntake.fromName',
  'mailIntake.subject',
  'mailIntake.size',
  'mailIntake.problems',
  'mailIntake.attachments',
  'mailIntake.decidedBy',
  'mailIntake.decidedAt',
  'mailIntake.receivedAt',
  'mailbox.address as mailbox',
] as const;

const base = (ctx: Context) =>
  ctx.tx
    .selectFrom('mailIntake')
    .leftJoin('mailbox', (join) =>
      join
        .onRef('mailbox.clientId', '=', 'mailIntake.clientId')
        .onRef('mailbox.id', '=', 'mailIntake.mailboxId'),
    )
    .where('mailIntake.clientId', '=', ctx.clientId);

/** Mails that wait for a person, or were put aside; newest first. */
export function listIntake(
  ctx: Context,
  filter: { state: 'triage' | 'discarded'; limit: number; after?: string | undefined },
) {
  return base(ctx)
    .select(SHOWN)
    .where('mailIntake.state', '=', filter.state)
    .$if(filter.after !== undefined, (query) => query.where('mailIntake.id', '<', filter.after!))
    .orderBy('mailIntake.id', 'desc')
    .limit(filter.limit + 1)
    .execute();
}

/** @throws AppError RA_NOT_FOUND, also for what belongs to a client by now */
export async function getIntake(ctx: Context, id: string) {
  const row = await base(ctx)
    .select([...SHOWN, 'mailIntake.body'])
    .where('mailIntake.id', '=', id)
    .where('mailIntake.state', 'in', ['triage', 'discarded'])
    .executeTakeFirst();
  if (!row) throw new AppError('RA_NOT_FOUND');
  return row;
}

export async function rawIntake(ctx: Context, id: string): Promise<Buffer> {
  const row = await base(ctx)
    .select('mailIntake.raw')
    .where('mailIntake.id', '=', id)
    .where('mailIntake.state', 'in', ['triage', 'discarded'])
    .executeTakeFirst();
  if (!row?.raw) throw new AppError('RA_NOT_FOUND');
  await ctx.audit({ action: 'mail.downloaded', objectKind: 'mail', objectId: id });
  return row.raw;
}

/**
 * Gives a mail to a client: to one of its tickets, or as a new one. It is brought there like one that was recognised.
 * @param ctx of the provider; that the caller may work for the client was checked before
 * @throws AppError RA_NOT_FOUND, RA_MAIL_DECIDED
 */
export async function assignMail(
  ctx: Context,
  id: string,
  target: { clientId: string; ticketId: string | null },
): Promise<void> {
  if (target.ticketId !== null) {
    const { rows } = await sql<{ clientId: string }>`
      select client_id from mail_places(array[${target.ticketId}]::uuid[], '{}', '', 0)`.execute(ctx.tx);
    if (rows[0]?.clientId !== target.clientId) throw new AppError('RA_NOT_FOUND');
  }
  await decide(ctx, id, ['triage', 'discarded'], {
    state: 'new',
    reason: null,
    targetClientId: target.clientId,
    targetTicketId: target.ticketId,
  });
  await enqueueJudging(ctx, id);
  await ctx.audit({ action: 'mail.assigned', objectKind: 'mail', objectId: id, details: target });
}

/** @throws AppError RA_NOT_FOUND, RA_MAIL_DECIDED */
export async function discardMail(ctx: Context, id: string, reason: string): Promise<void> {
  await decide(ctx, id, ['triage'], { state: 'discarded', reason: 'by-person', note: reason });
  await ctx.audit({ action: 'mail.discarded', objectKind: 'mail', objectId: id, details: { reason } });
}

/** Back into the queue. @throws AppError RA_NOT_FOUND, RA_MAIL_DECIDED */
export async function restoreMail(ctx: Context, id: string): Promise<void> {
  await decide(ctx, id, ['discarded'], { state: 'triage', note: null });
  await ctx.audit({ action: 'mail.restored', objectKind: 'mail', objectId: id });
}

async function decide(
  ctx: Context,
  id: string,
  from: readonly IntakeState[],
  set: Record<string, unknown>,
): Promise<void> {
  const row = await ctx.tx
    .selectFrom('mailIntake')
    .select('state')
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row || row.state === 'duplicate') throw new AppError('RA_NOT_FOUND');
  if (!from.includes(row.state)) throw new AppError('RA_MAIL_DECIDED');
  await ctx.tx
    .updateTable('mailIntake')
    .set({ ...set, decidedBy: ctx.actor.name, decidedAt: ctx.now })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .execute();
  await ctx.emit({ kind: 'mail.waiting', objectKind: 'mail', objectId: id });
}
