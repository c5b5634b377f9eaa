import type { Locale } from '../context.ts';
import { AppError } from '../errors.ts';
import type { Role } from '../tenancy/permissions.ts';
import { providerClientId } from '../tenancy/transactions.ts';
import type { Core } from './core.ts';
import { invite } from './invitations/invitations.ts';
import { makeResetLink } from './invitations/resets.ts';
import { requireAssignable } from './people/authority.ts';
import { resetSecondFactor } from './people/commands.ts';
import { membershipsOf } from './record.ts';

/**
 * For the command line of the server: whoever may use it holds the database anyway. Invites somebody into the
 * provider's client.
 * @throws AppError RA_ROLE_NOT_ALLOWED, RA_MEMBER_ALREADY
 */
export async function inviteAsSystem(
  core: Core,
  input: { email: string; name: string; role: Role; locale: Locale },
): Promise<{ link: string; expiresAt: Date }> {
  const clientId = await providerClientId(core.db);
  const standing = { clientId, kind: 'provider', code: '', name: '', role: 'owner' } as const;
  requireAssignable(standing, input.role, 'all');
  return core.tenancy.asSystem(clientId, (ctx) =>
    invite(core, ctx, { ...input, email: input.email.toLowerCase(), serves: 'all' }),
  );
}

/**
 * For the command line, when the last owner is locked out: a link for a new password, and a lost second factor off.
 * @throws AppError RA_NOT_FOUND
 */
export async function resetAsSystem(
  core: Core,
  input: { email: string; secondFactor: boolean },
): Promise<{ link: string; expiresAt: Date }> {
  const person = await core.db
    .selectFrom('person')
    .select('id')
    .where('email', '=', input.email.toLowerCase())
    .executeTakeFirst();
  const home = person && (await membershipsOf(core.db, person.id))[0];
  if (!home) throw new AppError('RA_NOT_FOUND', 'Nobody has this e-mail address.');
  return core.tenancy.asSystem(home.clientId, async (ctx) => {
    if (input.secondFactor) await resetSecondFactor(ctx, person.id);
    return makeResetLink(core, ctx, person.id);
  });
}
