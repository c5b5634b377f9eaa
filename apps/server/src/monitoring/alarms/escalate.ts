import {
  advanceEscalation,
  type EscalationEnd,
  type EscalationState,
  endEscalation,
  startEscalation,
} from '@rettungsanker/on-call';
import type { Context } from '../../platform/context.ts';
import { peopleOf } from '../../platform/notify/index.ts';
import { type Chains, chainFor, receiversOf } from './chains.ts';
import type { Policy } from './schema.ts';
import { lockAlarms } from './triage.ts';

/**
 * Brings the escalation of every alert that is up to where it has to be: starts, tells who is next, stops. A step and
 * its messages are written with one transaction, so a crash loses neither and doubles neither.
 *
 * @param chains the client's own and the provider's
 * @returns when the next step is due, Unix ms
 */
export async function escalate(ctx: Context, chains: readonly Chains[]): Promise<number | undefined> {
  await lockAlarms(ctx);
  const rows = await running(ctx);
  const people = new Set((await peopleOf(ctx)).map(({ id }) => id));
  let next: number | undefined;
  for (const row of rows) {
    const expired = row.acknowledgedUntil !== null && row.acknowledgedUntil <= ctx.now;
    if (expired) await endAcknowledgement(ctx, row.id);
    const acknowledged = row.acknowledgedAt !== null && !expired;
    const raised = row.state === 'raised';
    const run = await runOf(ctx, chains, row, raised && !acknowledged);
    if (!run) continue;
    const at = await advance(ctx, chains, people, row, run, { raised, acknowledged });
    if (at !== undefined) next = Math.min(next ?? at, at);
    if (acknowledged && row.acknowledgedUntil !== null)
      next = Math.min(next ?? Number.POSITIVE_INFINITY, row.acknowledgedUntil.getTime());
  }
  return next;
}

type Row = Awaited<ReturnType<typeof running>>[number];
interface Run {
  policyClientId: string;
  policy: Policy;
  policyName: string;
  state: EscalationState;
}

/** Alerts that somebody was told of and are up, and those whose chain still runs although they are over. */
function running(ctx: Context) {
  return ctx.tx
    .selectFrom('alert')
    .innerJoin('asset', (join) =>
      join.onRef('asset.clientId', '=', 'alert.clientId').onRef('asset.id', '=', 'alert.assetId'),
    )
    .leftJoin('escalation', (join) =>
      join.onRef('escalation.clientId', '=', 'alert.clientId').onRef('escalation.alertId', '=', 'alert.id'),
    )
    .select([
      'alert.id',
      'alert.state',
      'alert.severity',
      'alert.kind',
      'alert.assetId',
      'alert.checkId',
      'asset.siteId',
      'alert.reportedAt',
      'alert.suppression',
      'alert.acknowledgedAt',
      'alert.acknowledgedUntil',
      'escalation.policyClientId',
      'escalation.policyName',
      'escalation.policy',
      'escalation.state as run',
    ])
    .where('alert.clientId', '=', ctx.clientId)
    .where('alert.reportedAt', 'is not', null)
    .where((eb) =>
      eb.or([
        eb('alert.state', '=', 'raised'),
        eb.and([eb('escalation.alertId', 'is not', null), eb('escalation.endedAt', 'is', null)]),
      ]),
    )
    .orderBy('alert.id')
    .execute();
}

/** The run that there is, or a new one: when none was, or when an acknowledgement was taken back or has expired. */
async function runOf(
  ctx: Context,
  chains: readonly Chains[],
  row: Row,
  wanted: boolean,
): Promise<Run | undefined> {
  if (row.run !== null && row.policyClientId !== null) {
    const known: Run = {
      policyClientId: row.policyClientId,
      policy: row.policy as Policy,
      policyName: row.policyName!,
      state: row.run as EscalationState,
    };
    if (known.state.ended !== 'acknowledged' || !wanted) return known;
  }
  if (!wanted || row.suppression !== null) return undefined;
  const found = chainFor(chains, ctx.clientId, { ...row, reportedAt: row.reportedAt! });
  if (!found) return undefined;
  const { id: policyId, name: policyName, policy } = found.policy;
  const state = startEscalation(policy, ctx.now.getTime());
  const start = {
    policyClientId: found.clientId,
    policyId,
    policyName,
    policy: JSON.stringify(policy),
    state: JSON.stringify(state),
    nextAt: new Date(state.nextAt!),
    startedAt: ctx.now,
    endedAt: null,
    endReason: null,
  };
  await ctx.tx
    .insertInto('escalation')
    .values({ clientId: ctx.clientId, alertId: row.id, ...start })
    .onConflict((conflict) => conflict.columns(['clientId', 'alertId']).doUpdateSet(start))
    .execute();
  return { policyClientId: found.clientId, policy, policyName, state };
}

async function advance(
  ctx: Context,
  chains: readonly Chains[],
  people: ReadonlySet<string>,
  row: Row,
  run: Run,
  { raised, acknowledged }: { raised: boolean; acknowledged: boolean },
): Promise<number | undefined> {
  let { state } = run;
  if (state.ended !== undefined) return undefined;
  const end: EscalationEnd | undefined = !raised ? 'resolved' : acknowledged ? 'acknowledged' : undefined;
  if (end !== undefined) state = endEscalation(state, end);
  else if (row.suppression === null) state = await tell(ctx, chains, people, row.id, run);
  if (state === run.state) return row.suppression === null ? (state.nextAt ?? undefined) : undefined;
  await ctx.tx
    .updateTable('escalation')
    .set({
      state: JSON.stringify(state),
      nextAt: state.nextAt === null ? null : new Date(state.nextAt),
      endedAt: state.ended === undefined ? null : ctx.now,
      endReason: state.ended ?? null,
    })
    .where('clientId', '=', ctx.clientId)
    .where('alertId', '=', row.id)
    .execute();
  return state.nextAt ?? undefined;
}

/** Tells whoever is due. A step that reaches nobody (a gap in the schedule) brings the next one forward. */
async function tell(
  ctx: Context,
  chains: readonly Chains[],
  mayHear: ReadonlySet<string>,
  alertId: string,
  run: Run,
): Promise<EscalationState> {
  const now = ctx.now.getTime();
  const own = chains.find(({ clientId }) => clientId === run.policyClientId);
  let { state } = run;
  for (;;) {
    const outcome = advanceEscalation(run.policy, state, now);
    if (outcome.fired.length === 0) return state;
    state = outcome.state;
    let reached = 0;
    for (const { round, step, dueAt, targets } of outcome.fired) {
      const receivers = own ? receiversOf(own, targets, now) : { people: [], channels: [] };
      const heard = receivers.people.filter((id) => mayHear.has(id));
      reached += heard.length + receivers.channels.length;
      await ctx.emit({
        kind: 'alert.escalated',
        objectKind: 'alert',
        objectId: alertId,
        payload: {
          policy: run.policyName,
          round,
          step,
          dueAt: new Date(dueAt).toISOString(),
          people: heard,
          channels: receivers.channels,
        },
      });
    }
    if (reached > 0 || state.nextAt === null || state.step === 0) return state;
    state = { ...state, nextAt: Math.min(state.nextAt, now) };
  }
}

async function endAcknowledgement(ctx: Context, alertId: string): Promise<void> {
  await ctx.tx
    .updateTable('alert')
    .set({ acknowledgedAt: null, acknowledgedBy: null, acknowledgedNote: null, acknowledgedUntil: null })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', alertId)
    .execute();
  await ctx.audit({
    action: 'alert.unacknowledged',
    objectKind: 'alert',
    objectId: alertId,
    details: { reason: 'expired' },
  });
  await ctx.emit({ kind: 'alert.acknowledged', objectKind: 'alert', objectId: alertId });
}
