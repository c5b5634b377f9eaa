import type { FastifyInstance } from 'fastify';
import { enrolmentRoute, type FleetRouteOptions, fleetRoutes } from './fleet/index.ts';
import { helpdeskRoutes } from './helpdesk/index.ts';
import { monitoringRoutes } from './monitoring/index.ts';
import { createRoutes, type Routes } from './platform/http/routes.ts';
import type { StorageGuard } from './platform/storage-guard.ts';
import { situationRoutes } from './situation/index.ts';

export interface ApiOptions extends FleetRouteOptions {
  storage: () => Pick<StorageGuard, 'full' | 'freeBytes'>;
  /** Faces of the platform: identity, notifications, settings, audit, live. */
  platform(routes: Routes, app: FastifyInstance): void;
}

/** Every route of the product in one place; the OpenAPI document is made from the same call. */
export function registerApi(app: FastifyInstance, options: ApiOptions): void {
  const routes = createRoutes(app, options.tenancy);
  options.platform(routes, app);
  situationRoutes(routes, options);
  fleetRoutes(routes, options);
  monitoringRoutes(routes);
  helpdeskRoutes(routes);
  enrolmentRoute(app, options);
}
