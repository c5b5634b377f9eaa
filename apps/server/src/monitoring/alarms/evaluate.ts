import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { Tables } from '../../platform/database/tables.ts';
import { defineJob, type JobDefinition, type RecurringJob } from '../../platform/jobs/jobs.ts';
import type { Subscriber } from '../../platform/outbox/dispatch.ts';
import { findProvider } from '../../platform/settings/settings.ts';
import { allClientIds, type Tenancy } from '../../platform/tenancy/transactions.ts';
import type { SeriesStore } from '../series/index.ts';
import { loadChains } from './chains.ts';
import { escalate } from './escalate.ts';
import { triage } from './triage.ts';

const EVALUATE_TASK = 'alarms.evaluate';
const SWEEP_TASK = 'alarms.sweep';

/**
 * Asks for a look at a client's alarms, with the transaction. Many that ask at once get one look; a look at a later
 * time has a key of its own, so that it never puts off one that is wanted now.
 */
async function enqueueLook(ctx: Context, at: Date | null): Promise<void> {
  const key = `${EVALUATE_TASK}${at ? '@' : ''}:${ctx.clientId}`;
  const payload = JSON.stringify({ clientId: ctx.clientId });
  await sql`select enqueue_job(${EVALUATE_TASK}, ${payload}::json, p_run_at => ${at}, p_key => ${key})`.execute(
    ctx.tx,
  );
}

/** What may change whom an alert concerns. */
export const alarmSubscribers: readonly Subscriber[] = [
  {
    kinds: ['alert.raised', 'alert.changed', 'alert.resolved', 'alert.acknowledged', 'alarms.changed'],
    handle: (ctx) => enqueueLook(ctx, null),
  },
];

export interface AlarmDependencies {
  db: Kysely<Tables>;
  tenancy: Tenancy;
  series: SeriesStore;
}

/**
 * One look at everything that is up in one client. It starts from what is stored and may be repeated or left out at
 * any moment: the next look does what was not done.
 */
export async function evaluate(
  { db, tenancy }: Pick<AlarmDependencies, 'db' | 'tenancy'>,
  clientId: string,
): Promise<void> {
  const outcome = await tenancy.asSystem(clientId, async (ctx) => {
    const found = await triage(ctx);
    if (found.nextAt !== undefined) await enqueueLook(ctx, new Date(found.nextAt));
    return found;
  });
  const open = await tenancy.asSystem(clientId, escalationsOpen);
  if (!outcome.told && !open) return;
  const provider = await findProvider(db);
  const ofProvider =
    provider === undefined || provider === clientId ? [] : [await tenancy.asSystem(provider, loadChains)];
  await tenancy.asSystem(clientId, async (ctx) => {
    const next = await escalate(ctx, [await loadChains(ctx), ...ofProvider]);
    const earliest = Math.min(next ?? Number.POSITIVE_INFINITY, outcome.nextAt ?? Number.POSITIVE_INFINITY);
    if (Number.isFinite(earliest)) await enqueueLook(ctx, new Date(earliest));
  });
}

async function escalationsOpen(ctx: Context): Promise<boolean> {
  const row = await ctx.tx
    .selectFrom('escalation')
    .select('alertId')
    .where('clientId', '=', ctx.clientId)
    .where('endedAt', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export function alarmJobs(dependencies: AlarmDependencies): {
  jobs: JobDefinition[];
  recurring: RecurringJob[];
} {
  return {
    jobs: [
      defineJob({
        name: EVALUATE_TASK,
        payload: z.object({ clientId: z.uuid() }),
        run: ({ clientId }) => evaluate(dependencies, clientId),
      }),
      defineJob({
        // Nothing waits for it: it finds what a look that was given up has left.
        name: SWEEP_TASK,
        payload: z.object({}),
        run: async () => {
          const waiting = await dependencies.tenancy.asSystemEverywhere(({ tx }) =>
            tx.selectFrom('alert').select('clientId').distinct().where('state', '=', 'raised').execute(),
          );
          const known = new Set(await allClientIds(dependencies.db));
          for (const { clientId } of waiting)
            if (known.has(clientId))
              await dependencies.tenancy.asSystem(clientId, (ctx) => enqueueLook(ctx, null));
        },
      }),
    ],
    recurring: [{ name: SWEEP_TASK, cron: '*/2 * * * *' }],
  };
}
