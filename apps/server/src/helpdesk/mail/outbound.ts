import { type TicketToken, ticketToken } from '@rettungsanker/mail-thread';
import type { SendMailOptions } from 'nodemailer';
import type { Context, Locale } from '../../platform/context.ts';
import { type MailComposer, mailTo, type Outgoing } from '../../platform/notify/index.ts';
import type { StoredEvent, Subscriber } from '../../platform/outbox/dispatch.ts';
import { receiptOf } from '../queries/receipt.ts';
import type { MailDependencies } from './dependencies.ts';
import { LIMITS } from './parse/limits.ts';
import { cleanLine } from './parse/names.ts';

/** Mails that belong to a ticket's conversation, as against notifications about it. */
const TICKET_MAIL = 'ticket.mail';
const EXCERPT = 500;
const REFERENCES = 10;
const GREETING: Record<Locale, { hello: string; reference: (text: string) => string; answer: string }> = {
  de: {
    hello: 'Guten Tag,',
    reference: (text) => `Ihre Nachricht ist bei uns angekommen. Sie hat die Nummer ${text}.`,
    answer: 'Haben Sie noch etwas zu ergänzen? Antworten Sie einfach auf diese E-Mail.',
  },
  en: {
    hello: 'Hello,',
    reference: (text) => `We have received your message. Its number is ${text}.`,
    answer: 'Is there anything to add? Just reply to this e-mail.',
  },
};

/** What leaves by mail: the provider's public answers, and a receipt for a new ticket. */
export const mailSubscribers: readonly Subscriber[] = [
  { kinds: ['ticket.message'], handle: sendAnswer },
  { kinds: ['ticket.receipt'], handle: sendReceipt },
];

async function sendAnswer(ctx: Context, event: StoredEvent): Promise<void> {
  if (event.payload.side !== 'provider' || event.payload.messageKind !== 'public') return;
  const message = await ctx.tx
    .selectFrom('ticketMessage')
    .select(['id', 'authorName', 'body'])
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', String(event.payload.messageId))
    .executeTakeFirst();
  if (!message) return;
  const participants = await participantsOf(ctx, event.objectId);
  for (const { address } of participants)
    await send(ctx, event, {
      address,
      messageId: message.id,
      author: message.authorName,
      body: message.body,
    });
}

async function sendReceipt(ctx: Context, event: StoredEvent): Promise<void> {
  const mail = await ctx.tx
    .selectFrom('ticketMail')
    .select(['fromAddress'])
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', String(event.payload.mailId))
    .executeTakeFirst();
  if (!mail) return;
  const { locale, name } = await clientOf(ctx);
  const receipt = await receiptOf({ ...ctx, locale }, event.objectId, 'help');
  const words = GREETING[locale];
  const body = [words.hello, words.reference(receipt.reference), receipt.next[0], words.answer].join('\n\n');
  await send(ctx, event, { address: mail.fromAddress, messageId: null, author: name, body });
}

interface Letter {
  address: string;
  /** Message of the ticket that it carries; null: a receipt. */
  messageId: string | null;
  author: string;
  body: string;
}

async function send(ctx: Context, event: StoredEvent, letter: Letter): Promise<void> {
  const ticketId = event.objectId;
  const { number, title, code, client } = await ctx.tx
    .selectFrom('ticket')
    .innerJoin('client', 'client.id', 'ticket.clientId')
    .select(['ticket.number', 'ticket.title', 'client.code', 'client.name as client'])
    .where('ticket.clientId', '=', ctx.clientId)
    .where('ticket.id', '=', ticketId)
    .executeTakeFirstOrThrow();
  const id = ctx.newId();
  await ctx.tx
    .insertInto('ticketMail')
    .values({
      clientId: ctx.clientId,
      id,
      ticketId,
      messageId: letter.messageId,
      direction: 'out',
      rfcId: null,
      fromAddress: '',
      fromName: letter.author,
      toAddresses: [letter.address],
      subject: `[${code}-${number}] ${title}`.slice(0, 300).toWellFormed(),
      body: letter.body.slice(0, LIMITS.textCharacters),
      createdAt: ctx.now,
    })
    .execute();
  await mailTo(ctx, letter.address, {
    kind: TICKET_MAIL,
    eventId: event.id,
    subjectKey: 'ticket.message',
    params: {
      client,
      number: `${code}-${number}`,
      title,
      author: letter.author,
      excerpt: letter.body.slice(0, EXCERPT),
    },
    objectKind: 'ticket-mail',
    objectId: id,
    ticketId,
    path: `/clients/${ctx.clientId}/tickets/${ticketId}`,
  });
}

const participantsOf = (ctx: Context, ticketId: string) =>
  ctx.tx
    .selectFrom('ticketParticipant')
    .select(['address', 'name'])
    .where('clientId', '=', ctx.clientId)
    .where('ticketId', '=', ticketId)
    .orderBy('address')
    .execute();

/** Persons who get the answers of the ticket as mails of its conversation. */
export async function mailedParticipants(ctx: Context, ticketId: string): Promise<string[]> {
  const rows = await ctx.tx
    .selectFrom('ticketParticipant')
    .innerJoin('person', 'person.email', 'ticketParticipant.address')
    .select('person.id')
    .where('ticketParticipant.clientId', '=', ctx.clientId)
    .where('ticketParticipant.ticketId', '=', ticketId)
    .execute();
  return rows.map(({ id }) => id);
}

const clientOf = (ctx: Context) =>
  ctx.tx
    .selectFrom('client')
    .select(['locale', 'name'])
    .where('id', '=', ctx.clientId)
    .executeTakeFirstOrThrow();

/** Writes the mails of tickets when they leave. Everything in them follows from the stored row, so a repetition is the same mail. */
export function ticketComposer({
  tenancy,
  secret,
  providerId,
}: Pick<MailDependencies, 'tenancy' | 'secret'> & { providerId(): Promise<string> }): MailComposer {
  const replyTo = async (clientId: string, ticketId: string): Promise<string | undefined> => {
    const mailbox = await tenancy.asSystem(await providerId(), answeredAt);
    if (!mailbox) return undefined;
    if (!mailbox.subaddresses) return mailbox.address;
    const at = mailbox.address.lastIndexOf('@');
    const token = ticketToken((await secret()).key, { clientId, ticketId });
    return `${mailbox.address.slice(0, at)}+${token}${mailbox.address.slice(at)}`;
  };
  return {
    kind: TICKET_MAIL,
    replyTo,
    async compose(clientId, message, settings): Promise<SendMailOptions | undefined> {
      const found = await tenancy.asSystem(clientId, (ctx) => letterOf(ctx, message));
      if (!found) return undefined;
      const { mail, before, participant } = found;
      const { key, installation } = await secret();
      const place: TicketToken = { clientId, ticketId: mail.ticketId };
      const domain = settings.fromAddress.slice(settings.fromAddress.lastIndexOf('@') + 1);
      const isReceipt = mail.messageId === null;
      const reply = (await replyTo(clientId, mail.ticketId)) ?? settings.replyTo;
      const signature = isReceipt ? settings.fromName : `${mail.fromName}\n${settings.fromName}`;
      return {
        from: { name: cleanLine(settings.fromName, 200), address: settings.fromAddress },
        to: { name: cleanLine(participant, 200), address: message.address },
        ...(reply ? { replyTo: reply } : {}),
        envelope: { from: settings.fromAddress, to: [message.address] },
        // The token also comes back in In-Reply-To, where a server knows no subaddresses.
        messageId: `<${ticketToken(key, place)}.${mail.id}@${domain}>`,
        ...(before.length > 0
          ? { inReplyTo: `<${before.at(-1)!}>`, references: before.map((id) => `<${id}>`) }
          : {}),
        date: mail.createdAt,
        headers: {
          'X-Loop': installation,
          'X-Auto-Response-Suppress': isReceipt ? 'All' : 'OOF, AutoReply',
          ...(isReceipt ? { 'Auto-Submitted': 'auto-replied' } : {}),
        },
        subject: cleanLine(mail.subject, 300),
        text: `${mail.body}\n\n-- \n${signature}\n`,
        baseBoundary: mail.id,
        disableFileAccess: true,
        disableUrlAccess: true,
      };
    },
  };
}

/** The first mailbox that is switched on. */
const answeredAt = (ctx: Context) =>
  ctx.tx
    .selectFrom('mailbox')
    .select(['address', 'subaddresses'])
    .where('clientId', '=', ctx.clientId)
    .where('enabled', '=', true)
    .orderBy('createdAt')
    .limit(1)
    .executeTakeFirst();

async function letterOf(ctx: Context, message: Outgoing) {
  const mail = await ctx.tx
    .selectFrom('ticketMail')
    .select(['id', 'ticketId', 'messageId', 'fromName', 'subject', 'body', 'createdAt'])
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', message.objectId)
    .executeTakeFirst();
  if (!mail) return undefined;
  const before = await ctx.tx
    .selectFrom('ticketMail')
    .select('rfcId')
    .where('clientId', '=', ctx.clientId)
    .where('ticketId', '=', mail.ticketId)
    .where('direction', '=', 'in')
    .where('rfcId', 'is not', null)
    .where('createdAt', '<=', mail.createdAt)
    .orderBy('createdAt', 'desc')
    .limit(REFERENCES)
    .execute();
  const participants = await participantsOf(ctx, mail.ticketId);
  return {
    mail,
    before: before.map(({ rfcId }) => rfcId!).reverse(),
    participant: participants.find(({ address }) => address === message.address)?.name ?? '',
  };
}
