import type { Rule, RuleState } from '@rettungsanker/alert-rules';
import { activeAt, nextAfter, type TimeWindow } from '@rettungsanker/time-windows';
import type { Context } from '../../platform/context.ts';
import type { OpenAlert, Reachability, Situation } from './decide.ts';
import type { Matcher } from './matcher.ts';
import { REACHABILITY_KINDS, topologyOf } from './topology.ts';

/** Everything that the decisions about a client's alerts rest on. */
export async function loadSituation(ctx: Context, holdMs: number): Promise<Situation> {
  const alerts = await openAlerts(ctx);
  const dependencies = await ctx.tx
    .selectFrom('alertDependency')
    .select(['siteId', 'assetId', 'checkId', 'parentAssetId', 'parentCheckId'])
    .where('clientId', '=', ctx.clientId)
    .execute();
  const ofSites = dependencies.some(({ siteId }) => siteId !== null);
  const assets = ofSites
    ? await ctx.tx
        .selectFrom('asset')
        .select(['id', 'siteId'])
        .where('clientId', '=', ctx.clientId)
        .where('archivedAt', 'is', null)
        .execute()
    : [];
  const silences = await ctx.tx
    .selectFrom('silence')
    .select(['id', 'matcher', 'startsAt', 'endsAt'])
    .where('clientId', '=', ctx.clientId)
    .where('endsAt', '>', ctx.now)
    .execute();
  const windows = await ctx.tx
    .selectFrom('maintenanceWindow')
    .select(['id', 'matcher', 'timeWindow'])
    .where('clientId', '=', ctx.clientId)
    .where('enabled', '=', true)
    .execute();
  return {
    now: ctx.now.getTime(),
    holdMs,
    alerts,
    topology: topologyOf(dependencies, assets),
    reachability: await reachabilityOf(
      ctx,
      new Set([
        ...alerts.map(({ assetId }) => assetId),
        ...dependencies.map(({ parentAssetId }) => parentAssetId),
      ]),
      new Set(dependencies.flatMap(({ parentCheckId }) => parentCheckId ?? [])),
    ),
    silences: silences.map((row) => ({
      id: row.id,
      matcher: row.matcher as Matcher,
      startsAt: row.startsAt.getTime(),
      endsAt: row.endsAt.getTime(),
    })),
    windows: windows.map((row) => ({
      id: row.id,
      matcher: row.matcher as Matcher,
      window: row.timeWindow as TimeWindow,
    })),
  };
}

/**
 * Table by table, put together here: in a storm a join whose size the planner has no statistics for yet takes a second
 * for what are a few milliseconds.
 */
async function openAlerts(ctx: Context): Promise<OpenAlert[]> {
  const rows = await ctx.tx
    .selectFrom('alert')
    .select([
      'id',
      'assetId',
      'checkId',
      'instance',
      'kind',
      'severity',
      'observedAt',
      'raisedAt',
      'reportedAt',
      'heldUntil',
      'suppression',
      'suppressedBy',
    ])
    .where('clientId', '=', ctx.clientId)
    .where('state', '=', 'raised')
    .execute();
  if (rows.length === 0) return [];
  const assets = await ctx.tx
    .selectFrom('asset')
    .select(['id', 'siteId'])
    .where('clientId', '=', ctx.clientId)
    .where('id', 'in', [...new Set(rows.map(({ assetId }) => assetId))])
    .execute();
  const checkIds = [...new Set(rows.map(({ checkId }) => checkId))];
  const checks = await ctx.tx
    .selectFrom('check')
    .select(['id', 'runsOn', 'probeId', 'intervalMs', 'rule'])
    .where('clientId', '=', ctx.clientId)
    .where('id', 'in', checkIds)
    .execute();
  const states = await statesOf(ctx, checkIds);
  const siteOf = new Map(assets.map(({ id, siteId }) => [id, siteId]));
  const checkOf = new Map(checks.map((check) => [check.id, check]));
  const stateOf = new Map(states.map((state) => [`${state.checkId} ${state.instance}`, state]));
  return rows.map(({ instance, observedAt, raisedAt, reportedAt, heldUntil, ...row }) => {
    const check = checkOf.get(row.checkId)!;
    const state = stateOf.get(`${row.checkId} ${instance}`);
    return {
      ...row,
      siteId: siteOf.get(row.assetId)!,
      observedAt: observedAt.getTime(),
      raisedAt: raisedAt.getTime(),
      reportedAt: reportedAt?.getTime() ?? null,
      heldUntil: heldUntil?.getTime() ?? null,
      failed: state?.rule.reading === 'failed',
      fromOutside: check.runsOn === 'server' || check.probeId !== null,
      recoveryMs: check.intervalMs + (check.rule as Rule).recoverForMs,
    };
  });
}

async function statesOf(ctx: Context, checkIds: readonly string[]) {
  const rows = await ctx.tx
    .selectFrom('checkState')
    .select(['checkId', 'instance', 'ruleState', 'lastAt'])
    .where('clientId', '=', ctx.clientId)
    .where('checkId', 'in', checkIds)
    .execute();
  return rows.map(({ ruleState, ...row }) => ({ ...row, rule: ruleState as RuleState }));
}

/** What says whether these systems can be reached, and whether these checks are fine. */
async function reachabilityOf(
  ctx: Context,
  assetIds: ReadonlySet<string>,
  checkIds: ReadonlySet<string>,
): Promise<Reachability[]> {
  if (assetIds.size === 0) return [];
  const checks = await ctx.tx
    .selectFrom('check')
    .select(['id', 'assetId', 'kind'])
    .where('clientId', '=', ctx.clientId)
    .where('assetId', 'in', [...assetIds])
    .where('enabled', '=', true)
    .execute();
  const asked = checks.filter(({ id, kind }) => REACHABILITY_KINDS.has(kind) || checkIds.has(id));
  if (asked.length === 0) return [];
  const states = await statesOf(
    ctx,
    asked.map(({ id }) => id),
  );
  const stateOf = new Map(states.filter(({ instance }) => instance === '').map((row) => [row.checkId, row]));
  const agents = await ctx.tx
    .selectFrom('agent')
    .select(['assetId', 'lastSeenAt', 'disconnectedAt'])
    .where('clientId', '=', ctx.clientId)
    .where('assetId', 'in', [...assetIds])
    .execute();
  const agentOf = new Map(agents.map((agent) => [agent.assetId, agent]));
  return asked.flatMap(({ id, assetId, kind }): Reachability[] => {
    const common = { checkId: id, assetId, ofSystem: REACHABILITY_KINDS.has(kind) };
    const { rule, lastAt = null } = stateOf.get(id) ?? {};
    const known = rule?.reading === undefined || rule.blind ? 'unknown' : rule.reading;
    if (kind === 'availability') {
      const agent = agentOf.get(assetId);
      // A system without an agent is not watched by waiting for one.
      if (!agent?.lastSeenAt) return [];
      const state = known === 'failed' ? 'failed' : agent.disconnectedAt === null ? 'good' : 'unknown';
      return [{ ...common, state, at: agent.lastSeenAt.getTime() }];
    }
    const pending = Object.values(rule?.levels ?? {}).some(({ phase }) => phase === 'pending');
    const doubtful = known === 'unknown' || pending || rule?.alert !== undefined;
    const state = known === 'failed' ? 'failed' : doubtful ? 'unknown' : 'good';
    return [{ ...common, state, at: lastAt?.getTime() ?? 0 }];
  });
}

/** When a silence or a window begins or ends next. */
export function nextBoundaries({ silences, windows, now }: Situation): number[] {
  const times = silences.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]);
  for (const { window } of windows) {
    const next = activeAt(window, now)?.to ?? nextAfter(window, now)?.from;
    if (next !== undefined) times.push(next);
  }
  return times.filter((at) => at > now);
}
