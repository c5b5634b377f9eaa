import { sql } from 'kysely';
import { likePattern } from '../../fleet/index.ts';
import type { Context, ScopeContext } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { ticketClocks } from '../clocks.ts';
import { ticketEvents } from '../commands/record.ts';
import { OPEN_STATES, type TicketState } from '../schema.ts';
import { currentServiceLevel } from '../service-level.ts';

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
      'requester.name as requesterName',
      dueAt.as('dueAt'),
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
  const alerts = await ctx.tx
    .selectFrom('ticketAlert')
    .innerJoin('alert', (join) =>
      join.onRef('alert.clientId', '=', 'ticketAlert.clientId').onRef('alert.id', '=', 'ticketAlert.alertId'),
    )
    .select([
      'alert.id',
      'alert.severity',
      'alert.state',
      'alert.message',
      'alert.raisedAt',
      'alert.resolvedAt',
    ])
    .where('ticketAlert.clientId', '=', ctx.clientId)
    .where('ticketAlert.ticketId', '=', ticketId)
    .orderBy('alert.raisedAt')
    .execute();
  const { clocks, next } = ticketClocks(ticket.createdAt, events, level.calendar, ctx.now);
  const date = (ms: number | null | undefined): Date | null => (ms == null ? null : new Date(ms));
  return {
    ...ticket,
    serviceLevel: {
      name: level.name,
      isDefault: level.id === null,
      timeZone: level.calendar.versions.at(-1)!.timeZone,
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
    messages,
    alerts,
    history: events.map((event) => ({
      id: event.id,
      at: event.at,
      kind: event.kind,
      actorName: event.actorName,
      details: event.details as Record<string, unknown>,
    })),
  };
}
