import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import type { Role } from '../../tenancy/permissions.ts';
import type { Serves } from '../schema.ts';

export type Allowed = (role: Role, serves: Serves) => void;

interface Member {
  role: Role;
  serves: Serves;
}

/** @throws AppError RA_NOT_FOUND */
async function memberOf(ctx: Context, personId: string): Promise<Member> {
  const member = await ctx.tx
    .selectFrom('membership')
    .select(['role', 'serves'])
    .where('clientId', '=', ctx.clientId)
    .where('personId', '=', personId)
    .executeTakeFirst();
  if (!member) throw new AppError('RA_NOT_FOUND');
  return member;
}

/**
 * Changes what a member may do. The person signs in again, because how long one stays signed in depends on the role.
 * @param allowed throws when the caller may not give (and so not take) such a role
 * @throws AppError RA_NOT_FOUND, RA_LAST_OWNER
 */
export async function changeRole(
  ctx: Context,
  personId: string,
  change: { role?: Role | undefined; serves?: Serves | undefined },
  allowed: Allowed,
): Promise<void> {
  await lockOwners(ctx);
  const before = await memberOf(ctx, personId);
  const next = { role: change.role ?? before.role, serves: change.serves ?? before.serves };
  allowed(before.role, before.serves);
  allowed(next.role, next.serves);
  if (before.role === next.role && before.serves === next.serves) return;
  await ctx.tx
    .updateTable('membership')
    .set(next)
    .where('clientId', '=', ctx.clientId)
    .where('personId', '=', personId)
    .execute();
  await requireOwnerLeft(ctx);
  await ctx.tx.deleteFrom('session').where('personId', '=', personId).execute();
  await ctx.audit({
    action: 'membership.changed',
    objectKind: 'person',
    objectId: personId,
    details: { from: before, to: next },
  });
  await ctx.emit({ kind: 'membership.changed', objectKind: 'person', objectId: personId });
}

/**
 * Takes somebody out of the client, with the keys made for it; sessions end. The person stays for the log.
 * @param allowed throws when the caller may not take such a role
 * @throws AppError RA_NOT_FOUND, RA_LAST_OWNER
 */
export async function removeMember(ctx: Context, personId: string, allowed: Allowed): Promise<void> {
  await lockOwners(ctx);
  const before = await memberOf(ctx, personId);
  allowed(before.role, before.serves);
  await ctx.tx
    .deleteFrom('membership')
    .where('clientId', '=', ctx.clientId)
    .where('personId', '=', personId)
    .execute();
  await requireOwnerLeft(ctx);
  await ctx.tx
    .updateTable('apiKey')
    .set({ revokedAt: ctx.now })
    .where('clientId', '=', ctx.clientId)
    .where('personId', '=', personId)
    .where('revokedAt', 'is', null)
    .execute();
  await ctx.tx.deleteFrom('session').where('personId', '=', personId).execute();
  await ctx.audit({
    action: 'membership.removed',
    objectKind: 'person',
    objectId: personId,
    details: { role: before.role },
  });
  await ctx.emit({ kind: 'membership.removed', objectKind: 'person', objectId: personId });
}

/**
 * Closes or opens an account everywhere. Closing ends all sessions at once (ASVS 7.4.2); keys fail with the account.
 * @throws AppError RA_NOT_FOUND, RA_LAST_OWNER
 */
export async function setDisabled(ctx: Context, personId: string, disabled: boolean): Promise<void> {
  await lockOwners(ctx);
  await memberOf(ctx, personId);
  const changed = await ctx.tx
    .updateTable('person')
    .set({ disabledAt: disabled ? ctx.now : null, updatedAt: ctx.now })
    .where('id', '=', personId)
    .where('disabledAt', disabled ? 'is' : 'is not', null)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) return;
  if (disabled) {
    await requireOwnerLeft(ctx);
    await ctx.tx.deleteFrom('session').where('personId', '=', personId).execute();
  }
  const action = disabled ? 'person.disabled' : 'person.enabled';
  await ctx.audit({ action, objectKind: 'person', objectId: personId });
  await ctx.emit({ kind: action, objectKind: 'person', objectId: personId });
}

/**
 * Removes the app, its recovery codes and all passkeys of somebody who lost them; the password stays, sessions end.
 * The caller has checked the authority over the person.
 */
export async function resetSecondFactor(ctx: Context, personId: string): Promise<void> {
  await ctx.tx.deleteFrom('twoFactor').where('personId', '=', personId).execute();
  await ctx.tx.deleteFrom('passkey').where('personId', '=', personId).execute();
  await ctx.tx
    .updateTable('person')
    .set({ twoFactorEnabled: false, updatedAt: ctx.now })
    .where('id', '=', personId)
    .execute();
  await ctx.tx.deleteFrom('session').where('personId', '=', personId).execute();
  await ctx.audit({ action: 'second-factor.reset', objectKind: 'person', objectId: personId });
  await ctx.emit({
    kind: 'person.credentials-changed',
    objectKind: 'person',
    objectId: personId,
    payload: { what: 'second-factor.reset' },
  });
}

/** Signs somebody out everywhere (ASVS 7.4.5); tells how many sessions there were. @throws AppError RA_NOT_FOUND */
export async function endSessionsOf(ctx: Context, personId: string): Promise<number> {
  await memberOf(ctx, personId);
  const result = await ctx.tx.deleteFrom('session').where('personId', '=', personId).executeTakeFirst();
  const ended = Number(result.numDeletedRows);
  await ctx.audit({
    action: 'session.all-ended',
    objectKind: 'person',
    objectId: personId,
    details: { ended },
  });
  return ended;
}

/** Lets a member of the staff who serves named clients only serve this one too. @throws AppError RA_NOT_FOUND */
export async function grantService(ctx: Context, personId: string): Promise<void> {
  const { rows } = await sql<{ clientKind: string }>`
    select client_kind from memberships_of(${personId}) where client_kind = 'provider'`.execute(ctx.tx);
  if (rows.length === 0) throw new AppError('RA_NOT_FOUND');
  const grant = { grantedBy: ctx.actor.personId ?? personId, createdAt: ctx.now };
  await ctx.tx
    .insertInto('serviceGrant')
    .values({ clientId: ctx.clientId, personId, ...grant })
    // Renewed, because a grant from before the present membership does not count.
    .onConflict((conflict) => conflict.columns(['clientId', 'personId']).doUpdateSet(grant))
    .execute();
  await ctx.audit({ action: 'service-grant.created', objectKind: 'person', objectId: personId });
  await ctx.emit({ kind: 'membership.changed', objectKind: 'person', objectId: personId });
}

/** @throws AppError RA_NOT_FOUND */
export async function withdrawService(ctx: Context, personId: string): Promise<void> {
  const removed = await ctx.tx
    .deleteFrom('serviceGrant')
    .where('clientId', '=', ctx.clientId)
    .where('personId', '=', personId)
    .executeTakeFirst();
  if (removed.numDeletedRows === 0n) throw new AppError('RA_NOT_FOUND');
  await ctx.audit({ action: 'service-grant.removed', objectKind: 'person', objectId: personId });
  await ctx.emit({ kind: 'membership.changed', objectKind: 'person', objectId: personId });
}

/** One after another: two owners who demote each other at the same moment must not both succeed. */
async function lockOwners(ctx: Context): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('identity.owners', 0))`.execute(ctx.tx);
}

/** Whatever client this transaction is bound to: an owner may be a member elsewhere too. */
async function requireOwnerLeft(ctx: Context): Promise<void> {
  const { rows } = await sql<{ left: number }>`select enabled_owners() as left`.execute(ctx.tx);
  if (rows[0]?.left === 0) throw new AppError('RA_LAST_OWNER');
}
