import { AGENT_ENROL_PATH, enrolRequestSchema, enrolResponseSchema } from '@rettungsanker/protocol';
import type { FastifyInstance } from 'fastify';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import type { Tables } from '../platform/database/tables.ts';
import { AppError } from '../platform/errors.ts';
import { callerOf, type Routes } from '../platform/http/routes.ts';
import {
  cursor,
  decodeCursor,
  empty,
  encodeCursor,
  id,
  limit,
  name,
  page,
  timestamp,
} from '../platform/http/schemas.ts';
import type { Tenancy } from '../platform/tenancy/transactions.ts';
import { addAsset, changeAsset } from './commands/assets.ts';
import { addClient, changeClient } from './commands/clients.ts';
import { createEnrolmentCode, enrolAgent, hashToken, type ServerIdentity } from './commands/enrolment.ts';
import { addSite, changeSite } from './commands/sites.ts';
import { assetHistory, getAsset, getInventory, listAssets, listSoftware } from './queries/assets.ts';
import { getClient, listClients, listEnrolmentCodes, listSites } from './queries/clients.ts';
import { installCommands } from './queries/install-commands.ts';
import { ASSET_KINDS, ASSET_STATUS, IMPORTANCE } from './schema.ts';
import {
  assetView,
  clientDetail,
  clientListItem,
  code,
  historyView,
  locale,
  siteInput,
  sitePatch,
  siteView,
} from './views.ts';

export interface FleetRouteOptions {
  tenancy: Tenancy;
  db: Kysely<Tables>;
  clock: Clock;
  serverIdentity: () => ServerIdentity;
}

const assetParams = z.object({ assetId: id });
const siteParams = z.object({ siteId: id });

export function fleetRoutes(routes: Routes, options: FleetRouteOptions): void {
  routes.scope({
    method: 'GET',
    url: '/clients',
    tag: 'clients',
    summary: 'Clients of the caller',
    permission: 'client.read',
    query: z.object({ q: z.string().max(200).optional(), archived: z.stringbool().default(false) }),
    response: z.object({ items: z.array(clientListItem) }),
    handler: async (ctx, { query }) => ({
      items: (await listClients(ctx, query)).map((row) => ({ ...row, assets: Number(row.assets ?? 0) })),
    }),
  });
  routes.person({
    method: 'POST',
    url: '/clients',
    tag: 'clients',
    summary: 'Add a client (provider owners)',
    permission: 'client.manage',
    body: z.object({
      name,
      code: code.optional(),
      locale: locale.default('de'),
      notes: z.string().max(10_000).default(''),
    }),
    response: z.object({ id, code }),
    handler: async (signedIn, { body }, { caller }) => {
      const provider = [...signedIn.access.clients.values()].find((client) => client.kind === 'provider');
      if (provider?.role !== 'owner' || signedIn.access.limit) throw new AppError('RA_FORBIDDEN');
      return addClient(options.tenancy, options.clock, caller, body);
    },
  });
  routes.client({
    method: 'GET',
    url: '',
    tag: 'clients',
    summary: 'One client',
    permission: 'client.read',
    response: clientDetail,
    handler: (ctx) => getClient(ctx),
  });
  routes.client({
    method: 'PATCH',
    url: '',
    tag: 'clients',
    summary: 'Change a client',
    permission: 'client.manage',
    body: z.object({
      name: name.optional(),
      locale: locale.optional(),
      notes: z.string().max(10_000).optional(),
      archived: z.boolean().optional(),
    }),
    response: clientDetail,
    handler: async (ctx, { body }) => {
      await changeClient(ctx, body);
      return getClient(ctx);
    },
  });

  routes.client({
    method: 'GET',
    url: '/sites',
    tag: 'sites',
    summary: 'Sites of a client',
    permission: 'client.read',
    response: z.object({ items: z.array(siteView) }),
    handler: async (ctx) => ({ items: await listSites(ctx) }),
  });
  routes.client({
    method: 'POST',
    url: '/sites',
    tag: 'sites',
    summary: 'Add a site',
    permission: 'site.manage',
    body: siteInput,
    response: z.object({ id }),
    handler: (ctx, { body }) => addSite(ctx, body),
  });
  routes.client({
    method: 'PATCH',
    url: '/sites/:siteId',
    tag: 'sites',
    summary: 'Change a site',
    permission: 'site.manage',
    params: siteParams,
    body: sitePatch,
    response: empty,
    handler: async (ctx, { params, body }) => {
      await changeSite(ctx, params.siteId, body as Parameters<typeof changeSite>[2]);
      return {};
    },
  });
  routes.client({
    method: 'GET',
    url: '/sites/:siteId/enrolment-codes',
    tag: 'sites',
    summary: 'Enrolment codes of a site',
    permission: 'agent.enrol',
    params: siteParams,
    response: z.object({
      items: z.array(
        z.object({
          id,
          siteId: id,
          assetKind: z.enum(ASSET_KINDS),
          createdAt: timestamp,
          expiresAt: timestamp,
          usedAt: timestamp.nullable(),
          revokedAt: timestamp.nullable(),
          agentId: id.nullable(),
        }),
      ),
    }),
    handler: async (ctx, { params }) => ({ items: await listEnrolmentCodes(ctx, params.siteId) }),
  });
  routes.client({
    method: 'POST',
    url: '/sites/:siteId/enrolment-codes',
    tag: 'sites',
    summary: 'Make a single-use code that enrols one system',
    permission: 'agent.enrol',
    params: siteParams,
    body: z.object({
      assetKind: z.enum(ASSET_KINDS).default('server'),
      validMinutes: z
        .number()
        .int()
        .min(5)
        .max(7 * 1440)
        .default(60),
    }),
    response: z.object({
      id,
      code: z.string(),
      expiresAt: timestamp,
      commands: z.object({ linux: z.string(), windows: z.string(), source: z.string() }),
    }),
    handler: async (ctx, { params, body }) => {
      const identity = options.serverIdentity();
      const made = await createEnrolmentCode(ctx, identity, { siteId: params.siteId, ...body });
      return { ...made, commands: installCommands(identity, made.code) };
    },
  });
  routes.client({
    method: 'DELETE',
    url: '/sites/:siteId/enrolment-codes/:codeId',
    tag: 'sites',
    summary: 'Revoke an unused code',
    permission: 'agent.enrol',
    params: siteParams.extend({ codeId: id }),
    response: empty,
    handler: async (ctx, { params }) => {
      const result = await ctx.tx
        .updateTable('enrolmentCode')
        .set({ revokedAt: ctx.now })
        .where('clientId', '=', ctx.clientId)
        .where('siteId', '=', params.siteId)
        .where('id', '=', params.codeId)
        .where('usedAt', 'is', null)
        .executeTakeFirst();
      if (result.numUpdatedRows === 0n) throw new AppError('RA_NOT_FOUND');
      await ctx.audit({
        action: 'enrolment-code.revoked',
        objectKind: 'site',
        objectId: params.siteId,
        details: { codeId: params.codeId },
      });
      return {};
    },
  });

  routes.scope({
    method: 'GET',
    url: '/assets',
    tag: 'assets',
    summary: 'Systems over all clients of the caller',
    permission: 'asset.read',
    query: z.object({
      client: id.optional(),
      site: id.optional(),
      q: z.string().max(200).optional(),
      status: z.enum(ASSET_STATUS).optional(),
      kind: z.enum(ASSET_KINDS).optional(),
      archived: z.stringbool().default(false),
      limit,
      cursor: cursor.optional(),
    }),
    response: page(assetView),
    handler: async (ctx, { query }) => {
      const rows = await listAssets(ctx, {
        ...query,
        after: decodeCursor(query.cursor, z.tuple([z.string(), id])),
      });
      const items = rows.slice(0, query.limit);
      const last = items.at(-1);
      return {
        items,
        ...(rows.length > query.limit && last ? { nextCursor: encodeCursor([last.name, last.id]) } : {}),
      };
    },
  });
  routes.client({
    method: 'POST',
    url: '/assets',
    tag: 'assets',
    summary: 'Add a system without an agent',
    permission: 'asset.manage',
    body: z.object({
      siteId: id,
      kind: z.enum(ASSET_KINDS),
      name: z.string().trim().min(1).max(255),
      description: z.string().max(10_000).default(''),
      address: z.string().max(255).nullable().default(null),
    }),
    response: z.object({ id }),
    handler: (ctx, { body }) => addAsset(ctx, body),
  });
  routes.client({
    method: 'GET',
    url: '/assets/:assetId',
    tag: 'assets',
    summary: 'One system',
    permission: 'asset.read',
    params: assetParams,
    response: assetView,
    handler: (ctx, { params }) => getAsset(ctx, params.assetId),
  });
  routes.client({
    method: 'PATCH',
    url: '/assets/:assetId',
    tag: 'assets',
    summary: 'Change, move or archive a system',
    permission: 'asset.manage',
    params: assetParams,
    body: z.object({
      name: z.string().trim().min(1).max(255).optional(),
      kind: z.enum(ASSET_KINDS).optional(),
      description: z.string().max(10_000).optional(),
      importance: z.enum(IMPORTANCE).optional(),
      siteId: id.optional(),
      sampleIntervalMs: z.number().int().min(5000).max(300_000).optional(),
      archived: z.boolean().optional(),
    }),
    response: assetView,
    handler: async (ctx, { params, body }) => {
      await changeAsset(ctx, params.assetId, body);
      return getAsset(ctx, params.assetId);
    },
  });
  routes.client({
    method: 'GET',
    url: '/assets/:assetId/inventory',
    tag: 'assets',
    summary: 'What the agent found on a system',
    permission: 'asset.read',
    params: assetParams,
    response: z.object({
      sections: z.array(
        z.object({ section: z.string(), facts: z.unknown(), collectedAt: timestamp, changedAt: timestamp }),
      ),
    }),
    handler: async (ctx, { params }) => ({ sections: await getInventory(ctx, params.assetId) }),
  });
  routes.client({
    method: 'GET',
    url: '/assets/:assetId/software',
    tag: 'assets',
    summary: 'Installed packages as package URLs',
    permission: 'asset.read',
    params: assetParams,
    query: z.object({ q: z.string().max(200).optional(), limit, cursor: cursor.optional() }),
    response: page(
      z.object({
        purl: z.string(),
        name: z.string(),
        version: z.string(),
        source: z.string().nullable(),
        firstSeenAt: timestamp,
      }),
    ),
    handler: async (ctx, { params, query }) => {
      const [after] = decodeCursor(query.cursor, z.tuple([z.string()])) ?? [];
      const rows = await listSoftware(ctx, params.assetId, { ...query, after });
      const items = rows.slice(0, query.limit);
      return {
        items,
        ...(rows.length > query.limit ? { nextCursor: encodeCursor([items.at(-1)!.purl]) } : {}),
      };
    },
  });
  routes.client({
    method: 'GET',
    url: '/assets/:assetId/history',
    tag: 'assets',
    summary: 'What happened to a system, newest first',
    permission: 'asset.read',
    params: assetParams,
    query: z.object({ limit }),
    response: z.object({ items: z.array(historyView) }),
    handler: async (ctx, { params, query }) => ({
      items: await assetHistory(ctx, params.assetId, query.limit),
    }),
  });
}

/** The one address that an agent calls before it has an identity. */
export function enrolmentRoute(app: FastifyInstance, options: FleetRouteOptions): void {
  app.post(
    AGENT_ENROL_PATH,
    {
      // A token cannot be guessed; a whole site is rolled out from one address.
      config: { level: 'open', rateLimit: { max: 300, timeWindow: 60_000 } },
      bodyLimit: 16 * 1024,
      schema: {
        tags: ['agents'],
        summary: 'Enrol an agent with a single-use code',
        security: [],
        ...({ 'x-permission': 'open' } as object),
        body: enrolRequestSchema as never,
        response: { 201: enrolResponseSchema as never },
      },
    },
    async (request, reply) => {
      const body = enrolRequestSchema.parse(request.body);
      const { rows } = await sql<{
        clientId: string;
        id: string;
      }>`select client_id, id from enrolment_code_by_token(${hashToken(body.token)})`.execute(options.db);
      const found = rows[0];
      if (!found) throw new AppError('RA_ENROLMENT_CODE');
      const caller = {
        ...callerOf(request, [found.clientId]),
        actor: { kind: 'agent', id: null, name: body.host.hostname, personId: null } as const,
      };
      return reply
        .status(201)
        .send(
          await options.tenancy.withClient(caller, found.clientId, (ctx) => enrolAgent(ctx, found.id, body)),
        );
    },
  );
}
