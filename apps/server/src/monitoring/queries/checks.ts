import type { Rule } from '@rettungsanker/alert-rules';
import { type AssignedCheck, runnableCheckSchema } from '@rettungsanker/protocol';
import { sql } from 'kysely';
import type { CheckSource } from '../../fleet/index.ts';
import type { Context } from '../../platform/context.ts';
import type { JudgedCheck } from '../commands/observe.ts';
import { maskSecrets, openSecrets } from '../kinds/secrets.ts';

export interface LoadedCheck extends JudgedCheck {
  config: Record<string, unknown>;
  intervalMs: number;
}

/** Enabled checks of one system. */
export async function loadChecks(ctx: Context, assetId: string): Promise<LoadedCheck[]> {
  const rows = await ctx.tx
    .selectFrom('check')
    .select(['id', 'assetId', 'kind', 'name', 'config', 'rule', 'intervalMs'])
    .where('clientId', '=', ctx.clientId)
    .where('assetId', '=', assetId)
    .where('enabled', '=', true)
    .execute();
  return rows.map((row) => ({
    ...row,
    config: row.config as Record<string, unknown>,
    rule: row.rule as Rule,
  }));
}

export const agentChecks: CheckSource = {
  async checksFor(ctx: Context, assetId: string): Promise<AssignedCheck[]> {
    const rows = await ctx.tx
      .selectFrom('check')
      .select(['id', 'kind', 'config', 'intervalMs'])
      .where('clientId', '=', ctx.clientId)
      .where('assetId', '=', assetId)
      .where('enabled', '=', true)
      .where('runsOn', '=', 'agent')
      .orderBy('id')
      .execute();
    const checks: AssignedCheck[] = [];
    for (const { id, kind, intervalMs, config } of rows) {
      const opened = await openSecrets(ctx, id, config as Record<string, unknown>);
      checks.push({ id, intervalMs, check: runnableCheckSchema.parse({ ...opened, kind }) });
    }
    return checks;
  },
};

export async function listChecks(ctx: Context, assetId: string) {
  // One connection, one query at a time: a transaction has nothing to run side by side.
  const checks = await ctx.tx
    .selectFrom('check')
    .selectAll()
    .where('clientId', '=', ctx.clientId)
    .where('assetId', '=', assetId)
    .orderBy('kind')
    .orderBy('name')
    .execute();
  const states = await ctx.tx
    .selectFrom('checkState')
    .innerJoin('check', (join) =>
      join.onRef('check.clientId', '=', 'checkState.clientId').onRef('check.id', '=', 'checkState.checkId'),
    )
    .select([
      'checkState.checkId',
      'checkState.instance',
      'checkState.status',
      'checkState.lastAt',
      'checkState.lastValue',
      'checkState.message',
      'checkState.code',
      'checkState.values',
      'checkState.since',
      sql<boolean>`coalesce((check_state.rule_state -> 'flap' ->> 'on')::boolean, false)`.as('flapping'),
    ])
    .where('check.clientId', '=', ctx.clientId)
    .where('check.assetId', '=', assetId)
    .orderBy('checkState.instance')
    .execute();
  return checks.map((check) => ({
    ...check,
    config: maskSecrets(check.config as Record<string, unknown>),
    rule: check.rule as Rule,
    states: states
      .filter((state) => state.checkId === check.id)
      .map((state) => ({ ...state, values: state.values as Record<string, number> })),
  }));
}
