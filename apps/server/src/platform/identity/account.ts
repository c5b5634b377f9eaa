import { sql } from 'kysely';
import type { Locale } from '../context.ts';
import { AppError } from '../errors.ts';
import type { SignedIn } from '../http/authenticate.ts';
import { mayIn } from '../tenancy/access.ts';
import { PERMISSIONS, type Permission, type Role } from '../tenancy/permissions.ts';
import type { Caller } from '../tenancy/transactions.ts';
import type { Core } from './core.ts';
import type { Browser } from './library/library.ts';
import { checkPassword } from './passwords/policy.ts';
import { recordForPerson } from './record.ts';
import type { Theme } from './schema.ts';
import { guarded, requireConfirmed, requireOwnFactor } from './sessions/confirm.ts';
import type { InSession } from './sessions/sessions.ts';

export interface Profile {
  id: string;
  name: string;
  email: string;
  locale: Locale;
  theme: Theme;
}

export async function profileOf(core: Core, personId: string): Promise<Profile> {
  return core.db
    .selectFrom('person')
    .select(['id', 'name', 'email', 'locale', 'theme'])
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
}

export interface ProfileChange {
  name?: string | undefined;
  locale?: Locale | undefined;
  theme?: Theme | undefined;
}

export async function changeProfile(
  core: Core,
  caller: Caller,
  me: InSession,
  change: ProfileChange,
): Promise<void> {
  const fields = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  await core.db
    .updateTable('person')
    .set({ ...fields, updatedAt: core.clock.now() })
    .where('id', '=', me.personId)
    .execute();
  if (change.name !== undefined && change.name !== me.name)
    await recordForPerson(core, caller, me.personId, {
      action: 'person.renamed',
      objectKind: 'person',
      objectId: me.personId,
      details: { from: me.name, to: change.name },
    });
}

/**
 * All other sessions end. A change goes on under a new token; somebody who has used passkeys only so far proves itself
 * by a fresh sign-in instead of the current password.
 * @throws AppError RA_PASSWORD_WRONG, RA_PASSWORD_WEAK, RA_SIGN_IN_LOCKED, RA_SECOND_FACTOR_REQUIRED,
 *   RA_CONFIRM_REQUIRED
 */
export async function changePassword(
  core: Core,
  caller: Caller,
  me: InSession,
  browser: Browser,
  input: { current?: string | undefined; next: string },
): Promise<void> {
  await requireOwnFactor(core, me);
  const surroundings = [...me.access.clients.values()].map((client) => client.name);
  checkPassword(input.next, [me.name, me.email, ...surroundings]);
  if (await hasPassword(core, me.personId)) {
    const library = await core.library();
    await guarded(core, me, () => library.changePassword(browser, input.current ?? '', input.next));
  } else {
    await requireConfirmed(core, me, undefined);
    await setFirstPassword(core, me, input.next);
  }
  const entry = { action: 'password.changed', objectKind: 'person', objectId: me.personId };
  await recordForPerson(core, caller, me.personId, entry, {
    event: {
      kind: 'person.credentials-changed',
      objectKind: 'person',
      objectId: me.personId,
      payload: { what: entry.action },
    },
  });
}

/** False for somebody who has used passkeys only so far. */
export async function hasPassword(core: Core, personId: string): Promise<boolean> {
  const row = await core.db
    .selectFrom('account')
    .select('id')
    .where('personId', '=', personId)
    .where('providerId', '=', 'credential')
    .where('password', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}

async function setFirstPassword(core: Core, me: InSession, next: string): Promise<void> {
  const hash = await core.hasher.hash(next);
  const set = await core.db
    .updateTable('account')
    .set({ password: hash, updatedAt: core.clock.now() })
    .where('personId', '=', me.personId)
    .where('providerId', '=', 'credential')
    .where('password', 'is', null)
    .executeTakeFirst();
  // Somebody else was faster, in another session of the same person.
  if (set.numUpdatedRows === 0n) throw new AppError('RA_PASSWORD_WRONG');
  await core.db
    .deleteFrom('session')
    .where('personId', '=', me.personId)
    .where('id', '!=', me.sessionId)
    .execute();
}

export interface SecondFactorState {
  totp: boolean;
  passkeys: number;
  /** Without one, passkeys are the only way in. */
  password: boolean;
  recoveryCodesLeft: number;
  /** The role demands one. */
  required: boolean;
  /** Demanded, and this session has not seen one: only the own account works. */
  missing: boolean;
  /** Not demanded, but should be there: who leads or operates reaches the systems of many. */
  advised: boolean;
}

const ADVISED: ReadonlySet<Role> = new Set(['owner', 'technician']);

export async function secondFactorState(core: Core, signedIn: SignedIn): Promise<SecondFactorState> {
  const { personId } = signedIn;
  const row = await core.db
    .selectFrom('person')
    .leftJoin('twoFactor', 'twoFactor.personId', 'person.id')
    .select((eb) => [
      'person.twoFactorEnabled',
      'twoFactor.backupCodes',
      eb
        .selectFrom('passkey')
        .select((inner) => inner.fn.countAll<number>().as('count'))
        .whereRef('passkey.personId', '=', 'person.id')
        .as('passkeys'),
      sql<boolean>`second_factor_required(person.id)`.as('required'),
    ])
    .where('person.id', '=', personId)
    .executeTakeFirstOrThrow();
  const totp = row.twoFactorEnabled;
  const passkeys = row.passkeys ?? 0;
  const codes: unknown = totp && row.backupCodes ? JSON.parse(row.backupCodes) : [];
  const roles = [...signedIn.access.clients.values()].map((client) => client.role);
  return {
    totp,
    passkeys,
    password: await hasPassword(core, personId),
    recoveryCodesLeft: Array.isArray(codes) ? codes.length : 0,
    required: row.required,
    missing: signedIn.secondFactorMissing,
    advised: !totp && passkeys === 0 && roles.some((role) => ADVISED.has(role)),
  };
}

export interface ClientView {
  id: string;
  kind: 'provider' | 'client';
  code: string;
  name: string;
  role: Role;
  permissions: Permission[];
}

/** The clients somebody may act for, the provider first, then by name. */
export function clientsOf({ access }: SignedIn): ClientView[] {
  return [...access.clients.values()]
    .filter(({ clientId }) => !access.limit?.clientId || access.limit.clientId === clientId)
    .sort(
      (a, b) => Number(b.kind === 'provider') - Number(a.kind === 'provider') || a.name.localeCompare(b.name),
    )
    .map(({ clientId, kind, code, name, role }) => ({
      id: clientId,
      kind,
      code,
      name,
      role,
      permissions: PERMISSIONS.filter((one) => mayIn(access, clientId, one)),
    }));
}
