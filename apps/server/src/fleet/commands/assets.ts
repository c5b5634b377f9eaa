import { changesOf } from '../../platform/audit/index.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import type { AssetKind, IMPORTANCE } from '../schema.ts';

export interface AssetChange {
  name?: string | undefined;
  kind?: AssetKind | undefined;
  description?: string | undefined;
  importance?: (typeof IMPORTANCE)[number] | undefined;
  siteId?: string | undefined;
  /** How often the agent measures, 5 to 300 s. */
  sampleIntervalMs?: number | undefined;
  archived?: boolean | undefined;
}

/** A system that is watched from outside and has no agent: a router, a web site, a cloud service. */
export async function addAsset(
  ctx: Context,
  input: { siteId: string; kind: AssetKind; name: string; description: string; address: string | null },
): Promise<{ id: string }> {
  const id = ctx.newId();
  await requireSite(ctx, input.siteId);
  await ctx.tx
    .insertInto('asset')
    .values({
      ...input,
      clientId: ctx.clientId,
      id,
      os: null,
      createdAt: ctx.now,
      updatedAt: ctx.now,
      archivedAt: null,
    })
    .execute();
  await ctx.audit({ action: 'asset.added', objectKind: 'asset', objectId: id, details: { ...input } });
  await ctx.emit({ kind: 'asset.added', objectKind: 'asset', objectId: id });
  return { id };
}

/** Archiving revokes the agent: an archived system no longer speaks for the client. */
export async function changeAsset(ctx: Context, assetId: string, change: AssetChange): Promise<void> {
  const { archived, sampleIntervalMs, ...rest } = change;
  if (change.siteId !== undefined) await requireSite(ctx, change.siteId);
  const before = await ctx.tx
    .selectFrom('asset')
    .leftJoin('agent', (join) =>
      join
        .onRef('agent.clientId', '=', 'asset.clientId')
        .onRef('agent.assetId', '=', 'asset.id')
        .on('agent.revokedAt', 'is', null),
    )
    .selectAll('asset')
    .select('agent.sampleIntervalMs')
    .where('asset.clientId', '=', ctx.clientId)
    .where('asset.id', '=', assetId)
    .forUpdate('asset')
    .executeTakeFirst();
  if (!before) throw new AppError('RA_NOT_FOUND');
  const fields = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  await ctx.tx
    .updateTable('asset')
    .set({
      ...fields,
      updatedAt: ctx.now,
      ...(archived === undefined ? {} : { archivedAt: archived ? ctx.now : null }),
    })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', assetId)
    .execute();
  if (sampleIntervalMs !== undefined) {
    await ctx.tx
      .updateTable('agent')
      .set({ sampleIntervalMs })
      .where('clientId', '=', ctx.clientId)
      .where('assetId', '=', assetId)
      .execute();
  }
  if (archived) {
    await ctx.tx
      .updateTable('agent')
      .set({ revokedAt: ctx.now })
      .where('clientId', '=', ctx.clientId)
      .where('assetId', '=', assetId)
      .where('revokedAt', 'is', null)
      .execute();
  }
  await ctx.audit({
    action: 'asset.changed',
    objectKind: 'asset',
    objectId: assetId,
    details: changesOf({ ...before, archived: before.archivedAt !== null }, { ...change }),
  });
  await ctx.emit({
    kind: archived ? 'asset.archived' : 'asset.updated',
    objectKind: 'asset',
    objectId: assetId,
  });
}

/** @throws AppError RA_NOT_FOUND */
async function requireSite(ctx: Context, siteId: string): Promise<void> {
  const site = await ctx.tx
    .selectFrom('site')
    .select('id')
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', siteId)
    .executeTakeFirst();
  if (!site) throw new AppError('RA_NOT_FOUND');
}
