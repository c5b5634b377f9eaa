import type { SweepOrder } from '@rettungsanker/protocol';
import type { SweepSource } from '../../fleet/index.ts';
import type { Context } from '../../platform/context.ts';
import { openAccess } from '../access.ts';

/** What an agent is told to look over. Nothing when the site has taken back what it allowed, or the system has moved. */
export const sweepSource: SweepSource = {
  async sweepFor(ctx: Context, assetId: string): Promise<SweepOrder | undefined> {
    const row = await ctx.tx
      .selectFrom('discoverySweep as sweep')
      .innerJoin('asset', (join) =>
        join
          .onRef('asset.clientId', '=', 'sweep.clientId')
          .onRef('asset.id', '=', 'sweep.probeId')
          .onRef('asset.siteId', '=', 'sweep.siteId'),
      )
      .innerJoin('discoveryRule as rule', (join) =>
        join.onRef('rule.clientId', '=', 'sweep.clientId').onRef('rule.siteId', '=', 'sweep.siteId'),
      )
      .select(['sweep.id', 'sweep.siteId', 'sweep.networks', 'sweep.withSnmp', 'rule.sealedSnmp'])
      .where('sweep.clientId', '=', ctx.clientId)
      .where('sweep.probeId', '=', assetId)
      .where('sweep.state', 'in', ['ordered', 'running'])
      .where('rule.allowed', '=', true)
      .executeTakeFirst();
    if (!row) return undefined;
    return {
      id: row.id,
      networks: row.networks,
      snmp: row.withSnmp ? await openAccess(ctx, row.siteId, row.sealedSnmp) : [],
    };
  },
};
