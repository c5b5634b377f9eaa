import type { Ticket } from '../helpdesk/queries.ts';
import type { Alert } from '../monitoring/queries.ts';
import type { Situation } from './queries.ts';

type Silent = Situation['silent'][number];

/** One thing that waits for a person. */
export type Need =
  | { kind: 'ticket'; id: string; ticket: Ticket; alert: Alert | undefined }
  | { kind: 'alert'; id: string; alert: Alert }
  | { kind: 'silent'; id: string; system: Silent };

interface Sources {
  /** Unfinished tickets. */
  tickets: readonly Ticket[];
  /** Raised alerts. */
  alerts: readonly Alert[];
  silent: readonly Silent[];
}

/**
 * Everything that waits for a person, once, the most urgent first: what is overdue, critical alerts that nobody took,
 * deadlines as they come, the rest. An alert with a ticket is shown by its ticket, a silent system by its alert.
 */
export function needsOf({ tickets, alerts, silent }: Sources, now: Date): Need[] {
  const byTicket = new Map(
    alerts.flatMap((alert) => (alert.ticketId ? [[alert.ticketId, alert] as const] : [])),
  );
  const ticketIds = new Set(tickets.map((ticket) => ticket.id));
  const heard = new Set(
    alerts.filter((alert) => alert.kind === 'availability').map((alert) => alert.assetId),
  );
  const needs: Need[] = [
    ...tickets.map(
      (ticket): Need => ({ kind: 'ticket', id: ticket.id, ticket, alert: byTicket.get(ticket.id) }),
    ),
    ...alerts
      .filter((alert) => !alert.ticketId || !ticketIds.has(alert.ticketId))
      .map((alert): Need => ({ kind: 'alert', id: alert.id, alert })),
    ...silent
      .filter((system) => !heard.has(system.assetId))
      .map((system): Need => ({ kind: 'silent', id: system.assetId, system })),
  ];
  return needs
    .map((need) => ({ need, rank: rankOf(need, now) }))
    .sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1])
    .map(({ need }) => need);
}

const time = (at: string | null): number => (at ? new Date(at).getTime() : Number.POSITIVE_INFINITY);

/** Group, then order inside the group; smaller is more urgent. */
function rankOf(need: Need, now: Date): [group: number, order: number] {
  if (need.kind === 'silent') return [4, time(need.system.lastSeenAt)];
  if (need.kind === 'alert') {
    const { severity, acknowledgedAt, raisedAt } = need.alert;
    if (acknowledgedAt) return [5, time(raisedAt)];
    return [severity === 'critical' ? 1 : 3, time(raisedAt)];
  }
  const { dueAt, state } = need.ticket;
  if (time(dueAt) < now.getTime()) return [0, time(dueAt)];
  const critical = need.alert?.severity === 'critical' && state === 'new';
  return [critical ? 1 : 2, time(dueAt)];
}
