import { z } from 'zod';
import { id, timestamp } from '../../platform/http/schemas.ts';
import { problemView } from '../../platform/notify/index.ts';
import { INTAKE_REASONS, MAIL_PROBLEMS, MAILBOX_KINDS, MAILBOX_SECURITY } from './schema.ts';

const problems = z.array(z.enum(MAIL_PROBLEMS));
const attachment = z.object({
  id,
  name: z.string(),
  contentType: z.string(),
  size: z.number(),
  inline: z.boolean(),
});
export const messageMail = z.object({
  id,
  fromAddress: z.string(),
  fromName: z.string(),
  /** What could not be read; the raw mail is complete. */
  problems,
  attachments: z.array(attachment),
});
export const mailView = z.object({
  id,
  fromAddress: z.string(),
  fromName: z.string(),
  toAddresses: z.array(z.string()),
  subject: z.string(),
  /** With quotes and signature, as text. */
  body: z.string(),
  problems,
  size: z.number(),
  createdAt: timestamp,
});
export const mailboxView = z.object({
  id,
  kind: z.enum(MAILBOX_KINDS),
  address: z.string(),
  subaddresses: z.boolean(),
  host: z.string().nullable(),
  port: z.number().nullable(),
  security: z.enum(MAILBOX_SECURITY).nullable(),
  userName: z.string().nullable(),
  ca: z.string().nullable(),
  folder: z.string(),
  doneFolder: z.string().nullable(),
  authserv: z.string().nullable(),
  allowPrivate: z.boolean(),
  enabled: z.boolean(),
  /** When the server was last asked with success. */
  fetchedAt: timestamp.nullable(),
  /** What is wrong since then, in the language of the request. */
  problem: problemView.nullable(),
  errorAt: timestamp.nullable(),
});
export const intakeView = z.object({
  id,
  state: z.enum(['triage', 'discarded']),
  reason: z.enum(INTAKE_REASONS).nullable(),
  note: z.string().nullable(),
  fromAddress: z.string().nullable(),
  fromName: z.string().nullable(),
  subject: z.string().nullable(),
  size: z.number(),
  problems,
  attachments: z.array(z.object({ name: z.string(), contentType: z.string(), size: z.number() })),
  mailbox: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: timestamp.nullable(),
  receivedAt: timestamp,
});
export const intakeDetail = intakeView.extend({ body: z.string().nullable() });
