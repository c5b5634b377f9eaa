import { X509Certificate } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import type { SecretPlace } from '../secrets/secrets.ts';
import { readSetting, writeSetting } from './settings.ts';

const KEY = 'mail';

/** STARTTLS that the server must offer, TLS from the first byte, or none at all to this machine itself. */
export const MAIL_SECURITY = ['starttls-required', 'tls', 'none-loopback-only'] as const;

// No white space and no control character may reach an SMTP command or a header (ASVS 1.3.11).
const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be in it
    .regex(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/, 'control characters are not allowed');
const address = z.email().max(320);
const host = z
  .string()
  .trim()
  .max(253)
  .regex(/^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/, 'a host name or an address is expected');

const fields = {
  host,
  port: z.number().int().min(1).max(65535),
  security: z.enum(MAIL_SECURITY),
  user: line(320).nullable(),
  fromName: line(100),
  fromAddress: address,
  replyTo: address.nullable(),
  /** PEM of a certificate authority that signed the server's certificate, when it is not a public one. */
  ca: z.string().max(20_000).nullable(),
};

export const mailSettingsInput = z.object({
  ...fields,
  user: fields.user.default(null),
  fromName: fields.fromName.default('Rettungsanker'),
  replyTo: fields.replyTo.default(null),
  ca: fields.ca.default(null),
  /** Missing: stays as it is; null: none. */
  password: z.string().min(1).max(1000).nullable().optional(),
});
export type MailSettingsInput = z.output<typeof mailSettingsInput>;

export const mailSettingsView = z.object({ ...fields, hasPassword: z.boolean() });
export type MailSettingsView = z.output<typeof mailSettingsView>;

const stored = z.object({ ...fields, sealedPassword: z.string().nullable() });

/** What the sender needs; `version` changes with every change of the settings. */
export interface MailSettings extends Omit<z.output<typeof stored>, 'sealedPassword'> {
  password: string | null;
  version: string;
}

const place = (ctx: Context): SecretPlace => ({
  clientId: ctx.clientId,
  table: 'setting',
  column: 'sealedPassword',
  rowId: KEY,
});

/** Without the secret. */
export async function getMailSettings(ctx: Context): Promise<MailSettingsView | null> {
  const found = await readSetting(ctx, KEY, stored);
  if (!found) return null;
  const { sealedPassword, ...rest } = found.value;
  return { ...rest, hasPassword: sealedPassword !== null };
}

/** With the secret, for sending. The context must be the provider's. */
export async function openMailSettings(ctx: Context): Promise<MailSettings | undefined> {
  const found = await readSetting(ctx, KEY, stored);
  if (!found) return undefined;
  const { sealedPassword, ...rest } = found.value;
  const password =
    sealedPassword === null
      ? null
      : (await ctx.secrets.open(ctx.tx, place(ctx), Buffer.from(sealedPassword, 'base64'))).toString();
  return { ...rest, password, version: found.updatedAt.toISOString() };
}

/**
 * Stores the settings. A password that is kept goes to the same server only: whoever may change settings but does
 * not know the password must not be able to have it sent to a server of their own.
 * @throws AppError RA_BAD_REQUEST
 */
export async function putMailSettings(ctx: Context, input: MailSettingsInput): Promise<MailSettingsView> {
  const { password, ...rest } = input;
  refuseContradictions(input);
  const before = (await readSetting(ctx, KEY, stored))?.value;
  const kept = password === undefined && rest.user !== null ? (before?.sealedPassword ?? null) : null;
  const sameServer =
    before?.host === rest.host &&
    before.port === rest.port &&
    before.security === rest.security &&
    before.ca === rest.ca;
  if (kept !== null && !sameServer)
    throw invalid('/password', 'the password is needed again for another server');
  const sealedPassword = password
    ? (await ctx.secrets.seal(ctx.tx, place(ctx), password)).toString('base64')
    : kept;
  await writeSetting(
    ctx,
    KEY,
    { ...rest, sealedPassword },
    { host: rest.host, port: rest.port, security: rest.security, from: rest.fromAddress },
  );
  return { ...rest, hasPassword: sealedPassword !== null };
}

function refuseContradictions({ security, host, user, password, ca }: MailSettingsInput): void {
  if (security === 'none-loopback-only' && !isLoopback(host))
    throw invalid('/security', 'only a server on this machine may be used without encryption');
  if (password && !user) throw invalid('/user', 'a password needs a user');
  if (ca !== null) {
    try {
      new X509Certificate(ca);
    } catch {
      throw invalid('/ca', 'a certificate in PEM is expected');
    }
  }
}

const invalid = (path: string, problem: string): AppError =>
  new AppError('RA_BAD_REQUEST', undefined, { in: 'body', fields: [{ path, problem }] });

/** `localhost` is resolved by every system to itself (RFC 6761, 6.3). */
function isLoopback(host: string): boolean {
  if (host.toLowerCase() === 'localhost') return true;
  return ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback';
}
