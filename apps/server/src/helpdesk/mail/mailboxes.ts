import { X509Certificate } from 'node:crypto';
import type { Updateable } from 'kysely';
import { z } from 'zod';
import { changesOf } from '../../platform/audit/index.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import type { SecretPlace } from '../../platform/secrets/secrets.ts';
import { MAILBOX_SECURITY, type MailboxTable } from './schema.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be in it
const PLAIN = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/;
const line = (max: number) => z.string().trim().min(1).max(max).regex(PLAIN);
const shared = {
  /** Where people write to. */
  address: z.email().max(320).toLowerCase(),
  /** The server delivers address+anything@ to the same mailbox (RFC 5233). */
  subaddresses: z.boolean().default(true),
  /** Name of the server whose Authentication-Results are believed (RFC 8601). */
  authserv: line(253).nullable().default(null),
  enabled: z.boolean().default(true),
};
export const mailboxInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('door'), ...shared }),
  z.object({
    kind: z.literal('imap'),
    ...shared,
    host: z
      .string()
      .trim()
      .max(253)
      .regex(/^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/, 'a host name or an address is expected'),
    port: z.number().int().min(1).max(65535).default(993),
    security: z.enum(MAILBOX_SECURITY).default('tls'),
    userName: line(320),
    /** Missing: stays as it is. */
    password: z.string().min(1).max(1000).optional(),
    /** PEM of a certificate authority of your own. */
    ca: z.string().max(20_000).nullable().default(null),
    folder: line(200).default('INBOX'),
    /** Where mails go once they are taken in; null: they stay and are marked as read. */
    doneFolder: line(200).nullable().default(null),
    allowPrivate: z.boolean().default(false),
  }),
]);
export type MailboxInput = z.output<typeof mailboxInput>;

const place = (clientId: string, id: string): SecretPlace => ({
  clientId,
  table: 'mailbox',
  column: 'sealed_password',
  rowId: id,
});
const invalid = (path: string, problem: string): AppError =>
  new AppError('RA_BAD_REQUEST', undefined, { in: 'body', fields: [{ path, problem }] });

/** @throws AppError RA_BAD_REQUEST, RA_CONFLICT when the address is taken */
export async function addMailbox(ctx: Context, input: MailboxInput): Promise<{ id: string }> {
  const id = ctx.newId();
  if (input.kind === 'imap' && input.password === undefined)
    throw invalid('/password', 'a password is needed');
  const { numInsertedOrUpdatedRows } = await ctx.tx
    .insertInto('mailbox')
    .values({
      clientId: ctx.clientId,
      id,
      ...(await columns(ctx, id, input, null)),
      createdAt: ctx.now,
      updatedAt: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['clientId', 'address']).doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) throw new AppError('RA_CONFLICT');
  await tell(ctx, 'mailbox.added', id, { address: input.address, kind: input.kind, ...serverOf(input) });
  return { id };
}

/**
 * A password that is kept goes to the same server only: whoever may change settings but does not know it must not be
 * able to have it sent elsewhere.
 * @throws AppError RA_NOT_FOUND, RA_BAD_REQUEST, RA_CONFLICT
 */
export async function changeMailbox(ctx: Context, id: string, input: MailboxInput): Promise<void> {
  const before = await findRow(ctx, id);
  if (before.kind !== input.kind) throw invalid('/kind', 'the kind of a mailbox cannot be changed');
  const values = await columns(ctx, id, input, before);
  const taken = await ctx.tx
    .selectFrom('mailbox')
    .select('id')
    .where('clientId', '=', ctx.clientId)
    .where('address', '=', input.address)
    .where('id', '!=', id)
    .executeTakeFirst();
  if (taken) throw new AppError('RA_CONFLICT');
  const elsewhere =
    before.host !== values.host || before.userName !== values.userName || before.folder !== values.folder;
  const set: Updateable<MailboxTable> = {
    ...values,
    updatedAt: ctx.now,
    lastError: null,
    errorAt: null,
    // Another folder counts its mails in its own way.
    ...(elsewhere ? { uidValidity: null, lastUid: 0, fetchedAt: null } : {}),
  };
  await ctx.tx
    .updateTable('mailbox')
    .set(set)
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .execute();
  const { sealedPassword, ...shown } = values;
  const changes = changesOf(before, shown);
  const changed = input.kind === 'imap' && input.password !== undefined;
  await tell(ctx, 'mailbox.changed', id, { ...changes, ...(changed ? { password: true } : {}) });
}

/** Mails that it took in stay. @throws AppError RA_NOT_FOUND */
export async function removeMailbox(ctx: Context, id: string): Promise<void> {
  const { address } = await findRow(ctx, id);
  await ctx.tx.deleteFrom('mailbox').where('clientId', '=', ctx.clientId).where('id', '=', id).execute();
  await tell(ctx, 'mailbox.removed', id, { address });
}

async function columns(ctx: Context, id: string, input: MailboxInput, before: Row | null) {
  const { address, subaddresses, authserv, enabled, kind } = input;
  const base = { address, subaddresses, authserv, enabled, kind };
  if (input.kind === 'door')
    return {
      ...base,
      host: null,
      port: null,
      security: null,
      userName: null,
      sealedPassword: null,
      ca: null,
      folder: 'INBOX',
      doneFolder: null,
      allowPrivate: false,
    };
  const { host, port, security, userName, password, ca, folder, doneFolder, allowPrivate } = input;
  if (ca !== null && !isCertificate(ca)) throw invalid('/ca', 'a certificate in PEM is expected');
  if (doneFolder === folder) throw invalid('/doneFolder', 'another folder is expected');
  const same = before?.host === host && before.port === port && before.ca === ca;
  if (before && !same && password === undefined)
    throw invalid('/password', 'the password is needed again for another server');
  const sealedPassword =
    password === undefined
      ? (before?.sealedPassword ?? null)
      : await ctx.secrets.seal(ctx.tx, place(ctx.clientId, id), password);
  return { ...base, host, port, security, userName, sealedPassword, ca, folder, doneFolder, allowPrivate };
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}

type Row = Awaited<ReturnType<typeof findRow>>;

async function findRow(ctx: Context, id: string) {
  const row = await ctx.tx
    .selectFrom('mailbox')
    .selectAll()
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new AppError('RA_NOT_FOUND');
  return row;
}

/** What is needed to fetch from it. */
export interface ImapAccount {
  id: string;
  /** Changes with every change of the settings. */
  version: string;
  host: string;
  port: number;
  security: (typeof MAILBOX_SECURITY)[number];
  user: string;
  password: string;
  ca: string | null;
  folder: string;
  doneFolder: string | null;
  allowPrivate: boolean;
}

/** With its password; undefined when there is nothing to fetch. */
export async function openAccount(ctx: Context, id: string): Promise<ImapAccount | undefined> {
  const row = await ctx.tx
    .selectFrom('mailbox')
    .selectAll()
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row?.kind !== 'imap' || !row.sealedPassword) return undefined;
  const password = await ctx.secrets.open(ctx.tx, place(ctx.clientId, id), row.sealedPassword);
  return {
    id,
    version: row.updatedAt.toISOString(),
    host: row.host!,
    port: row.port!,
    security: row.security!,
    user: row.userName ?? '',
    password: password.toString(),
    ca: row.ca,
    folder: row.folder,
    doneFolder: row.doneFolder,
    allowPrivate: row.allowPrivate,
  };
}

const SHOWN = [
  'id',
  'kind',
  'address',
  'subaddresses',
  'host',
  'port',
  'security',
  'userName',
  'ca',
  'folder',
  'doneFolder',
  'authserv',
  'allowPrivate',
  'enabled',
  'fetchedAt',
  'lastError',
  'errorAt',
  'createdAt',
  'updatedAt',
] as const;

/** Without their passwords. */
export function listMailboxes(ctx: Context) {
  return ctx.tx
    .selectFrom('mailbox')
    .select(SHOWN)
    .where('clientId', '=', ctx.clientId)
    .orderBy('address')
    .execute();
}

const serverOf = (input: MailboxInput): Record<string, unknown> =>
  input.kind === 'imap' ? { host: input.host, port: input.port } : {};

async function tell(ctx: Context, action: string, id: string, details: Record<string, unknown>) {
  await ctx.audit({ action, objectKind: 'mailbox', objectId: id, details });
  await ctx.emit({
    kind: 'settings.changed',
    objectKind: 'mailbox',
    objectId: id,
    payload: { key: 'mailbox' },
  });
}
