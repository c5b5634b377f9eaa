import type { Routes } from '../../http/routes.ts';
import type { NotifyDependencies } from '../dependencies.ts';
import { channelRoutes } from './channels.ts';
import { mailRoutes } from './mail.ts';
import { myNotificationRoutes } from './mine.ts';
import { outgoingRoutes } from './outgoing.ts';
import { webhookRoutes } from './webhooks.ts';

export function notifyRoutes(routes: Routes, dependencies: NotifyDependencies): void {
  mailRoutes(routes, dependencies);
  webhookRoutes(routes, dependencies);
  channelRoutes(routes, dependencies);
  outgoingRoutes(routes);
  myNotificationRoutes(routes, dependencies);
}
