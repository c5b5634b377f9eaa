import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';

const ATTACHMENT = ['id', 'mailId', 'name', 'contentType', 'size', 'inline'] as const;

/** Mails of a ticket by the message that they became. */
export async function mailsOf(ctx: Context, ticketId: string) {
  const rows = await ctx.tx
    .selectFrom('ticketMail')
    .select(['id', 'messageId', 'fromAddress', 'fromName', 'problems'])
    .where('clientId', '=', ctx.clientId)
    .where('ticketId', '=', ticketId)
    .where('direction', '=', 'in')
    .where('messageId', 'is not', null)
    .execute();
  if (rows.length === 0) return new Map<string, never>();
  const attachments = await ctx.tx
    .selectFrom('ticketAttachment')
    .select(ATTACHMENT)
    .where('clientId', '=', ctx.clientId)
    .where('ticketId', '=', ticketId)
    .orderBy('position')
    .execute();
  return new Map(
    rows.map(({ messageId, ...mail }) => [
      messageId!,
      { ...mail, attachments: attachments.filter(({ mailId }) => mailId === mail.id) },
    ]),
  );
}

/** A mail that the reader may see; an employee sees those of own tickets, and no notes. @throws AppError RA_NOT_FOUND */
export async function getTicketMail(ctx: Context, ticketId: string, mailId: string) {
  const mail = await readable(ctx, ticketId)
    .select([
      'ticketMail.id',
      'ticketMail.fromAddress',
      'ticketMail.fromName',
      'ticketMail.toAddresses',
      'ticketMail.subject',
      'ticketMail.body',
      'ticketMail.problems',
      'ticketMail.size',
      'ticketMail.createdAt',
    ])
    .where('ticketMail.id', '=', mailId)
    .executeTakeFirst();
  if (!mail) throw new AppError('RA_NOT_FOUND');
  return mail;
}

/** @throws AppError RA_NOT_FOUND */
export async function rawTicketMail(ctx: Context, ticketId: string, mailId: string): Promise<Buffer> {
  const row = await readable(ctx, ticketId)
    .select('ticketMail.raw')
    .where('ticketMail.id', '=', mailId)
    .executeTakeFirst();
  if (!row?.raw) throw new AppError('RA_NOT_FOUND');
  await ctx.audit({ action: 'mail.downloaded', objectKind: 'ticket', objectId: ticketId });
  return row.raw;
}

/** @throws AppError RA_NOT_FOUND */
export async function getAttachment(ctx: Context, ticketId: string, attachmentId: string) {
  const row = await readable(ctx, ticketId)
    .innerJoin('ticketAttachment', (join) =>
      join
        .onRef('ticketAttachment.clientId', '=', 'ticketMail.clientId')
        .onRef('ticketAttachment.mailId', '=', 'ticketMail.id'),
    )
    .select(['ticketAttachment.name', 'ticketAttachment.content'])
    .where('ticketAttachment.id', '=', attachmentId)
    .executeTakeFirst();
  if (!row) throw new AppError('RA_NOT_FOUND');
  return row;
}

const readable = (ctx: Context, ticketId: string) =>
  ctx.tx
    .selectFrom('ticketMail')
    .innerJoin('ticket', (join) =>
      join
        .onRef('ticket.clientId', '=', 'ticketMail.clientId')
        .onRef('ticket.id', '=', 'ticketMail.ticketId'),
    )
    .leftJoin('ticketMessage', (join) =>
      join
        .onRef('ticketMessage.clientId', '=', 'ticketMail.clientId')
        .onRef('ticketMessage.id', '=', 'ticketMail.messageId'),
    )
    .where('ticketMail.clientId', '=', ctx.clientId)
    .where('ticketMail.ticketId', '=', ticketId)
    .where('ticketMail.direction', '=', 'in')
    .$if(ctx.role === 'employee', (query) =>
      query.where('ticket.requesterId', '=', ctx.actor.personId).where('ticketMessage.kind', '=', 'public'),
    );
