import { moveChecks } from '../../monitoring/index.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { DISCOVERY_LIMITS } from '../limits.ts';
import { loadNetwork, type SeenNeighbour } from '../queries/network.ts';
import { acceptNeighbours } from './accept.ts';
import { lockRule } from './require.ts';

/** After a sweep: what is a system already is remembered as that, and the site's rule accepts what it wants. */
export async function followSweep(ctx: Context, sweepId: string): Promise<void> {
  const sweep = await ctx.tx
    .selectFrom('discoverySweep')
    .select(['siteId'])
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', sweepId)
    .executeTakeFirst();
  if (!sweep) return;
  const rule = await lockRule(ctx, sweep.siteId);
  const { neighbours } = await loadNetwork(ctx, sweep.siteId);
  await remember(ctx, neighbours);
  if (!rule.allowed || rule.acceptKinds.length === 0) return;
  const wanted = neighbours.flatMap(({ row, state, identity: { kind, confidence } }) =>
    state === 'new' &&
    row.sweepId === sweepId &&
    kind !== null &&
    rule.acceptKinds.includes(kind) &&
    confidence === 'high'
      ? [{ neighbourId: row.id, kind }]
      : [],
  );
  if (wanted.length === 0) return;
  await acceptNeighbours(ctx, sweep.siteId, wanted.slice(0, DISCOVERY_LIMITS.atOnce));
}

/** So that a system that was known by its address is still the same when it has another one. */
async function remember(ctx: Context, neighbours: readonly SeenNeighbour[]): Promise<void> {
  for (const { row, assetId } of neighbours) {
    if (!assetId || assetId === row.assetId) continue;
    await ctx.tx
      .updateTable('discoveryNeighbour')
      .set({ assetId, acceptedAt: null, checkIds: [] as never })
      .where('clientId', '=', ctx.clientId)
      .where('id', '=', row.id)
      .execute();
  }
}

/** The system of a neighbour that has another address now follows it, with the checks that came with it. */
export async function followMove(
  ctx: Context,
  neighbourId: string,
  { from, to }: { from: string; to: string },
): Promise<void> {
  const row = await ctx.tx
    .selectFrom('discoveryNeighbour')
    .select(['address', 'assetId', 'checkIds', 'siteId'])
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', neighbourId)
    .executeTakeFirst();
  // It may have moved on meanwhile: then that event will tell.
  if (!row?.assetId || row.address !== to) return;
  const { numUpdatedRows } = await ctx.tx
    .updateTable('asset')
    .set({ address: to, updatedAt: ctx.now })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', row.assetId)
    .where('address', '=', from)
    .where('archivedAt', 'is', null)
    .executeTakeFirstOrThrow();
  let checks = 0;
  try {
    checks = await moveChecks(ctx, row.checkIds, from, to);
  } catch (error) {
    // They stay as they are and fail, which somebody will see.
    if (!(error instanceof AppError)) throw error;
    ctx.log.warn({ err: error, neighbourId }, 'Checks could not follow an address.');
  }
  if (numUpdatedRows === 0n && checks === 0) return;
  await ctx.audit({
    action: 'discovery.moved',
    objectKind: 'asset',
    objectId: row.assetId,
    details: { address: { from, to }, checks },
  });
  await ctx.emit({ kind: 'asset.updated', objectKind: 'asset', objectId: row.assetId });
}
