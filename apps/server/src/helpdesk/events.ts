import { describeFinding } from '../monitoring/index.ts';
import type { Context, Locale } from '../platform/context.ts';
import type { StoredEvent, Subscriber } from '../platform/outbox/dispatch.ts';
import { recordEvent, replan } from './commands/record.ts';
import { insertMessage, openTicket } from './commands/tickets.ts';
import { type Level, OPEN_STATES } from './schema.ts';
import { currentServiceLevel } from './service-level.ts';

/** A fault that comes back within this time belongs to the ticket that is already there. */
const SAME_CAUSE_MS = 24 * 3_600_000;

const IMPACT: Record<string, Level> = { low: 'low', normal: 'medium', high: 'high', critical: 'high' };

/** What the ticket says by itself, in the language of its client. */
const SAYS: Record<Locale, Record<'again' | 'over' | 'changed', (text: string) => string>> = {
  de: {
    again: (text) => `Wieder: ${text}`,
    over: (text) => `Behoben: ${text}`,
    changed: (text) => `Neuer Stand: ${text}`,
  },
  en: {
    again: (text) => `Again: ${text}`,
    over: (text) => `Over: ${text}`,
    changed: (text) => `Now: ${text}`,
  },
};

export const helpdeskSubscribers: readonly Subscriber[] = [
  { kinds: ['alert.raised'], handle: onAlertRaised },
  {
    kinds: ['alert.changed'],
    handle: async (ctx, event) => {
      await tell(ctx, event, (locale) => SAYS[locale].changed(findingOf(locale, event)));
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

async function onAlertRaised(ctx: Context, event: StoredEvent): Promise<void> {
  const { severity, assetId, checkId, instance } = event.payload as Record<string, string>;
  if (severity === 'info') return;
  if (await ticketOf(ctx, event.objectId)) return;
  const asset = await ctx.tx
    .selectFrom('asset')
    .select(['name', 'importance'])
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', assetId!)
    .executeTakeFirst();
  if (!asset) return;
  const existing = await ctx.tx
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
    .where('alert.checkId', '=', checkId!)
    .where('alert.instance', '=', instance ?? '')
    .orderBy('ticket.number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const locale = await localeOf(ctx);
  const text = `${asset.name}: ${findingOf(locale, event)}`;
  const ticketId =
    existing?.id ??
    (
      await openTicket(ctx, {
        type: 'incident',
        title: text.slice(0, 300),
        body: text,
        impact: IMPACT[asset.importance] ?? 'medium',
        urgency: severity === 'critical' ? 'high' : 'medium',
        assetId: assetId!,
        source: 'alert',
      })
    ).id;
  await ctx.tx
    .insertInto('ticketAlert')
    .values({ clientId: ctx.clientId, ticketId, alertId: event.objectId })
    .execute();
  await recordEvent(ctx, ticketId, 'alert', { alertId: event.objectId, to: 'raised' });
  if (!existing) return;
  await insertMessage(ctx, ticketId, 'system', SAYS[locale].again(text));
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
  const ticket = await tell(ctx, event, (locale) => SAYS[locale].over(findingOf(locale, event)));
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

async function tell(ctx: Context, event: StoredEvent, text: (locale: Locale) => string) {
  const ticket = await ticketOf(ctx, event.objectId);
  if (!ticket || ticket.state === 'closed') return undefined;
  await insertMessage(ctx, ticket.id, 'system', text(await localeOf(ctx)));
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

async function localeOf(ctx: Context): Promise<Locale> {
  const client = await ctx.tx
    .selectFrom('client')
    .select('locale')
    .where('id', '=', ctx.clientId)
    .executeTakeFirstOrThrow();
  return client.locale;
}

/** The alert as it was told: what was wrong, also when it is over. */
function findingOf(locale: Locale, { payload }: StoredEvent): string {
  return describeFinding(locale, {
    kind: String(payload.checkKind ?? ''),
    checkName: String(payload.checkName ?? ''),
    instance: String(payload.instance ?? ''),
    values: (payload.values ?? {}) as Record<string, unknown>,
    message: String(payload.message ?? ''),
  });
}
