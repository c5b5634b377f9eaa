import { messageIds } from './message-ids.ts';
import { subjectTag } from './subject.ts';
import { readToken } from './token.ts';

/** What a mail shows of its place; addresses in lower case. */
export interface MailClues {
  from: string;
  /** All addresses that it was for: To, Cc, Delivered-To. */
  to: readonly string[];
  subject: string;
  inReplyTo?: string | undefined;
  references?: string | undefined;
}

interface KnownTicket {
  clientId: string;
  ticketId: string;
  /** Addresses that wrote to it or were told of it. */
  participants: readonly string[];
  /** Closed for too long to go on: what comes is a new ticket, linked to it. */
  isOver: boolean;
}

/** What the database says; each answer is about one ticket or none. */
export interface Known {
  secret: Uint8Array;
  /** Client of the sender, by address or domain; null: nobody knows the sender. */
  senderClientId: string | null;
  byId(ticketId: string): KnownTicket | undefined;
  byMessageId(id: string): KnownTicket | undefined;
  byNumber(code: string, number: number): KnownTicket | undefined;
}

/**
 * Where a mail belongs. `why` of a new ticket: nothing pointed to another one (`first`), the sender is no participant
 * (`stranger`), is of another client (`other-client`), the token is not ours (`forged`), or the ticket is `over`.
 */
export type Place =
  | { ticket: string; clientId: string; by: 'token' | 'message-id' | 'subject' }
  | { ticket: null; why: 'first' }
  | { ticket: null; why: 'stranger' | 'other-client' | 'forged' | 'over'; related: string | null };

/**
 * In this order: a token that only we can make, ids of mails that we sent or received, the number in the subject from
 * a participant of that ticket. A subject alone never puts a mail into another client's ticket, nor does anything else
 * from a sender who belongs to another client.
 */
export function placeOf(mail: MailClues, known: Known): Place {
  let refused: Place | undefined;
  const take = (found: KnownTicket, by: 'token' | 'message-id' | 'subject'): Place | undefined => {
    const related = found.ticketId;
    if (known.senderClientId !== null && known.senderClientId !== found.clientId && !isIn(found, mail.from))
      // What it pointed to is not told: the mail goes to the sender's own client.
      refused ??= { ticket: null, why: 'other-client', related: null };
    else if (by !== 'token' && known.senderClientId === null && !isIn(found, mail.from))
      refused ??= { ticket: null, why: 'stranger', related: null };
    else if (found.isOver) refused ??= { ticket: null, why: 'over', related };
    else return { ticket: found.ticketId, clientId: found.clientId, by };
    return undefined;
  };
  const ids = messageIds(mail.inReplyTo, mail.references);
  for (const text of [...mail.to, ...ids]) {
    const token = readToken(text);
    const found = token && known.byId(token.ticketId);
    if (!token || !found) continue;
    if (!token.isTrue(known.secret, found.clientId)) {
      refused ??= { ticket: null, why: 'forged', related: null };
      continue;
    }
    const place = take(found, 'token');
    if (place) return place;
  }
  for (const id of ids) {
    const found = known.byMessageId(id);
    const place = found && take(found, 'message-id');
    if (place) return place;
  }
  const tag = subjectTag(mail.subject);
  const found = tag && known.byNumber(tag.code, tag.number);
  if (found) {
    if (isIn(found, mail.from)) {
      const place = take(found, 'subject');
      if (place) return place;
    } else refused ??= { ticket: null, why: 'stranger', related: null };
  }
  return refused ?? { ticket: null, why: 'first' };
}

const isIn = (ticket: KnownTicket, address: string): boolean => ticket.participants.includes(address);
