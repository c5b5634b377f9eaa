export type { NotifyDependencies } from './dependencies.ts';
export { platformSubscribers } from './events.ts';
export { notifyJobs, notifyRecurring } from './jobs.ts';
export { createMailer, type Mailer } from './mail/mailer.ts';
export { type NotifyMessage, notify } from './notify.ts';
export type { Audience } from './receivers.ts';
export { notifyRoutes } from './routes/index.ts';
export { createWebhookSender, type WebhookSender } from './webhook/sender.ts';
