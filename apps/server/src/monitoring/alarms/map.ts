import { z } from 'zod';
import { ASSET_KINDS, ASSET_STATUS } from '../../fleet/index.ts';
import type { Context } from '../../platform/context.ts';
import { id, name } from '../../platform/http/schemas.ts';
import { listDependencies } from './dependencies.ts';
import { topologyOf } from './topology.ts';

/** More cannot be drawn so that anybody sees something; the list of systems has them all. */
const MOST_SYSTEMS = 1000;

export const mapView = z.object({
  sites: z.array(z.object({ id, name, networks: z.array(z.string()) })),
  systems: z.array(
    z.object({
      id,
      siteId: id,
      name,
      kind: z.enum(ASSET_KINDS),
      status: z.enum(ASSET_STATUS),
      address: z.string().nullable(),
      /** `cause`: an alert of it explains others. `consequence`: all its alerts follow from another one. */
      part: z.enum(['cause', 'consequence']).nullable(),
    }),
  ),
  /** A system and what it depends on. `site`: by a rule for its whole site. */
  links: z.array(z.object({ childId: id, parentId: id, by: z.enum(['system', 'site', 'check']) })),
  /** What hangs on which port, as the network told when it was last looked over. */
  cables: z.array(
    z.object({
      fromId: id,
      fromPort: z.string(),
      toId: id,
      toPort: z.string().nullable(),
      source: z.enum(['lldp', 'cdp', 'fdb']),
      seenAt: z.iso.datetime(),
    }),
  ),
  /** There are more systems than are shown. */
  truncated: z.boolean(),
});
export type MapView = z.output<typeof mapView>;
/** Who knows what is plugged in where: a domain that looks over networks. Both ends are systems of the client. */
export type CableSource = (ctx: Context) => Promise<MapView['cables']>;

/** Sites, systems and what depends on what, with the state of each, to be drawn. */
export async function clientMap(ctx: Context, cablesOf: CableSource): Promise<MapView> {
  const sites = await ctx.tx
    .selectFrom('site')
    .select(['id', 'name', 'networks'])
    .where('clientId', '=', ctx.clientId)
    .where('archivedAt', 'is', null)
    .orderBy('name')
    .execute();
  const found = await ctx.tx
    .selectFrom('asset')
    .select(['id', 'siteId', 'name', 'kind', 'status', 'address'])
    .where('clientId', '=', ctx.clientId)
    .where('archivedAt', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .limit(MOST_SYSTEMS + 1)
    .execute();
  const assets = found.slice(0, MOST_SYSTEMS);
  const shown = new Set(assets.map(({ id: assetId }) => assetId));
  const cables = await cablesOf(ctx);
  const parts = await partsInAlerts(ctx);
  return {
    sites,
    systems: assets.map((asset) => ({ ...asset, part: parts.get(asset.id) ?? null })),
    links: await linksBetween(ctx, assets),
    cables: cables.filter(({ fromId, toId }) => shown.has(fromId) && shown.has(toId)),
    truncated: found.length > MOST_SYSTEMS,
  };
}

async function partsInAlerts(ctx: Context): Promise<Map<string, 'cause' | 'consequence'>> {
  const alerts = await ctx.tx
    .selectFrom('alert')
    .select(['id', 'assetId', 'suppression', 'suppressedBy'])
    .where('clientId', '=', ctx.clientId)
    .where('state', '=', 'raised')
    .execute();
  const causes = new Set(
    alerts.flatMap(({ suppression, suppressedBy }) => (suppression === 'consequence' ? [suppressedBy] : [])),
  );
  const parts = new Map<string, 'cause' | 'consequence'>();
  const open = new Set<string>();
  for (const alert of alerts) {
    if (causes.has(alert.id)) parts.set(alert.assetId, 'cause');
    if (alert.suppression !== 'consequence') open.add(alert.assetId);
  }
  for (const { assetId } of alerts)
    if (!open.has(assetId) && !parts.has(assetId)) parts.set(assetId, 'consequence');
  return parts;
}

async function linksBetween(
  ctx: Context,
  assets: readonly { id: string; siteId: string }[],
): Promise<MapView['links']> {
  const dependencies = await listDependencies(ctx);
  const known = new Set(assets.map(({ id: assetId }) => assetId));
  const links = new Map<string, MapView['links'][number]>();
  const add = (childId: string, parentId: string, by: MapView['links'][number]['by']): void => {
    const key = `${childId} ${parentId}`;
    if (childId !== parentId && known.has(childId) && known.has(parentId) && !links.has(key))
      links.set(key, { childId, parentId, by });
  };
  for (const { assetId, parentAssetId } of dependencies)
    if (assetId !== null) add(assetId, parentAssetId, 'system');
  // What a rule for a site means for each of its systems is decided in one place only.
  const { parents } = topologyOf(dependencies, assets);
  const ofCheck = new Map(dependencies.map((one) => [one.parentCheckId, one.parentAssetId]));
  for (const { id: assetId } of assets)
    for (const parent of parents.get(`asset ${assetId}`) ?? []) {
      const [type, parentId] = parent.split(' ') as [string, string];
      add(assetId, type === 'asset' ? parentId : (ofCheck.get(parentId) ?? assetId), 'site');
    }
  for (const { checkAssetId, parentAssetId } of dependencies)
    if (checkAssetId !== null) add(checkAssetId, parentAssetId, 'check');
  return [...links.values()];
}
