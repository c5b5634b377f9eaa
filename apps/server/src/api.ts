import type { FastifyInstance } from 'fastify';
import { discoveredCables, discoveryRoutes } from './discovery/index.ts';
import { downloadRoute, enrolmentRoute, type FleetRouteOptions, fleetRoutes } from './fleet/index.ts';
import { helpdeskRoutes } from './helpdesk/index.ts';
import { heartbeatRoutes, ingestRoutes, monitoringRoutes, type SeriesStore } from './monitoring/index.ts';
import { AppError } from './platform/errors.ts';
import { createRoutes, type Routes } from './platform/http/routes.ts';
import type { StorageGuard } from './platform/storage-guard.ts';
import { situationRoutes } from './situation/index.ts';

export interface ApiOptions extends FleetRouteOptions {
  storage: () => Pick<StorageGuard, 'full' | 'freeBytes'>;
  /** Folder of the agents' executables. */
  agentBuilds: string;
  /** Adds what takes in the data of others, where this process does. */
  ingest?(app: FastifyInstance): void;
  series: SeriesStore;
  /** Faces of the platform: identity, notifications, settings, audit, live. */
  platform(routes: Routes, app: FastifyInstance): void;
}

/** Every route of the product in one place; the OpenAPI document is made from the same call. */
export function registerApi(app: FastifyInstance, options: ApiOptions): void {
  refuseWhenFull(app, options.storage);
  const routes = createRoutes(app, options.tenancy);
  options.platform(routes, app);
  situationRoutes(routes, options);
  fleetRoutes(routes, options);
  monitoringRoutes(routes, options.series, discoveredCables);
  discoveryRoutes(routes);
  heartbeatRoutes(routes, { publicUrl: () => options.serverIdentity().publicUrl });
  ingestRoutes(routes, { publicUrl: () => options.serverIdentity().publicUrl });
  helpdeskRoutes(routes);
  enrolmentRoute(app, options);
  downloadRoute(app, options.agentBuilds);
  options.ingest?.(app);
}

/** With a full disk nothing new is taken in; what is there can still be read, changed and removed. */
function refuseWhenFull(app: FastifyInstance, storage: ApiOptions['storage']): void {
  app.addHook('preHandler', async (request) => {
    const adds = request.method === 'POST' || request.method === 'PUT';
    if (adds && request.routeOptions.config.level === 'client' && storage().full)
      throw new AppError('RA_STORAGE_FULL');
  });
}
