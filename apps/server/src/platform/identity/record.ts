import { type Kysely, sql } from 'kysely';
import type { AuditInput, EventInput } from '../context.ts';
import type { Tables } from '../database/tables.ts';
import { PROVIDER_ROLES, type Role } from '../tenancy/permissions.ts';
import { type Caller, providerClientId } from '../tenancy/transactions.ts';
import type { Core } from './core.ts';

export interface DirectMembership {
  clientId: string;
  clientKind: 'provider' | 'client';
  role: Role;
}

export const isProviderRole = (role: Role): boolean => (PROVIDER_ROLES as readonly string[]).includes(role);

/** Where somebody belongs, whether disabled or not; the provider comes first. */
export async function membershipsOf(db: Kysely<Tables>, personId: string): Promise<DirectMembership[]> {
  const { rows } = await sql<DirectMembership>`select * from memberships_of(${personId})`.execute(db);
  return rows;
}

/**
 * Writes what a person did to the own account into the log of those who answer for that person: the provider for its
 * staff, else every client. What concerns nobody known (a wrong address at sign-in) goes to the provider.
 * @param but a client whose log has it already
 */
export async function recordForPerson(
  core: Core,
  caller: Caller,
  personId: string | null,
  entry: AuditInput,
  { event, but }: { event?: EventInput; but?: string } = {},
): Promise<void> {
  const memberships = personId ? await membershipsOf(core.db, personId) : [];
  const staff = memberships.find((one) => one.clientKind === 'provider');
  const home = staff ? [staff.clientId] : memberships.map((one) => one.clientId);
  const chains = home.length > 0 ? home : [await providerClientId(core.db)];
  for (const clientId of chains) {
    if (clientId === but) continue;
    await core.tenancy.withClient(caller, clientId, async (ctx) => {
      await ctx.audit(entry);
      // One message is enough, however many clients somebody works for.
      if (event && clientId === chains[0]) await ctx.emit(event);
    });
  }
}

/** Somebody's own doing, for entries written before or without a session. */
export const asPerson = (caller: Caller, person: { id: string; name: string }): Caller => ({
  ...caller,
  actor: { kind: 'person', id: person.id, name: person.name, personId: person.id },
});
