import { type Kysely, sql } from 'kysely';
import type { z } from 'zod';
import type { Context } from '../context.ts';
import type { Tables } from '../database/tables.ts';

/** A value that was set in the console, or undefined. What no longer fits its schema counts as not set. */
export async function readSetting<T>(
  ctx: Context,
  key: string,
  schema: z.ZodType<T>,
): Promise<{ value: T; updatedAt: Date } | undefined> {
  const row = await ctx.tx
    .selectFrom('setting')
    .select(['value', 'updatedAt'])
    .where('clientId', '=', ctx.clientId)
    .where('key', '=', key)
    .executeTakeFirst();
  if (!row) return undefined;
  const parsed = schema.safeParse(row.value);
  if (parsed.success) return { value: parsed.data, updatedAt: row.updatedAt };
  ctx.log.warn({ key }, 'A stored setting has an unknown form and is ignored.');
  return undefined;
}

/** @param details what the audit log says about the change; never a secret */
export async function writeSetting(
  ctx: Context,
  key: string,
  value: unknown,
  details: Record<string, unknown>,
): Promise<void> {
  const row = { value: JSON.stringify(value), updatedAt: ctx.now, updatedBy: ctx.actor.personId };
  await ctx.tx
    .insertInto('setting')
    .values({ clientId: ctx.clientId, key, ...row })
    .onConflict((conflict) => conflict.columns(['clientId', 'key']).doUpdateSet(row))
    .execute();
  await ctx.audit({ action: 'settings.changed', objectKind: 'setting', details: { key, ...details } });
  await ctx.emit({
    kind: 'settings.changed',
    objectKind: 'client',
    objectId: ctx.clientId,
    payload: { key },
  });
}

/** Whether the context's client is the provider, to which the settings of the installation belong. */
export async function isProvider(ctx: Context): Promise<boolean> {
  const { rows } = await sql<{
    provider: boolean;
  }>`select provider_client_id() = ${ctx.clientId} as provider`.execute(ctx.tx);
  return rows[0]?.provider === true;
}

/** The provider's id; undefined before the set-up. */
export async function findProvider(db: Kysely<Tables>): Promise<string | undefined> {
  const { rows } = await sql<{ id: string | null }>`select provider_client_id() as id`.execute(db);
  return rows[0]?.id ?? undefined;
}
