import { sql, type Updateable } from 'kysely';
import { type Changes, changesOf } from '../../platform/audit/index.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { CLIENT_ROLES } from '../../platform/tenancy/permissions.ts';
import { priorityOf } from '../priority.ts';
import type { Level, MATTERS, Priority, Side, TicketState, TicketTable, TicketType } from '../schema.ts';
import { currentServiceLevel, targetFor } from '../service-level.ts';
import { recordEvent, replan } from './record.ts';

export interface NewTicket {
  type: TicketType;
  title: string;
  body: string;
  impact: Level;
  urgency: Level;
  assetId?: string | null | undefined;
  requesterId?: string | null | undefined;
  source: TicketTable['source'];
  about?: (typeof MATTERS)[number] | undefined;
  /** Who wrote the first message, when it is not the actor. */
  author?: MessageAuthor | undefined;
}

/** Who wrote what did not come through the console: the sender of a mail. */
export interface MessageAuthor {
  personId: string | null;
  name: string;
  side: Side | 'system';
}

/** Which side the actor stands on in this client. */
export function sideOf(ctx: Context): Side | 'system' {
  if (ctx.role === null) return 'system';
  return (CLIENT_ROLES as readonly string[]).includes(ctx.role) ? 'client' : 'provider';
}

export async function openTicket(
  ctx: Context,
  input: NewTicket,
): Promise<{ id: string; number: number; messageId: string | null }> {
  if (input.assetId) {
    const asset = await ctx.tx
      .selectFrom('asset')
      .select('id')
      .where('clientId', '=', ctx.clientId)
      .where('id', '=', input.assetId)
      .executeTakeFirst();
    if (!asset) throw new AppError('RA_NOT_FOUND');
  }
  const level = await currentServiceLevel(ctx);
  const priority = priorityOf(input.impact, input.urgency);
  const id = ctx.newId();
  const { rows } = await sql<{
    last: number;
  }>`insert into ticket_number (client_id, last) values (${ctx.clientId}, 1)
    on conflict (client_id) do update set last = ticket_number.last + 1 returning last`.execute(ctx.tx);
  const number = rows[0]!.last;
  await ctx.tx
    .insertInto('ticket')
    .values({
      clientId: ctx.clientId,
      id,
      number,
      type: input.type,
      title: input.title,
      impact: input.impact,
      urgency: input.urgency,
      priority,
      state: 'new',
      assigneeId: null,
      requesterId: input.requesterId ?? null,
      assetId: input.assetId ?? null,
      source: input.source,
      serviceLevelId: level.id,
      firstResponseDueAt: null,
      firstRespondedAt: null,
      resolutionDueAt: null,
      solvedAt: null,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    })
    .execute();
  await recordEvent(ctx, id, 'created', {
    state: 'new',
    priority,
    serviceLevel: level.name,
    version: level.version,
    target: targetFor(level.targets, priority),
    ...(input.about && input.about !== 'help' ? { about: input.about } : {}),
  });
  const kind = input.source === 'alert' ? 'system' : 'public';
  const messageId = input.body ? await insertMessage(ctx, id, kind, input.body, input.author) : null;
  await replan(ctx, id, level);
  await ctx.audit({
    action: 'ticket.opened',
    objectKind: 'ticket',
    objectId: id,
    details: { number, title: input.title, priority, source: input.source },
  });
  await ctx.emit({
    kind: 'ticket.created',
    objectKind: 'ticket',
    objectId: id,
    payload: { number, title: input.title, priority, source: input.source, assetId: input.assetId ?? null },
  });
  return { id, number, messageId };
}

export interface TicketChange {
  title?: string | undefined;
  type?: TicketType | undefined;
  impact?: Level | undefined;
  urgency?: Level | undefined;
  state?: TicketState | undefined;
  reason?: string | undefined;
  assigneeId?: string | null | undefined;
  side?: Side | undefined;
}

const NEXT: Record<TicketState, readonly TicketState[]> = {
  new: ['open', 'waiting', 'solved', 'closed'],
  open: ['waiting', 'solved', 'closed'],
  waiting: ['open', 'solved', 'closed'],
  solved: ['open', 'closed'],
  closed: [],
};

export async function changeTicket(ctx: Context, ticketId: string, change: TicketChange): Promise<void> {
  const ticket = await lockTicket(ctx, ticketId);
  if (ticket.state === 'closed') throw new AppError('RA_TICKET_CLOSED');
  const set: Updateable<TicketTable> = {};
  const told: Record<string, unknown> = {};
  const changes: Changes = {};
  if (change.state !== undefined && change.state !== ticket.state) {
    if (!NEXT[ticket.state].includes(change.state))
      throw new AppError('RA_TICKET_TRANSITION', undefined, { from: ticket.state, to: change.state });
    set.state = change.state;
    set.solvedAt =
      change.state === 'solved' || change.state === 'closed' ? (ticket.solvedAt ?? ctx.now) : null;
    told.state = change.state;
    changes.state = { from: ticket.state, to: change.state };
    const raised = set.solvedAt ? await raisedAlerts(ctx, ticketId) : 0;
    await recordEvent(ctx, ticketId, 'state', {
      from: ticket.state,
      to: change.state,
      ...(change.reason ? { reason: change.reason } : {}),
      ...(raised > 0 ? { raisedAlerts: raised } : {}),
    });
  }
  const impact = change.impact ?? ticket.impact;
  const urgency = change.urgency ?? ticket.urgency;
  const priority = priorityOf(impact, urgency);
  if (impact !== ticket.impact || urgency !== ticket.urgency) {
    Object.assign(set, { impact, urgency, priority });
    told.priority = priority;
    Object.assign(changes, changesOf(ticket, { impact, urgency, priority }));
    const level = await currentServiceLevel(ctx);
    await recordEvent(ctx, ticketId, 'priority', {
      from: String(ticket.priority),
      to: String(priority),
      ...changesOf(ticket, { impact, urgency }),
      target: targetFor(level.targets, priority as Priority),
    });
  }
  if (change.assigneeId !== undefined && change.assigneeId !== ticket.assigneeId) {
    if (change.assigneeId !== null) await requireWorker(ctx, change.assigneeId);
    set.assigneeId = change.assigneeId;
    told.assigneeId = change.assigneeId;
    changes.assigneeId = { from: ticket.assigneeId, to: change.assigneeId };
    await recordEvent(ctx, ticketId, 'assigned', { from: ticket.assigneeId, to: change.assigneeId });
  }
  if (change.side !== undefined && change.side !== ticket.side) {
    set.side = change.side;
    told.side = change.side;
    changes.side = { from: ticket.side, to: change.side };
    await recordEvent(ctx, ticketId, 'side', { from: ticket.side, to: change.side });
  }
  for (const key of ['title', 'type'] as const) {
    const value = change[key];
    if (value === undefined || value === ticket[key]) continue;
    Object.assign(set, { [key]: value });
    told[key] = value;
    changes[key] = { from: ticket[key], to: value };
    await recordEvent(ctx, ticketId, 'changed', { field: key, from: ticket[key], to: value });
  }
  if (Object.keys(told).length === 0) return;
  await ctx.tx
    .updateTable('ticket')
    .set({ ...set, updatedAt: ctx.now })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', ticketId)
    .execute();
  await replan(ctx, ticketId);
  await ctx.audit({ action: 'ticket.changed', objectKind: 'ticket', objectId: ticketId, details: changes });
  await ctx.emit({
    kind: 'ticket.updated',
    objectKind: 'ticket',
    objectId: ticketId,
    payload: {
      number: ticket.number,
      title: set.title ?? ticket.title,
      by: ctx.actor.name,
      actorId: ctx.actor.personId,
      ...told,
    },
  });
}

/**
 * A public answer of the provider to a new ticket takes it up, and whoever answers what is nobody's has it from then
 * on; one of the client to a waiting ticket wakes it.
 */
export async function addMessage(
  ctx: Context,
  ticketId: string,
  kind: 'public' | 'internal',
  body: string,
): Promise<{ id: string }> {
  const ticket = await lockTicket(ctx, ticketId);
  if (ticket.state === 'closed') throw new AppError('RA_TICKET_CLOSED');
  const side = sideOf(ctx);
  if (kind === 'internal' && side === 'client' && ctx.role === 'employee') throw new AppError('RA_FORBIDDEN');
  return follow(ctx, ticket, kind, side, await insertMessage(ctx, ticketId, kind, body));
}

/** The same for what came by mail. @throws AppError RA_TICKET_CLOSED, RA_NOT_FOUND */
export async function addMailMessage(
  ctx: Context,
  ticketId: string,
  kind: 'public' | 'internal',
  body: string,
  author: MessageAuthor,
): Promise<{ id: string }> {
  const ticket = await lockTicket(ctx, ticketId);
  if (ticket.state === 'closed') throw new AppError('RA_TICKET_CLOSED');
  return follow(ctx, ticket, kind, author.side, await insertMessage(ctx, ticketId, kind, body, author));
}

/** What a message sets in motion: the state, the assignee, the clocks, and who hears of it. */
async function follow(
  ctx: Context,
  ticket: Awaited<ReturnType<typeof lockTicket>>,
  kind: 'public' | 'internal',
  side: Side | 'system',
  id: string,
): Promise<{ id: string }> {
  const ticketId = ticket.id;
  const wakes =
    kind === 'public' &&
    ((side === 'client' && (ticket.state === 'waiting' || ticket.state === 'solved')) ||
      (side === 'provider' && ticket.state === 'new'));
  if (wakes) {
    await recordEvent(ctx, ticketId, 'state', { from: ticket.state, to: 'open' });
    await ctx.tx
      .updateTable('ticket')
      .set({ state: 'open', solvedAt: null })
      .where('clientId', '=', ctx.clientId)
      .where('id', '=', ticketId)
      .execute();
  }
  const answerer = ctx.actor.kind === 'person' && kind === 'public' && side === 'provider';
  if (answerer && ticket.assigneeId === null) {
    const assigneeId = ctx.actor.personId;
    await recordEvent(ctx, ticketId, 'assigned', { from: null, to: assigneeId, reason: 'answered' });
    await ctx.tx
      .updateTable('ticket')
      .set({ assigneeId })
      .where('clientId', '=', ctx.clientId)
      .where('id', '=', ticketId)
      .execute();
  }
  await replan(ctx, ticketId);
  await ctx.audit({ action: 'ticket.message', objectKind: 'ticket', objectId: ticketId, details: { kind } });
  await ctx.emit({
    kind: 'ticket.message',
    objectKind: 'ticket',
    objectId: ticketId,
    payload: { number: ticket.number, title: ticket.title, messageId: id, messageKind: kind, side },
  });
  return { id };
}

export async function insertMessage(
  ctx: Context,
  ticketId: string,
  kind: 'public' | 'internal' | 'system',
  body: string,
  author?: MessageAuthor,
): Promise<string> {
  const id = ctx.newId();
  const side = author?.side ?? (kind === 'system' ? 'system' : sideOf(ctx));
  await ctx.tx
    .insertInto('ticketMessage')
    .values({
      clientId: ctx.clientId,
      id,
      ticketId,
      kind,
      authorId: author ? author.personId : ctx.actor.personId,
      authorName: author?.name ?? ctx.actor.name,
      authorSide: side,
      body,
      createdAt: ctx.now,
    })
    .execute();
  await recordEvent(ctx, ticketId, 'message', { kind, side, messageId: id });
  return id;
}

async function raisedAlerts(ctx: Context, ticketId: string): Promise<number> {
  const { count } = await ctx.tx
    .selectFrom('ticketAlert')
    .innerJoin('alert', (join) =>
      join.onRef('alert.clientId', '=', 'ticketAlert.clientId').onRef('alert.id', '=', 'ticketAlert.alertId'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('ticketAlert.clientId', '=', ctx.clientId)
    .where('ticketAlert.ticketId', '=', ticketId)
    .where('alert.state', '=', 'raised')
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function lockTicket(ctx: Context, ticketId: string) {
  const ticket = await ctx.tx
    .selectFrom('ticket')
    .selectAll()
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', ticketId)
    .$if(ctx.role === 'employee', (query) => query.where('requesterId', '=', ctx.actor.personId))
    .forUpdate()
    .executeTakeFirst();
  if (!ticket) throw new AppError('RA_NOT_FOUND');
  return ticket;
}

/** Only somebody who may see the client can be given its tickets. */
async function requireWorker(ctx: Context, personId: string): Promise<void> {
  const { rows } =
    await sql`select 1 from access_of(${personId}) a where a.client_id = ${ctx.clientId} and a.role not in ('employee', 'auditor')`.execute(
      ctx.tx,
    );
  if (rows.length === 0) throw new AppError('RA_NOT_FOUND');
}
