import { sql } from 'kysely';
import { z } from 'zod';
import type { ScopeContext } from '../../platform/context.ts';
import { defineJob, type JobDefinition, type RecurringJob } from '../../platform/jobs/jobs.ts';
import { notify, peopleOf } from '../../platform/notify/index.ts';
import type { Subscriber } from '../../platform/outbox/dispatch.ts';
import { findProvider } from '../../platform/settings/settings.ts';
import type { AlarmDependencies } from './evaluate.ts';

const DAY_MS = 86_400_000;
const REPORT_TASK = 'alarms.noise';
const REPORT_DAYS = 7;
const REPORT_ROWS = 10;
/** One or two a week are no noise. */
const REPORT_LEAST = 3;

/**
 * Checks by how often they raised an alert in the last days. What nobody took up and what was over within minutes
 * speaks for a threshold that is too tight, or a recovery value that is missing.
 */
export async function noisyRules(
  ctx: ScopeContext,
  filter: { days: number; client?: string | undefined; limit: number },
) {
  const since = new Date(ctx.now.getTime() - filter.days * DAY_MS);
  const { rows } = await sql<{
    clientId: string;
    clientName: string;
    assetId: string;
    assetName: string;
    checkId: string;
    checkName: string;
    kind: string;
    alerts: number;
    told: number;
    suppressed: number;
    acknowledged: number;
    short: number;
    medianMinutes: number | null;
    lastAt: Date;
  }>`
    select a.client_id, c.name as client_name, a.asset_id, s.name as asset_name, a.check_id, k.name as check_name, a.kind,
      count(*)::int as alerts,
      count(*) filter (where a.told_at is not null)::int as told,
      count(*) filter (where a.suppression is not null)::int as suppressed,
      count(*) filter (where a.acknowledged_at is not null)::int as acknowledged,
      count(*) filter (where a.resolved_at - a.raised_at < interval '5 minutes')::int as short,
      round((percentile_cont(0.5) within group (order by extract(epoch from coalesce(a.resolved_at, ${ctx.now}) - a.raised_at)) / 60)::numeric, 1)::float8 as median_minutes,
      max(a.raised_at) as last_at
    from alert a
    join client c on c.id = a.client_id
    join asset s on s.client_id = a.client_id and s.id = a.asset_id
    join "check" k on k.client_id = a.client_id and k.id = a.check_id
    where a.raised_at > ${since} and (${filter.client ?? null}::uuid is null or a.client_id = ${filter.client ?? null}::uuid)
    group by 1, 2, 3, 4, 5, 6, 7
    order by alerts desc, told desc, a.check_id
    limit ${filter.limit}`.execute(ctx.tx);
  return rows;
}

/** The weekly report: to the owners of the provider, who see every client. */
export function noiseJobs({ db, tenancy }: AlarmDependencies): {
  jobs: JobDefinition[];
  recurring: RecurringJob[];
} {
  return {
    jobs: [
      defineJob({
        name: REPORT_TASK,
        payload: z.object({}),
        run: async () => {
          const provider = await findProvider(db);
          if (provider === undefined) return;
          const rows = await tenancy.asSystemEverywhere((ctx) =>
            noisyRules(ctx, { days: REPORT_DAYS, limit: REPORT_ROWS }),
          );
          const noisy = rows.filter(({ alerts }) => alerts >= REPORT_LEAST);
          if (noisy.length === 0) return;
          await tenancy.asSystem(provider, (ctx) =>
            ctx.emit({
              kind: 'alarms.noise',
              objectKind: 'client',
              objectId: provider,
              payload: {
                rules: noisy.map(({ clientName, assetName, checkName, alerts, short }) => ({
                  client: clientName,
                  asset: assetName,
                  check: checkName,
                  alerts,
                  short,
                })),
              },
            }),
          );
        },
      }),
    ],
    // Monday morning, before work begins.
    recurring: [{ name: REPORT_TASK, cron: '0 5 * * 1' }],
  };
}

export interface NoisyRule {
  client: string;
  asset: string;
  check: string;
  alerts: number;
  short: number;
}

export const noiseSubscriber: Subscriber = {
  kinds: ['alarms.noise'],
  handle: async (ctx, event) => {
    const owners = (await peopleOf(ctx)).filter(({ role }) => role === 'owner').map(({ id }) => id);
    await notify(ctx, {
      kind: event.kind,
      eventId: event.id,
      // A report that was asked for: by default operation mails begin at warnings for owners.
      severity: 'warning',
      subjectKey: 'alarms.noise',
      params: { rules: event.payload.rules as NoisyRule[], days: REPORT_DAYS },
      objectKind: event.objectKind,
      objectId: event.objectId,
      path: '/alerts/noisy',
      audience: { personIds: owners },
    });
  },
};
