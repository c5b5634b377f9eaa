import type { SnmpAccess } from '@rettungsanker/protocol';
import { listDependencies } from '../../monitoring/index.ts';
import type { Context } from '../../platform/context.ts';
import { openAccess } from '../access.ts';
import { requireSite } from '../commands/require.ts';
import { proposedName } from '../model/identify.ts';
import type { NetworkTree } from '../model/topology.ts';
import { isWithin } from '../networks.ts';
import { type ProposedCheck, proposeChecks } from '../proposals.ts';
import { factsOf, loadNetwork, nodeOf, type SeenNeighbour, type SiteNetwork, treeOf } from './network.ts';

/** Everything that a decision about a site's neighbours needs. */
export interface SiteFindings extends SiteNetwork {
  tree: NetworkTree;
  /** How devices of the site are asked by SNMP; only where checks are made from it. */
  snmp: SnmpAccess[];
  networks: readonly string[];
  /** Systems that people say the whole site is reached through. */
  gateways: readonly string[];
  /** Systems that depend on another one already, by somebody's word. */
  placed: ReadonlySet<string>;
}

/** @throws AppError RA_NOT_FOUND */
export async function loadFindings(ctx: Context, siteId: string, secrets: boolean): Promise<SiteFindings> {
  const { networks } = await requireSite(ctx, siteId);
  const network = await loadNetwork(ctx, siteId);
  const dependencies = await listDependencies(ctx);
  const gateways = dependencies.flatMap((one) => (one.siteId === siteId ? [one.parentAssetId] : []));
  const rule = await ctx.tx
    .selectFrom('discoveryRule')
    .select(['sealedSnmp', 'snmpShown'])
    .where('clientId', '=', ctx.clientId)
    .where('siteId', '=', siteId)
    .executeTakeFirst();
  return {
    ...network,
    tree: treeOf(network, gateways),
    // Which checks make sense does not depend on the secret.
    snmp: secrets
      ? await openAccess(ctx, siteId, rule?.sealedSnmp ?? null)
      : (rule?.snmpShown ?? []).map(() => ({ version: '2c', community: '' })),
    networks,
    gateways,
    placed: new Set(dependencies.flatMap(({ assetId }) => assetId ?? [])),
  };
}

/** Checks for a neighbour; none when its address is in no network of the site any more: they would be refused. */
export function checksFor(
  { row, identity }: SeenNeighbour,
  { snmp, networks }: SiteFindings,
): ProposedCheck[] {
  if (!isWithin(row.address, networks)) return [];
  const access = row.snmpAccess === null ? undefined : (snmp[row.snmpAccess] ?? snmp[0]);
  return proposeChecks({ ...row, role: identity.role }, access);
}

/** The list of what was found, the newest first. @throws AppError RA_NOT_FOUND */
export async function listFound(ctx: Context, siteId: string) {
  const findings = await loadFindings(ctx, siteId, false);
  const names = new Map<string, string>();
  for (const { id, name } of findings.systems.values()) names.set(id, name);
  const shown = findings.neighbours.map((one) => {
    const name = proposedName(factsOf(one.row, false));
    if (!one.assetId) names.set(nodeOf(one), name);
    return { one, name };
  });
  const uplinks = new Map<string, { name: string; port: string | null }[]>();
  for (const { child, parent } of findings.tree.hanging) {
    const cable = findings.tree.cables.find(
      ({ from, to }) => (from === parent && to === child) || (from === child && to === parent),
    );
    const port = cable?.from === parent ? cable.fromPort : (cable?.toPort ?? null);
    uplinks.set(child, [...(uplinks.get(child) ?? []), { name: names.get(parent) ?? '', port }]);
  }
  return shown
    .map(({ one, name }) => ({
      id: one.row.id,
      state: one.state,
      assetId: one.assetId,
      assetName: one.assetId ? (findings.systems.get(one.assetId)?.name ?? null) : null,
      name,
      ...one.identity,
      address: one.row.address,
      also: one.row.also,
      mac: one.row.mac,
      maker: one.row.maker,
      hostnames: one.row.hostnames,
      ports: one.row.ports,
      description: one.row.sysDescr,
      answeredBy: one.row.answeredBy,
      uplinks: uplinks.get(nodeOf(one)) ?? [],
      checks: checksFor(one, findings).map(({ key, kind, usual }) => ({ key, kind, usual })),
      firstSeenAt: one.row.firstSeenAt,
      lastSeenAt: one.row.lastSeenAt,
    }))
    .sort((a, b) => Number(b.firstSeenAt) - Number(a.firstSeenAt) || byAddress(a.address, b.address));
}

const byAddress = (a: string, b: string): number => numberOf(a) - numberOf(b);
const numberOf = (address: string): number =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
