export { helpdeskSubscribers } from './events.ts';
export { helpdeskJobs } from './jobs.ts';
export { helpdeskNotifications } from './notifications.ts';
export { helpdeskRoutes } from './routes.ts';
