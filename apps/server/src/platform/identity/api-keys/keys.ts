import type { Context, ScopeContext } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { mayIn, sees } from '../../tenancy/access.ts';
import type { Permission } from '../../tenancy/permissions.ts';
import type { Caller } from '../../tenancy/transactions.ts';
import type { Core } from '../core.ts';
import type { InSession } from '../sessions/sessions.ts';
import { hashToken, newToken } from '../tokens.ts';
import { API_KEY_PREFIX, FORBIDDEN_TO_KEYS } from './authenticate.ts';

export const MAX_DAYS = 365;
export const DEFAULT_DAYS = 90;
/** Live keys of one person in one client. */
const MAX_KEYS = 25;
const HINT_LENGTH = API_KEY_PREFIX.length + 4;
const DAY_MS = 86_400_000;

export interface NewApiKey {
  clientId: string;
  name: string;
  permissions: readonly Permission[];
  expiresInDays: number;
}
export interface ApiKeyView {
  id: string;
  clientId: string;
  name: string;
  hint: string;
  permissions: string[];
  personId: string;
  personName: string;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/**
 * Makes a key that may at most what its creator may in that client; the text is shown this once.
 * @throws AppError RA_NOT_FOUND, RA_API_KEY_EXCEEDS with details.permissions, RA_CONFLICT
 */
export async function createApiKey(
  core: Core,
  caller: Caller,
  me: InSession,
  input: NewApiKey,
): Promise<{ id: string; key: string; hint: string; expiresAt: Date }> {
  const { clientId } = input;
  if (!sees(me.access, clientId)) throw new AppError('RA_NOT_FOUND');
  const beyond = input.permissions.filter(
    (one) => FORBIDDEN_TO_KEYS.has(one) || !mayIn(me.access, clientId, one),
  );
  if (beyond.length > 0) throw new AppError('RA_API_KEY_EXCEEDS', undefined, { permissions: beyond });
  const key = API_KEY_PREFIX + newToken(core.clock);
  const hint = key.slice(0, HINT_LENGTH);
  return core.tenancy.withClient(caller, clientId, async (ctx) => {
    const { live } = await ctx.tx
      .selectFrom('apiKey')
      .select((eb) => eb.fn.countAll<number>().as('live'))
      .where('personId', '=', me.personId)
      .where('revokedAt', 'is', null)
      .where('expiresAt', '>', ctx.now)
      .executeTakeFirstOrThrow();
    if (live >= MAX_KEYS)
      throw new AppError('RA_CONFLICT', `There are ${MAX_KEYS} keys already; revoke some.`);
    const id = ctx.newId();
    const expiresAt = new Date(ctx.now.getTime() + input.expiresInDays * DAY_MS);
    const permissions = [...new Set(input.permissions)];
    await ctx.tx
      .insertInto('apiKey')
      .values({
        id,
        clientId,
        personId: me.personId,
        name: input.name,
        tokenHash: hashToken(key),
        hint,
        permissions,
        createdAt: ctx.now,
        expiresAt,
        lastUsedAt: null,
        revokedAt: null,
      })
      .execute();
    await ctx.audit({
      action: 'api-key.created',
      objectKind: 'api-key',
      objectId: id,
      details: { name: input.name, hint, permissions, expiresAt: expiresAt.toISOString() },
    });
    return { id, key, hint, expiresAt };
  });
}

/** Keys in the clients of the scope, all or one person's, the newest first. */
export async function listApiKeys(ctx: ScopeContext, personId?: string): Promise<ApiKeyView[]> {
  return ctx.tx
    .selectFrom('apiKey')
    .innerJoin('person', 'person.id', 'apiKey.personId')
    .select([
      'apiKey.id',
      'apiKey.clientId',
      'apiKey.name',
      'apiKey.hint',
      'apiKey.permissions',
      'apiKey.personId',
      'person.name as personName',
      'apiKey.createdAt',
      'apiKey.expiresAt',
      'apiKey.lastUsedAt',
      'apiKey.revokedAt',
    ])
    .$if(personId !== undefined, (query) => query.where('apiKey.personId', '=', personId!))
    .orderBy('apiKey.createdAt', 'desc')
    .orderBy('apiKey.id', 'desc')
    .limit(500)
    .execute();
}

/** Holds from the next request on. @throws AppError RA_NOT_FOUND, also for one that is revoked already */
export async function revokeApiKey(ctx: Context, id: string): Promise<void> {
  const revoked = await ctx.tx
    .updateTable('apiKey')
    .set({ revokedAt: ctx.now })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .returning('hint')
    .executeTakeFirst();
  if (!revoked) throw new AppError('RA_NOT_FOUND');
  await ctx.audit({
    action: 'api-key.revoked',
    objectKind: 'api-key',
    objectId: id,
    details: { hint: revoked.hint },
  });
}

/** @throws AppError RA_NOT_FOUND for a key that is not the person's own */
export async function revokeOwnApiKey(core: Core, caller: Caller, me: InSession, id: string): Promise<void> {
  const own = await core.tenancy.withScope(caller, (ctx) => listApiKeys(ctx, me.personId));
  const key = own.find((one) => one.id === id);
  if (!key) throw new AppError('RA_NOT_FOUND');
  await core.tenancy.withClient(caller, key.clientId, (ctx) => revokeApiKey(ctx, id));
}
