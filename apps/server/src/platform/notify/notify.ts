import { type Insertable, sql } from 'kysely';
import type { Context } from '../context.ts';
import type { MessageKey, MessageParams } from '../i18n/messages.ts';
import { LIVE_CHANNEL } from '../outbox/emit.ts';
import { type ChannelReceiver, channelAddress, chooseChannels } from './channel/receivers.ts';
import { topicOf } from './preferences.ts';
import { type Audience, chooseReceivers, chooseWebhooks, peopleOf } from './receivers.ts';
import type { NotificationChannel, NotificationTable, Severity } from './schema.ts';

export const DELIVERY_TASKS = {
  mail: 'notify.mail',
  webhook: 'notify.webhook',
  channel: 'notify.channel',
} as const;

/** What happened, for those who should know. The key and its values become text in each receiver's language. */
export interface NotifyMessage<K extends MessageKey = MessageKey> {
  /** As in the outbox: alert.raised, ticket.assigned … Webhooks choose by it; its first word decides the topic. */
  kind: string;
  /** Id of the outbox event: the same event tells nobody twice, however often its delivery is repeated. */
  eventId: number;
  /** Default info. The end of something carries the severity of its start, so that both reach the same persons. */
  severity?: Severity;
  subjectKey: K;
  params: MessageParams<K>;
  objectKind: string;
  objectId: string;
  /** Page of the console, from the root: /clients/…/alerts/… */
  path: string;
  audience: Audience;
  /** It is about the account of the persons named: they hear of it whatever they chose, and nobody else does. */
  aboutThem?: true;
  /** Messengers that are told whatever they take: the step of an escalation chain names them. */
  channels?: readonly ChannelReceiver[];
  /** Ticket this belongs to; mails about it share a thread with those about the object. */
  ticketId?: string;
  /** Persons who get a mail of its own about it: none of these here, whatever they chose. */
  mailedOtherwise?: readonly string[];
}

/**
 * Tells the audience, each by the channels it chose: rows and delivery jobs are written with the context's
 * transaction, so a message leaves if and only if what it tells of was committed. Call it in a subscriber.
 */
export async function notify<K extends MessageKey>(ctx: Context, message: NotifyMessage<K>): Promise<void> {
  const severity = message.severity ?? 'info';
  const people = await peopleOf(ctx);
  const webhooks = message.aboutThem ? [] : await chooseWebhooks(ctx, message.kind, message.audience);
  const row = {
    clientId: ctx.clientId,
    eventId: message.eventId,
    kind: message.kind,
    severity,
    messageKey: message.subjectKey,
    params: JSON.stringify(message.params),
    objectKind: message.objectKind,
    objectId: message.objectId,
    ticketId: message.ticketId ?? null,
    path: message.path,
    createdAt: ctx.now,
  };
  const toPeople = chooseReceivers(
    people,
    message.audience,
    message.kind,
    severity,
    message.aboutThem ?? false,
  ).flatMap(({ person, topic, channels }) =>
    channels
      .filter((channel) => channel !== 'mail' || !message.mailedOtherwise?.includes(person.id))
      .map((channel) => ({
        ...row,
        id: ctx.newId(),
        channel,
        address: channel === 'mail' ? person.email : person.id,
        personId: person.id,
        webhookClientId: null,
        topic,
        ...(channel === 'mail' ? { state: 'pending' as const } : { state: 'sent' as const, sentAt: ctx.now }),
      })),
  );
  const toWebhooks = webhooks.map((hook) => ({
    ...row,
    id: ctx.newId(),
    channel: 'webhook' as const,
    address: hook.id,
    personId: null,
    webhookClientId: hook.clientId,
    topic: topicOf(message.kind, false),
    state: 'pending' as const,
  }));
  const channels = [
    ...(message.aboutThem ? [] : await chooseChannels(ctx, message.kind, severity, message.audience)),
    ...(message.channels ?? []),
  ];
  const toChannels = channels.map(({ clientId, id, to }) => ({
    ...row,
    id: ctx.newId(),
    channel: 'channel' as const,
    address: channelAddress(id, to),
    personId: null,
    webhookClientId: clientId,
    topic: topicOf(message.kind, false),
    state: 'pending' as const,
  }));
  await write(ctx, [...toPeople, ...toWebhooks, ...toChannels]);
}

/** What the outbox told that goes to one address, which need not be a person's: an invitation, a link. */
export async function mailTo<K extends MessageKey>(
  ctx: Context,
  address: string,
  message: Pick<
    NotifyMessage<K>,
    'kind' | 'eventId' | 'subjectKey' | 'params' | 'objectKind' | 'objectId' | 'path' | 'ticketId'
  >,
): Promise<void> {
  const { subjectKey, params, ...rest } = message;
  await write(ctx, [
    {
      ...rest,
      clientId: ctx.clientId,
      id: ctx.newId(),
      channel: 'mail',
      address,
      personId: null,
      webhookClientId: null,
      topic: message.ticketId ? 'own-ticket' : 'operation',
      severity: 'info',
      messageKey: subjectKey,
      params: JSON.stringify(params),
      ticketId: message.ticketId ?? null,
      state: 'pending',
      createdAt: ctx.now,
    },
  ]);
}

async function write(ctx: Context, rows: Insertable<NotificationTable>[]): Promise<void> {
  if (rows.length === 0) return;
  const written = await ctx.tx
    .insertInto('notification')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['clientId', 'eventId', 'kind', 'channel', 'address']).doNothing(),
    )
    .returning(['id', 'channel', 'address'])
    .execute();
  for (const message of written) await enqueueDelivery(ctx, message);
  if (written.some(({ channel }) => channel === 'console')) await announceNotifications(ctx);
}

/** Lets open consoles of the client count their notifications again; says nothing about whose or what. */
export async function announceNotifications(ctx: Context): Promise<void> {
  const announcement = {
    clientId: ctx.clientId,
    id: 0,
    kind: 'notification.changed',
    objectKind: 'client',
    objectId: ctx.clientId,
  };
  await sql`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify(announcement)})`.execute(ctx.tx);
}

/** The job that delivers a message; what is for the console has arrived already. */
export async function enqueueDelivery(
  ctx: Context,
  { id, channel, address }: { id: string; channel: NotificationChannel; address: string },
  at: Date | null = null,
): Promise<void> {
  if (channel === 'console') return;
  const payload = JSON.stringify({ clientId: ctx.clientId, id, address });
  await sql`select enqueue_job(${DELIVERY_TASKS[channel]}, ${payload}::json, p_run_at => ${at})`.execute(
    ctx.tx,
  );
}
