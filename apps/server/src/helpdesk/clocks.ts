import {
  type BusinessCalendar,
  type Clock,
  nextStep,
  type TicketClockState,
  type TicketEvent,
  ticketClock,
} from '@rettungsanker/sla-clock';
import type { TicketEventDetails, TicketEventTable, TicketState } from './schema.ts';

const CLOCK_STATE: Record<TicketState, TicketClockState> = {
  new: 'open',
  open: 'open',
  waiting: 'waiting',
  solved: 'resolved',
  closed: 'resolved',
};

export type RecordedEvent = { at: Date; kind: TicketEventTable['kind']; details: TicketEventDetails };

/**
 * Clocks of a ticket from nothing but its recorded events: the ticket's page, the list's deadline and the report
 * call this one function.
 */
export function ticketClocks(
  createdAt: Date,
  events: readonly RecordedEvent[],
  calendar: BusinessCalendar,
  now: Date,
): { clocks: readonly Clock[]; next: ReturnType<typeof nextStep> } {
  const created = events.find((event) => event.kind === 'created');
  if (!created?.details.target) return { clocks: [], next: null };
  const clocks = ticketClock({
    // A ticket that was opened in this very transaction is looked at in the same millisecond.
    now: Math.max(now.getTime(), createdAt.getTime()),
    openedAt: createdAt.getTime(),
    calendar,
    target: created.details.target,
    events: events.flatMap((event) => toClockEvent(event)),
  });
  return { clocks, next: nextStep(clocks, now.getTime()) };
}

function toClockEvent({ at, kind, details }: RecordedEvent): TicketEvent[] {
  const time = at.getTime();
  if (kind === 'state')
    return [
      {
        type: 'state',
        at: time,
        state: CLOCK_STATE[details.to as TicketState],
        ...(details.reason ? { reason: details.reason } : {}),
      },
    ];
  if (kind === 'priority' && details.target) return [{ type: 'target', at: time, target: details.target }];
  if (kind !== 'message' || details.side === 'system') return [];
  return [
    {
      type: 'message',
      at: time,
      from: details.side === 'client' ? 'requester' : 'responder',
      channel: details.kind === 'internal' ? 'internal-note' : 'portal',
    },
  ];
}
