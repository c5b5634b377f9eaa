import type { JobDefinition, RecurringJob } from '../../platform/jobs/jobs.ts';
import type { Subscriber } from '../../platform/outbox/dispatch.ts';
import { derivedJobs } from './derived.ts';
import { type AlarmDependencies, alarmJobs, alarmSubscribers } from './evaluate.ts';
import { noiseJobs, noiseSubscriber } from './noise.ts';
import { alarmNotifications } from './notifications.ts';

/** From an alert to a person: causes and consequences, silence, escalation, reports. */
export const subscribers: readonly Subscriber[] = [
  ...alarmSubscribers,
  ...alarmNotifications,
  noiseSubscriber,
];

export function jobs(dependencies: AlarmDependencies): { jobs: JobDefinition[]; recurring: RecurringJob[] } {
  const parts = [alarmJobs(dependencies), noiseJobs(dependencies), derivedJobs(dependencies)];
  return {
    jobs: parts.flatMap((part) => part.jobs),
    recurring: parts.flatMap((part) => part.recurring),
  };
}
