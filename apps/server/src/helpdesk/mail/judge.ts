import {
  type Automatic,
  automatic,
  type Known,
  mayAnswer,
  messageIds,
  type Place,
  placeOf,
  readToken,
  subjectTag,
} from '@rettungsanker/mail-thread';
import { sql } from 'kysely';
import type { Context, Locale } from '../../platform/context.ts';
import type { ReadMail } from './parse/read-mail.ts';
import type { IntakeReason } from './schema.ts';
import type { MailSecret } from './secret.ts';

/** Mails of one address within an hour: beyond, a person looks first. The last net against loops without any mark. */
const PER_HOUR = 60;
/** Of these so many are told that they arrived. */
const RECEIPTS_PER_HOUR = 10;

export interface Sender {
  clientId: string;
  personId: string | null;
  name: string | null;
  locale: Locale;
  ofProvider: boolean;
}
/** As what a mail joins a ticket: the words of the client, or a note for the staff. */
export type Role = 'message' | 'report' | 'absence' | 'staff-note';
export type Verdict =
  | {
      to: 'ticket';
      clientId: string;
      /** Null: a new one. */
      ticketId: string | null;
      /** A new ticket continues this one, which is closed. */
      related: string | null;
      as: Role;
      sender: Sender | null;
      /** May be told that it arrived. */
      answer: boolean;
    }
  | { to: 'triage' | 'discarded'; reason: IntakeReason };

export interface Arrived {
  mail: ReadMail;
  envelopeFrom: string | null;
  envelopeTo: readonly string[];
  /** Server whose Authentication-Results are believed. */
  authserv: string | null;
  /** Mails of the address within the last hour, this one included. */
  recent: number;
  /** Our own addresses. */
  own: readonly string[];
}

/** Says what a mail is and whose. Reads the database through its two doors for mail; writes nothing. */
export async function judge(ctx: Context, arrived: Arrived, secret: MailSecret): Promise<Verdict> {
  const { mail } = arrived;
  const from = mail.from?.address ?? '';
  const headers = new Map(mail.headers);
  if (arrived.envelopeFrom !== null) headers.set('return-path', [`<${arrived.envelopeFrom}>`]);
  const kind = automatic(headers, from, secret.installation);
  if (kind === 'loop' || (from !== '' && arrived.own.includes(from)))
    return { to: 'discarded', reason: 'loop' };

  const senders = from === '' ? [] : await sendersOf(ctx, from);
  const clients = [...new Set(senders.filter((one) => !one.ofProvider).map((one) => one.clientId))];
  const { place, clientOf } = await find(ctx, arrived, secret, clients);
  const sender = (clientId: string): Sender | null =>
    senders.find((one) => one.clientId === clientId) ?? null;
  const answer = mayAnswer(headers, kind) && arrived.recent <= RECEIPTS_PER_HOUR;
  const joins = (as: Role): Verdict | undefined =>
    place.ticket === null
      ? undefined
      : {
          to: 'ticket',
          clientId: place.clientId,
          ticketId: place.ticket,
          related: null,
          as,
          sender: sender(place.clientId),
          answer: false,
        };
  const triage = (reason: IntakeReason): Verdict => ({ to: 'triage', reason });

  if (kind === 'report') return joins('report') ?? triage('report');
  if (kind === 'reply') return joins('absence') ?? triage('automatic');
  if (isForged(headers, arrived.authserv)) return triage('forged-sender');
  if (arrived.recent > PER_HOUR) return triage('rate');
  const isStaff = senders.some((one) => one.ofProvider);
  if (isStaff && clients.length === 0) return joins('staff-note') ?? triage('staff');
  const joined = joins('message');
  if (joined) return joined;
  if (kind === 'bulk') return triage('bulk');
  if (clients.length !== 1) return triage(clients.length === 0 ? unknownOf(kind) : 'ambiguous');
  const clientId = clients[0]!;
  const related = place.ticket === null && place.why !== 'first' ? place.related : null;
  return {
    to: 'ticket',
    clientId,
    ticketId: null,
    related: related && clientOf(related) === clientId ? related : null,
    as: 'message',
    sender: sender(clientId),
    answer,
  };
}

const unknownOf = (kind: Automatic | undefined): IntakeReason => (kind ? 'automatic' : 'unknown-sender');

async function sendersOf(ctx: Context, address: string): Promise<Sender[]> {
  const { rows } = await sql<Sender>`select * from mail_sender(${address})`.execute(ctx.tx);
  // A person's own row comes before that of the domain.
  return rows.sort((a, b) => Number(b.personId !== null) - Number(a.personId !== null));
}

/** @param clients of the sender */
async function find(
  ctx: Context,
  { mail, envelopeTo }: Arrived,
  secret: MailSecret,
  clients: readonly string[],
): Promise<{ place: Place; clientOf(ticketId: string): string | undefined }> {
  const to = [...mail.receivers, ...envelopeTo, ...(mail.headers.get('delivered-to') ?? [])].slice(0, 200);
  // A report quotes the head of the mail that it is about.
  const quoted = mail.report
    ? /^message-id:\s*(<[^>\s]{3,998}>)/im.exec(mail.report.original)?.[1]
    : undefined;
  const references = [mail.references, quoted].filter(Boolean).join(' ');
  const ids = messageIds(mail.inReplyTo, references);
  const tokens = [...to, ...ids].flatMap((text) => readToken(text)?.ticketId ?? []);
  const tag = subjectTag(mail.subject);
  const { rows } = await sql<{
    clue: string;
    clientId: string;
    ticketId: string;
    state: string;
    participants: string[];
  }>`select * from mail_places(${tokens}::uuid[], ${ids}::text[], ${tag?.code ?? ''}, ${tag?.number ?? 0}::integer)`.execute(
    ctx.tx,
  );
  const byClue = new Map(
    rows.map((row) => [
      row.clue,
      {
        clientId: row.clientId,
        ticketId: row.ticketId,
        participants: row.participants,
        isOver: row.state === 'closed',
      },
    ]),
  );
  // Somebody who belongs to several clients is of the one whose ticket the mail points to.
  const pointed = rows.map((row) => row.clientId).find((clientId) => clients.includes(clientId));
  const known: Known = {
    secret: secret.key,
    senderClientId: pointed ?? clients[0] ?? null,
    byId: (id) => byClue.get(id),
    byMessageId: (id) => byClue.get(id),
    byNumber: () => byClue.get('#'),
  };
  const place = placeOf(
    {
      from: mail.from?.address ?? '',
      to,
      subject: mail.subject,
      inReplyTo: mail.inReplyTo,
      references,
    },
    known,
  );
  return { place, clientOf: (id) => rows.find((row) => row.ticketId === id)?.clientId };
}

/** Our own mail server says that the domain of the sender forbids this mail (RFC 7489); only its word counts. */
function isForged(headers: ReadonlyMap<string, readonly string[]>, authserv: string | null): boolean {
  if (authserv === null) return false;
  const results = (headers.get('authentication-results') ?? []).filter(
    (value) => value.split(/[;\s]/, 1)[0]!.toLowerCase() === authserv.toLowerCase(),
  );
  // The topmost one was written last, by the server that we fetch from.
  return /\bdmarc\s*=\s*fail\b/i.test(results[0] ?? '');
}

/** How many mails of the address came within the hour before now. */
export async function recentOf(ctx: Context, address: string): Promise<number> {
  const { count } = await ctx.tx
    .selectFrom('mailIntake')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('clientId', '=', ctx.clientId)
    .where('fromAddress', '=', address)
    .where('receivedAt', '>', new Date(ctx.now.getTime() - 3_600_000))
    .executeTakeFirstOrThrow();
  return count;
}
