import {
  initialState,
  type Observation,
  type Rule,
  type RuleState,
  type Severity,
  step,
  type Transition,
  weighted,
} from '@rettungsanker/alert-rules';
import { setAssetStatus } from '../../fleet/index.ts';
import type { Context } from '../../platform/context.ts';
import { type CheckKind, kindOf } from '../kinds/index.ts';
import type { CheckStatusName } from '../schema.ts';

export interface JudgedCheck {
  id: string;
  assetId: string;
  kind: CheckKind;
  name: string;
  rule: Rule;
}
export interface Finding {
  instance: string;
  observation: Observation;
  message: string;
  code: string | null;
  values: Record<string, number>;
}
export interface Judgement {
  check: JudgedCheck;
  findings: readonly Finding[];
}
interface StoredState {
  instance: string;
  ruleState: RuleState;
  status: CheckStatusName;
  since: Date;
}
/** An instance of a check as it was stored before. */
export interface KnownInstance {
  instance: string;
  lastAt: Date | null;
}

/** What was found by one check; see `observeAll`. */
export async function observe(ctx: Context, check: JudgedCheck, findings: readonly Finding[]): Promise<void> {
  await observeAll(ctx, [{ check, findings }]);
}

/**
 * Runs findings through the rule machines of their checks, oldest first, and stores states, alerts and events in the
 * caller's transaction. Repeating the same findings changes nothing. However many checks there are, the states are read
 * with one statement and written with one: a thousand agents send their values every few seconds.
 *
 * @param judgements each check once
 * @returns the instances that were known before, by check, of those that have findings
 */
export async function observeAll(
  ctx: Context,
  judgements: readonly Judgement[],
): Promise<ReadonlyMap<string, readonly KnownInstance[]>> {
  const some = judgements.filter(({ findings }) => findings.length > 0);
  if (some.length === 0) return new Map();
  const rows = await ctx.tx
    .selectFrom('checkState')
    .select(['checkId', 'instance', 'ruleState', 'status', 'since', 'lastAt'])
    .where('clientId', '=', ctx.clientId)
    .where(
      'checkId',
      'in',
      some.map(({ check }) => check.id),
    )
    // Everybody locks in this order, so that two wait for each other and not in a circle.
    .orderBy('checkId')
    .orderBy('instance')
    .forUpdate()
    .execute();
  const before = Map.groupBy(rows, ({ checkId }) => checkId);
  const changed: ChangedState[] = [];
  const judgedAnew = new Set<string>();
  for (const { check, findings } of some) {
    const known = (before.get(check.id) ?? []).map((row) => ({
      ...row,
      ruleState: row.ruleState as RuleState,
    }));
    if (await judge(ctx, check, findings, known, changed)) judgedAnew.add(check.assetId);
  }
  await saveStates(ctx, changed);
  for (const assetId of judgedAnew) await refreshAssetStatus(ctx, assetId);
  return before;
}

interface ChangedState {
  checkId: string;
  state: StoredState;
  finding: Finding;
}

/** @returns whether the state of the system may be another one now */
async function judge(
  ctx: Context,
  check: JudgedCheck,
  findings: readonly Finding[],
  known: readonly StoredState[],
  changed: ChangedState[],
): Promise<boolean> {
  const states = new Map(known.map((row) => [row.instance, row]));
  const latest = new Map<string, Finding>();
  let judgedAnew = false;
  for (const finding of [...findings].sort((a, b) => a.observation.at - b.observation.at)) {
    const stored = states.get(finding.instance);
    const before = stored ?? {
      instance: finding.instance,
      ruleState: initialState(finding.observation.at),
      status: 'unknown' as const,
      since: ctx.now,
    };
    const { state, transition } = step(check.rule, before.ruleState, finding.observation);
    if (state === before.ruleState && stored) continue;
    const status = statusOf(state);
    judgedAnew ||= status !== before.status || !stored;
    states.set(finding.instance, {
      instance: finding.instance,
      ruleState: state,
      status,
      since: status === before.status ? before.since : new Date(finding.observation.at),
    });
    latest.set(finding.instance, finding);
    if (transition) {
      judgedAnew = true;
      await applyTransition(ctx, check, finding, transition);
    }
  }
  for (const [instance, finding] of latest)
    changed.push({ checkId: check.id, state: states.get(instance)!, finding });
  return judgedAnew;
}

/** PostgreSQL takes 65,535 parameters in a statement. */
const ROWS_AT_ONCE = 2_000;

async function saveStates(ctx: Context, changed: readonly ChangedState[]): Promise<void> {
  for (let at = 0; at < changed.length; at += ROWS_AT_ONCE)
    await saveSome(ctx, changed.slice(at, at + ROWS_AT_ONCE));
}

async function saveSome(ctx: Context, changed: readonly ChangedState[]): Promise<void> {
  await ctx.tx
    .insertInto('checkState')
    .values(
      changed.map(({ checkId, state, finding: { observation, message, code, values } }) => ({
        clientId: ctx.clientId,
        checkId,
        instance: state.instance,
        status: state.status,
        ruleState: JSON.stringify(state.ruleState),
        lastAt: new Date(observation.at),
        // JSON has neither NaN, which says that nothing could be judged, nor Infinity.
        lastValue: Number.isFinite(observation.value) ? observation.value : null,
        message: message.slice(0, 2000),
        code,
        values: JSON.stringify(values),
        since: state.since,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['clientId', 'checkId', 'instance']).doUpdateSet((eb) => ({
        status: eb.ref('excluded.status'),
        ruleState: eb.ref('excluded.ruleState'),
        lastAt: eb.ref('excluded.lastAt'),
        lastValue: eb.ref('excluded.lastValue'),
        message: eb.ref('excluded.message'),
        code: eb.ref('excluded.code'),
        values: eb.ref('excluded.values'),
        since: eb.ref('excluded.since'),
      })),
    )
    .execute();
}

export function statusOf(state: RuleState): CheckStatusName {
  if (state.alert) return state.alert.severity === 'info' ? 'ok' : state.alert.severity;
  return state.blind || state.reading === undefined ? 'unknown' : 'ok';
}

export async function applyTransition(
  ctx: Context,
  check: JudgedCheck,
  finding: Omit<Finding, 'observation'>,
  judged: Transition,
): Promise<void> {
  const transition = { ...judged, severity: await severityOf(ctx, check, judged.severity) };
  const open = await ctx.tx
    .selectFrom('alert')
    .select(['id', 'severity'])
    .where('clientId', '=', ctx.clientId)
    .where('checkId', '=', check.id)
    .where('instance', '=', finding.instance)
    .where('state', '=', 'raised')
    .executeTakeFirst();
  const payload = {
    assetId: check.assetId,
    checkId: check.id,
    checkName: check.name,
    checkKind: check.kind,
    instance: finding.instance,
    severity: transition.severity,
    message: finding.message,
    code: finding.code,
    values: finding.values,
  };
  if (transition.type === 'resolved') {
    if (open) await resolveAlert(ctx, open.id, new Date(transition.at), transition.reason, payload);
    return;
  }
  if (open) {
    await ctx.tx
      .updateTable('alert')
      .set({
        severity: transition.severity,
        message: finding.message,
        code: finding.code,
        values: JSON.stringify(finding.values),
      })
      .where('clientId', '=', ctx.clientId)
      .where('id', '=', open.id)
      .execute();
    if (open.severity !== transition.severity)
      await ctx.emit({
        kind: 'alert.changed',
        objectKind: 'alert',
        objectId: open.id,
        payload: { ...payload, previous: open.severity },
      });
    return;
  }
  const id = ctx.newId();
  await ctx.tx
    .insertInto('alert')
    .values({
      clientId: ctx.clientId,
      id,
      assetId: check.assetId,
      checkId: check.id,
      instance: finding.instance,
      kind: check.kind,
      severity: transition.severity as Severity,
      state: 'raised',
      code: finding.code,
      message: finding.message,
      values: JSON.stringify(finding.values),
      observedAt: new Date(transition.since),
      raisedAt: ctx.now,
      resolvedAt: null,
      resolvedReason: null,
      acknowledgedAt: null,
      acknowledgedBy: null,
      acknowledgedNote: null,
    })
    .execute();
  await ctx.emit({ kind: 'alert.raised', objectKind: 'alert', objectId: id, payload });
}

/** What the rule says, or what it means on a system of this importance. */
async function severityOf(ctx: Context, check: JudgedCheck, severity: Severity): Promise<Severity> {
  if (check.rule.byImportance !== true) return severity;
  const asset = await ctx.tx
    .selectFrom('asset')
    .select('importance')
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', check.assetId)
    .executeTakeFirstOrThrow();
  return weighted(severity, asset.importance);
}

export async function resolveAlert(
  ctx: Context,
  alertId: string,
  at: Date,
  reason: string,
  payload: Record<string, unknown>,
): Promise<void> {
  await ctx.tx
    .updateTable('alert')
    .set({ state: 'resolved', resolvedAt: at, resolvedReason: reason })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', alertId)
    .where('state', '=', 'raised')
    .execute();
  await ctx.emit({
    kind: 'alert.resolved',
    objectKind: 'alert',
    objectId: alertId,
    payload: { ...payload, reason },
  });
}

/**
 * The worst open alert decides. Without one a system is fine only when something is judged and nothing that somebody
 * asked for stays without a result: a check that cannot be made must not look like one that went well.
 */
export async function refreshAssetStatus(ctx: Context, assetId: string): Promise<void> {
  const rows = await ctx.tx
    .selectFrom('alert')
    .select('severity')
    .distinct()
    .where('clientId', '=', ctx.clientId)
    .where('assetId', '=', assetId)
    .where('state', '=', 'raised')
    .execute();
  const severities = rows.map((row) => row.severity);
  if (severities.includes('critical')) return setAssetStatus(ctx, assetId, 'critical');
  if (severities.includes('warning')) return setAssetStatus(ctx, assetId, 'warning');
  const checks = await ctx.tx
    .selectFrom('check')
    .leftJoin('checkState', (join) =>
      join.onRef('checkState.clientId', '=', 'check.clientId').onRef('checkState.checkId', '=', 'check.id'),
    )
    .select(['check.kind', 'checkState.status'])
    .where('check.clientId', '=', ctx.clientId)
    .where('check.assetId', '=', assetId)
    .where('check.enabled', '=', true)
    .execute();
  // What comes with every system may have nothing to judge on this one: no swap, no history yet, no clone.
  const open = checks.some(
    ({ kind, status }) =>
      status === 'unknown' || (status === null && kindOf(kind).source.type === 'executed'),
  );
  const judged = checks.some(({ status }) => status !== null && status !== 'unknown');
  await setAssetStatus(ctx, assetId, judged && !open ? 'ok' : 'unknown');
}
