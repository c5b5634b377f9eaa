import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { CLIENT_ROLES, PROVIDER_ROLES, type Role } from '../tenancy/permissions.ts';

const KEY = 'identity.second-factor';

/** Roles that must have a second factor, as set by this client. Those of the provider hold for every client. */
export async function secondFactorRoles(ctx: Context): Promise<Role[]> {
  const row = await ctx.tx
    .selectFrom('setting')
    .select('value')
    .where('clientId', '=', ctx.clientId)
    .where('key', '=', KEY)
    .executeTakeFirst();
  return (row?.value ?? []) as Role[];
}

/** @throws AppError RA_ROLE_NOT_ALLOWED for a role that the client does not have */
export async function requireSecondFactor(ctx: Context, roles: readonly Role[]): Promise<void> {
  const client = await ctx.tx
    .selectFrom('client')
    .select('kind')
    .where('id', '=', ctx.clientId)
    .executeTakeFirstOrThrow();
  const possible: readonly Role[] =
    client.kind === 'provider' ? [...PROVIDER_ROLES, ...CLIENT_ROLES] : CLIENT_ROLES;
  const unique = [...new Set(roles)];
  if (!unique.every((role) => possible.includes(role))) throw new AppError('RA_ROLE_NOT_ALLOWED');
  const value = JSON.stringify(unique);
  const change = { value, updatedAt: ctx.now, updatedBy: ctx.actor.personId };
  await ctx.tx
    .insertInto('setting')
    .values({ clientId: ctx.clientId, key: KEY, ...change })
    .onConflict((conflict) => conflict.columns(['clientId', 'key']).doUpdateSet(change))
    .execute();
  await ctx.audit({
    action: 'second-factor.requirement-changed',
    objectKind: 'client',
    objectId: ctx.clientId,
    details: { roles: unique },
  });
}
