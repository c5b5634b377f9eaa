import type { ColumnType } from 'kysely';

export const MAILBOX_KINDS = ['imap', 'door'] as const;
export const MAILBOX_SECURITY = ['tls', 'starttls-required'] as const;
export const INTAKE_STATES = ['new', 'ticket', 'triage', 'discarded', 'duplicate'] as const;
export type IntakeState = (typeof INTAKE_STATES)[number];
/** Why a mail waits for a person, or was put aside. */
export const INTAKE_REASONS = [
  'unknown-sender',
  'ambiguous',
  'staff',
  'automatic',
  'bulk',
  'report',
  'rate',
  'forged-sender',
  'loop',
  'by-person',
  'failed',
] as const;
export type IntakeReason = (typeof INTAKE_REASONS)[number];
/** What could not be read of a mail; its raw form is kept whatever is wrong with it. */
export const MAIL_PROBLEMS = [
  'too-large',
  'unreadable',
  'header-too-large',
  'too-many-parts',
  'too-slow',
  'text-cut',
  'html-only',
  'many-recipients',
] as const;
export type MailProblem = (typeof MAIL_PROBLEMS)[number];

type Optional<T> = ColumnType<T | null, T | null | undefined>;

export interface MailboxTable {
  clientId: string;
  id: string;
  kind: (typeof MAILBOX_KINDS)[number];
  address: string;
  subaddresses: boolean;
  host: string | null;
  port: number | null;
  security: (typeof MAILBOX_SECURITY)[number] | null;
  userName: string | null;
  sealedPassword: Buffer | null;
  ca: string | null;
  folder: string;
  doneFolder: string | null;
  authserv: string | null;
  allowPrivate: boolean;
  enabled: boolean;
  uidValidity: Optional<number>;
  lastUid: ColumnType<number, number | undefined>;
  fetchedAt: Optional<Date>;
  lastError: Optional<string>;
  errorAt: Optional<Date>;
  createdAt: Date;
  updatedAt: Date;
}
export interface MailIntakeTable {
  clientId: string;
  id: string;
  mailboxId: string | null;
  uidValidity: number | null;
  uid: number | null;
  fingerprint: Buffer;
  size: number;
  truncated: boolean;
  raw: Buffer | null;
  envelopeFrom: string | null;
  envelopeTo: string[];
  state: IntakeState;
  reason: Optional<IntakeReason>;
  note: Optional<string>;
  fromAddress: Optional<string>;
  fromName: Optional<string>;
  subject: Optional<string>;
  body: Optional<string>;
  attachments: ColumnType<AttachmentNote[], string | undefined, string>;
  problems: ColumnType<MailProblem[], MailProblem[] | undefined>;
  targetClientId: Optional<string>;
  targetTicketId: Optional<string>;
  decidedBy: Optional<string>;
  decidedAt: Optional<Date>;
  receivedAt: Date;
}
/** What is known of an attachment before it is stored with a ticket. */
export interface AttachmentNote {
  name: string;
  contentType: string;
  size: number;
}
export interface TicketMailTable {
  clientId: string;
  id: string;
  ticketId: string;
  messageId: string | null;
  direction: 'in' | 'out';
  rfcId: string | null;
  fromAddress: string;
  fromName: string;
  toAddresses: string[];
  subject: string;
  body: string;
  problems: ColumnType<MailProblem[], MailProblem[] | undefined>;
  size: ColumnType<number, number | undefined>;
  raw: Optional<Buffer>;
  createdAt: Date;
}
export interface TicketAttachmentTable {
  clientId: string;
  id: string;
  ticketId: string;
  mailId: string;
  position: number;
  name: string;
  contentType: string;
  size: number;
  inline: boolean;
  content: Buffer;
  createdAt: Date;
}
export interface TicketParticipantTable {
  clientId: string;
  ticketId: string;
  address: string;
  name: string;
  createdAt: Date;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    mailbox: MailboxTable;
    mailIntake: MailIntakeTable;
    ticketMail: TicketMailTable;
    ticketAttachment: TicketAttachmentTable;
    ticketParticipant: TicketParticipantTable;
    clientMailDomain: { clientId: string; domain: string; createdAt: Date; createdByName: string };
  }
}
