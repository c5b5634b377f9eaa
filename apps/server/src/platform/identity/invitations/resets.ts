import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import type { Core } from '../core.ts';
import { announceLink, makeToken, RESET_HOURS } from './links.ts';

/**
 * A one-time link with which a person chooses a new password; whoever makes it never learns or chooses one
 * (ASVS 6.4.6). An earlier link of the person is dead. The caller has checked the authority over the person.
 * @throws AppError RA_NOT_FOUND
 */
export async function makeResetLink(
  core: Core,
  ctx: Context,
  personId: string,
): Promise<{ link: string; expiresAt: Date }> {
  const person = await ctx.tx
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.personId')
    .select(['person.email', 'person.name', 'person.locale', 'membership.role'])
    .where('membership.clientId', '=', ctx.clientId)
    .where('person.id', '=', personId)
    .executeTakeFirst();
  if (!person) throw new AppError('RA_NOT_FOUND');
  await ctx.tx
    .updateTable('invitation')
    .set({ revokedAt: ctx.now })
    .where('clientId', '=', ctx.clientId)
    .where('personId', '=', personId)
    .where('acceptedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .execute();
  const id = ctx.newId();
  const { token, tokenHash } = makeToken(core);
  const expiresAt = new Date(ctx.now.getTime() + RESET_HOURS * 3_600_000);
  const { email, name, role, locale } = person;
  await ctx.tx
    .insertInto('invitation')
    .values({
      id,
      clientId: ctx.clientId,
      kind: 'password-reset',
      personId,
      email,
      name,
      role,
      serves: 'all',
      tokenHash,
      invitedBy: ctx.actor.personId,
      createdAt: ctx.now,
      expiresAt,
      acceptedAt: null,
      revokedAt: null,
    })
    .execute();
  await ctx.audit({ action: 'password.reset-link-created', objectKind: 'person', objectId: personId });
  const link = await announceLink(
    core,
    ctx,
    { id, kind: 'password-reset', email, name, role, locale, expiresAt },
    token,
  );
  return { link, expiresAt };
}
