import type { ColumnType, Generated } from 'kysely';
import type { Json } from '../database/tables.ts';

export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];
export const NOTIFICATION_CHANNELS = ['console', 'mail', 'webhook', 'channel'] as const;
export type NotificationChannel = (typeof NOTIFICATION_CHANNELS)[number];
export const NOTIFICATION_STATES = ['pending', 'sent', 'failed'] as const;
export type NotificationState = (typeof NOTIFICATION_STATES)[number];

/** What a person can choose about; `own-ticket` is a ticket message that is addressed to the person by name. */
export const TOPICS = ['alert', 'ticket', 'own-ticket', 'operation'] as const;
export type Topic = (typeof TOPICS)[number];
/** Channels on which a person is reached. */
export const PERSON_CHANNELS = ['console', 'mail'] as const;
export type PersonChannel = (typeof PERSON_CHANNELS)[number];
/** Least severity that is told; `off` tells nothing. */
export const MINIMUMS = [...SEVERITIES, 'off'] as const;
export type Minimum = (typeof MINIMUMS)[number];

export interface NotificationTable {
  clientId: string;
  id: string;
  eventId: number;
  channel: NotificationChannel;
  address: string;
  personId: string | null;
  webhookClientId: string | null;
  kind: string;
  topic: string;
  severity: Severity;
  messageKey: string;
  params: Json;
  objectKind: string;
  objectId: string;
  ticketId: string | null;
  path: string;
  state: NotificationState;
  attempts: Generated<number>;
  attemptedAt: ColumnType<Date | null, Date | null | undefined>;
  sentAt: ColumnType<Date | null, Date | null | undefined>;
  lastError: ColumnType<string | null, string | null | undefined>;
  readAt: ColumnType<Date | null, Date | null | undefined>;
  createdAt: Date;
}
export interface NotificationPreferenceTable {
  personId: string;
  topic: Topic;
  channel: PersonChannel;
  minimum: Minimum;
}
export interface WebhookTable {
  clientId: string;
  id: string;
  name: string;
  url: string;
  sealedSecret: Buffer;
  kinds: string[];
  enabled: boolean;
  goneAt: ColumnType<Date | null, Date | null | undefined>;
  allowPrivate: boolean;
  createdAt: Date;
  updatedAt: Date;
}
export const CHANNEL_KINDS = ['ntfy', 'teams', 'slack', 'sms'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];
export interface NotifyChannelTable {
  clientId: string;
  id: string;
  kind: ChannelKind;
  name: string;
  sealedConfig: Buffer;
  shown: string;
  kinds: string[];
  minimum: Severity;
  receivers: string[];
  enabled: boolean;
  allowPrivate: boolean;
  lastAt: ColumnType<Date | null, Date | null | undefined>;
  lastError: ColumnType<string | null, string | null | undefined>;
  createdAt: Date;
  updatedAt: Date;
}
export interface WebhookDeliveryTable {
  clientId: string;
  id: string;
  webhookId: string;
  deliveryId: string;
  kind: string;
  at: Date;
  attempt: number;
  durationMs: number;
  status: number | null;
  error: string | null;
}

declare module '../database/tables.ts' {
  interface Tables {
    notification: NotificationTable;
    notificationPreference: NotificationPreferenceTable;
    webhook: WebhookTable;
    notifyChannel: NotifyChannelTable;
    webhookDelivery: WebhookDeliveryTable;
  }
}
