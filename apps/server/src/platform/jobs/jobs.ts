import { Logger as GraphileLogger, parseCronItems, type Runner, run } from 'graphile-worker';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { DatabaseAddress } from '../database/pool.ts';
import { watchOrphans } from './orphans.ts';

/** A kind of background work: what its payload looks like and how it is done. Work is repeated until it succeeds, so it must be idempotent. */
export interface JobDefinition<P = unknown> {
  readonly name: string;
  readonly payload: z.ZodType<P>;
  /** Attempts before it is given up (default 25: about three days with growing pauses). */
  readonly maxAttempts?: number;
  run(payload: P, info: { attempt: number; maxAttempts: number }): Promise<void>;
}

/** Work that recurs: standard five-field cron expression, UTC. */
export interface RecurringJob {
  readonly name: string;
  readonly cron: string;
}

export interface JobRunner {
  stop(): Promise<void>;
}

export const JOB_SCHEMA = 'graphile_worker';

/** Keeps the payload's type tied to its schema where it is defined. */
export function defineJob<P>(job: JobDefinition<P>): JobDefinition {
  return job as JobDefinition;
}

export async function startJobs(options: {
  pool: pg.Pool;
  /** Of the same role as the pool. */
  address: DatabaseAddress;
  jobs: readonly JobDefinition[];
  recurring: readonly RecurringJob[];
  concurrency: number;
  log: Logger;
}): Promise<JobRunner> {
  const taskList = Object.fromEntries(
    options.jobs.map((job) => [
      job.name,
      async (payload: unknown, helpers: { job: { attempts: number; max_attempts: number } }) => {
        const { _cron, ...rest } = (payload ?? {}) as Record<string, unknown>;
        await job.run(job.payload.parse(rest), {
          attempt: helpers.job.attempts,
          maxAttempts: helpers.job.max_attempts,
        });
      },
    ]),
  );
  const orphans = await watchOrphans(options.address, options.log);
  const runner: Runner = await run({
    events: orphans.events,
    pgPool: options.pool,
    schema: JOB_SCHEMA,
    concurrency: options.concurrency,
    noHandleSignals: true,
    // Notifications wake it within milliseconds; polling is only for work that was put off.
    pollInterval: 1000,
    taskList,
    parsedCronItems: parseCronItems(
      options.recurring.map((job) => ({
        task: job.name,
        match: job.cron,
        identifier: job.name,
        options: { jobKey: job.name, backfillPeriod: 0 },
      })),
    ),
    logger: graphileLogger(options.log),
  });
  return {
    async stop() {
      await runner.stop();
      await orphans.stop();
    },
  };
}

function graphileLogger(log: Logger): GraphileLogger {
  return new GraphileLogger(() => (level, message, meta) => {
    const error = (meta as { error?: unknown } | undefined)?.error;
    if (level === 'error') log.error({ err: error }, message);
    else if (level === 'warning') log.warn(message);
    else log.trace(message);
  });
}
