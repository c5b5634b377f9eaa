import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';

/** The rule of a site, made when there is none, until the end of the transaction: what discovery writes waits here. */
export async function lockRule(ctx: Context, siteId: string) {
  await ctx.tx
    .insertInto('discoveryRule')
    .values({
      ...{ clientId: ctx.clientId, siteId, allowed: false, everyHours: null, nextAt: null, probeId: null },
      ...{ acceptKinds: [], sealedSnmp: null, snmpShown: [], updatedAt: ctx.now },
    })
    .onConflict((conflict) => conflict.columns(['clientId', 'siteId']).doNothing())
    .execute();
  return ctx.tx
    .selectFrom('discoveryRule')
    .selectAll()
    .where('clientId', '=', ctx.clientId)
    .where('siteId', '=', siteId)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

/** A site in use. @throws AppError RA_NOT_FOUND */
export async function requireSite(
  ctx: Context,
  siteId: string,
): Promise<{ id: string; name: string; networks: string[] }> {
  const site = await ctx.tx
    .selectFrom('site')
    .select(['id', 'name', 'networks'])
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', siteId)
    .where('archivedAt', 'is', null)
    .executeTakeFirst();
  if (!site) throw new AppError('RA_NOT_FOUND');
  return site;
}

/**
 * A system of the site with an agent that is not revoked.
 * @throws AppError RA_NOT_FOUND when it is none of the client's, RA_DISCOVERY_PROBE
 */
export async function requireProbe(
  ctx: Context,
  siteId: string,
  probeId: string,
): Promise<{ name: string; connected: boolean }> {
  const probe = await ctx.tx
    .selectFrom('asset')
    .leftJoin('agent', (join) =>
      join
        .onRef('agent.clientId', '=', 'asset.clientId')
        .onRef('agent.assetId', '=', 'asset.id')
        .on('agent.revokedAt', 'is', null),
    )
    .select([
      'asset.name',
      'asset.siteId',
      'agent.id as agentId',
      'agent.connectedAt',
      'agent.disconnectedAt',
    ])
    .where('asset.clientId', '=', ctx.clientId)
    .where('asset.id', '=', probeId)
    .where('asset.archivedAt', 'is', null)
    .executeTakeFirst();
  if (!probe) throw new AppError('RA_NOT_FOUND');
  if (!probe.agentId || probe.siteId !== siteId) throw new AppError('RA_DISCOVERY_PROBE');
  return { name: probe.name, connected: probe.connectedAt !== null && probe.disconnectedAt === null };
}
