import { forecastFull, type Rule } from '@rettungsanker/alert-rules';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Context } from '../platform/context.ts';
import type { Tables } from '../platform/database/tables.ts';
import { defineJob, type JobDefinition, type RecurringJob } from '../platform/jobs/jobs.ts';
import { allClientIds, type Tenancy } from '../platform/tenancy/transactions.ts';
import { jobs as alarmJobs } from './alarms/index.ts';
import { observe } from './commands/observe.ts';
import { type LoadedCheck, loadChecks } from './queries/checks.ts';
import { readSeries } from './queries/series.ts';
import { keepPartitions, type Retention, type SeriesStore } from './series/index.ts';

const DAY_MS = 86_400_000;
const none = z.object({});

export function monitoringJobs(options: {
  db: Kysely<Tables>;
  tenancy: Tenancy;
  series: SeriesStore;
  retention: Retention;
}): {
  jobs: JobDefinition[];
  recurring: RecurringJob[];
} {
  const alarms = alarmJobs(options);
  return {
    jobs: [
      ...alarms.jobs,
      defineJob({
        name: 'monitoring.partitions',
        payload: none,
        run: () => keepPartitions(options.db, options.retention, new Date()),
      }),
      defineJob({
        name: 'monitoring.series',
        payload: none,
        run: async () => {
          for (const clientId of await allClientIds(options.db))
            await options.series.maintain(clientId, Date.now());
        },
      }),
      defineJob({
        name: 'monitoring.identity',
        payload: none,
        run: async () => {
          for (const clientId of await allClientIds(options.db))
            await options.tenancy.asSystem(clientId, endClones);
        },
      }),
      defineJob({
        name: 'monitoring.forecast',
        payload: none,
        run: async () => {
          for (const clientId of await allClientIds(options.db)) {
            const checks = await options.tenancy.asSystem(clientId, ({ tx }) =>
              tx
                .selectFrom('check')
                .select(['assetId'])
                .where('clientId', '=', clientId)
                .where('kind', '=', 'disk-forecast')
                .where('enabled', '=', true)
                .execute(),
            );
            // One system a transaction: a large client does not hold locks for minutes.
            for (const { assetId } of checks)
              await options.tenancy.asSystem(clientId, (ctx) => forecastDisks(ctx, options.series, assetId));
          }
        },
      }),
    ],
    recurring: [
      ...alarms.recurring,
      { name: 'monitoring.partitions', cron: '17 * * * *' },
      { name: 'monitoring.series', cron: '3,13,23,33,43,53 * * * *' },
      { name: 'monitoring.identity', cron: '*/5 * * * *' },
      { name: 'monitoring.forecast', cron: '*/10 * * * *' },
    ],
  };
}

/** Looks at the last day of every file system and judges the days that are left. */
export async function forecastDisks(ctx: Context, store: SeriesStore, assetId: string): Promise<void> {
  const check: LoadedCheck | undefined = (await loadChecks(ctx, assetId)).find(
    (candidate) => candidate.kind === 'disk-forecast',
  );
  if (!check) return;
  const exclude = new Set((check.config.exclude as string[] | undefined) ?? []);
  const { series } = await readSeries(ctx, store, assetId, {
    metrics: ['disk.used'],
    from: new Date(ctx.now.getTime() - DAY_MS),
    to: ctx.now,
    points: 288,
  });
  await observe(
    ctx,
    check,
    series
      .filter((entry) => !exclude.has(entry.instance))
      .flatMap((entry) => {
        const leftMs = forecastFull(
          entry.points.map(([at, , value]) => ({ at, value })),
          100,
        );
        // Too little history says nothing; a disk that does not fill up has many days left, which resolves an alert.
        if (leftMs === undefined) return [];
        const days = Math.min(9999, leftMs / DAY_MS);
        const rounded = Math.round(days * 10) / 10;
        return [
          {
            instance: entry.instance,
            observation: { at: ctx.now.getTime(), value: days },
            message: `${entry.instance}: ${rounded} days until full`,
            code: null,
            values: { days: rounded },
          },
        ];
      }),
  );
}

/** A refused clone tries again every minute; when it was not heard for this long it is gone. */
const CLONE_GONE_MS = 10 * 60_000;

/** Nobody reports that a clone is gone, so its alert ends by time. */
export async function endClones(ctx: Context): Promise<void> {
  const rows = await ctx.tx
    .selectFrom('check')
    .innerJoin('checkState', (join) =>
      join.onRef('checkState.clientId', '=', 'check.clientId').onRef('checkState.checkId', '=', 'check.id'),
    )
    .select(['check.id', 'check.assetId', 'check.kind', 'check.name', 'check.rule'])
    .where('check.clientId', '=', ctx.clientId)
    .where('check.kind', '=', 'identity')
    .where('checkState.status', '=', 'critical')
    .where('checkState.lastAt', '<', new Date(ctx.now.getTime() - CLONE_GONE_MS))
    .execute();
  for (const row of rows) {
    await observe(ctx, { ...row, rule: row.rule as Rule }, [
      {
        instance: '',
        observation: { at: ctx.now.getTime(), status: 'ok' },
        message: 'One host uses this identity.',
        code: null,
        values: {},
      },
    ]);
  }
}
