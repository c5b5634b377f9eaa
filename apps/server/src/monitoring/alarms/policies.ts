import { assertPolicy, type EscalationState, OnCallError } from '@rettungsanker/on-call';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { noteChange } from './changed.ts';
import { requirePeople } from './on-call.ts';
import type { Policy, PolicyMatcher } from './schema.ts';

export interface PolicyInput {
  name: string;
  position: number;
  matcher: PolicyMatcher;
  policy: Policy;
  enabled: boolean;
}

/** @throws AppError RA_ESCALATION_INVALID, RA_ON_CALL_INVALID */
export async function addPolicy(ctx: Context, input: PolicyInput): Promise<{ id: string }> {
  await checkPolicy(ctx, input.policy);
  const id = ctx.newId();
  const { matcher, policy, ...rest } = input;
  await ctx.tx
    .insertInto('escalationPolicy')
    .values({
      ...rest,
      clientId: ctx.clientId,
      id,
      matcher: JSON.stringify(matcher),
      policy: JSON.stringify(policy),
      createdAt: ctx.now,
      updatedAt: ctx.now,
    })
    .execute();
  await noteChange(ctx, 'escalation.added', 'escalation-policy', id, { ...input });
  return { id };
}

/** Runs that have begun go on as they began. @throws AppError RA_NOT_FOUND, RA_ESCALATION_INVALID, RA_ON_CALL_INVALID */
export async function changePolicy(ctx: Context, id: string, change: Partial<PolicyInput>): Promise<void> {
  if (change.policy) await checkPolicy(ctx, change.policy);
  const { matcher, policy, ...rest } = change;
  const { numUpdatedRows } = await ctx.tx
    .updateTable('escalationPolicy')
    .set({
      ...rest,
      ...(matcher ? { matcher: JSON.stringify(matcher) } : {}),
      ...(policy ? { policy: JSON.stringify(policy) } : {}),
      updatedAt: ctx.now,
    })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new AppError('RA_NOT_FOUND');
  await noteChange(ctx, 'escalation.changed', 'escalation-policy', id, { ...change });
}

/** @throws AppError RA_NOT_FOUND */
export async function removePolicy(ctx: Context, id: string): Promise<void> {
  const row = await ctx.tx
    .deleteFrom('escalationPolicy')
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst();
  if (!row) throw new AppError('RA_NOT_FOUND');
  await noteChange(ctx, 'escalation.removed', 'escalation-policy', id, row);
}

/** In the order in which they are asked. */
export async function listPolicies(ctx: Context) {
  const rows = await ctx.tx
    .selectFrom('escalationPolicy')
    .select(['id', 'name', 'position', 'matcher', 'policy', 'enabled', 'createdAt', 'updatedAt'])
    .where('clientId', '=', ctx.clientId)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    ...row,
    matcher: row.matcher as PolicyMatcher,
    policy: row.policy as Policy,
  }));
}

/** Where the escalation of an alert stands; null when no chain is for it. @throws AppError RA_NOT_FOUND */
export async function readEscalation(ctx: Context, alertId: string) {
  const alert = await ctx.tx
    .selectFrom('alert')
    .select('id')
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', alertId)
    .executeTakeFirst();
  if (!alert) throw new AppError('RA_NOT_FOUND');
  const run = await ctx.tx
    .selectFrom('escalation')
    .select([
      'policyClientId',
      'policyName',
      'policy',
      'state',
      'nextAt',
      'startedAt',
      'endedAt',
      'endReason',
    ])
    .where('clientId', '=', ctx.clientId)
    .where('alertId', '=', alertId)
    .executeTakeFirst();
  if (!run) return null;
  const steps = await ctx.tx
    .selectFrom('event')
    .select(['at', 'payload'])
    .where('clientId', '=', ctx.clientId)
    .where('objectId', '=', alertId)
    .where('kind', '=', 'alert.escalated')
    .orderBy('id')
    .limit(500)
    .execute();
  const { policyName, nextAt, startedAt, endedAt, endReason } = run;
  const { round, step } = run.state as EscalationState;
  return {
    policyName,
    nextAt,
    startedAt,
    endedAt,
    endReason,
    next:
      nextAt === null
        ? null
        : {
            round,
            step,
            clientId: run.policyClientId,
            targets: [...((run.policy as Policy).steps[step]?.targets ?? [])],
          },
    steps: steps.map(({ at, payload }) => {
      const { round, step, people, channels } = payload as {
        round: number;
        step: number;
        people: string[];
        channels: unknown[];
      };
      return { at, round, step, people: people.length, channels: channels.length };
    }),
  };
}

async function checkPolicy(ctx: Context, policy: Policy): Promise<void> {
  try {
    assertPolicy(policy);
  } catch (error) {
    if (!(error instanceof OnCallError)) throw error;
    throw new AppError('RA_ESCALATION_INVALID', undefined, { problem: error.message, code: error.code });
  }
  const targets = policy.steps.flatMap(({ targets }) => targets);
  await requirePeople(
    ctx,
    targets.flatMap((target) => (target.kind === 'person' ? [target.id] : [])),
  );
  const schedules = targets.flatMap((target) => (target.kind === 'schedule' ? [target.id] : []));
  const channels = targets.flatMap((target) =>
    target.kind === 'channel' ? [target.id] : target.kind === 'schedule' ? (target.channelId ?? []) : [],
  );
  await requireAll(ctx, 'onCallSchedule', schedules, 'a schedule does not exist');
  await requireAll(ctx, 'notifyChannel', channels, 'a channel does not exist');
}

async function requireAll(
  ctx: Context,
  table: 'onCallSchedule' | 'notifyChannel',
  ids: readonly string[],
  problem: string,
): Promise<void> {
  const wanted = new Set(ids);
  if (wanted.size === 0) return;
  const rows = await ctx.tx
    .selectFrom(table)
    .select('id')
    .where('clientId', '=', ctx.clientId)
    .where('id', 'in', [...wanted])
    .execute();
  if (rows.length < wanted.size) throw new AppError('RA_ESCALATION_INVALID', undefined, { problem });
}
