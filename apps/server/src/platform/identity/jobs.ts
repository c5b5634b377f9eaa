import { z } from 'zod';
import { defineJob, type JobDefinition, type RecurringJob } from '../jobs/jobs.ts';
import type { Identity } from './identity.ts';

const CLEAN_UP = 'identity.clean-up';

export function identityJobs(identity: Identity): { jobs: JobDefinition[]; recurring: RecurringJob[] } {
  const cleanUp = defineJob({ name: CLEAN_UP, payload: z.object({}), run: () => identity.cleanUp() });
  return { jobs: [cleanUp], recurring: [{ name: CLEAN_UP, cron: '17 * * * *' }] };
}
