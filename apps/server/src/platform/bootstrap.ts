import { hostname } from 'node:os';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { type Clock, uuid7 } from './clock.ts';
import { SYSTEM } from './context.ts';
import type { Tables } from './database/tables.ts';
import type { Tenancy } from './tenancy/transactions.ts';

/**
 * First start: the installation and its provider, who is its own first client. Safe to run at every start and by
 * several processes at once. The set-up gives the provider its name.
 */
export async function bootstrap(
  db: Kysely<Tables>,
  tenancy: Tenancy,
  clock: Clock,
): Promise<{ providerId: string; fresh: boolean }> {
  const made = await db
    .insertInto('installation')
    .values({ id: uuid7(clock), createdAt: clock.now(), setupTokenHash: null, setupAt: null })
    .onConflict((conflict) => conflict.column('singleton').doNothing())
    .executeTakeFirst();
  const fresh = made.numInsertedOrUpdatedRows === 1n;
  const { rows } = await sql<{ id: string | null }>`select provider_client_id() as id`.execute(db);
  const known = rows[0]?.id;
  if (known) return { providerId: known, fresh };
  const providerId = uuid7(clock);
  await tenancy.withClient(
    { actor: SYSTEM, scope: [providerId], locale: 'de', requestId: null, address: null },
    providerId,
    async (ctx) => {
      await ctx.tx
        .insertInto('client')
        .values({
          id: providerId,
          kind: 'provider',
          code: 'IT',
          name: hostname(),
          createdAt: ctx.now,
          archivedAt: null,
        })
        .execute();
      await ctx.audit({ action: 'installation.created', objectKind: 'client', objectId: providerId });
    },
  );
  return { providerId, fresh };
}
