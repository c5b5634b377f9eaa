export { startAvailabilityWatch } from './availability.ts';
export { monitoringSink } from './commands/samples.ts';
export { monitoringSubscribers } from './events.ts';
export { keepPartitions, monitoringJobs } from './jobs.ts';
export { monitoringNotifications } from './notifications.ts';
export { startProbe } from './probe.ts';
export { agentChecks } from './queries/checks.ts';
export { monitoringRoutes } from './routes.ts';
export { describeFinding } from './wording.ts';
