import { z } from 'zod';
import { defineJob, type JobDefinition, type RecurringJob } from '../jobs/jobs.ts';
import { channelJob } from './channel/job.ts';
import type { NotifyDependencies } from './dependencies.ts';
import { mailJob } from './mail/job.ts';
import { removeOldEvents } from './outgoing.ts';
import { webhookJob } from './webhook/job.ts';

const CLEANUP_TASK = 'notify.cleanup';

/** @param keepDays retention.event-days */
export function notifyJobs(dependencies: NotifyDependencies, keepDays: number): JobDefinition[] {
  return [
    mailJob(dependencies),
    webhookJob(dependencies),
    channelJob(dependencies),
    defineJob({
      name: CLEANUP_TASK,
      payload: z.object({}),
      run: () => removeOldEvents(dependencies, keepDays),
    }),
  ];
}

export const notifyRecurring: readonly RecurringJob[] = [{ name: CLEANUP_TASK, cron: '17 3 * * *' }];
