import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Context } from '../platform/context.ts';
import type { Tables } from '../platform/database/tables.ts';
import { defineJob, type JobDefinition, type RecurringJob } from '../platform/jobs/jobs.ts';
import { allClientIds, type Tenancy } from '../platform/tenancy/transactions.ts';
import { failSilent, orderDue } from './commands/sweeps.ts';
import { DISCOVERY_LIMITS } from './limits.ts';

const none = z.object({});

export function discoveryJobs({ db, tenancy }: { db: Kysely<Tables>; tenancy: Tenancy }): {
  jobs: JobDefinition[];
  recurring: RecurringJob[];
} {
  return {
    jobs: [
      defineJob({
        name: 'discovery.sweeps',
        payload: none,
        run: async () => {
          const known = new Set(await allClientIds(db));
          const waiting = await tenancy.asSystemEverywhere(async ({ tx, now }) => [
            ...(await tx
              .selectFrom('discoverySweep')
              .select('clientId')
              .distinct()
              .where('state', 'in', ['ordered', 'running'])
              .execute()),
            ...(await tx
              .selectFrom('discoveryRule')
              .select('clientId')
              .distinct()
              .where('nextAt', '<=', now)
              .execute()),
          ]);
          for (const clientId of new Set(waiting.map((row) => row.clientId))) {
            if (!known.has(clientId)) continue;
            await tenancy.asSystem(clientId, failSilent);
            await tenancy.asSystem(clientId, orderDue);
          }
        },
      }),
      defineJob({
        name: 'discovery.retention',
        payload: none,
        run: async () => {
          for (const clientId of await allClientIds(db)) await tenancy.asSystem(clientId, forgetOld);
        },
      }),
    ],
    recurring: [
      { name: 'discovery.sweeps', cron: '* * * * *' },
      { name: 'discovery.retention', cron: '41 2 * * *' },
    ],
  };
}

/** What nobody saw for long and nobody decided about goes with age. */
export async function forgetOld(ctx: Context): Promise<void> {
  const since = (ms: number): Date => new Date(ctx.now.getTime() - ms);
  await ctx.tx
    .deleteFrom('discoveryNeighbour')
    .where('clientId', '=', ctx.clientId)
    .where('lastSeenAt', '<', since(DISCOVERY_LIMITS.neighbourMs))
    .where('assetId', 'is', null)
    .where('ignoredAt', 'is', null)
    .execute();
  await ctx.tx
    .deleteFrom('discoveryLink')
    .where('clientId', '=', ctx.clientId)
    .where('seenAt', '<', since(DISCOVERY_LIMITS.linkMs))
    .execute();
  await ctx.tx
    .deleteFrom('discoverySweep')
    .where('clientId', '=', ctx.clientId)
    .where('endedAt', '<', since(DISCOVERY_LIMITS.sweepMs))
    .execute();
  await sql`
    delete from discovery_sweep s using (
      select id, row_number() over (partition by site_id order by created_at desc) as n
      from discovery_sweep where client_id = ${ctx.clientId} and ended_at is not null
    ) old
    where s.client_id = ${ctx.clientId} and s.id = old.id
      and old.n > ${DISCOVERY_LIMITS.sweepsPerSite}`.execute(ctx.tx);
}
