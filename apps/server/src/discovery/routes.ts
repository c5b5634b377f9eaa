import { snmpAccessSchema } from '@rettungsanker/protocol';
import { z } from 'zod';
import { ASSET_KINDS } from '../fleet/index.ts';
import type { Routes } from '../platform/http/routes.ts';
import { empty, id } from '../platform/http/schemas.ts';
import { acceptNeighbours, ignoreNeighbours, undoAcceptance } from './commands/accept.ts';
import { setRule } from './commands/rule.ts';
import { cancelSweep, orderSweep } from './commands/sweeps.ts';
import { DISCOVERY_LIMITS } from './limits.ts';
import { listFound } from './queries/found.ts';
import { siteDiscovery } from './queries/site.ts';
import { neighbourView, siteDiscoveryView } from './views.ts';

const siteParams = z.object({ siteId: id });
const some = z.array(id).min(1).max(DISCOVERY_LIMITS.atOnce);

export function discoveryRoutes(routes: Routes): void {
  routes.client({
    method: 'GET',
    url: '/sites/:siteId/discovery',
    tag: 'discovery',
    summary: 'Who may look over the networks of a site, and the last sweeps',
    permission: 'asset.read',
    params: siteParams,
    response: siteDiscoveryView,
    handler: (ctx, { params }) => siteDiscovery(ctx, params.siteId),
  });
  routes.client({
    method: 'PATCH',
    url: '/sites/:siteId/discovery',
    tag: 'discovery',
    summary: 'Allow to look over the networks of a site, how often, and what is accepted without being asked',
    permission: 'site.manage',
    params: siteParams,
    body: z.object({
      allowed: z.boolean().optional(),
      everyHours: z.number().int().min(1).max(720).nullable().optional(),
      probeId: id.nullable().optional(),
      acceptKinds: z.array(z.enum(ASSET_KINDS)).max(ASSET_KINDS.length).optional(),
      snmp: z.array(snmpAccessSchema).max(4).optional(),
    }),
    response: empty,
    handler: async (ctx, { params, body }) => {
      await setRule(ctx, params.siteId, body);
      return {};
    },
  });
  routes.client({
    method: 'POST',
    url: '/sites/:siteId/discovery/sweeps',
    tag: 'discovery',
    summary: 'Send an agent to look over the networks of its site',
    permission: 'discovery.manage',
    params: siteParams,
    body: z.object({
      probeId: id,
      networks: z.array(z.string().max(50)).max(16).default([]),
      snmp: z.boolean().default(true),
    }),
    response: z.object({ id }),
    handler: (ctx, { params, body }) => orderSweep(ctx, params.siteId, body),
  });
  routes.client({
    method: 'DELETE',
    url: '/sites/:siteId/discovery/sweeps/:sweepId',
    tag: 'discovery',
    summary: 'Call an agent back',
    permission: 'discovery.manage',
    params: siteParams.extend({ sweepId: id }),
    response: empty,
    handler: async (ctx, { params }) => {
      await cancelSweep(ctx, params.siteId, params.sweepId);
      return {};
    },
  });
  routes.client({
    method: 'GET',
    url: '/sites/:siteId/discovery/neighbours',
    tag: 'discovery',
    summary: 'What was found at a site, what it probably is, and which checks would make sense',
    permission: 'asset.read',
    params: siteParams,
    response: z.object({ items: z.array(neighbourView) }),
    handler: async (ctx, { params }) => ({ items: await listFound(ctx, params.siteId) }),
  });
  routes.client({
    method: 'POST',
    url: '/sites/:siteId/discovery/accept',
    tag: 'discovery',
    summary: 'Make systems with checks of what was found',
    permission: 'discovery.manage',
    params: siteParams,
    status: 200,
    body: z.object({
      items: z
        .array(
          z.object({
            neighbourId: id,
            name: z.string().trim().min(1).max(255).optional(),
            kind: z.enum(ASSET_KINDS),
            checks: z.array(z.string().max(50)).max(32).optional(),
          }),
        )
        .min(1)
        .max(DISCOVERY_LIMITS.atOnce),
    }),
    response: z.object({
      items: z.array(z.object({ neighbourId: id, assetId: id, created: z.boolean(), checks: z.number() })),
      dependencies: z.number(),
    }),
    handler: (ctx, { params, body }) => acceptNeighbours(ctx, params.siteId, body.items),
  });
  routes.client({
    method: 'POST',
    url: '/sites/:siteId/discovery/undo',
    tag: 'discovery',
    summary: 'Archive systems that were accepted, and propose them again',
    permission: 'discovery.manage',
    params: siteParams,
    status: 200,
    body: z.object({ neighbourIds: some }),
    response: z.object({ undone: z.number() }),
    handler: (ctx, { params, body }) => undoAcceptance(ctx, params.siteId, body.neighbourIds),
  });
  routes.client({
    method: 'POST',
    url: '/sites/:siteId/discovery/ignore',
    tag: 'discovery',
    summary: 'Propose something no longer, or again',
    permission: 'discovery.manage',
    params: siteParams,
    status: 200,
    body: z.object({ neighbourIds: some, ignored: z.boolean().default(true) }),
    response: empty,
    handler: async (ctx, { params, body }) => {
      await ignoreNeighbours(ctx, params.siteId, body.neighbourIds, body.ignored);
      return {};
    },
  });
}
