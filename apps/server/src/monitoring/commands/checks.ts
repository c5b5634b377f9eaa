import {
  changeRule,
  initialState,
  type Rule,
  type RuleState,
  ruleProblems,
} from '@rettungsanker/alert-rules';
import { changesOf } from '../../platform/audit/index.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { CHECK_KIND_NAMES, type CheckKind, kindOf } from '../kinds/index.ts';
import { keptSecrets, maskSecrets, restoreSecrets, sealSecrets } from '../kinds/secrets.ts';
import { PLACEMENT_COLUMNS, type Placement } from '../places.ts';
import { requireReachable, requireSecretsAgain } from '../target.ts';
import { applyTransition, refreshAssetStatus, resolveAlert, statusOf } from './observe.ts';
import { requirePlaces, type SecondPlace, secondOf, systemWithAgent, tellPlaces } from './places.ts';

export interface NewCheck {
  kind: CheckKind;
  name?: string | undefined;
  config: Record<string, unknown>;
  rule?: Rule | undefined;
  intervalMs?: number | undefined;
  runsOn?: 'server' | 'agent' | undefined;
  /** The system whose agent runs it as a probe; nothing: the system's own. */
  probeId?: string | null | undefined;
  /** A second place that must agree before a failure is one. */
  second?: SecondPlace | null | undefined;
}

/** @throws AppError RA_CHECK_INVALID, RA_CHECK_TARGET_FORBIDDEN, RA_NOT_FOUND */
export async function addCheck(ctx: Context, assetId: string, input: NewCheck): Promise<{ id: string }> {
  const asset = await systemWithAgent(ctx, assetId);
  if (!asset) throw new AppError('RA_NOT_FOUND');
  const kind = kindOf(input.kind);
  const runsOn =
    kind.source.type !== 'executed'
      ? 'samples'
      : (input.runsOn ?? (input.probeId || asset.agentId ? 'agent' : 'server'));
  const placement: Placement = {
    assetId,
    runsOn,
    probeId: input.probeId ?? null,
    secondRunsOn: input.second?.runsOn ?? null,
    secondProbeId: input.second?.probeId ?? null,
  };
  await requirePlaces(ctx, input.kind, placement);
  await requireRoom(ctx, placement);
  const config = checkedConfig(input.kind, input.config);
  await requireReachable(ctx, { kind: input.kind, config, ...placement });
  const rule = checkedRule(input.rule ?? kind.defaultRule);
  const id = ctx.newId();
  const name = input.name ?? defaultName(input.kind, config);
  await ctx.tx
    .insertInto('check')
    .values({
      clientId: ctx.clientId,
      id,
      ...placement,
      kind: input.kind,
      name,
      config: JSON.stringify(await sealSecrets(ctx, id, config)),
      rule: JSON.stringify(rule),
      intervalMs: input.intervalMs ?? kind.defaultIntervalMs,
      origin: 'person',
      createdAt: ctx.now,
      updatedAt: ctx.now,
    })
    .execute();
  await ctx.audit({
    action: 'check.added',
    objectKind: 'asset',
    objectId: assetId,
    details: { checkId: id, kind: input.kind, name, ...maskSecrets(config) },
  });
  await refreshAssetStatus(ctx, assetId);
  await tellPlaces(ctx, id, placement);
  return { id };
}

/** Of one system, and run by one agent: all that an agent runs has to fit into one frame of 4 MB. */
const CHECKS_AT_MOST = 10_000;

async function requireRoom(ctx: Context, { assetId, probeId }: Placement): Promise<void> {
  const systems = probeId ? [assetId, probeId] : [assetId];
  for (const system of systems) {
    const { count } = await ctx.tx
      .selectFrom('check')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('clientId', '=', ctx.clientId)
      .where((eb) => eb.or([eb('assetId', '=', system), eb('probeId', '=', system)]))
      .executeTakeFirstOrThrow();
    if (count >= CHECKS_AT_MOST)
      throw new AppError('RA_CHECK_INVALID', undefined, {
        field: system === assetId ? 'assetId' : 'probeId',
        problem: `a system has, or runs, at most ${CHECKS_AT_MOST} checks`,
      });
  }
}

export interface CheckChange {
  name?: string | undefined;
  config?: Record<string, unknown> | undefined;
  rule?: Rule | undefined;
  intervalMs?: number | undefined;
  enabled?: boolean | undefined;
  /** With one of the two the first place is given anew; `probeId` alone means an agent. */
  runsOn?: 'server' | 'agent' | undefined;
  probeId?: string | null | undefined;
  second?: SecondPlace | null | undefined;
}

/** A running alert stays alive where the new rule still holds, and is resolved where it does not. */
export async function changeCheck(
  ctx: Context,
  assetId: string,
  checkId: string,
  change: CheckChange,
): Promise<void> {
  const check = await ctx.tx
    .selectFrom('check')
    .selectAll()
    .where('clientId', '=', ctx.clientId)
    .where('assetId', '=', assetId)
    .where('id', '=', checkId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!check) throw new AppError('RA_NOT_FOUND');
  await lockStates(ctx, checkId);
  const before = check.config as Record<string, unknown>;
  const config = change.config
    ? checkedConfig(check.kind, await restoreSecrets(ctx, checkId, change.config, before))
    : undefined;
  if (config && change.config) requireSecretsAgain(check.kind, before, config, keptSecrets(change.config));
  const moved = movedTo(change);
  if (moved) await requirePlaces(ctx, check.kind, { ...check, ...moved });
  // Also when it is switched on again: the site may have taken back meanwhile what it allowed.
  if (config || change.enabled || moved)
    await requireReachable(ctx, {
      ...check,
      ...moved,
      config: config ?? (check.config as Record<string, unknown>),
    });
  const rule = change.rule ? checkedRule(change.rule) : undefined;
  await ctx.tx
    .updateTable('check')
    .set({
      updatedAt: ctx.now,
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(config ? { config: JSON.stringify(await sealSecrets(ctx, checkId, config)) } : {}),
      ...(rule ? { rule: JSON.stringify(rule) } : {}),
      ...(change.intervalMs === undefined ? {} : { intervalMs: change.intervalMs }),
      ...(change.enabled === undefined ? {} : { enabled: change.enabled }),
      ...moved,
    })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', checkId)
    .execute();
  if (rule) await rejudge(ctx, { id: checkId, assetId, kind: check.kind, name: check.name, rule });
  if (moved || config)
    await ctx.tx
      .deleteFrom('checkPlace')
      .where('clientId', '=', ctx.clientId)
      .where('checkId', '=', checkId)
      .execute();
  if (change.enabled === false || config) await endAlerts(ctx, checkId, assetId, 'rule');
  if (change.enabled) await refreshAssetStatus(ctx, assetId);
  await ctx.audit({
    action: 'check.changed',
    objectKind: 'asset',
    objectId: assetId,
    details: {
      check: checkId,
      ...changesOf(
        { ...check, second: secondOf(check), config: maskSecrets(before) },
        {
          ...change,
          runsOn: moved?.runsOn,
          probeId: moved?.probeId,
          config: config && maskSecrets(config),
          rule,
        },
      ),
    },
  });
  await tellPlaces(ctx, checkId, { ...check, ...moved });
  // A place that was left runs it no longer.
  if (moved) await tellPlaces(ctx, checkId, check);
}

/** The columns of its places that a change sets; undefined when it moves nothing. */
function movedTo({ runsOn, probeId, second }: CheckChange): Partial<Placement> | undefined {
  const first =
    runsOn === undefined && probeId === undefined
      ? {}
      : { runsOn: runsOn ?? ('agent' as const), probeId: probeId ?? null };
  const other =
    second === undefined
      ? {}
      : { secondRunsOn: second?.runsOn ?? null, secondProbeId: second?.probeId ?? null };
  const moved = { ...first, ...other };
  return Object.keys(moved).length > 0 ? moved : undefined;
}

export async function removeCheck(ctx: Context, assetId: string, checkId: string): Promise<void> {
  const check = await ctx.tx
    .selectFrom('check')
    .select(['name', 'origin', ...PLACEMENT_COLUMNS])
    .where('clientId', '=', ctx.clientId)
    .where('assetId', '=', assetId)
    .where('id', '=', checkId)
    .executeTakeFirst();
  if (!check) throw new AppError('RA_NOT_FOUND');
  // Its alerts are history; a removed check would take them along.
  const hasHistory = await ctx.tx
    .selectFrom('alert')
    .select('id')
    .where('clientId', '=', ctx.clientId)
    .where('checkId', '=', checkId)
    .limit(1)
    .executeTakeFirst();
  if (hasHistory) return changeCheck(ctx, assetId, checkId, { enabled: false });
  await lockStates(ctx, checkId);
  await ctx.tx.deleteFrom('check').where('clientId', '=', ctx.clientId).where('id', '=', checkId).execute();
  await refreshAssetStatus(ctx, assetId);
  await ctx.audit({
    action: 'check.removed',
    objectKind: 'asset',
    objectId: assetId,
    details: { checkId, name: check.name },
  });
  await tellPlaces(ctx, checkId, check);
}

/** A new agent is watched with no configuration. Idempotent: kinds that are there already stay as they are. */
export async function addDefaultChecks(ctx: Context, assetId: string): Promise<void> {
  const present = new Set(
    (
      await ctx.tx
        .selectFrom('check')
        .select('kind')
        .where('clientId', '=', ctx.clientId)
        .where('assetId', '=', assetId)
        .where('origin', '=', 'default')
        .execute()
    ).map((row) => row.kind),
  );
  const missing = CHECK_KIND_NAMES.filter((kind) => kindOf(kind).automatic && !present.has(kind));
  if (missing.length === 0) return;
  await ctx.tx
    .insertInto('check')
    .values(
      missing.map((kind) => ({
        clientId: ctx.clientId,
        id: ctx.newId(),
        assetId,
        kind,
        name: kind,
        config: JSON.stringify(checkedConfig(kind, {})),
        rule: JSON.stringify(kindOf(kind).defaultRule),
        intervalMs: kindOf(kind).defaultIntervalMs,
        runsOn: 'samples' as const,
        origin: 'default' as const,
        createdAt: ctx.now,
        updatedAt: ctx.now,
      })),
    )
    .execute();
  await ctx.emit({ kind: 'check.changed', objectKind: 'asset', objectId: assetId });
}

async function rejudge(
  ctx: Context,
  check: { id: string; assetId: string; kind: CheckKind; name: string; rule: Rule },
): Promise<void> {
  const rows = await ctx.tx
    .selectFrom('checkState')
    .selectAll()
    .where('clientId', '=', ctx.clientId)
    .where('checkId', '=', check.id)
    .execute();
  for (const row of rows) {
    const { state, transition } = changeRule(check.rule, row.ruleState as RuleState, ctx.now.getTime());
    await ctx.tx
      .updateTable('checkState')
      .set({ ruleState: JSON.stringify(state), status: statusOf(state) })
      .where('clientId', '=', ctx.clientId)
      .where('checkId', '=', check.id)
      .where('instance', '=', row.instance)
      .execute();
    if (transition)
      await applyTransition(
        ctx,
        check,
        {
          instance: row.instance,
          message: row.message,
          code: row.code,
          values: row.values as Record<string, number>,
        },
        transition,
      );
  }
  await refreshAssetStatus(ctx, check.assetId);
}

/** Before its alerts, as observe() does, so that the two wait for each other and not in a circle. */
async function lockStates(ctx: Context, checkId: string): Promise<void> {
  await ctx.tx
    .selectFrom('checkState')
    .select('instance')
    .where('clientId', '=', ctx.clientId)
    .where('checkId', '=', checkId)
    .forUpdate()
    .execute();
}

/** What is no longer watched, or is now another target, cannot be failing. */
async function endAlerts(ctx: Context, checkId: string, assetId: string, reason: string): Promise<void> {
  const open = await ctx.tx
    .selectFrom('alert')
    .select(['id', 'severity', 'message'])
    .where('clientId', '=', ctx.clientId)
    .where('checkId', '=', checkId)
    .where('state', '=', 'raised')
    .execute();
  for (const alert of open)
    await resolveAlert(ctx, alert.id, ctx.now, reason, {
      checkId,
      assetId,
      severity: alert.severity,
      message: alert.message,
    });
  await ctx.tx
    .updateTable('checkState')
    .set({ ruleState: JSON.stringify(initialState(ctx.now.getTime())), status: 'unknown' })
    .where('clientId', '=', ctx.clientId)
    .where('checkId', '=', checkId)
    .execute();
  await refreshAssetStatus(ctx, assetId);
}

/** @throws AppError RA_CHECK_INVALID with the fields, as paths in the check: `config.host` */
export function checkedConfig(kind: CheckKind, config: Record<string, unknown>): Record<string, unknown> {
  const parsed = kindOf(kind).config.safeParse(config);
  if (parsed.success) return parsed.data;
  throw new AppError('RA_CHECK_INVALID', undefined, {
    fields: parsed.error.issues.map((issue) => ({
      path: ['config', ...issue.path].join('.'),
      problem: issue.message,
    })),
  });
}

function checkedRule(rule: Rule): Rule {
  const problems = ruleProblems(rule);
  if (problems.length > 0) throw new AppError('RA_CHECK_INVALID', undefined, { field: 'rule', problems });
  return rule;
}

function defaultName(kind: CheckKind, config: Record<string, unknown>): string {
  const host = config.host && config.port ? `${config.host}:${config.port}` : undefined;
  const target =
    config.url ??
    config.service ??
    config.name ??
    config.commandContains ??
    config.metric ??
    host ??
    config.host ??
    config.domain ??
    config.task ??
    config.path ??
    config.folder ??
    config.plugin;
  return (target ? `${kind} ${String(target)}` : kind).slice(0, 200);
}
