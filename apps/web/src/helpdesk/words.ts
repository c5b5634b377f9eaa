import type { Ticket } from './queries.ts';

export const TICKET_STATES = [
  'new',
  'open',
  'waiting',
  'solved',
  'closed',
] as const satisfies readonly Ticket['state'][];
export const TICKET_TYPES = [
  'incident',
  'request',
  'change',
  'problem',
] as const satisfies readonly Ticket['type'][];
export const LEVELS = ['low', 'medium', 'high'] as const satisfies readonly Ticket['impact'][];
export const PRIORITIES = [1, 2, 3, 4] as const satisfies readonly Ticket['priority'][];

/** States in which somebody still has to do something. */
export const UNFINISHED: readonly Ticket['state'][] = ['new', 'open', 'waiting'];

export const ticketPath = (ticket: { clientId: string; id: string }): string =>
  `/clients/${ticket.clientId}/tickets/${ticket.id}`;

/** Number as people say it: MUE-12. */
export const ticketNumber = (ticket: Pick<Ticket, 'clientCode' | 'number'>): string =>
  `${ticket.clientCode}-${ticket.number}`;

/** Last part of the time to a deadline in which it is marked as near. */
const NEAR_MS = 60 * 60_000;

/** Whether a deadline was missed, is near, or far. */
export function dueState(dueAt: string | null, now: Date): 'none' | 'far' | 'near' | 'overdue' {
  if (!dueAt) return 'none';
  const left = new Date(dueAt).getTime() - now.getTime();
  if (left < 0) return 'overdue';
  return left < NEAR_MS ? 'near' : 'far';
}
