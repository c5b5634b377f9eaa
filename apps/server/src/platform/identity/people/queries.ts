import { sql } from 'kysely';
import type { ScopeContext } from '../../context.ts';
import { type Access, mayIn } from '../../tenancy/access.ts';
import type { Role } from '../../tenancy/permissions.ts';
import type { Serves } from '../schema.ts';

export interface PersonView {
  id: string;
  name: string;
  email: string;
  disabled: boolean;
  /** Null for readers who do not manage people: it tells which account is easier to take (ASVS 8.2.3). */
  secondFactor: boolean | null;
  memberships: {
    clientId: string;
    clientCode: string;
    clientName: string;
    role: Role;
    serves: Serves;
    since: Date;
  }[];
}

export interface PeopleFilter {
  q?: string | undefined;
  /** Name and id of the last row of the page before. */
  after?: readonly [string, string] | undefined;
  limit: number;
}

/** People of the clients in scope, by name; memberships elsewhere stay out of sight. One more row than a page. */
export async function listPeople(
  ctx: ScopeContext,
  access: Access,
  { q, after, limit }: PeopleFilter,
): Promise<PersonView[]> {
  const pattern = q && `%${q.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
  const people = await ctx.tx
    .selectFrom('person')
    .select((eb) => [
      'id',
      'name',
      'email',
      'disabledAt',
      eb
        .or([
          eb('twoFactorEnabled', '=', true),
          eb.exists(eb.selectFrom('passkey').select('id').whereRef('passkey.personId', '=', 'person.id')),
        ])
        .as('secondFactor'),
    ])
    .where((eb) =>
      eb.exists(eb.selectFrom('membership').select('role').whereRef('membership.personId', '=', 'person.id')),
    )
    .$if(pattern !== undefined && pattern !== '', (query) =>
      query.where((eb) =>
        eb.or([eb(eb.fn('lower', ['name']), 'like', pattern!), eb('email', 'like', pattern!)]),
      ),
    )
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(lower(person.name), person.id) > (${after?.[0]}, ${after?.[1]}::uuid)`),
    )
    .orderBy(sql`lower(person.name)`)
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  if (people.length === 0) return [];
  const memberships = await ctx.tx
    .selectFrom('membership')
    .innerJoin('client', 'client.id', 'membership.clientId')
    .select([
      'membership.personId',
      'membership.clientId',
      'membership.role',
      'membership.serves',
      'membership.createdAt as since',
      'client.code as clientCode',
      'client.name as clientName',
    ])
    .where(
      'membership.personId',
      'in',
      people.map((person) => person.id),
    )
    .orderBy('client.name')
    .execute();
  return people.map(({ id, name, email, disabledAt, secondFactor }) => {
    const own = memberships.filter((one) => one.personId === id);
    const manages = own.some((one) => mayIn(access, one.clientId, 'people.manage'));
    return {
      id,
      name,
      email,
      disabled: disabledAt !== null,
      secondFactor: manages ? Boolean(secondFactor) : null,
      memberships: own.map(({ clientId, clientCode, clientName, role, serves, since }) => ({
        clientId,
        clientCode,
        clientName,
        role,
        serves,
        since,
      })),
    };
  });
}

export interface StaffView {
  personId: string;
  name: string;
  role: Role;
  /** Null when the person serves all clients. */
  grantedAt: Date | null;
}

/** Provider staff who serve the client; without e-mail addresses, because the client sees it too. */
export async function listStaff(ctx: ScopeContext, clientId: string): Promise<StaffView[]> {
  const { rows } = await sql<StaffView & { disabled: boolean }>`
    select person_id, name, role, granted_at, disabled from staff_of(${clientId})`.execute(ctx.tx);
  return rows
    .filter((row) => !row.disabled)
    .map(({ personId, name, role, grantedAt }) => ({ personId, name, role, grantedAt }));
}
