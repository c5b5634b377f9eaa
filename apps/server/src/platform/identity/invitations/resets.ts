import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { getMailSettings } from '../../settings/mail.ts';
import { loadAccess } from '../../tenancy/access.ts';
import { type Caller, providerClientId } from '../../tenancy/transactions.ts';
import type { Core } from '../core.ts';
import { membershipsOf } from '../record.ts';
import { onLink } from '../throttle.ts';
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

/** Nobody gets more than one mail in this time, and nobody loses a fresh link, however often a stranger asks. */
const ASKED_AGAIN_MINUTES = 5;

/**
 * "Forgotten password" of the sign-in page: mails a link to the address if it has an account. The answer tells whether
 * mail is set up and nothing about the account; the work is done after it, so that its time tells nothing either
 * (ASVS 6.3.8).
 * @throws AppError RA_SIGN_IN_LOCKED
 */
export async function requestReset(core: Core, caller: Caller, email: string): Promise<{ mail: boolean }> {
  await core.throttle.begin(onLink(caller.address));
  const provider = await providerClientId(core.db);
  if (!(await core.tenancy.asSystem(provider, getMailSettings))) return { mail: false };
  void mailReset(core, caller, email).catch((error: unknown) =>
    core.log.warn({ err: error }, 'A link for a new password could not be made.'),
  );
  return { mail: true };
}

async function mailReset(core: Core, caller: Caller, email: string): Promise<void> {
  const person = await core.db
    .selectFrom('person')
    .select(['id', 'locale'])
    .where('email', '=', email)
    .executeTakeFirst();
  if (!person || (await loadAccess(core.db, person.id)).clients.size === 0) return;
  const [home] = await membershipsOf(core.db, person.id);
  if (!home) return;
  const actor = { ...caller.actor, name: SIGN_IN_PAGE[person.locale] };
  await core.tenancy.withClient({ ...caller, actor }, home.clientId, async (ctx) => {
    // Of two requests at the same time the second finds the link of the first.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`password-reset:${person.id}`}, 0))`.execute(
      ctx.tx,
    );
    const recent = await ctx.tx
      .selectFrom('invitation')
      .select('id')
      .where('clientId', '=', ctx.clientId)
      .where('kind', '=', 'password-reset')
      .where('personId', '=', person.id)
      .where('createdAt', '>', new Date(ctx.now.getTime() - ASKED_AGAIN_MINUTES * 60_000))
      .executeTakeFirst();
    if (!recent) await makeResetLink(core, ctx, person.id);
  });
}

/** Who made the link, as the mail says. */
const SIGN_IN_PAGE = { de: 'der Anmeldeseite', en: 'the sign-in page' } as const;
