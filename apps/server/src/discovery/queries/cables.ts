import { type CableSource, listDependencies } from '../../monitoring/index.ts';
import type { Context } from '../../platform/context.ts';
import { loadNetwork, treeOf } from './network.ts';

/** What is plugged in where, between systems of a client: for its map. */
export const discoveredCables: CableSource = async (ctx: Context) => {
  const sites = await ctx.tx
    .selectFrom('discoveryLink')
    .select('siteId')
    .distinct()
    .where('clientId', '=', ctx.clientId)
    .execute();
  if (sites.length === 0) return [];
  const dependencies = await listDependencies(ctx);
  const cables: Awaited<ReturnType<CableSource>> = [];
  for (const { siteId } of sites) {
    const network = await loadNetwork(ctx, siteId);
    const gateways = dependencies.flatMap((one) => (one.siteId === siteId ? [one.parentAssetId] : []));
    for (const { from, fromPort, to, toPort, source, seenAt } of treeOf(network, gateways).cables)
      if (network.systems.has(from) && network.systems.has(to))
        cables.push({ fromId: from, fromPort, toId: to, toPort, source, seenAt: seenAt.toISOString() });
  }
  return cables;
};
