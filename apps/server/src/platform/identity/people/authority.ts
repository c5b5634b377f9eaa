import { AppError } from '../../errors.ts';
import type { SignedIn } from '../../http/authenticate.ts';
import { type ClientAccess, mayIn } from '../../tenancy/access.ts';
import { mayAssign, type Role } from '../../tenancy/permissions.ts';
import type { Core } from '../core.ts';
import { type DirectMembership, isProviderRole, membershipsOf } from '../record.ts';
import type { Serves } from '../schema.ts';

/** What the caller is in a client that the caller sees. */
export function standingIn(signedIn: SignedIn, clientId: string): ClientAccess {
  const client = signedIn.access.clients.get(clientId);
  if (!client) throw new AppError('RA_NOT_FOUND');
  return client;
}

/**
 * May the holder of a role give this one? Provider roles belong into the provider's client and nowhere else, or a
 * client could make itself staff. Serving named clients only is for staff who do not lead.
 * @throws AppError RA_ROLE_NOT_ALLOWED
 */
export function requireAssignable(standing: ClientAccess, role: Role, serves: Serves): void {
  const fits = isProviderRole(role) === (standing.kind === 'provider');
  const limitable = role === 'technician' || role === 'auditor';
  if (!fits || !mayAssign(standing.role, role) || (serves === 'granted' && !limitable))
    throw new AppError('RA_ROLE_NOT_ALLOWED', undefined, { role, serves });
}

/** @throws AppError RA_FORBIDDEN */
export function requireOwner(signedIn: SignedIn, clientId: string): void {
  if (standingIn(signedIn, clientId).role !== 'owner') throw new AppError('RA_FORBIDDEN');
}

/**
 * A person may be member of several clients, but has one password. Whoever resets it must be entitled wherever it
 * opens something, or one client's management could take over an account of another.
 * @throws AppError RA_NOT_FOUND for a stranger, RA_FORBIDDEN for oneself, RA_PERSON_ELSEWHERE
 */
export async function requireAuthorityOver(
  core: Core,
  signedIn: SignedIn,
  clientId: string,
  personId: string,
): Promise<DirectMembership[]> {
  const memberships = await membershipsOf(core.db, personId);
  if (!memberships.some((one) => one.clientId === clientId)) throw new AppError('RA_NOT_FOUND');
  if (personId === signedIn.personId)
    throw new AppError('RA_FORBIDDEN', 'This is done under My account, with fresh proof.');
  const { clients } = signedIn.access;
  const ofProvider = [...clients.values()].some((one) => one.kind === 'provider' && one.role === 'owner');
  const entitled = memberships.every((one) => {
    const standing = clients.get(one.clientId);
    return (
      standing !== undefined &&
      mayIn(signedIn.access, one.clientId, 'people.manage') &&
      mayAssign(standing.role, one.role)
    );
  });
  // Owners of the provider decide about archived clients too, which nobody can act for.
  if (!ofProvider && !entitled) throw new AppError('RA_PERSON_ELSEWHERE');
  return memberships;
}
