import { z } from 'zod';
import type { Routes } from '../platform/http/routes.ts';
import { id, timestamp } from '../platform/http/schemas.ts';
import type { StorageGuard } from '../platform/storage-guard.ts';
import { scopeFor } from '../platform/tenancy/access.ts';
import { clientCounts, type Hit, search, silentSystems } from './queries.ts';

const count = z.coerce.number();

export function situationRoutes(
  routes: Routes,
  options: { storage: () => Pick<StorageGuard, 'full' | 'freeBytes'> },
): void {
  routes.scope({
    method: 'GET',
    url: '/situation',
    tag: 'situation',
    summary: 'What needs somebody now, over all clients of the caller',
    permission: 'asset.read',
    response: z.object({
      at: timestamp,
      storageFull: z.boolean(),
      clients: z.array(
        z.object({
          clientId: id,
          clientName: z.string(),
          clientCode: z.string(),
          clientKind: z.enum(['provider', 'client']),
          systems: count,
          ok: count,
          warning: count,
          critical: count,
          unknown: count,
          alerts: count,
          tickets: count,
          overdue: count,
        }),
      ),
      silent: z.array(
        z.object({
          clientId: id,
          clientName: z.string(),
          assetId: id,
          name: z.string(),
          lastSeenAt: timestamp.nullable(),
          disconnectedAt: timestamp.nullable(),
        }),
      ),
    }),
    handler: async (ctx) => ({
      at: ctx.now,
      storageFull: options.storage().full,
      clients: await clientCounts(ctx),
      silent: await silentSystems(ctx, 50),
    }),
  });
  routes.scope({
    method: 'GET',
    url: '/search',
    tag: 'situation',
    summary: 'Search over clients, systems, tickets, sites, people and software',
    permission: 'ticket.read',
    query: z.object({
      q: z.string().trim().min(2).max(100),
      limit: z.coerce.number().int().min(1).max(20).default(6),
    }),
    response: z.object({
      items: z.array(
        z.object({
          kind: z.enum(['client', 'site', 'asset', 'ticket', 'person', 'software']),
          clientId: id,
          clientName: z.string(),
          id,
          title: z.string(),
          detail: z.string().nullable(),
        }),
      ),
    }),
    handler: async (ctx, { query }, { access }) => {
      // An employee searches nothing: own requests are a short list.
      const full = scopeFor(access, 'asset.read');
      if (full.length === 0) return { items: [] };
      const kinds = new Set<Hit['kind']>(['client', 'site', 'asset', 'ticket', 'software']);
      if (scopeFor(access, 'people.read').length > 0) kinds.add('person');
      const hits = await search(ctx, query.q, kinds, query.limit);
      return { items: hits.filter((hit) => full.includes(hit.clientId)) };
    },
  });
}
