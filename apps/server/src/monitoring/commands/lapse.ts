import { type RuleState, tick } from '@rettungsanker/alert-rules';
import type { Context } from '../../platform/context.ts';
import { applyTransition, type Finding, type JudgedCheck, refreshAssetStatus, statusOf } from './observe.ts';

/**
 * Lets time pass for one instance of a check that got no value: silence that lasts longer than its rule allows raises
 * an alert, and ends it when values are there again. Call it after `observe`.
 * @param silence what to say of a silence of so many ms
 */
export async function lapse(
  ctx: Context,
  check: JudgedCheck,
  instance: string,
  silence: (silentMs: number) => Omit<Finding, 'observation' | 'instance'>,
): Promise<void> {
  if (check.rule.noData === undefined) return;
  const row = await ctx.tx
    .selectFrom('checkState')
    .select(['ruleState', 'message', 'code', 'values'])
    .where('clientId', '=', ctx.clientId)
    .where('checkId', '=', check.id)
    .where('instance', '=', instance)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return;
  const before = row.ruleState as RuleState;
  const now = ctx.now.getTime();
  const { state, transition } = tick(check.rule, before, now);
  if (state === before) return;
  await ctx.tx
    .updateTable('checkState')
    .set({ ruleState: JSON.stringify(state), status: statusOf(state), since: ctx.now })
    .where('clientId', '=', ctx.clientId)
    .where('checkId', '=', check.id)
    .where('instance', '=', instance)
    .execute();
  if (!transition) return;
  const said =
    transition.reason === 'no-data' && transition.type !== 'resolved'
      ? silence(now - state.knownAt)
      : { message: row.message, code: row.code, values: row.values as Record<string, number> };
  await applyTransition(ctx, check, { instance, ...said }, transition);
  await refreshAssetStatus(ctx, check.assetId);
}
