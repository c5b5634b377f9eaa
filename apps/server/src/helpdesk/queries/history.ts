import { readerOf } from '../../platform/audit/index.ts';
import type { Context } from '../../platform/context.ts';
import { describeDetails } from '../../platform/i18n/details.ts';
import type { ticketEvents } from '../commands/record.ts';
import type { TicketEventDetails, TicketEventTable } from '../schema.ts';

type Recorded = Awaited<ReturnType<typeof ticketEvents>>[number];

/** Events whose `from` and `to` are those of one field. */
const FIELD: Partial<Record<TicketEventTable['kind'], string>> = {
  state: 'state',
  priority: 'priority',
  assigned: 'assignee',
  side: 'side',
  alert: 'alert',
};

/** What happened to a ticket as people read it. An employee does not hear that there are internal notes. */
export async function ticketHistory(ctx: Context, events: readonly Recorded[], timeZone: string) {
  const shown = events.filter(
    ({ kind, details }) => !(ctx.role === 'employee' && kind === 'message' && details.kind === 'internal'),
  );
  const reader = await readerOf(
    ctx,
    shown.map(({ details }) => details),
    timeZone,
  );
  return shown.map(({ id, at, kind, actorName, details }) => ({
    id,
    at,
    kind,
    actorName,
    details: details as Record<string, unknown>,
    fields: describeDetails(reader, named(kind, details)),
  }));
}

/** `{from, to}` under the name of the field that changed. */
function named(kind: TicketEventTable['kind'], details: TicketEventDetails): Record<string, unknown> {
  const { from, to, field, ...rest } = details;
  if (kind === 'alert') return { alert: to };
  const name = kind === 'changed' ? String(field) : FIELD[kind];
  return name === undefined ? details : { [name]: { from: from ?? null, to: to ?? null }, ...rest };
}
