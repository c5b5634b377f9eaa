import { sql } from 'kysely';
import { likePattern } from '../../fleet/index.ts';
import { describeFinding, manyAlertFacts } from '../../monitoring/index.ts';
import type { Context, Locale, ScopeContext } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { ticketClocks } from '../clocks.ts';
import { ticketEvents } from '../commands/record.ts';
import { mailsOf } from '../mail/queries.ts';
import { OPEN_STATES, type TicketState } from '../schema.ts';
import { currentServiceLevel } from '../service-level.ts';
import { ticketHistory } from './history.ts';

export interface TicketFilter {
  state?: TicketState | 'any' | 'unfinished' | undefined;
  client?: string | undefined;
  asset?: string | undefined;
  assignee?: string | undefined;
  q?: string | undefined;
  sort: 'deadline' | 'updated';
  limit: number;
  after?: readonly [string, string] | undefined;
  /** Clients in which only the person's own requests are shown. */
  ownOnly: readonly string[];
  personId: string | null;
}

/** What is due first: the first response while it is open, else the resolution; without a promise at the end. */
const dueAt = sql<Date | null>`case when ticket.state in ('solved', 'closed') then null when ticket.first_responded_at is null then ticket.first_response_due_at else ticket.resolution_due_at end`;

/** Known with the ticket, so that a list of needs shows an alert and its ticket once, whichever was read first. */
const raisedAlertIds = sql<string[]>`array(
  select l.alert_id from ticket_alert l join alert a on a.client_id = l.client_id and a.id = l.alert_id
  where l.client_id = ticket.client_id and l.ticket_id = ticket.id and a.state = 'raised' order by a.raised_at)`;
/** Who asks for it: a person, or the first who wrote a mail. */
const requesterName = sql<string | null>`coalesce(requester.name, case when ticket.source = 'mail' then (
  select coalesce(nullif(w.name, ''), w.address) from ticket_participant w
  where w.client_id = ticket.client_id and w.ticket_id = ticket.id order by w.created_at, w.address limit 1) end)`;

const base = (ctx: ScopeContext) =>
  ctx.tx
    .selectFrom('ticket')
    .innerJoin('client', 'client.id', 'ticket.clientId')
    .leftJoin('asset', (join) =>
      join.onRef('asset.clientId', '=', 'ticket.clientId').onRef('asset.id', '=', 'ticket.assetId'),
    )
    .leftJoin('person as assignee', 'assignee.id', 'ticket.assigneeId')
    .leftJoin('person as requester', 'requester.id', 'ticket.requesterId')
    .selectAll('ticket')
    .select([
      'client.name as clientName',
      'client.code as clientCode',
      'asset.name as assetName',
      'assignee.name as assigneeName',
      dueAt.as('dueAt'),
      raisedAlertIds.as('raisedAlertIds'),
      requesterName.as('requesterName'),
    ]);

export async function listTickets(ctx: ScopeContext, filter: TicketFilter) {
  const key =
    filter.sort === 'deadline' ? sql<Date>`coalesce(${dueAt}, 'infinity')` : sql<Date>`ticket.updated_at`;
  const newestFirst = filter.sort === 'updated';
  let query = base(ctx)
    .select(sql<string>`to_json(${key}) #>> '{}'`.as('sortKey'))
    .$if(filter.state === undefined || filter.state === 'unfinished', (q) =>
      q.where('ticket.state', 'in', OPEN_STATES),
    )
    .$if(filter.client !== undefined, (q) => q.where('ticket.clientId', '=', filter.client!))
    .$if(filter.asset !== undefined, (q) => q.where('ticket.assetId', '=', filter.asset!))
    .$if(filter.assignee !== undefined, (q) => q.where('ticket.assigneeId', '=', filter.assignee!));
  if (filter.state && filter.state !== 'any' && filter.state !== 'unfinished')
    query = query.where('ticket.state', '=', filter.state);
  if (filter.ownOnly.length > 0)
    query = query.where((eb) =>
      eb.or([
        eb('ticket.clientId', 'not in', filter.ownOnly),
        eb('ticket.requesterId', '=', filter.personId),
      ]),
    );
  if (filter.q) {
    const numbered = /^(?:([A-Za-z0-9]{2,8})-)?(\d{1,9})$/.exec(filter.q.trim());
    query = numbered
      ? query
          .where('ticket.number', '=', Number(numbered[2]))
          .$if(numbered[1] !== undefined, (q) => q.where('client.code', '=', numbered[1]!.toUpperCase()))
      : query.where('ticket.title', 'ilike', likePattern(filter.q));
  }
  if (filter.after) {
    const [value, id] = filter.after;
    query = query.where(
      newestFirst
        ? sql<boolean>`(${key}, ticket.id) < (${value}::timestamptz, ${id}::uuid)`
        : sql<boolean>`(${key}, ticket.id) > (${value}::timestamptz, ${id}::uuid)`,
    );
  }
  return query
    .orderBy(key, newestFirst ? 'desc' : 'asc')
    .orderBy('ticket.id', newestFirst ? 'desc' : 'asc')
    .limit(filter.limit + 1)
    .execute();
}

export async function getTicket(ctx: Context, ticketId: string) {
  const ticket = await base(ctx)
    .where('ticket.clientId', '=', ctx.clientId)
    .where('ticket.id', '=', ticketId)
    .$if(ctx.role === 'employee', (q) => q.where('ticket.requesterId', '=', ctx.actor.personId))
    .executeTakeFirst();
  if (!ticket) throw new AppError('RA_NOT_FOUND');
  const level = await currentServiceLevel(ctx);
  const { timeZone } = level.calendar.versions.at(-1)!;
  // One connection, one query at a time: a transaction has nothing to run side by side.
  const events = await ticketEvents(ctx, ticketId);
  const messages = await ctx.tx
    .selectFrom('ticketMessage')
    .select(['id', 'kind', 'authorId', 'authorName', 'authorSide', 'body', 'createdAt'])
    .where('clientId', '=', ctx.clientId)
    .where('ticketId', '=', ticketId)
    .$if(ctx.role === 'employee', (q) => q.where('kind', '!=', 'internal'))
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  const mails = await mailsOf(ctx, ticketId);
  const alerts = await ticketAlerts(ctx, ticketId);
  const { clocks, next } = ticketClocks(ticket.createdAt, events, level.calendar, ctx.now);
  const date = (ms: number | null | undefined): Date | null => (ms == null ? null : new Date(ms));
  return {
    ...ticket,
    serviceLevel: {
      name: level.name,
      isDefault: level.id === null,
      timeZone,
    },
    clocks: clocks.map((clock) => ({
      kind: clock.kind,
      state: clock.state,
      startedAt: new Date(clock.startedAt),
      dueAt: date(clock.dueAt),
      answeredAt: date(clock.answeredAt),
      pausedNow: clock.pausedNow,
      targetMs: clock.targetMs,
      usedMs: clock.usedMs,
      remainingMs: clock.remainingMs,
    })),
    next: next ? { at: new Date(next.at), kind: next.kind, percent: next.percent } : null,
    messages: messages.map((message) => ({ ...message, mail: mails.get(message.id) ?? null })),
    alerts,
    notice: noticeOf(ctx.locale, ticket.state, ticket.raisedAlertIds.length),
    history: await ticketHistory(ctx, events, timeZone),
  };
}

async function ticketAlerts(ctx: Context, ticketId: string) {
  const rows = await ctx.tx
    .selectFrom('ticketAlert')
    .select('alertId')
    .where('clientId', '=', ctx.clientId)
    .where('ticketId', '=', ticketId)
    .execute();
  const alerts = await manyAlertFacts(
    ctx,
    rows.map(({ alertId }) => alertId),
  );
  return alerts.map(({ id, severity, state, message, raisedAt, resolvedAt, ...alert }) => ({
    id,
    severity,
    state,
    title: describeFinding(ctx.locale, { ...alert, message }, alert.asset),
    message,
    raisedAt,
    resolvedAt,
  }));
}

/** What somebody who reads the ticket must not overlook. */
function noticeOf(locale: Locale, state: TicketState, raised: number): string | null {
  if (raised === 0 || OPEN_STATES.includes(state)) return null;
  if (locale === 'de')
    return raised === 1
      ? 'Das Ticket gilt als gelöst, sein Alarm besteht aber noch.'
      : `Das Ticket gilt als gelöst, ${raised} seiner Alarme bestehen aber noch.`;
  return raised === 1
    ? 'The ticket counts as solved, but its alert is still raised.'
    : `The ticket counts as solved, but ${raised} of its alerts are still raised.`;
}
