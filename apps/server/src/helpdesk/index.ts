export { helpdeskSubscribers } from './events.ts';
export { helpdeskJobs } from './jobs.ts';
export { createMailChannel, type MailChannel } from './mail/channel.ts';
export { recordArrival } from './mail/intake.ts';
export { mailSubscribers } from './mail/outbound.ts';
export { helpdeskNotifications } from './notifications.ts';
export { helpdeskRoutes } from './routes.ts';
