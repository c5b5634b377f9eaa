import ipaddr from 'ipaddr.js';
import { changesOf } from '../../platform/audit/index.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';

export interface SiteInput {
  name: string;
  timeZone: string;
  state: string | null;
  municipality: string | null;
  networks: string[];
  /** Not public, but the server itself may check them for this site. */
  serverNetworks: string[];
  allowLoopback: boolean;
}

/** @throws AppError RA_TIME_ZONE, RA_NETWORK */
export async function addSite(ctx: Context, input: SiteInput): Promise<{ id: string }> {
  const id = ctx.newId();
  await ctx.tx
    .insertInto('site')
    .values({ ...checked(input), clientId: ctx.clientId, id, createdAt: ctx.now, archivedAt: null })
    .execute();
  await ctx.audit({ action: 'site.added', objectKind: 'site', objectId: id, details: { ...input } });
  await ctx.emit({ kind: 'site.added', objectKind: 'site', objectId: id });
  return { id };
}

/** @throws AppError RA_NOT_FOUND, RA_TIME_ZONE, RA_NETWORK, RA_SITE_IN_USE */
export async function changeSite(
  ctx: Context,
  siteId: string,
  change: Partial<SiteInput> & { archived?: boolean | undefined },
): Promise<void> {
  const { archived, ...rest } = change;
  if (archived) {
    const used = await ctx.tx
      .selectFrom('asset')
      .select('id')
      .where('clientId', '=', ctx.clientId)
      .where('siteId', '=', siteId)
      .where('archivedAt', 'is', null)
      .limit(1)
      .executeTakeFirst();
    if (used) throw new AppError('RA_SITE_IN_USE');
  }
  const before = await ctx.tx
    .selectFrom('site')
    .selectAll()
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', siteId)
    .executeTakeFirst();
  if (!before) throw new AppError('RA_NOT_FOUND');
  const fields = Object.fromEntries(
    Object.entries(rest).filter(([, value]) => value !== undefined),
  ) as Partial<SiteInput>;
  const { clientId: _c, id: _i, createdAt: _a, archivedAt, ...current } = before;
  const next = checked({
    ...current,
    networks: before.networks,
    serverNetworks: before.serverNetworks,
    ...fields,
  });
  await ctx.tx
    .updateTable('site')
    .set({ ...next, archivedAt: archived === undefined ? archivedAt : archived ? ctx.now : null })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', siteId)
    .execute();
  await ctx.audit({
    action: 'site.changed',
    objectKind: 'site',
    objectId: siteId,
    details: changesOf({ ...before, archived: archivedAt !== null }, change),
  });
  // Agents of the site hear of new networks through this event.
  await ctx.emit({ kind: 'site.changed', objectKind: 'site', objectId: siteId });
}

type SiteRow = Omit<SiteInput, 'networks' | 'serverNetworks'> & { networks: string; serverNetworks: string };

function checked(input: SiteInput): SiteRow {
  try {
    new Intl.DateTimeFormat('en', { timeZone: input.timeZone });
  } catch {
    throw new AppError('RA_TIME_ZONE', undefined, { timeZone: input.timeZone });
  }
  return {
    ...input,
    networks: formatNetworks(input.networks),
    serverNetworks: formatNetworks(input.serverNetworks),
  };
}

function formatNetworks(networks: readonly string[]): string {
  const exact = networks.map((network) => {
    try {
      const [address, bits] = ipaddr.parseCIDR(network);
      const family = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
      return `${family.networkAddressFromCIDR(network).toString()}/${bits}`;
    } catch {
      throw new AppError('RA_NETWORK', undefined, { network });
    }
  });
  return `{${exact.join(',')}}`;
}
