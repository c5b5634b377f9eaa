import type { Kysely } from 'kysely';
import type { SendMailOptions } from 'nodemailer';
import type { Tables } from '../database/tables.ts';
import type { MailSettings } from '../settings/mail.ts';
import type { Tenancy } from '../tenancy/transactions.ts';
import type { Outgoing } from './delivery.ts';
import type { Mailer } from './mail/mailer.ts';
import type { OutgoingHttp } from './outgoing-http.ts';
import type { WebhookSender } from './webhook/sender.ts';

/** What a domain has to say about mails in its name. */
export interface MailComposer {
  /** Kind of the messages that it writes whole. */
  readonly kind: string;
  /** Undefined: what it was about is gone. */
  compose(clientId: string, message: Outgoing, settings: MailSettings): Promise<SendMailOptions | undefined>;
  /** Where an answer to a notification about a ticket goes; undefined: nowhere in particular. */
  replyTo(clientId: string, ticketId: string): Promise<string | undefined>;
}

/** What delivering needs. */
export interface NotifyDependencies {
  db: Kysely<Tables>;
  tenancy: Tenancy;
  mailer: Mailer;
  sender: WebhookSender;
  http: OutgoingHttp;
  /** Address of the console, for links. */
  publicUrl(): string;
  composer?: MailComposer | undefined;
}
