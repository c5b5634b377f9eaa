import type { Context, Locale } from '../../context.ts';
import type { Core } from '../core.ts';
import { hashToken, newToken } from '../tokens.ts';

export const INVITATION_DAYS = 7;
/** A new password opens everything at once, so its link lives shorter. */
export const RESET_HOURS = 24;

export type LinkKind = 'invitation' | 'password-reset';
const PATHS: Readonly<Record<LinkKind, string>> = {
  invitation: '/invitation',
  'password-reset': '/password-reset',
};

/** The token stands behind the #, which browsers do not send: it is in no log and in no Referer (ASVS 14.2.1). */
export const linkFor = (publicUrl: string, kind: LinkKind, token: string): string =>
  `${publicUrl.replace(/\/$/, '')}${PATHS[kind]}#${token}`;

/** Link of the terminal for the first owner. */
export const setupLink = (publicUrl: string, token: string): string =>
  `${publicUrl.replace(/\/$/, '')}/setup#${token}`;

/** What the event of a new link carries. Whoever sends the mail opens the link with `openLink`. */
export interface LinkEvent {
  email: string;
  name: string;
  locale: Locale;
  clientName: string;
  role: string;
  invitedBy: string;
  expiresAt: string;
  /** The token, sealed: events are kept for weeks. */
  sealedToken: string;
}

const place = (clientId: string, id: string) => ({
  clientId,
  table: 'invitation',
  column: 'token',
  rowId: id,
});

export interface Link {
  id: string;
  kind: LinkKind;
  email: string;
  name: string;
  role: string;
  locale: Locale;
  expiresAt: Date;
}

/** A fresh token for a row of `invitation`; the row keeps the hash. */
export function makeToken(core: Core): { token: string; tokenHash: Buffer } {
  const token = newToken(core.clock);
  return { token, tokenHash: hashToken(token) };
}

/** Tells whoever sends mail, and gives the link to show to its maker, so that it works without mail as well. */
export async function announceLink(core: Core, ctx: Context, link: Link, token: string): Promise<string> {
  const client = await ctx.tx
    .selectFrom('client')
    .select('name')
    .where('id', '=', ctx.clientId)
    .executeTakeFirstOrThrow();
  const sealed = await ctx.secrets.seal(ctx.tx, place(ctx.clientId, link.id), token);
  const payload: LinkEvent = {
    email: link.email,
    name: link.name,
    locale: link.locale,
    clientName: client.name,
    role: link.role,
    invitedBy: ctx.actor.name,
    expiresAt: link.expiresAt.toISOString(),
    sealedToken: sealed.toString('base64'),
  };
  await ctx.emit({
    kind: link.kind === 'invitation' ? 'invitation.created' : 'password-reset.created',
    objectKind: 'invitation',
    objectId: link.id,
    payload: { ...payload },
  });
  return linkFor(core.publicUrl(), link.kind, token);
}

/**
 * The link of an event `invitation.created` or `password-reset.created`, for the mail.
 * @param id the event's object
 */
export async function openLink(
  ctx: Context,
  publicUrl: string,
  kind: LinkKind,
  id: string,
  event: Pick<LinkEvent, 'sealedToken'>,
): Promise<string> {
  const sealed = Buffer.from(event.sealedToken, 'base64');
  const token = await ctx.secrets.open(ctx.tx, place(ctx.clientId, id), sealed);
  return linkFor(publicUrl, kind, token.toString());
}
