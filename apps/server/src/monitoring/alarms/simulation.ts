import { type Observation, type Rule, type Simulation, simulate } from '@rettungsanker/alert-rules';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { deliveredConfig, type LabelMatcher } from '../kinds/derived.ts';
import { type CheckKind, kindOf } from '../kinds/index.ts';
import { readSource, type Source } from '../queries/source.ts';
import type { SeriesStore } from '../series/index.ts';

const DAY_MS = 86_400_000;
/** A day in so many pieces is one observation in 44 s: close to how it was judged, and a month is read in a second. */
const POINTS_A_DAY = 2000;

export interface SimulationRequest {
  rule: Rule;
  days: number;
  /** A check that is there: its kind, what it excludes, its own series. */
  checkId?: string | undefined;
  /** Or a kind that is judged from samples, */
  kind?: CheckKind | undefined;
  /** or the metric itself; for a check that is there, the value of it that is meant. */
  metric?: string | undefined;
  /** With a metric: the series of that name that others deliver. */
  where?: readonly LabelMatcher[] | undefined;
}

export interface SimulationResult {
  from: Date;
  to: Date;
  instances: (Simulation & { instance: string })[];
  /** What the check has really raised in that time; null when none was named. */
  actual: number | null;
}

/**
 * How often would this rule have fired? Runs it over what was measured; nothing is stored and nobody is told. Of every
 * bucket the value that comes closest to the threshold counts.
 * @throws AppError RA_SIMULATION_EMPTY, RA_NOT_FOUND, RA_CHECK_INVALID
 */
export async function simulateRule(
  ctx: Context,
  store: SeriesStore,
  assetId: string,
  { rule, days, ...asked }: SimulationRequest,
): Promise<SimulationResult> {
  const { condition } = rule;
  if (condition.kind !== 'value') throw new AppError('RA_SIMULATION_EMPTY');
  const { checkId } = asked;
  const { exclude, ...source } = await sourceOf(ctx, assetId, asked);
  const to = ctx.now.getTime();
  const from = to - days * DAY_MS;
  const observations = new Map<string, Observation[]>();
  for (let start = from; start < to; start += DAY_MS) {
    const series = await readSource(ctx, store, assetId, source, {
      from: new Date(start),
      to: new Date(Math.min(to, start + DAY_MS)),
      points: POINTS_A_DAY,
    });
    for (const { instance, points } of series) {
      if (exclude.has(instance)) continue;
      const list = observations.get(instance) ?? [];
      for (const [at, least, , most] of points)
        list.push({ at, value: condition.direction === 'above' ? most : least });
      observations.set(instance, list);
    }
  }
  if (observations.size === 0) throw new AppError('RA_SIMULATION_EMPTY');
  const instances = [...observations]
    .map(([instance, list]) => ({ instance, ...simulate(rule, list, { from: list[0]?.at ?? from, to }) }))
    .sort((a, b) => b.alerts.length - a.alerts.length || a.instance.localeCompare(b.instance));
  return {
    from: new Date(from),
    to: new Date(to),
    instances,
    actual: checkId === undefined ? null : await raisedBy(ctx, checkId, new Date(from)),
  };
}

async function sourceOf(
  ctx: Context,
  assetId: string,
  { checkId, kind, metric, where }: Omit<SimulationRequest, 'rule' | 'days'>,
): Promise<Source & { exclude: ReadonlySet<string> }> {
  const asset = await ctx.tx
    .selectFrom('asset')
    .select('id')
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', assetId)
    .executeTakeFirst();
  if (!asset) throw new AppError('RA_NOT_FOUND');
  const none: ReadonlySet<string> = new Set();
  if (checkId === undefined) {
    const sampled = kind === undefined ? metric : (sampledMetric(kind) ?? (where && metric));
    if (sampled === undefined) throw new AppError('RA_SIMULATION_EMPTY');
    return { metric: sampled, where, exclude: none };
  }
  const check = await ctx.tx
    .selectFrom('check')
    .select(['kind', 'config'])
    .where('clientId', '=', ctx.clientId)
    .where('assetId', '=', assetId)
    .where('id', '=', checkId)
    .executeTakeFirst();
  if (!check) throw new AppError('RA_NOT_FOUND');
  if (check.kind === 'series') return { ...deliveredConfig.parse(check.config), exclude: none };
  const exclude = new Set((check.config as { exclude?: string[] }).exclude ?? []);
  const sampled = sampledMetric(check.kind);
  if (sampled !== undefined) return { metric: sampled, exclude };
  if (metric === undefined) throw new AppError('RA_SIMULATION_EMPTY');
  return { metric, checkId, exclude };
}

function sampledMetric(kind: CheckKind): string | undefined {
  const { source } = kindOf(kind);
  return source.type === 'samples' ? source.metric : undefined;
}

async function raisedBy(ctx: Context, checkId: string, since: Date): Promise<number> {
  const { count } = await ctx.tx
    .selectFrom('alert')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('clientId', '=', ctx.clientId)
    .where('checkId', '=', checkId)
    .where('raisedAt', '>', since)
    .executeTakeFirstOrThrow();
  return Number(count);
}
