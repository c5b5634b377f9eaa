import type { Context, Locale } from '../../context.ts';
import { AppError } from '../../errors.ts';
import type { Role } from '../../tenancy/permissions.ts';
import type { Core } from '../core.ts';
import type { Serves } from '../schema.ts';
import { announceLink, INVITATION_DAYS, makeToken } from './links.ts';

const DAY_MS = 86_400_000;
/** Open invitations of one client at a time. */
const MAX_OPEN = 200;

export interface NewInvitation {
  email: string;
  name: string;
  role: Role;
  serves: Serves;
  locale: Locale;
}
export interface InvitationView {
  id: string;
  email: string;
  name: string;
  role: Role;
  serves: Serves;
  createdAt: Date;
  expiresAt: Date;
  state: 'open' | 'accepted' | 'revoked' | 'expired';
}

/**
 * Invites somebody; the caller has checked that the role may be given. An open invitation of the same address is
 * replaced.
 * @returns the link, which is shown this once
 * @throws AppError RA_MEMBER_ALREADY
 */
export async function invite(
  core: Core,
  ctx: Context,
  input: NewInvitation,
): Promise<{ id: string; link: string; expiresAt: Date }> {
  const member = await ctx.tx
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.personId')
    .select('person.id')
    .where('membership.clientId', '=', ctx.clientId)
    .where('person.email', '=', input.email)
    .executeTakeFirst();
  if (member) throw new AppError('RA_MEMBER_ALREADY');
  await ctx.tx
    .updateTable('invitation')
    .set({ revokedAt: ctx.now })
    .where('clientId', '=', ctx.clientId)
    .where('kind', '=', 'invitation')
    .where('email', '=', input.email)
    .where('acceptedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .execute();
  const { open } = await ctx.tx
    .selectFrom('invitation')
    .select((eb) => eb.fn.countAll<number>().as('open'))
    .where('clientId', '=', ctx.clientId)
    .where('acceptedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', ctx.now)
    .executeTakeFirstOrThrow();
  if (open >= MAX_OPEN)
    throw new AppError('RA_CONFLICT', `There are ${MAX_OPEN} open invitations already; revoke some.`);
  const id = ctx.newId();
  const { token, tokenHash } = makeToken(core);
  const { email, name, role, serves, locale } = input;
  const expiresAt = new Date(ctx.now.getTime() + INVITATION_DAYS * DAY_MS);
  await ctx.tx
    .insertInto('invitation')
    .values({
      id,
      clientId: ctx.clientId,
      kind: 'invitation',
      personId: null,
      email,
      name,
      role,
      serves,
      tokenHash,
      invitedBy: ctx.actor.personId,
      createdAt: ctx.now,
      expiresAt,
      acceptedAt: null,
      revokedAt: null,
    })
    .execute();
  await ctx.audit({
    action: 'invitation.created',
    objectKind: 'invitation',
    objectId: id,
    details: { email, role, serves },
  });
  const link = await announceLink(
    core,
    ctx,
    { id, kind: 'invitation', email, name, role, locale, expiresAt },
    token,
  );
  return { id, link, expiresAt };
}

/** The newest first, also those that are over. */
export async function listInvitations(ctx: Context): Promise<InvitationView[]> {
  const rows = await ctx.tx
    .selectFrom('invitation')
    .selectAll()
    .where('clientId', '=', ctx.clientId)
    .where('kind', '=', 'invitation')
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(500)
    .execute();
  return rows.map(({ id, email, name, role, serves, createdAt, expiresAt, acceptedAt, revokedAt }) => ({
    id,
    email,
    name,
    role,
    serves,
    createdAt,
    expiresAt,
    state: acceptedAt
      ? ('accepted' as const)
      : revokedAt
        ? ('revoked' as const)
        : expiresAt <= ctx.now
          ? ('expired' as const)
          : ('open' as const),
  }));
}

/** A new link for another seven days; the old one is dead. @throws AppError RA_NOT_FOUND, RA_CONFLICT */
export async function resend(
  core: Core,
  ctx: Context,
  id: string,
  allowed: (role: Role, serves: Serves) => void,
): Promise<{ id: string; link: string; expiresAt: Date }> {
  const row = await openInvitation(ctx, id);
  allowed(row.role, row.serves);
  const { token, tokenHash } = makeToken(core);
  const expiresAt = new Date(ctx.now.getTime() + INVITATION_DAYS * DAY_MS);
  await ctx.tx
    .updateTable('invitation')
    .set({ tokenHash, expiresAt })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .execute();
  await ctx.audit({ action: 'invitation.resent', objectKind: 'invitation', objectId: id });
  const { email, name, role } = row;
  const link = await announceLink(
    core,
    ctx,
    { id, kind: 'invitation', email, name, role, locale: ctx.locale, expiresAt },
    token,
  );
  return { id, link, expiresAt };
}

/** @throws AppError RA_NOT_FOUND, RA_CONFLICT */
export async function revokeInvitation(ctx: Context, id: string): Promise<void> {
  await openInvitation(ctx, id);
  await ctx.tx
    .updateTable('invitation')
    .set({ revokedAt: ctx.now })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .execute();
  await ctx.audit({ action: 'invitation.revoked', objectKind: 'invitation', objectId: id });
  await ctx.emit({ kind: 'invitation.revoked', objectKind: 'invitation', objectId: id });
}

/** Locked, so that it is not accepted at the same moment. */
async function openInvitation(ctx: Context, id: string) {
  const row = await ctx.tx
    .selectFrom('invitation')
    .selectAll()
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .where('kind', '=', 'invitation')
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('RA_NOT_FOUND');
  if (row.acceptedAt || row.revokedAt)
    throw new AppError('RA_CONFLICT', 'The invitation was accepted or revoked already.');
  return row;
}
