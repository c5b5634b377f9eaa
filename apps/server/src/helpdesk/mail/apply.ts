import { baseSubject, deliveryReport, splitReply } from '@rettungsanker/mail-thread';
import type { Context, Locale } from '../../platform/context.ts';
import { peopleOf } from '../../platform/notify/index.ts';
import { recordEvent } from '../commands/record.ts';
import { addMailMessage, insertMessage, type MessageAuthor, openTicket } from '../commands/tickets.ts';
import type { Verdict } from './judge.ts';
import type { MailAddress, ReadMail } from './parse/read-mail.ts';

type Joins = Extract<Verdict, { to: 'ticket' }>;

const MOST_COPIES = 10;
const WORDS: Record<
  Locale,
  {
    noSubject: string;
    noText: string;
    failed: (to: string) => string;
    delayed: (to: string) => string;
    absent: string;
    said: string;
    follows: (reference: string) => string;
    unknown: string;
  }
> = {
  de: {
    noSubject: 'E-Mail ohne Betreff',
    noText: '(E-Mail ohne Text)',
    failed: (to) => `Unsere E-Mail an ${to} kam nicht an.`,
    delayed: (to) => `Unsere E-Mail an ${to} ist noch nicht angekommen; der Mailserver versucht es weiter.`,
    absent: 'Automatische Antwort:',
    said: 'Der Mailserver schreibt:',
    follows: (reference) => `Antwort auf ${reference}, das schon geschlossen ist.`,
    unknown: 'unbekannt',
  },
  en: {
    noSubject: 'E-mail without a subject',
    noText: '(E-mail without text)',
    failed: (to) => `Our e-mail to ${to} did not arrive.`,
    delayed: (to) => `Our e-mail to ${to} has not arrived yet; the mail server keeps trying.`,
    absent: 'Automatic reply:',
    said: 'The mail server says:',
    follows: (reference) => `Answer to ${reference}, which is closed already.`,
    unknown: 'unknown',
  },
};

/**
 * Makes of a judged mail what it is for its client: a new ticket, a message or a note, with the raw mail and its
 * attachments. Done once for an intake, however often it is asked for.
 * @param ctx of the client
 */
export async function applyMail(
  ctx: Context,
  intake: { id: string; raw: Buffer; size: number; truncated: boolean },
  mail: ReadMail,
  verdict: Joins,
): Promise<{ ticketId: string }> {
  const done = await ctx.tx
    .selectFrom('ticketMail')
    .select('ticketId')
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', intake.id)
    .executeTakeFirst();
  if (done) return done;
  const { locale } = await ctx.tx
    .selectFrom('client')
    .select('locale')
    .where('id', '=', ctx.clientId)
    .executeTakeFirstOrThrow();
  const from = mail.from ?? { address: '', name: '' };
  const author: MessageAuthor = {
    personId: verdict.as === 'message' ? (verdict.sender?.personId ?? null) : null,
    name: (verdict.sender?.name ?? from.name) || from.address || WORDS[locale].unknown,
    side: verdict.as === 'message' ? 'client' : 'system',
  };
  const joined = verdict.ticketId === null ? undefined : await stateOf(ctx, verdict.ticketId);
  const goesOn = joined !== undefined && joined.state !== 'closed';
  const placed = goesOn
    ? await join(ctx, joined.id, mail, verdict, author, locale)
    : await open(ctx, mail, verdict, author, locale, verdict.related ?? joined?.id ?? null);
  await keep(ctx, intake, mail, from, placed);
  if (verdict.as === 'message') await addParticipants(ctx, placed.ticketId, from, verdict, mail.cc);
  if (!goesOn && verdict.answer && from.address)
    await ctx.emit({
      kind: 'ticket.receipt',
      objectKind: 'ticket',
      objectId: placed.ticketId,
      payload: { mailId: intake.id },
    });
  return { ticketId: placed.ticketId };
}

interface Placed {
  ticketId: string;
  messageId: string | null;
}

async function open(
  ctx: Context,
  mail: ReadMail,
  verdict: Joins,
  author: MessageAuthor,
  locale: Locale,
  related: string | null,
): Promise<Placed> {
  const words = WORDS[locale];
  const { id, messageId } = await openTicket(ctx, {
    type: 'incident',
    title: baseSubject(mail.subject).slice(0, 300).toWellFormed() || words.noSubject,
    body: mail.text || words.noText,
    impact: 'medium',
    urgency: 'medium',
    requesterId: verdict.sender?.ofProvider ? null : author.personId,
    source: 'mail',
    author: { ...author, side: 'client' },
  });
  const before = related ? await stateOf(ctx, related) : undefined;
  if (before) {
    await insertMessage(ctx, id, 'internal', words.follows(before.reference), {
      personId: null,
      name: 'Rettungsanker',
      side: 'system',
    });
    await recordEvent(ctx, before.id, 'changed', { field: 'followedBy', from: null, to: id });
  }
  return { ticketId: id, messageId };
}

async function join(
  ctx: Context,
  ticketId: string,
  mail: ReadMail,
  verdict: Joins,
  author: MessageAuthor,
  locale: Locale,
): Promise<Placed> {
  const words = WORDS[locale];
  const reply = splitReply(mail.text).reply || words.noText;
  if (verdict.as === 'message')
    return { ticketId, messageId: (await addMailMessage(ctx, ticketId, 'public', reply, author)).id };
  // What nobody wrote, or somebody whose address alone proves nothing, is a note: it answers no promise.
  const note =
    verdict.as === 'report'
      ? reportText(mail, locale)
      : verdict.as === 'absence'
        ? `${words.absent}\n${reply}`
        : reply;
  const { id } = await addMailMessage(ctx, ticketId, 'internal', note, { ...author, side: 'system' });
  return { ticketId, messageId: id };
}

function reportText(mail: ReadMail, locale: Locale): string {
  const words = WORDS[locale];
  const report = deliveryReport(mail.report?.status ?? '');
  if (report.kind === 'other') return `${words.said}\n${splitReply(mail.text).reply || mail.subject}`;
  const to = report.recipient ?? words.unknown;
  const said = [report.status, report.diagnostic].filter(Boolean).join(' ');
  const told = report.kind === 'failed' ? words.failed(to) : words.delayed(to);
  return said ? `${told}\n${words.said} ${said}` : told;
}

async function stateOf(ctx: Context, ticketId: string) {
  const row = await ctx.tx
    .selectFrom('ticket')
    .innerJoin('client', 'client.id', 'ticket.clientId')
    .select(['ticket.id', 'ticket.state', 'ticket.number', 'client.code'])
    .where('ticket.clientId', '=', ctx.clientId)
    .where('ticket.id', '=', ticketId)
    .executeTakeFirst();
  return row && { ...row, reference: `${row.code}-${row.number}` };
}

async function keep(
  ctx: Context,
  intake: { id: string; raw: Buffer; size: number; truncated: boolean },
  mail: ReadMail,
  from: MailAddress,
  { ticketId, messageId }: Placed,
): Promise<void> {
  await ctx.tx
    .insertInto('ticketMail')
    .values({
      clientId: ctx.clientId,
      id: intake.id,
      ticketId,
      messageId,
      direction: 'in',
      rfcId: mail.messageId,
      fromAddress: from.address,
      fromName: from.name,
      toAddresses: mail.receivers,
      subject: mail.subject,
      body: mail.text,
      problems: intake.truncated ? [...mail.problems, 'too-large'] : mail.problems,
      size: intake.size,
      raw: intake.raw,
      createdAt: ctx.now,
    })
    .execute();
  for (const [index, attachment] of mail.attachments.entries())
    await ctx.tx
      .insertInto('ticketAttachment')
      .values({
        clientId: ctx.clientId,
        id: ctx.newId(),
        ticketId,
        mailId: intake.id,
        position: index + 1,
        name: attachment.name,
        contentType: attachment.contentType,
        size: attachment.content.length,
        inline: attachment.inline,
        content: Buffer.from(attachment.content),
        createdAt: ctx.now,
      })
      .execute();
}

/**
 * Who gets the answers: the sender, when the address belongs to the client, and whoever got a copy and belongs to it
 * too. Nobody brings strangers into a ticket by naming them.
 */
async function addParticipants(
  ctx: Context,
  ticketId: string,
  from: MailAddress,
  verdict: Joins,
  copies: readonly MailAddress[],
): Promise<void> {
  const added = verdict.sender && from.address ? [{ ...from, name: verdict.sender.name ?? from.name }] : [];
  if (copies.length > 0) {
    const people = new Set(
      (await peopleOf(ctx)).filter(({ side }) => side === 'client').map(({ email }) => email),
    );
    const domains = await ctx.tx
      .selectFrom('clientMailDomain')
      .select('domain')
      .where('clientId', '=', ctx.clientId)
      .execute();
    const known = new Set(domains.map(({ domain }) => domain));
    const ours = copies.filter(
      ({ address }) => people.has(address) || known.has(address.slice(address.lastIndexOf('@') + 1)),
    );
    added.push(...ours.slice(0, MOST_COPIES));
  }
  if (added.length === 0) return;
  await ctx.tx
    .insertInto('ticketParticipant')
    .values(
      added.map(({ address, name }) => ({
        clientId: ctx.clientId,
        ticketId,
        address,
        name,
        createdAt: ctx.now,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
