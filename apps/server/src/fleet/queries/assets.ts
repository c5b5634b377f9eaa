import { readerOf } from '../../platform/audit/index.ts';
import type { Context, ScopeContext } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { describeDetails } from '../../platform/i18n/details.ts';
import type { AssetKind, AssetStatus } from '../schema.ts';
import { likePattern } from './clients.ts';

export interface AssetFilter {
  client?: string | undefined;
  site?: string | undefined;
  q?: string | undefined;
  status?: AssetStatus | undefined;
  kind?: AssetKind | undefined;
  archived: boolean;
  limit: number;
  /** Name and id of the last row of the page before. */
  after?: readonly [string, string] | undefined;
}

const withAgent = (ctx: ScopeContext) =>
  ctx.tx
    .selectFrom('asset')
    .innerJoin('client', 'client.id', 'asset.clientId')
    .innerJoin('site', (join) =>
      join.onRef('site.clientId', '=', 'asset.clientId').onRef('site.id', '=', 'asset.siteId'),
    )
    .leftJoin('agent', (join) =>
      join
        .onRef('agent.clientId', '=', 'asset.clientId')
        .onRef('agent.assetId', '=', 'asset.id')
        .on('agent.revokedAt', 'is', null),
    );

const COLUMNS = [
  'asset.clientId',
  'asset.id',
  'asset.siteId',
  'asset.kind',
  'asset.name',
  'asset.description',
  'asset.importance',
  'asset.status',
  'asset.os',
  'asset.address',
  'asset.createdAt',
  'asset.updatedAt',
  'asset.archivedAt',
  'client.name as clientName',
  'client.code as clientCode',
  'site.name as siteName',
  'site.timeZone as timeZone',
  'agent.id as agentId',
  'agent.version as agentVersion',
  'agent.platform as agentPlatform',
  'agent.lastSeenAt',
  'agent.connectedAt',
  'agent.disconnectedAt',
  'agent.skewMs',
  'agent.droppedBatches',
  'agent.enrolledAt',
  'agent.sampleIntervalMs',
] as const;

export async function listAssets(ctx: ScopeContext, filter: AssetFilter) {
  const rows = await withAgent(ctx)
    .select(COLUMNS)
    .$if(!filter.archived, (query) => query.where('asset.archivedAt', 'is', null))
    .$if(filter.client !== undefined, (query) => query.where('asset.clientId', '=', filter.client!))
    .$if(filter.site !== undefined, (query) => query.where('asset.siteId', '=', filter.site!))
    .$if(filter.status !== undefined, (query) => query.where('asset.status', '=', filter.status!))
    .$if(filter.kind !== undefined, (query) => query.where('asset.kind', '=', filter.kind!))
    .$if(Boolean(filter.q), (query) =>
      query.where((eb) =>
        eb.or([
          eb('asset.name', 'ilike', likePattern(filter.q!)),
          eb('asset.os', 'ilike', likePattern(filter.q!)),
          eb('asset.address', 'ilike', likePattern(filter.q!)),
        ]),
      ),
    )
    .$if(filter.after !== undefined, (query) =>
      query.where((eb) =>
        eb(eb.refTuple('asset.name', 'asset.id'), '>', eb.tuple(filter.after![0], filter.after![1])),
      ),
    )
    .orderBy('asset.name')
    .orderBy('asset.id')
    .limit(filter.limit + 1)
    .execute();
  return rows.map(present);
}

export async function getAsset(ctx: Context, assetId: string) {
  const row = await withAgent(ctx)
    .select(COLUMNS)
    .where('asset.clientId', '=', ctx.clientId)
    .where('asset.id', '=', assetId)
    .executeTakeFirst();
  if (!row) throw new AppError('RA_NOT_FOUND');
  return present(row);
}

/** What hangs on a system is nothing without it. @throws AppError RA_NOT_FOUND */
export async function requireAsset(ctx: Context, assetId: string): Promise<{ lastSeenAt: Date | null }> {
  const row = await withAgent(ctx)
    .select('agent.lastSeenAt')
    .where('asset.clientId', '=', ctx.clientId)
    .where('asset.id', '=', assetId)
    .executeTakeFirst();
  if (!row) throw new AppError('RA_NOT_FOUND');
  return row;
}

export async function getInventory(ctx: Context, assetId: string) {
  await requireAsset(ctx, assetId);
  return ctx.tx
    .selectFrom('inventory')
    .select(['section', 'facts', 'collectedAt', 'changedAt'])
    .where('clientId', '=', ctx.clientId)
    .where('assetId', '=', assetId)
    .orderBy('section')
    .execute();
}

export async function listSoftware(
  ctx: Context,
  assetId: string,
  filter: { q?: string | undefined; limit: number; after?: string | undefined },
) {
  await requireAsset(ctx, assetId);
  return ctx.tx
    .selectFrom('software')
    .select(['purl', 'name', 'version', 'source', 'firstSeenAt'])
    .where('clientId', '=', ctx.clientId)
    .where('assetId', '=', assetId)
    .$if(Boolean(filter.q), (query) => query.where('name', 'ilike', likePattern(filter.q!)))
    .$if(filter.after !== undefined, (query) => query.where('purl', '>', filter.after!))
    .orderBy('purl')
    .limit(filter.limit + 1)
    .execute();
}

/**
 * What happened to a system, newest first: who did what, and what came by itself. An event that the audit log tells
 * as well, with more words, is left out.
 */
export async function assetHistory(ctx: Context, assetId: string, limit: number) {
  const { timeZone } = await getAsset(ctx, assetId);
  // One connection, one query at a time: a transaction has nothing to run side by side.
  const audit = await ctx.tx
    .selectFrom('auditEntry')
    .select(['action as kind', 'at', 'actorName as actor', 'details'])
    .where('clientId', '=', ctx.clientId)
    .where('objectId', '=', assetId)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
  const events = await ctx.tx
    .selectFrom('event')
    .select(['kind', 'at', 'payload as details'])
    .where('clientId', '=', ctx.clientId)
    .where('objectId', '=', assetId)
    .where('at', 'not in', (eb) =>
      eb
        .selectFrom('auditEntry')
        .select('at')
        .where('clientId', '=', ctx.clientId)
        .where('objectId', '=', assetId),
    )
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  const items = [...audit, ...events.map((event) => ({ ...event, actor: null }))]
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, limit);
  const reader = await readerOf(
    ctx,
    items.map((item) => item.details),
    timeZone,
  );
  return items.map((item) => {
    const details = item.details as Record<string, unknown>;
    return { ...item, details, fields: describeDetails(reader, details) };
  });
}

function present<R extends { agentId: string | null; connectedAt: Date | null; disconnectedAt: Date | null }>(
  row: R,
) {
  return {
    ...row,
    connected: row.agentId !== null && row.connectedAt !== null && row.disconnectedAt === null,
  };
}
