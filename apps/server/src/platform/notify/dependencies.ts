import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { Tenancy } from '../tenancy/transactions.ts';
import type { Mailer } from './mail/mailer.ts';
import type { OutgoingHttp } from './outgoing-http.ts';
import type { WebhookSender } from './webhook/sender.ts';

/** What delivering needs. */
export interface NotifyDependencies {
  db: Kysely<Tables>;
  tenancy: Tenancy;
  mailer: Mailer;
  sender: WebhookSender;
  http: OutgoingHttp;
  /** Address of the console, for links. */
  publicUrl(): string;
}
