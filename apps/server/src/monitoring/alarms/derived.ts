import {
  type CheckStatus,
  deviation,
  forecastFull,
  percentFailed,
  type RuleState,
  rate,
} from '@rettungsanker/alert-rules';
import { instantOf, wallTime, zoneOf } from '@rettungsanker/time-windows';
import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { defineJob, type JobDefinition, type RecurringJob } from '../../platform/jobs/jobs.ts';
import { type Finding, observe } from '../commands/observe.ts';
import { groupConfig, trendConfig } from '../kinds/derived.ts';
import { type LoadedCheck, loadChecks } from '../queries/checks.ts';
import { readSource } from '../queries/source.ts';
import type { SeriesStore } from '../series/index.ts';
import { judgeDelivered } from './delivered.ts';
import type { AlarmDependencies } from './evaluate.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
const DERIVED_TASK = 'alarms.derived';

/** Judges what follows from other values: once a minute, one system a transaction. */
export function derivedJobs({ tenancy, series }: AlarmDependencies): {
  jobs: JobDefinition[];
  recurring: RecurringJob[];
} {
  return {
    jobs: [
      defineJob({
        name: DERIVED_TASK,
        payload: z.object({}),
        run: async () => {
          const assets = await tenancy.asSystemEverywhere(({ tx }) =>
            tx
              .selectFrom('check')
              .select(['clientId', 'assetId'])
              .distinct()
              .where('kind', 'in', ['trend', 'group', 'series'])
              .where('enabled', '=', true)
              .execute(),
          );
          // What is wrong with one system must not keep the others from being judged.
          const failed: unknown[] = [];
          for (const { clientId, assetId } of assets)
            await tenancy
              .asSystem(clientId, (ctx) => judgeDerived(ctx, series, assetId))
              .catch((error: unknown) => failed.push(error));
          if (failed.length > 0) throw failed[0];
        },
      }),
    ],
    recurring: [{ name: DERIVED_TASK, cron: '* * * * *' }],
  };
}

export async function judgeDerived(ctx: Context, store: SeriesStore, assetId: string): Promise<void> {
  for (const check of await loadChecks(ctx, assetId)) {
    if (check.kind === 'trend') await observe(ctx, check, await trend(ctx, store, check).catch(tooMany(ctx)));
    else if (check.kind === 'group') await observe(ctx, check, await group(ctx, check));
    else if (check.kind === 'series') await judgeDelivered(ctx, store, check);
  }
}

/** A selection that has grown too large is a finding about the check, not the end of all others. */
const tooMany =
  (ctx: Context) =>
  (error: unknown): Finding[] => {
    if (!(error instanceof AppError) || error.code !== 'RA_SERIES_TOO_MANY') throw error;
    return [
      {
        instance: '',
        observation: { at: ctx.now.getTime(), value: Number.NaN },
        message: 'too many series match',
        code: 'RA_SERIES_MANY',
        values: {},
      },
    ];
  };

async function trend(ctx: Context, store: SeriesStore, check: LoadedCheck): Promise<Finding[]> {
  const { of, ...source } = trendConfig.parse(check.config);
  const now = ctx.now.getTime();
  const read = async (from: number, to: number, points: number) => {
    const range = { from: new Date(from), to: new Date(to), points };
    const series = await readSource(ctx, store, check.assetId, source, range);
    return new Map(
      series.map(({ instance, points: list }) => [instance, list.map(([at, , value]) => ({ at, value }))]),
    );
  };
  const found = new Map<string, number>();
  const take = (instance: string, value: number | undefined): void => {
    if (value !== undefined) found.set(instance, value);
  };
  if (of.kind === 'rate') {
    const counter = of.counter ? (of.bits === undefined ? {} : { bits: of.bits }) : undefined;
    for (const [instance, points] of await read(now - of.minutes * MINUTE_MS, now, 200))
      take(instance, rate(points, counter));
  } else if (of.kind === 'forecast') {
    for (const [instance, points] of await read(now - of.hours * HOUR_MS, now, 288)) {
      const leftMs = forecastFull(points, of.limit);
      take(instance, leftMs === undefined ? undefined : Math.min(9999, leftMs / DAY_MS));
    }
  } else {
    const timeZone = await zoneOfAsset(ctx, check.assetId);
    const current = await read(now - of.minutes * MINUTE_MS, now, 10);
    const past = new Map<string, number[]>();
    for (let week = 1; week <= of.weeks; week++) {
      const end = weeksAgo(timeZone, now, week);
      for (const [instance, points] of await read(end - HOUR_MS, end, 10))
        past.set(instance, [...(past.get(instance) ?? []), mean(points)]);
    }
    for (const [instance, points] of current)
      if (points.length > 0) take(instance, deviation(mean(points), past.get(instance) ?? []));
  }
  return Array.from(found, ([instance, value]) =>
    finding(now, instance, value, `${source.metric} ${of.kind}`),
  );
}

/** The same time by the clock on the wall: what people do follows it, also across a change of the clocks. */
function weeksAgo(timeZone: string, now: number, weeks: number): number {
  const zone = zoneOf(timeZone);
  return instantOf(zone, wallTime(zone, now) - weeks * WEEK_MS);
}

async function zoneOfAsset(ctx: Context, assetId: string): Promise<string> {
  const row = await ctx.tx
    .selectFrom('asset')
    .innerJoin('site', (join) =>
      join.onRef('site.clientId', '=', 'asset.clientId').onRef('site.id', '=', 'asset.siteId'),
    )
    .select('site.timeZone')
    .where('asset.clientId', '=', ctx.clientId)
    .where('asset.id', '=', assetId)
    .executeTakeFirstOrThrow();
  return row.timeZone;
}

const mean = (points: readonly { value: number }[]): number =>
  points.reduce((sum, { value }) => sum + value, 0) / points.length;

async function group(ctx: Context, check: LoadedCheck): Promise<Finding[]> {
  const { kind, siteId, assetIds, least } = groupConfig.parse(check.config);
  const rows = await ctx.tx
    .selectFrom('check')
    .innerJoin('asset', (join) =>
      join.onRef('asset.clientId', '=', 'check.clientId').onRef('asset.id', '=', 'check.assetId'),
    )
    .leftJoin('checkState', (join) =>
      join.onRef('checkState.clientId', '=', 'check.clientId').onRef('checkState.checkId', '=', 'check.id'),
    )
    .select(['checkState.status', 'checkState.ruleState'])
    .where('check.clientId', '=', ctx.clientId)
    .where('check.kind', '=', kind as LoadedCheck['kind'])
    .where('check.enabled', '=', true)
    .where('check.id', '!=', check.id)
    .where('asset.archivedAt', 'is', null)
    .$if(siteId !== undefined, (query) => query.where('asset.siteId', '=', siteId!))
    .$if(assetIds !== undefined && assetIds.length > 0, (query) => query.where('asset.id', 'in', assetIds!))
    .execute();
  const members = rows.map(({ status, ruleState }): CheckStatus => {
    const { reading } = (ruleState ?? {}) as Partial<RuleState>;
    if (typeof reading === 'string') return reading;
    return status === 'critical' ? 'failed' : (status ?? 'unknown');
  });
  const percent = percentFailed(members, least);
  if (percent === undefined) return [];
  const failed = members.filter((status) => status === 'failed').length;
  const now = ctx.now.getTime();
  return [
    {
      ...finding(now, '', percent, kind),
      values: { value: rounded(percent), failed, members: members.length },
    },
  ];
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

const finding = (at: number, instance: string, value: number, what: string): Finding => ({
  instance,
  observation: { at, value },
  message: `${what}${instance ? ` ${instance}` : ''}: ${rounded(value)}`,
  code: null,
  values: { value: rounded(value) },
});
