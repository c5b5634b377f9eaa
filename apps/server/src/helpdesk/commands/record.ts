import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import { type RecordedEvent, ticketClocks } from '../clocks.ts';
import type { TicketEventDetails, TicketEventTable } from '../schema.ts';
import { currentServiceLevel, type ServiceLevel } from '../service-level.ts';

/** Looks at a ticket's clocks when something is due to happen on them by themselves. */
export const CLOCK_TASK = 'helpdesk.clock';

/** One look ahead per ticket; a newer plan replaces the older one. */
export async function scheduleClock(ctx: Context, ticketId: string, at: number): Promise<void> {
  const payload = JSON.stringify({ clientId: ctx.clientId, ticketId });
  await sql`select enqueue_job(${CLOCK_TASK}, ${payload}::json, p_run_at => ${new Date(at)}, p_key => ${`${CLOCK_TASK}:${ticketId}`})`.execute(
    ctx.tx,
  );
}

export async function recordEvent(
  ctx: Context,
  ticketId: string,
  kind: TicketEventTable['kind'],
  details: TicketEventDetails,
): Promise<void> {
  await ctx.tx
    .insertInto('ticketEvent')
    .values({
      clientId: ctx.clientId,
      ticketId,
      at: ctx.now,
      kind,
      actorId: ctx.actor.personId,
      actorName: ctx.actor.name,
      details: JSON.stringify(details),
    })
    .execute();
}

export async function ticketEvents(
  ctx: Context,
  ticketId: string,
): Promise<(RecordedEvent & { id: number; actorName: string })[]> {
  const rows = await ctx.tx
    .selectFrom('ticketEvent')
    .select(['id', 'at', 'kind', 'details', 'actorName'])
    .where('clientId', '=', ctx.clientId)
    .where('ticketId', '=', ticketId)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, details: row.details as TicketEventDetails }));
}

/** Writes the deadlines that lists are sorted by; they are derived and can be computed again at any time. */
export async function replan(ctx: Context, ticketId: string, level?: ServiceLevel): Promise<void> {
  const ticket = await ctx.tx
    .selectFrom('ticket')
    .select(['createdAt'])
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow();
  const { calendar } = level ?? (await currentServiceLevel(ctx));
  const { clocks, next } = ticketClocks(
    ticket.createdAt,
    await ticketEvents(ctx, ticketId),
    calendar,
    ctx.now,
  );
  const first = clocks.find((clock) => clock.kind === 'first-response');
  const resolution = clocks.find((clock) => clock.kind === 'resolution');
  const date = (ms: number | null | undefined): Date | null => (ms == null ? null : new Date(ms));
  await ctx.tx
    .updateTable('ticket')
    .set({
      firstResponseDueAt: date(first?.dueAt),
      firstRespondedAt: date(first?.answeredAt),
      resolutionDueAt: date(resolution?.dueAt),
      updatedAt: ctx.now,
    })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', ticketId)
    .execute();
  if (next) await scheduleClock(ctx, ticketId, next.at);
}
