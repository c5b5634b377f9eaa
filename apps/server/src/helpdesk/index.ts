export { helpdeskSubscribers } from './events.ts';
export { helpdeskRoutes } from './routes.ts';
export { OPEN_STATES } from './schema.ts';
