import { z } from 'zod';
import type { Routes } from '../../../platform/http/routes.ts';
import { empty, id } from '../../../platform/http/schemas.ts';
import { addDependency, dependantsOf, listDependencies, removeDependency } from '../dependencies.ts';
import { type CableSource, clientMap, mapView } from '../map.ts';
import { dependencyInput, dependencyView } from '../views.ts';

export function dependencyRoutes(routes: Routes, cables: CableSource): void {
  routes.client({
    method: 'GET',
    url: '/dependencies',
    tag: 'alarms',
    summary: 'What depends on what',
    permission: 'asset.read',
    response: z.object({ items: z.array(dependencyView) }),
    handler: async (ctx) => ({ items: await listDependencies(ctx) }),
  });
  routes.client({
    method: 'POST',
    url: '/dependencies',
    tag: 'alarms',
    summary: 'Say that a site, a system or a check depends on a system or one of its checks',
    permission: 'check.manage',
    body: dependencyInput,
    response: z.object({ id }),
    handler: (ctx, { body }) => addDependency(ctx, body),
  });
  routes.client({
    method: 'DELETE',
    url: '/dependencies/:dependencyId',
    tag: 'alarms',
    summary: 'Remove a dependency',
    permission: 'check.manage',
    params: z.object({ dependencyId: id }),
    response: empty,
    handler: async (ctx, { params }) => {
      await removeDependency(ctx, params.dependencyId);
      return {};
    },
  });
  routes.client({
    method: 'GET',
    url: '/map',
    tag: 'alarms',
    summary: 'Sites, systems and what depends on what, with their states',
    permission: 'asset.read',
    response: mapView,
    handler: (ctx) => clientMap(ctx, cables),
  });
  routes.client({
    method: 'GET',
    url: '/assets/:assetId/dependants',
    tag: 'alarms',
    summary: 'Systems that cannot be reached any more when this one fails alone',
    permission: 'asset.read',
    params: z.object({ assetId: id }),
    response: z.object({ items: z.array(z.object({ id, name: z.string() })) }),
    handler: async (ctx, { params }) => ({ items: await dependantsOf(ctx, params.assetId) }),
  });
}
