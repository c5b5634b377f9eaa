import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';

/** More than an alert ever has; one that does shows its beginning. */
const MOST = 500;
const ACTIONS = ['alert.acknowledged', 'alert.unacknowledged'];
const EVENTS = ['alert.changed', 'alert.reported', 'alert.escalated'];

export type HistoryKind =
  | 'raised'
  | 'changed'
  | 'told'
  | 'told-together'
  | 'escalated'
  | 'acknowledged'
  | 'unacknowledged'
  | 'resolved';

/** One message to one receiver. */
export interface Told {
  channel: 'console' | 'mail' | 'webhook' | 'channel';
  /** Null for a webhook or a messenger of the provider, whose names belong to the provider. */
  name: string | null;
  /** Of the webhook or messenger. */
  id: string | null;
  state: 'pending' | 'sent' | 'failed';
  /** When somebody saw it in the console. */
  readAt: Date | null;
}

export interface HistoryItem {
  at: Date;
  kind: HistoryKind;
  /** Who did it; null for the program itself. */
  actor: string | null;
  /** What the actor wrote, the severity it changed to, why it ended, or the name of the chain. */
  note: string | null;
  /** Of a chain, from 1. */
  step: number | null;
  round: number | null;
  told: Told[];
}

/**
 * What became of an alert, in order. Its beginning, its end and who took it are kept for ever; who was told is
 * forgotten with the events (retention.event-days).
 *
 * @throws AppError RA_NOT_FOUND
 */
export async function alertHistory(ctx: Context, alertId: string): Promise<HistoryItem[]> {
  const alert = await ctx.tx
    .selectFrom('alert')
    .select(['raisedAt', 'resolvedAt', 'resolvedReason', 'toldAt'])
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', alertId)
    .executeTakeFirst();
  if (!alert) throw new AppError('RA_NOT_FOUND');
  const events = [...(await eventsOf(ctx, alertId)), ...(await groupOf(ctx, alertId, alert.toldAt))];
  const told = await toldOf(
    ctx,
    events.map(({ id }) => id),
  );
  const items: HistoryItem[] = [
    { ...NOTHING, at: alert.raisedAt, kind: 'raised' },
    // Before what follows from it at the same moment.
    ...(await takenBy(ctx, alertId)),
    ...events.flatMap((event) => itemsOf(event, told.get(event.id) ?? [])),
  ];
  if (alert.resolvedAt)
    items.push({ ...NOTHING, at: alert.resolvedAt, kind: 'resolved', note: alert.resolvedReason });
  return items.sort((a, b) => a.at.getTime() - b.at.getTime());
}

const NOTHING = { actor: null, note: null, step: null, round: null, told: [] };

interface Happened {
  id: number;
  kind: string;
  at: Date;
  payload: unknown;
}

const eventsOf = (ctx: Context, alertId: string): Promise<Happened[]> =>
  ctx.tx
    .selectFrom('event')
    .select(['id', 'kind', 'at', 'payload'])
    .where('clientId', '=', ctx.clientId)
    .where('objectId', '=', alertId)
    .where('kind', 'in', EVENTS)
    .orderBy('id')
    .limit(MOST)
    .execute();

/** In a storm an alert is told with others, under the name of the first of them. */
async function groupOf(ctx: Context, alertId: string, toldAt: Date | null): Promise<Happened[]> {
  if (toldAt === null) return [];
  const found = await ctx.tx
    .selectFrom('event')
    .select(['id', 'kind', 'at', 'payload'])
    .where('clientId', '=', ctx.clientId)
    .where('kind', '=', 'alert.grouped')
    .where('at', '=', toldAt)
    .execute();
  return found.filter(({ payload }) => (payload as { alertIds: string[] }).alertIds.includes(alertId));
}

function itemsOf({ kind, at, payload }: Happened, told: Told[]): HistoryItem[] {
  const item = { ...NOTHING, at, told };
  switch (kind) {
    case 'alert.changed':
      return [{ ...item, kind: 'changed', note: (payload as { severity: string }).severity }];
    case 'alert.escalated': {
      const { policy, step, round } = payload as { policy: string; step: number; round: number };
      return [{ ...item, kind: 'escalated', note: policy, step: step + 1, round: round + 1 }];
    }
    case 'alert.grouped':
      return [{ ...item, kind: 'told-together' }];
    default:
      // What waits to be told with others is told by the event of the group.
      return (payload as { tell: boolean }).tell || told.length > 0 ? [{ ...item, kind: 'told' }] : [];
  }
}

async function takenBy(ctx: Context, alertId: string): Promise<HistoryItem[]> {
  const entries = await ctx.tx
    .selectFrom('auditEntry')
    .select(['at', 'action', 'actorKind', 'actorName', 'details'])
    .where('clientId', '=', ctx.clientId)
    .where('objectId', '=', alertId)
    .where('action', 'in', ACTIONS)
    .orderBy('seq')
    .limit(MOST)
    .execute();
  return entries.map(({ at, action, actorKind, actorName, details }) => {
    const { note } = (details ?? {}) as { note?: string | null };
    return {
      ...NOTHING,
      at,
      kind: action === 'alert.acknowledged' ? 'acknowledged' : 'unacknowledged',
      actor: actorKind === 'system' ? null : actorName,
      note: note ?? null,
    };
  });
}

/** By event; people by name, with the names of the client's own webhooks and messengers. */
async function toldOf(ctx: Context, eventIds: readonly number[]): Promise<Map<number, Told[]>> {
  const found = new Map<number, Told[]>();
  if (eventIds.length === 0) return found;
  const rows = await ctx.tx
    .selectFrom('notification')
    .leftJoin('person', 'person.id', 'notification.personId')
    .select([
      'notification.eventId',
      'notification.channel',
      'notification.address',
      'notification.state',
      'notification.readAt',
      'person.name',
    ])
    .where('notification.clientId', '=', ctx.clientId)
    .where('notification.eventId', 'in', eventIds)
    .orderBy('notification.id')
    .limit(MOST)
    .execute();
  const names = await ownNames(ctx);
  for (const { eventId, channel, address, state, readAt, name } of rows) {
    // Behind a gateway's id stands the number that it calls.
    const id = channel === 'webhook' || channel === 'channel' ? address.split('#')[0]! : null;
    const told: Told = { channel, id, state, readAt, name: id === null ? name : (names.get(id) ?? null) };
    found.set(eventId, [...(found.get(eventId) ?? []), told]);
  }
  return found;
}

async function ownNames(ctx: Context): Promise<Map<string, string>> {
  const channels = ctx.tx.selectFrom('notifyChannel').select(['id', 'name']);
  const webhooks = ctx.tx.selectFrom('webhook').select(['id', 'name']);
  const rows = await channels
    .where('clientId', '=', ctx.clientId)
    .unionAll(webhooks.where('clientId', '=', ctx.clientId))
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
