import type { Context } from '../../platform/context.ts';
import { lapse } from '../commands/lapse.ts';
import { type Finding, observe } from '../commands/observe.ts';
import { forgetInstances, GONE_MS } from '../commands/retire.ts';
import { deliveredConfig } from '../kinds/derived.ts';
import type { LoadedCheck } from '../queries/checks.ts';
import { deliveredSelector, instanceOf, MOST_DELIVERED } from '../queries/delivered.ts';
import { type RawSeries, SERIES_LIMITS, type SeriesStore } from '../series/index.ts';

const MINUTE_MS = 60_000;
/** What stands for the whole selection while nothing of it delivers. */
const WHOLE = '';
/** Without a look for so long the server was away: senders get until the next look to catch up. */
const AWAY_MS = 3 * MINUTE_MS;

/**
 * Judges the series of one check that others deliver, each by itself. One that is silent while others of the selection
 * deliver is forgotten after a while, as its host or container is gone. When all of them are silent nothing is known and
 * nothing ends; that is one finding about the whole selection.
 */
export async function judgeDelivered(ctx: Context, store: SeriesStore, check: LoadedCheck): Promise<void> {
  const config = deliveredConfig.parse(check.config);
  const selector = deliveredSelector(config.metric, config.where);
  const now = ctx.now.getTime();
  const known = await knownInstances(ctx, check.id);
  const keys = await store.find(ctx, ctx.clientId, selector);
  if (keys.length > MOST_DELIVERED)
    return observe(ctx, check, [
      unknown(now, WHOLE, 'RA_SERIES_MANY', `${keys.length} series match`, { series: keys.length }),
    ]);
  const values = new Map<string, number>();
  if (keys.length > 0) {
    const range = { from: now - config.minutes * MINUTE_MS, to: now + SERIES_LIMITS.futureMs };
    for (const series of await store.raw(ctx, ctx.clientId, { ...selector, ...range })) {
      const value = counted(series, config.take);
      if (value !== undefined) values.set(instanceOf(series.key, config.where), value);
    }
  }
  const silent = [...known.keys()].filter((instance) => !values.has(instance));
  if (values.size === 0 && !known.has(WHOLE)) silent.push(WHOLE);
  await observe(ctx, check, [
    ...Array.from(values, ([instance, value]) => found(now, instance, config.metric, value)),
    ...silent.map((instance) => unknown(now, instance, 'RA_SERIES_SILENT', `no values of ${config.metric}`)),
  ]);
  if (values.size === 0 || values.has(WHOLE)) {
    const away = now - Math.max(0, ...[...known.values()].map(({ lastAt }) => lastAt)) > AWAY_MS;
    if (away && known.size > 0 && values.size === 0) return;
    await lapse(ctx, check, WHOLE, (silentMs) => ({
      message: `no values of ${config.metric} for ${Math.round(silentMs / MINUTE_MS)} min`,
      code: 'RA_SERIES_SILENT',
      values: { silentSeconds: Math.round(silentMs / 1000) },
    }));
    return;
  }
  if (known.has(WHOLE)) await forgetInstances(ctx, check, [WHOLE], 'condition');
  const gone = silent.filter((instance) => now - (known.get(instance)?.knownAt ?? now) > GONE_MS);
  await forgetInstances(ctx, check, gone, 'gone');
}

async function knownInstances(
  ctx: Context,
  checkId: string,
): Promise<Map<string, { lastAt: number; knownAt: number }>> {
  const rows = await ctx.tx
    .selectFrom('checkState')
    .select(['instance', 'lastAt', 'ruleState'])
    .where('clientId', '=', ctx.clientId)
    .where('checkId', '=', checkId)
    .execute();
  return new Map(
    rows.map(({ instance, lastAt, ruleState }) => [
      instance,
      { lastAt: lastAt?.getTime() ?? 0, knownAt: (ruleState as { knownAt: number }).knownAt },
    ]),
  );
}

/** Undefined when there is nothing, or the sender has said that the series has ended. */
function counted({ values }: RawSeries, take: 'last' | 'average' | 'least' | 'most'): number | undefined {
  const last = values.at(-1);
  if (last === undefined || Number.isNaN(last)) return undefined;
  if (take === 'last') return last;
  const real = values.filter((value) => !Number.isNaN(value));
  if (take === 'average') return real.reduce((sum, value) => sum + value, 0) / real.length;
  return real.reduce((best, value) => (take === 'least' ? Math.min(best, value) : Math.max(best, value)));
}

const found = (at: number, instance: string, metric: string, value: number): Finding => ({
  instance,
  observation: { at, value },
  message: `${metric}${instance ? ` ${instance}` : ''}: ${value}`,
  code: null,
  // JSON has no Infinity.
  values: Number.isFinite(value) ? { value } : {},
});

const unknown = (
  at: number,
  instance: string,
  code: string,
  message: string,
  values: Record<string, number> = {},
): Finding => ({ instance, observation: { at, value: Number.NaN }, message, code, values });
