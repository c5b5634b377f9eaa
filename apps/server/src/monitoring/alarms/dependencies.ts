import { DependencyCycle } from '@rettungsanker/alert-rules';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { noteChange } from './changed.ts';
import { assetNode, topologyOf } from './topology.ts';

export interface NewDependency {
  siteId?: string | undefined;
  assetId?: string | undefined;
  checkId?: string | undefined;
  parentAssetId: string;
  parentCheckId?: string | undefined;
}

/**
 * Says that a site, a system or a check depends on a system or on one of its checks. Idempotent.
 * @throws AppError RA_DEPENDENCY_INVALID, RA_DEPENDENCY_CYCLE, RA_NOT_FOUND
 */
export async function addDependency(ctx: Context, input: NewDependency): Promise<{ id: string }> {
  const { siteId = null, assetId = null, checkId = null, parentAssetId, parentCheckId = null } = input;
  if ([siteId, assetId, checkId].filter((one) => one !== null).length !== 1)
    throw new AppError('RA_DEPENDENCY_INVALID');
  // Two who link at once could close a circle that neither sees.
  await ctx.tx.selectFrom('client').select('id').where('id', '=', ctx.clientId).forUpdate().execute();
  if (siteId !== null) await requireRow(ctx, 'site', siteId);
  if (assetId !== null) await requireRow(ctx, 'asset', assetId);
  if (checkId !== null) await requireRow(ctx, 'check', checkId);
  await requireRow(ctx, 'asset', parentAssetId);
  if (parentCheckId !== null) {
    const parent = await ctx.tx
      .selectFrom('check')
      .select('id')
      .where('clientId', '=', ctx.clientId)
      .where('id', '=', parentCheckId)
      .where('assetId', '=', parentAssetId)
      .executeTakeFirst();
    if (!parent) throw new AppError('RA_NOT_FOUND');
  }
  const row = { siteId, assetId, checkId, parentAssetId, parentCheckId };
  const known = await dependencies(ctx);
  const same = known.find((one) =>
    Object.entries(row).every(([key, value]) => one[key as keyof typeof row] === value),
  );
  if (same) return { id: same.id };
  try {
    topologyOf([...known, row], []);
  } catch (error) {
    if (error instanceof DependencyCycle) throw new AppError('RA_DEPENDENCY_CYCLE');
    throw error;
  }
  const id = ctx.newId();
  await ctx.tx
    .insertInto('alertDependency')
    .values({ ...row, clientId: ctx.clientId, id, createdAt: ctx.now })
    .execute();
  await noteChange(ctx, 'dependency.added', 'dependency', id, { ...row });
  return { id };
}

/** @throws AppError RA_NOT_FOUND */
export async function removeDependency(ctx: Context, id: string): Promise<void> {
  const row = await ctx.tx
    .deleteFrom('alertDependency')
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .returning(['siteId', 'assetId', 'checkId', 'parentAssetId', 'parentCheckId'])
    .executeTakeFirst();
  if (!row) throw new AppError('RA_NOT_FOUND');
  await noteChange(ctx, 'dependency.removed', 'dependency', id, { ...row });
}

/** Forgets what a system depends on, and that anything depends on it. */
export async function removeDependenciesOf(ctx: Context, assetId: string): Promise<void> {
  const rows = await ctx.tx
    .selectFrom('alertDependency')
    .select('id')
    .where('clientId', '=', ctx.clientId)
    .where((eb) => eb.or([eb('assetId', '=', assetId), eb('parentAssetId', '=', assetId)]))
    .execute();
  for (const { id } of rows) await removeDependency(ctx, id);
}

const dependencies = (ctx: Context) =>
  ctx.tx
    .selectFrom('alertDependency')
    .select(['id', 'siteId', 'assetId', 'checkId', 'parentAssetId', 'parentCheckId'])
    .where('clientId', '=', ctx.clientId)
    .execute();

async function requireRow(ctx: Context, table: 'site' | 'asset' | 'check', id: string): Promise<void> {
  const row = await ctx.tx
    .selectFrom(table)
    .select('id')
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new AppError('RA_NOT_FOUND');
}

/** With the names of both ends. */
export function listDependencies(ctx: Context) {
  return ctx.tx
    .selectFrom('alertDependency as d')
    .leftJoin('site', (join) =>
      join.onRef('site.clientId', '=', 'd.clientId').onRef('site.id', '=', 'd.siteId'),
    )
    .leftJoin('check', (join) =>
      join.onRef('check.clientId', '=', 'd.clientId').onRef('check.id', '=', 'd.checkId'),
    )
    .leftJoin('asset as child', (join) =>
      join
        .onRef('child.clientId', '=', 'd.clientId')
        .on((eb) => eb('child.id', '=', eb.fn.coalesce('d.assetId', 'check.assetId'))),
    )
    .innerJoin('asset as parent', (join) =>
      join.onRef('parent.clientId', '=', 'd.clientId').onRef('parent.id', '=', 'd.parentAssetId'),
    )
    .leftJoin('check as parentCheck', (join) =>
      join.onRef('parentCheck.clientId', '=', 'd.clientId').onRef('parentCheck.id', '=', 'd.parentCheckId'),
    )
    .select([
      'd.id',
      'd.siteId',
      'd.assetId',
      'd.checkId',
      'd.parentAssetId',
      'd.parentCheckId',
      'd.createdAt',
      'site.name as siteName',
      'child.name as assetName',
      'check.name as checkName',
      'check.assetId as checkAssetId',
      'parent.name as parentAssetName',
      'parentCheck.name as parentCheckName',
    ])
    .where('d.clientId', '=', ctx.clientId)
    .orderBy('parent.name')
    .orderBy('d.id')
    .execute();
}

/** Systems that cannot be reached any more when this one fails alone. @throws AppError RA_NOT_FOUND */
export async function dependantsOf(ctx: Context, assetId: string) {
  await requireRow(ctx, 'asset', assetId);
  const assets = await ctx.tx
    .selectFrom('asset')
    .select(['id', 'siteId', 'name'])
    .where('clientId', '=', ctx.clientId)
    .where('archivedAt', 'is', null)
    .execute();
  const { graph } = topologyOf(await dependencies(ctx), assets);
  const lost = new Set(graph.dependantsOf(assetNode(assetId)));
  return assets
    .filter(({ id }) => lost.has(assetNode(id)))
    .map(({ id, name }) => ({ id, name }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
