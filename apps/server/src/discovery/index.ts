export { discoverySink } from './commands/report.ts';
export { discoverySubscribers } from './events.ts';
export { discoveryJobs } from './jobs.ts';
export { discoveredCables } from './queries/cables.ts';
export { sweepSource } from './queries/order.ts';
export { discoveryRoutes } from './routes.ts';
