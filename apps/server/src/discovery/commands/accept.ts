import type { AssetKind } from '../../fleet/index.ts';
import { addAsset, changeAsset } from '../../fleet/index.ts';
import { addCheck, addDependency, removeDependenciesOf } from '../../monitoring/index.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { proposedName } from '../model/identify.ts';
import { checksFor, loadFindings, type SiteFindings } from '../queries/found.ts';
import { factsOf, type SeenNeighbour, treeOf } from '../queries/network.ts';
import { lockRule, requireSite } from './require.ts';

export interface Acceptance {
  neighbourId: string;
  /** As it calls itself when missing. */
  name?: string | undefined;
  kind: AssetKind;
  /** Keys of proposed checks; the usual ones when missing. */
  checks?: readonly string[] | undefined;
}
export interface Accepted {
  neighbourId: string;
  assetId: string;
  /** False: somebody was faster, or it was a system already. */
  created: boolean;
  checks: number;
}

/**
 * Makes systems of neighbours, with the checks that were chosen and what they hang on, all or nothing. Whoever accepts
 * what is a system already gets that one.
 * @throws AppError RA_NOT_FOUND, RA_DISCOVERY_PROBE
 */
export async function acceptNeighbours(
  ctx: Context,
  siteId: string,
  wanted: readonly Acceptance[],
): Promise<{ items: Accepted[]; dependencies: number }> {
  await requireSite(ctx, siteId);
  await lockRule(ctx, siteId);
  const findings = await loadFindings(ctx, siteId, true);
  const byId = new Map(findings.neighbours.map((one) => [one.row.id, one]));
  const items: Accepted[] = [];
  for (const one of wanted) {
    const neighbour = byId.get(one.neighbourId);
    if (!neighbour) throw new AppError('RA_NOT_FOUND');
    const { neighbourId } = one;
    // Also when it is named twice in one request.
    if (neighbour.assetId) {
      items.push({ neighbourId, assetId: neighbour.assetId, created: false, checks: 0 });
      continue;
    }
    const made = await makeSystem(ctx, siteId, one, neighbour, findings);
    neighbour.assetId = made.assetId;
    items.push({ neighbourId, assetId: made.assetId, created: true, checks: made.checks });
  }
  const created = items.filter((item) => item.created);
  const dependencies = await hangUp(ctx, siteId, findings, new Set(created.map(({ assetId }) => assetId)));
  if (created.length > 0) {
    await ctx.audit({
      action: 'discovery.accepted',
      objectKind: 'site',
      objectId: siteId,
      details: { systems: created.map(({ assetId }) => assetId), dependencies },
    });
    await ctx.emit({ kind: 'discovery.changed', objectKind: 'site', objectId: siteId });
  }
  return { items, dependencies };
}

async function makeSystem(
  ctx: Context,
  siteId: string,
  { name, kind, checks }: Acceptance,
  neighbour: SeenNeighbour,
  findings: SiteFindings,
): Promise<{ assetId: string; checks: number }> {
  const { row } = neighbour;
  const proposed = checksFor(neighbour, findings);
  const chosen = proposed.filter(({ key, usual }) => (checks ? checks.includes(key) : usual));
  const { id: assetId } = await addAsset(ctx, {
    siteId,
    kind,
    name: name ?? proposedName(factsOf(row, false)),
    description: [row.maker, row.sysDescr].filter(Boolean).join('\n'),
    address: row.address,
  });
  const checkIds: string[] = [];
  if (chosen.length > 0) {
    await requireAgent(ctx, row.probeId);
    for (const { kind: checkKind, config } of chosen) {
      const { id } = await addCheck(ctx, assetId, { kind: checkKind, config, probeId: row.probeId });
      checkIds.push(id);
    }
  }
  await ctx.tx
    .updateTable('discoveryNeighbour')
    .set({ assetId, acceptedAt: ctx.now, ignoredAt: null, checkIds: checkIds as never })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', row.id)
    .execute();
  return { assetId, checks: checkIds.length };
}

/** The agent that saw it checks it too. @throws AppError RA_DISCOVERY_PROBE */
async function requireAgent(ctx: Context, probeId: string): Promise<void> {
  const agent = await ctx.tx
    .selectFrom('agent')
    .innerJoin('asset', (join) =>
      join.onRef('asset.clientId', '=', 'agent.clientId').onRef('asset.id', '=', 'agent.assetId'),
    )
    .select('agent.id')
    .where('agent.clientId', '=', ctx.clientId)
    .where('agent.assetId', '=', probeId)
    .where('agent.revokedAt', 'is', null)
    .where('asset.archivedAt', 'is', null)
    .executeTakeFirst();
  if (!agent) throw new AppError('RA_DISCOVERY_PROBE');
}

/** What hangs on what, of the cables that now have a system at both ends. What people said themselves stays as it is. */
async function hangUp(
  ctx: Context,
  siteId: string,
  findings: SiteFindings,
  fresh: ReadonlySet<string>,
): Promise<number> {
  if (fresh.size === 0) return 0;
  const systems = new Set([
    ...findings.systems.keys(),
    ...findings.neighbours.flatMap(({ assetId }) => assetId ?? []),
  ]);
  const { hanging } = treeOf(findings, findings.gateways);
  let added = 0;
  for (const { child, parent } of hanging) {
    if (!systems.has(child) || !systems.has(parent)) continue;
    if (!fresh.has(child) && !fresh.has(parent)) continue;
    if (findings.placed.has(child)) continue;
    try {
      await addDependency(ctx, { assetId: child, parentAssetId: parent });
      added++;
    } catch (error) {
      // Somebody said it the other way round.
      if (!(error instanceof AppError) || error.code !== 'RA_DEPENDENCY_CYCLE') throw error;
      ctx.log.debug({ siteId, child, parent }, 'A dependency would have closed a circle.');
    }
  }
  return added;
}

/**
 * Takes acceptances back: the systems are archived, and proposed again as neighbours.
 * @throws AppError RA_NOT_FOUND, RA_CONFLICT when one has got an agent since
 */
export async function undoAcceptance(
  ctx: Context,
  siteId: string,
  neighbourIds: readonly string[],
): Promise<{ undone: number }> {
  await requireSite(ctx, siteId);
  await lockRule(ctx, siteId);
  const rows = await chosenRows(ctx, siteId, neighbourIds);
  const accepted = rows.filter(({ assetId, acceptedAt }) => assetId && acceptedAt);
  for (const { id, assetId } of accepted) {
    const agent = await ctx.tx
      .selectFrom('agent')
      .select('id')
      .where('clientId', '=', ctx.clientId)
      .where('assetId', '=', assetId!)
      .where('revokedAt', 'is', null)
      .executeTakeFirst();
    if (agent) throw new AppError('RA_CONFLICT');
    await removeDependenciesOf(ctx, assetId!);
    await changeAsset(ctx, assetId!, { archived: true });
    await ctx.tx
      .updateTable('discoveryNeighbour')
      .set({ assetId: null, acceptedAt: null, checkIds: [] as never })
      .where('clientId', '=', ctx.clientId)
      .where('id', '=', id)
      .execute();
  }
  if (accepted.length > 0) {
    await ctx.audit({
      action: 'discovery.undone',
      objectKind: 'site',
      objectId: siteId,
      details: { systems: accepted.map(({ assetId }) => assetId) },
    });
    await ctx.emit({ kind: 'discovery.changed', objectKind: 'site', objectId: siteId });
  }
  return { undone: accepted.length };
}

/** Does not propose neighbours any more, or does so again. @throws AppError RA_NOT_FOUND */
export async function ignoreNeighbours(
  ctx: Context,
  siteId: string,
  neighbourIds: readonly string[],
  ignored: boolean,
): Promise<void> {
  await requireSite(ctx, siteId);
  await lockRule(ctx, siteId);
  const rows = await chosenRows(ctx, siteId, neighbourIds);
  await ctx.tx
    .updateTable('discoveryNeighbour')
    .set({ ignoredAt: ignored ? ctx.now : null })
    .where('clientId', '=', ctx.clientId)
    .where(
      'id',
      'in',
      rows.map(({ id }) => id),
    )
    .execute();
  await ctx.audit({
    action: ignored ? 'discovery.ignored' : 'discovery.unignored',
    objectKind: 'site',
    objectId: siteId,
    details: { addresses: rows.map(({ address }) => address) },
  });
  await ctx.emit({ kind: 'discovery.changed', objectKind: 'site', objectId: siteId });
}

async function chosenRows(ctx: Context, siteId: string, neighbourIds: readonly string[]) {
  const rows = await ctx.tx
    .selectFrom('discoveryNeighbour')
    .select(['id', 'address', 'assetId', 'acceptedAt'])
    .where('clientId', '=', ctx.clientId)
    .where('siteId', '=', siteId)
    .where('id', 'in', [...neighbourIds])
    .execute();
  if (rows.length < new Set(neighbourIds).size) throw new AppError('RA_NOT_FOUND');
  return rows;
}
