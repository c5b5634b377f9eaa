import { type AlertFacts, alertFacts, describeEndOf, describeFinding } from '../monitoring/index.ts';
import type { Context, Locale } from '../platform/context.ts';
import type { StoredEvent, Subscriber } from '../platform/outbox/dispatch.ts';
import { recordEvent, replan } from './commands/record.ts';
import { insertMessage, openTicket } from './commands/tickets.ts';
import { type Level, OPEN_STATES } from './schema.ts';
import { currentServiceLevel } from './service-level.ts';
import { firstMessage } from './wording.ts';

/** A fault that comes back within this time belongs to the ticket that is already there. */
const SAME_CAUSE_MS = 24 * 3_600_000;

const IMPACT: Record<string, Level> = { low: 'low', normal: 'medium', high: 'high', critical: 'high' };

/** What the ticket says by itself, in the language of its client. */
const SAYS: Record<Locale, Record<'again' | 'over' | 'changed' | 'cause', (text: string) => string>> = {
  de: {
    again: (text) => `Wieder: ${text}`,
    over: (text) => `Behoben: ${text}`,
    changed: (text) => `Neuer Stand: ${text}`,
    cause: (text) => `Ursache: ${text}`,
  },
  en: {
    again: (text) => `Again: ${text}`,
    over: (text) => `Over: ${text}`,
    changed: (text) => `Now: ${text}`,
    cause: (text) => `Cause: ${text}`,
  },
};
const SAYS_CONSEQUENCES: Record<Locale, (count: number) => string> = {
  de: (count) =>
    count === 1 ? 'Ein weiterer Alarm ist eine Folge davon.' : `${count} weitere Alarme sind Folgen davon.`,
  en: (count) =>
    count === 1 ? 'One more alert is a consequence of it.' : `${count} more alerts are consequences of it.`,
};

/** @param publicUrl address of the console when it was configured, for links in what a ticket says; else empty */
export const helpdeskSubscribers = (publicUrl: string): readonly Subscriber[] => [
  { kinds: ['alert.reported'], handle: (ctx, event) => onAlertReported(ctx, event, publicUrl) },
  {
    kinds: ['alert.changed'],
    handle: async (ctx, event) => {
      await tell(ctx, event, (alert) =>
        SAYS[alert.locale].changed(describeFinding(alert.locale, alert, alert.asset)),
      );
    },
  },
  { kinds: ['alert.resolved'], handle: onAlertResolved },
  {
    kinds: ['service-level.changed'],
    handle: async (ctx) => {
      const level = await currentServiceLevel(ctx);
      const open = await ctx.tx
        .selectFrom('ticket')
        .select('id')
        .where('clientId', '=', ctx.clientId)
        .where('state', 'in', OPEN_STATES)
        .execute();
      for (const { id } of open) await replan(ctx, id, level);
    },
  },
];

/** One ticket for each cause: what is a consequence, or silenced, is never reported. */
async function onAlertReported(ctx: Context, event: StoredEvent, publicUrl: string): Promise<void> {
  const alert = await alertFacts(ctx, event.objectId);
  // Over before anybody looked: there is nothing to do.
  if (!alert || alert.state === 'resolved' || alert.severity === 'info' || alert.ticketId) return;
  const { joins, consequences } = event.payload;
  const joined = typeof joins === 'string' ? await ticketOf(ctx, joins) : undefined;
  const before = await ctx.tx
    .selectFrom('ticket')
    .innerJoin('ticketAlert', (join) =>
      join
        .onRef('ticketAlert.clientId', '=', 'ticket.clientId')
        .onRef('ticketAlert.ticketId', '=', 'ticket.id'),
    )
    .innerJoin('alert', (join) =>
      join.onRef('alert.clientId', '=', 'ticketAlert.clientId').onRef('alert.id', '=', 'ticketAlert.alertId'),
    )
    .select(['ticket.id', 'ticket.state'])
    .where('ticket.clientId', '=', ctx.clientId)
    .where('ticket.state', '!=', 'closed')
    .where('ticket.updatedAt', '>', new Date(ctx.now.getTime() - SAME_CAUSE_MS))
    .where('alert.checkId', '=', alert.checkId)
    .where('alert.instance', '=', alert.instance)
    .orderBy('ticket.number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const existing = joined && joined.state !== 'closed' ? joined : before;
  const problem = describeFinding(alert.locale, alert, alert.asset);
  const followed =
    typeof consequences === 'number' && consequences > 0
      ? `\n\n${SAYS_CONSEQUENCES[alert.locale](consequences)}`
      : '';
  const ticketId =
    existing?.id ??
    (
      await openTicket(ctx, {
        type: 'incident',
        title: problem.slice(0, 300),
        body:
          firstMessage(alert.locale, alert, publicUrl && alertLink(publicUrl, ctx.clientId, alert)) +
          followed,
        impact: IMPACT[alert.importance] ?? 'medium',
        urgency: alert.severity === 'critical' ? 'high' : 'medium',
        assetId: alert.assetId,
        source: 'alert',
      })
    ).id;
  await ctx.tx
    .insertInto('ticketAlert')
    .values({ clientId: ctx.clientId, ticketId, alertId: event.objectId })
    .execute();
  await recordEvent(ctx, ticketId, 'alert', { alertId: event.objectId, to: 'raised' });
  if (!existing) return;
  const said = existing === joined ? 'cause' : 'again';
  await insertMessage(ctx, ticketId, 'system', SAYS[alert.locale][said](problem) + followed);
  if (existing.state === 'solved') {
    await recordEvent(ctx, ticketId, 'state', { from: 'solved', to: 'open', reason: 'alert' });
    await ctx.tx
      .updateTable('ticket')
      .set({ state: 'open', solvedAt: null })
      .where('clientId', '=', ctx.clientId)
      .where('id', '=', ticketId)
      .execute();
  }
  await replan(ctx, ticketId);
  await ctx.emit({
    kind: 'ticket.updated',
    objectKind: 'ticket',
    objectId: ticketId,
    payload: { again: true },
  });
}

/** The ticket says that the fault is over; one that nobody had taken up yet is solved by that. */
async function onAlertResolved(ctx: Context, event: StoredEvent): Promise<void> {
  const ticket = await tell(ctx, event, (alert) =>
    SAYS[alert.locale].over(describeEndOf(alert.locale, alert, event)),
  );
  if (ticket?.state !== 'new') return;
  const others = await ctx.tx
    .selectFrom('ticketAlert')
    .innerJoin('alert', (join) =>
      join.onRef('alert.clientId', '=', 'ticketAlert.clientId').onRef('alert.id', '=', 'ticketAlert.alertId'),
    )
    .select('alert.id')
    .where('ticketAlert.clientId', '=', ctx.clientId)
    .where('ticketAlert.ticketId', '=', ticket.id)
    .where('alert.state', '=', 'raised')
    .limit(1)
    .executeTakeFirst();
  if (others) return;
  await recordEvent(ctx, ticket.id, 'state', { from: 'new', to: 'solved', reason: 'alert' });
  await ctx.tx
    .updateTable('ticket')
    .set({ state: 'solved', solvedAt: ctx.now })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', ticket.id)
    .execute();
  await replan(ctx, ticket.id);
  await ctx.emit({
    kind: 'ticket.updated',
    objectKind: 'ticket',
    objectId: ticket.id,
    payload: { state: 'solved' },
  });
}

async function tell(ctx: Context, event: StoredEvent, text: (alert: AlertFacts) => string) {
  const ticket = await ticketOf(ctx, event.objectId);
  const alert = await alertFacts(ctx, event.objectId);
  if (!ticket || !alert || ticket.state === 'closed') return undefined;
  await insertMessage(ctx, ticket.id, 'system', text(alert));
  await ctx.tx
    .updateTable('ticket')
    .set({ updatedAt: ctx.now })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', ticket.id)
    .execute();
  await ctx.emit({ kind: 'ticket.updated', objectKind: 'ticket', objectId: ticket.id });
  return ticket;
}

const ticketOf = (ctx: Context, alertId: string) =>
  ctx.tx
    .selectFrom('ticketAlert')
    .innerJoin('ticket', (join) =>
      join
        .onRef('ticket.clientId', '=', 'ticketAlert.clientId')
        .onRef('ticket.id', '=', 'ticketAlert.ticketId'),
    )
    .select(['ticket.id', 'ticket.state', 'ticket.number', 'ticket.title'])
    .where('ticketAlert.clientId', '=', ctx.clientId)
    .where('ticketAlert.alertId', '=', alertId)
    .executeTakeFirst();

const alertLink = (publicUrl: string, clientId: string, { id }: AlertFacts): string =>
  new URL(`/clients/${clientId}/alerts/${id}`, publicUrl).href;
