import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type CheckKind, kindOf } from '../kinds/index.ts';
import { type Placement, placesOf } from '../places.ts';

/** The second place of a check, as people give it. */
export interface SecondPlace {
  runsOn: 'server' | 'agent';
  /** The system whose agent looks; nothing: the checked system's own. */
  probeId?: string | null | undefined;
}

export const secondOf = (check: Pick<Placement, 'secondRunsOn' | 'secondProbeId'>): SecondPlace | null =>
  check.secondRunsOn ? { runsOn: check.secondRunsOn, probeId: check.secondProbeId } : null;

/** A system that is not archived, and whether it has an agent. */
export async function systemWithAgent(
  ctx: Context,
  assetId: string,
): Promise<{ id: string; agentId: string | null } | undefined> {
  return ctx.tx
    .selectFrom('asset')
    .leftJoin('agent', (join) =>
      join.onRef('agent.clientId', '=', 'asset.clientId').onRef('agent.assetId', '=', 'asset.id'),
    )
    .select(['asset.id', 'agent.id as agentId'])
    .where('asset.clientId', '=', ctx.clientId)
    .where('asset.id', '=', assetId)
    .where('asset.archivedAt', 'is', null)
    .executeTakeFirst();
}

/**
 * Every place must be able to run the kind, agents must be there, and two places must be two.
 *
 * @throws AppError RA_CHECK_INVALID with the field
 */
export async function requirePlaces(ctx: Context, kind: CheckKind, check: Placement): Promise<void> {
  const { runsOn, source } = kindOf(kind);
  const onlyItself = source.type === 'executed' && source.executor === 'host';
  const refuse = (field: string, problem: string): never => {
    throw new AppError('RA_CHECK_INVALID', undefined, { field, problem });
  };
  const first = { field: check.probeId ? 'probeId' : 'runsOn', on: check.runsOn, probe: check.probeId };
  const second = check.secondRunsOn && {
    field: 'second',
    on: check.secondRunsOn,
    probe: check.secondProbeId,
  };
  for (const place of second ? [first, second] : [first]) {
    if (!runsOn.includes(place.on)) refuse(place.field, `${kind} cannot run on ${place.on}`);
    if (place.probe && (place.on !== 'agent' || onlyItself))
      refuse(place.field, `${kind} cannot be run by the agent of another system`);
    if (place.on !== 'agent') continue;
    const system = await systemWithAgent(ctx, place.probe ?? check.assetId);
    if (!system?.agentId) refuse(place.field, 'the system has no agent');
  }
  if (second && check.runsOn === 'samples') refuse('second', `${kind} is judged from samples`);
  if (new Set(placesOf(check)).size < placesOf(check).length) refuse('second', 'both places are the same');
}

/** Says to the checked system and to every probe that what they run has changed. */
export async function tellPlaces(ctx: Context, checkId: string, check: Placement): Promise<void> {
  const agents = placesOf(check).filter((place) => place !== 'server');
  for (const objectId of new Set([check.assetId, ...agents]))
    await ctx.emit({ kind: 'check.changed', objectKind: 'asset', objectId, payload: { checkId } });
}
