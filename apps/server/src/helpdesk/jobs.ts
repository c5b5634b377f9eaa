import { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { defineJob, type JobDefinition } from '../platform/jobs/jobs.ts';
import type { Tenancy } from '../platform/tenancy/transactions.ts';
import { ticketClocks } from './clocks.ts';
import { CLOCK_TASK, recordEvent, scheduleClock, ticketEvents } from './commands/record.ts';
import { currentServiceLevel } from './service-level.ts';

export function helpdeskJobs(tenancy: Tenancy): JobDefinition[] {
  return [
    defineJob({
      name: CLOCK_TASK,
      payload: z.object({ clientId: z.uuid(), ticketId: z.uuid() }),
      run: ({ clientId, ticketId }) => tenancy.asSystem(clientId, (ctx) => tellClock(ctx, ticketId)),
    }),
  ];
}

/** Says what a ticket's first response has come to: once when most of the time is used up, once when it is over. */
export async function tellClock(ctx: Context, ticketId: string): Promise<void> {
  const ticket = await ctx.tx
    .selectFrom('ticket')
    .select(['createdAt', 'number', 'title'])
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', ticketId)
    .forUpdate()
    .executeTakeFirst();
  if (!ticket) return;
  const { calendar } = await currentServiceLevel(ctx);
  const events = await ticketEvents(ctx, ticketId);
  const { clocks, next } = ticketClocks(ticket.createdAt, events, calendar, ctx.now);
  const first = clocks.find((clock) => clock.kind === 'first-response');
  if (first && first.answeredAt === undefined && first.stoppedAt === undefined && first.dueAt !== null) {
    const percent =
      first.dueAt <= ctx.now.getTime()
        ? 100
        : Math.max(
            0,
            ...first.warnings
              .filter((warning) => warning.at !== null && warning.at <= ctx.now.getTime())
              .map((warning) => warning.percent),
          );
    const told = events.some(
      (event) =>
        event.kind === 'clock' && event.details.percent === percent && event.details.dueAt === first.dueAt,
    );
    if (percent > 0 && !told) {
      await recordEvent(ctx, ticketId, 'clock', { clock: 'first-response', percent, dueAt: first.dueAt });
      await ctx.emit({
        kind: percent >= 100 ? 'ticket.response-missed' : 'ticket.response-due',
        objectKind: 'ticket',
        objectId: ticketId,
        payload: { number: ticket.number, title: ticket.title, dueAt: new Date(first.dueAt).toISOString() },
      });
    }
  }
  if (next) await scheduleClock(ctx, ticketId, next.at);
}
