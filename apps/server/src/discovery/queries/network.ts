import type { Selectable } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Facts, Identity } from '../model/identify.ts';
import { identify } from '../model/identify.ts';
import { type KnownSystem, matchSystems } from '../model/matching.ts';
import { type NetworkTree, networkTree, type Told } from '../model/topology.ts';
import type { DiscoveryLinkTable, DiscoveryNeighbourTable } from '../schema.ts';

export type NeighbourRow = Selectable<DiscoveryNeighbourTable>;
type LinkRow = Selectable<DiscoveryLinkTable>;

export const NEIGHBOUR_STATES = ['new', 'known', 'accepted', 'ignored'] as const;
export type NeighbourState = (typeof NEIGHBOUR_STATES)[number];

export interface SeenNeighbour {
  row: NeighbourRow;
  identity: Identity;
  state: NeighbourState;
  /** The system that it is, if it is one. */
  assetId: string | null;
}

/** A system as its client knows it, with what its agent says of its interfaces. */
export interface PlacedSystem extends KnownSystem {
  name: string;
  siteId: string;
}

/** Everything that was found at a site, next to the systems that are known. */
export interface SiteNetwork {
  neighbours: SeenNeighbour[];
  systems: ReadonlyMap<string, PlacedSystem>;
  links: LinkRow[];
}

export async function loadNetwork(ctx: Context, siteId: string): Promise<SiteNetwork> {
  const rows = await ctx.tx
    .selectFrom('discoveryNeighbour')
    .selectAll()
    .where('clientId', '=', ctx.clientId)
    .where('siteId', '=', siteId)
    .execute();
  const links = await ctx.tx
    .selectFrom('discoveryLink')
    .selectAll()
    .where('clientId', '=', ctx.clientId)
    .where('siteId', '=', siteId)
    .execute();
  const systems = await loadSystems(ctx);
  // What was recognised once is known by its hardware from then on: who has its old address now is somebody else.
  const hardware = new Map(
    rows.flatMap(({ assetId, mac }) => (assetId && mac ? [[assetId, mac] as const] : [])),
  );
  const matches = matchSystems(
    rows,
    [...systems.values()].map((one) => {
      const mac = hardware.get(one.id);
      const macs = mac ? [...one.macs, mac] : one.macs;
      // An address says something within its site only.
      return one.siteId === siteId ? { ...one, macs } : { ...one, macs, address: null, addresses: [] };
    }),
  );
  const forwarding = new Set(
    links.flatMap(({ source, fromAddress }) => (source === 'fdb' ? [fromAddress] : [])),
  );
  const neighbours = rows.map((row): SeenNeighbour => {
    const own = row.assetId !== null && systems.has(row.assetId) ? row.assetId : null;
    const assetId = own ?? matches.get(row.id) ?? null;
    const state: NeighbourState = assetId
      ? own && row.acceptedAt
        ? 'accepted'
        : 'known'
      : row.ignoredAt
        ? 'ignored'
        : 'new';
    return { row, assetId, state, identity: identify(factsOf(row, forwarding.has(row.address))) };
  });
  return { neighbours, systems, links };
}

export const factsOf = (row: NeighbourRow, forwards: boolean): Facts => ({
  ...{ address: row.address, mac: row.mac, maker: row.maker, hostnames: row.hostnames, ports: row.ports },
  ...{
    services: row.services,
    banners: row.banners,
    sysName: row.sysName,
    sysDescr: row.sysDescr,
    sysObjectId: row.sysObjectId,
  },
  forwards,
});

/** Of all sites: a system that was carried to another one is still the same. Archived ones are none any more. */
async function loadSystems(ctx: Context): Promise<Map<string, PlacedSystem>> {
  const rows = await ctx.tx
    .selectFrom('asset')
    .leftJoin('inventory', (join) =>
      join
        .onRef('inventory.clientId', '=', 'asset.clientId')
        .onRef('inventory.assetId', '=', 'asset.id')
        .on('inventory.section', '=', 'interfaces'),
    )
    .select(['asset.id', 'asset.siteId', 'asset.name', 'asset.address', 'inventory.facts'])
    .where('asset.clientId', '=', ctx.clientId)
    .where('asset.archivedAt', 'is', null)
    .execute();
  return new Map(rows.map(({ facts, ...asset }) => [asset.id, { ...asset, ...interfacesOf(facts) }]));
}

interface InterfaceFacts {
  mac?: string;
  addresses?: { address: string }[];
}

/** Without what every machine has alike. */
function interfacesOf(facts: unknown): { macs: string[]; addresses: string[] } {
  const interfaces = Array.isArray(facts) ? (facts as InterfaceFacts[]) : [];
  return {
    macs: interfaces
      .map(({ mac }) => (mac ?? '').toLowerCase().replaceAll('-', ':'))
      .filter((mac) => /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(mac) && mac !== '00:00:00:00:00:00'),
    addresses: interfaces
      .flatMap(({ addresses }) => addresses ?? [])
      .map(({ address }) => address)
      .filter((address) => /^\d+(\.\d+){3}$/.test(address) && !/^(127|169\.254)\./.test(address)),
  };
}

/** A node of the tree: a system, or a neighbour that is none yet. */
export const nodeOf = ({ row, assetId }: SeenNeighbour): string => assetId ?? row.id;

/** Who is plugged in where, and what hangs on what. @param gateways systems that the site is said to depend on */
export function treeOf(
  { neighbours, systems, links }: SiteNetwork,
  gateways: readonly string[],
): NetworkTree {
  const nodes = indexNodes(neighbours, systems);
  const told = links.flatMap((link): Told[] => {
    const from = nodes.get(link.fromAddress);
    const to =
      (link.mac ? nodes.get(link.mac) : undefined) ??
      (link.address ? nodes.get(link.address) : undefined) ??
      (link.name ? nodes.get(nameKey(link.name)) : undefined);
    if (!from || !to) return [];
    const { port, source, farPort, shared, seenAt } = link;
    return [{ from, port, source, to, farPort, shared, seenAt }];
  });
  return networkTree(told, rootsOf(neighbours, gateways));
}

function indexNodes(
  neighbours: readonly SeenNeighbour[],
  systems: ReadonlyMap<string, PlacedSystem>,
): Map<string, string> {
  const nodes = new Map<string, string | null>();
  const put = (key: string, node: string): void => {
    const known = nodes.get(key);
    nodes.set(key, known === undefined || known === node ? node : null);
  };
  for (const { id, macs, addresses } of systems.values())
    for (const key of [...macs, ...addresses]) put(key, id);
  for (const one of neighbours) {
    const node = nodeOf(one);
    const { mac, address, also, sysName, hostnames } = one.row;
    for (const key of new Set([
      mac,
      address,
      ...also,
      ...[sysName, ...hostnames].map((name) => name && nameKey(name)),
    ]))
      if (key) put(key, node);
  }
  // What two have is neither's.
  return new Map([...nodes].flatMap(([key, node]) => (node === null ? [] : [[key, node] as const])));
}

const nameKey = (name: string): string => `name ${name.toLowerCase().split('.')[0]!}`;

/** What people said; else the one router or firewall, if there is one only. */
function rootsOf(neighbours: readonly SeenNeighbour[], gateways: readonly string[]): Set<string> {
  if (gateways.length > 0) return new Set(gateways);
  const of = (role: string): string[] => [
    ...new Set(neighbours.filter(({ identity }) => identity.role === role).map(nodeOf)),
  ];
  for (const found of [of('firewall'), of('router')]) if (found.length === 1) return new Set(found);
  return new Set();
}
