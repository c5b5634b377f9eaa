import { sql } from 'kysely';
import type { Context, ScopeContext } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';

export async function listClients(ctx: ScopeContext, filter: { q?: string | undefined; archived: boolean }) {
  return ctx.tx
    .selectFrom('client')
    .select((eb) => [
      'client.id',
      'client.kind',
      'client.code',
      'client.name',
      'client.locale',
      'client.createdAt',
      'client.archivedAt',
      eb
        .selectFrom('asset')
        .select(eb.fn.countAll<number>().as('n'))
        .whereRef('asset.clientId', '=', 'client.id')
        .where('asset.archivedAt', 'is', null)
        .as('assets'),
    ])
    .$if(!filter.archived, (query) => query.where('client.archivedAt', 'is', null))
    .$if(Boolean(filter.q), (query) => query.where('client.name', 'ilike', likePattern(filter.q!)))
    .orderBy(sql`client.kind = 'provider'`, 'desc')
    .orderBy('client.name')
    .execute();
}

export async function getClient(ctx: Context) {
  const client = await ctx.tx
    .selectFrom('client')
    .selectAll()
    .where('id', '=', ctx.clientId)
    .executeTakeFirst();
  if (!client) throw new AppError('RA_NOT_FOUND');
  return client;
}

export async function listSites(ctx: Context) {
  const rows = await ctx.tx
    .selectFrom('site')
    .selectAll('site')
    .select((eb) =>
      eb
        .selectFrom('asset')
        .select(eb.fn.countAll<number>().as('n'))
        .whereRef('asset.clientId', '=', 'site.clientId')
        .whereRef('asset.siteId', '=', 'site.id')
        .where('asset.archivedAt', 'is', null)
        .as('assets'),
    )
    .where('site.clientId', '=', ctx.clientId)
    .where('site.archivedAt', 'is', null)
    .orderBy('site.name')
    .execute();
  return rows.map((row) => ({
    ...row,
    networks: row.networks,
    serverNetworks: row.serverNetworks,
    assets: Number(row.assets ?? 0),
  }));
}

/** @throws AppError RA_NOT_FOUND */
export async function listEnrolmentCodes(ctx: Context, siteId: string) {
  const site = await ctx.tx
    .selectFrom('site')
    .select('id')
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', siteId)
    .executeTakeFirst();
  if (!site) throw new AppError('RA_NOT_FOUND');
  return ctx.tx
    .selectFrom('enrolmentCode')
    .select(['id', 'siteId', 'assetKind', 'createdAt', 'expiresAt', 'usedAt', 'revokedAt', 'agentId'])
    .where('clientId', '=', ctx.clientId)
    .where('siteId', '=', siteId)
    .orderBy('createdAt', 'desc')
    .limit(50)
    .execute();
}

/** The text as it stands, anywhere in the value: its wildcards are escaped. */
export const likePattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
