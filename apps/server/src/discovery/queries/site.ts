import type { Context } from '../../platform/context.ts';
import { requireSite } from '../commands/require.ts';

/** The rule of a site, who could look around there, and the last sweeps. @throws AppError RA_NOT_FOUND */
export async function siteDiscovery(ctx: Context, siteId: string) {
  const site = await requireSite(ctx, siteId);
  const rule = await ctx.tx
    .selectFrom('discoveryRule')
    .select(['allowed', 'everyHours', 'nextAt', 'probeId', 'acceptKinds', 'snmpShown'])
    .where('clientId', '=', ctx.clientId)
    .where('siteId', '=', siteId)
    .executeTakeFirst();
  const agents = await ctx.tx
    .selectFrom('asset')
    .innerJoin('agent', (join) =>
      join
        .onRef('agent.clientId', '=', 'asset.clientId')
        .onRef('agent.assetId', '=', 'asset.id')
        .on('agent.revokedAt', 'is', null),
    )
    .select(['asset.id', 'asset.name', 'asset.address', 'agent.connectedAt', 'agent.disconnectedAt'])
    .where('asset.clientId', '=', ctx.clientId)
    .where('asset.siteId', '=', siteId)
    .where('asset.archivedAt', 'is', null)
    .orderBy('asset.name')
    .orderBy('asset.id')
    .execute();
  const sweeps = await ctx.tx
    .selectFrom('discoverySweep as sweep')
    .innerJoin('asset', (join) =>
      join.onRef('asset.clientId', '=', 'sweep.clientId').onRef('asset.id', '=', 'sweep.probeId'),
    )
    .select([
      ...([
        'sweep.id',
        'sweep.probeId',
        'asset.name as probeName',
        'sweep.networks',
        'sweep.withSnmp',
      ] as const),
      ...(['sweep.orderedBy', 'sweep.orderedByName', 'sweep.state', 'sweep.code', 'sweep.message'] as const),
      ...(['sweep.percent', 'sweep.lookedAt', 'sweep.found', 'sweep.fresh'] as const),
      ...(['sweep.createdAt', 'sweep.heardAt', 'sweep.endedAt'] as const),
    ])
    .where('sweep.clientId', '=', ctx.clientId)
    .where('sweep.siteId', '=', siteId)
    .orderBy('sweep.createdAt', 'desc')
    .orderBy('sweep.id', 'desc')
    .limit(10)
    .execute();
  const { snmpShown, ...rest } = rule ?? NO_RULE;
  return {
    networks: site.networks,
    rule: { ...rest, snmp: snmpShown },
    probes: agents.map(({ connectedAt, disconnectedAt, ...probe }) => ({
      ...probe,
      connected: connectedAt !== null && disconnectedAt === null,
    })),
    sweeps,
  };
}

const NO_RULE = {
  ...{ allowed: false, everyHours: null, nextAt: null, probeId: null },
  acceptKinds: [],
  snmpShown: [],
};
