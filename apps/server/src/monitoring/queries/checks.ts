import type { Rule } from '@rettungsanker/alert-rules';
import { type AssignedCheck, runnableCheckSchema } from '@rettungsanker/protocol';
import { type ExpressionBuilder, sql } from 'kysely';
import type { CheckSource } from '../../fleet/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Tables } from '../../platform/database/tables.ts';
import type { JudgedCheck } from '../commands/observe.ts';
import { secondOf } from '../commands/places.ts';
import { maskSecrets, openSecrets } from '../kinds/secrets.ts';
import { PLACEMENT_COLUMNS, type Placement, placesOf } from '../places.ts';

export interface LoadedCheck extends JudgedCheck, Placement {
  config: Record<string, unknown>;
  intervalMs: number;
}

/** Enabled checks of one system. */
export async function loadChecks(ctx: Context, assetId: string): Promise<LoadedCheck[]> {
  const rows = await ctx.tx
    .selectFrom('check')
    .select(LOADED)
    .where('clientId', '=', ctx.clientId)
    .where('assetId', '=', assetId)
    .where('enabled', '=', true)
    .execute();
  return rows.map(loaded);
}

/** Those of these enabled checks of other systems that the agent of this one is to run as a probe. */
export async function loadNeighbourChecks(
  ctx: Context,
  probeId: string,
  checkIds: readonly string[],
): Promise<LoadedCheck[]> {
  if (checkIds.length === 0) return [];
  const rows = await ctx.tx
    .selectFrom('check')
    .select(LOADED)
    .where('clientId', '=', ctx.clientId)
    .where('id', 'in', checkIds)
    .where('assetId', '<>', probeId)
    .where('enabled', '=', true)
    .where(runBy(probeId))
    .execute();
  return rows.map(loaded);
}

const LOADED = ['id', 'kind', 'name', 'config', 'rule', 'intervalMs', ...PLACEMENT_COLUMNS] as const;

const loaded = <Row extends { config: unknown; rule: unknown }>(row: Row) => ({
  ...row,
  config: row.config as Record<string, unknown>,
  rule: row.rule as Rule,
});

/** The agent of this system executes it, for itself or as a probe: placesOf() in SQL. */
const runBy = (assetId: string) => (eb: ExpressionBuilder<Tables, 'check'>) =>
  eb.or([
    eb.and([
      eb('check.runsOn', '=', 'agent'),
      eb(eb.fn.coalesce('check.probeId', 'check.assetId'), '=', assetId),
    ]),
    eb.and([
      eb('check.secondRunsOn', '=', 'agent'),
      eb(eb.fn.coalesce('check.secondProbeId', 'check.assetId'), '=', assetId),
    ]),
  ]);

export const agentChecks: CheckSource = {
  async checksFor(ctx: Context, assetId: string): Promise<AssignedCheck[]> {
    const rows = await ctx.tx
      .selectFrom('check')
      .innerJoin('asset', (join) =>
        join.onRef('asset.clientId', '=', 'check.clientId').onRef('asset.id', '=', 'check.assetId'),
      )
      .select(['check.id', 'check.kind', 'check.config', 'check.intervalMs'])
      .where('check.clientId', '=', ctx.clientId)
      .where('check.enabled', '=', true)
      .where('asset.archivedAt', 'is', null)
      .where(runBy(assetId))
      .orderBy('check.id')
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
  const names = await namesOf(
    ctx,
    checks.flatMap((check) => placesOf(check)).filter((place) => place !== 'server'),
  );
  const statesOf = Map.groupBy(states, ({ checkId }) => checkId);
  return checks.map((check) => ({
    ...check,
    config: maskSecrets(check.config as Record<string, unknown>),
    rule: check.rule as Rule,
    second: secondOf(check),
    places: placesOf(check).map((place) =>
      place === 'server' ? SERVER_PLACE : { assetId: place, name: names.get(place) ?? null },
    ),
    states: (statesOf.get(check.id) ?? []).map((state) => ({
      ...state,
      values: state.values as Record<string, number>,
    })),
  }));
}

const SERVER_PLACE = { assetId: null, name: null };

async function namesOf(ctx: Context, assetIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(assetIds)];
  if (wanted.length === 0) return new Map();
  const rows = await ctx.tx
    .selectFrom('asset')
    .select(['id', 'name'])
    .where('clientId', '=', ctx.clientId)
    .where('id', 'in', wanted)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
