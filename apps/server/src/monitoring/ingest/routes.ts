import { z } from 'zod';
import type { Routes } from '../../platform/http/routes.ts';
import { empty, id, name, timestamp } from '../../platform/http/schemas.ts';
import { getQuota, setQuota } from './quota.ts';
import { createIngestToken, listIngestTokens, revokeIngestToken } from './tokens.ts';

const quota = z.object({
  activeSeries: z.number().int().min(1).max(5_000_000),
  samplesPerSecond: z.number().int().min(1).max(5_000_000),
});

/** Tokens and quotas: what people decide about ingest. What senders use is in http/. */
export function ingestRoutes(routes: Routes, options: { publicUrl: () => string }): void {
  routes.client({
    method: 'GET',
    url: '/ingest-tokens',
    tag: 'ingest',
    summary: 'Tokens with which senders deliver to this client',
    permission: 'ingest.manage',
    response: z.object({
      items: z.array(
        z.object({
          id,
          name: z.string(),
          hint: z.string(),
          siteId: id.nullable(),
          createdAt: timestamp,
          lastUsedAt: timestamp.nullable(),
          revokedAt: timestamp.nullable(),
        }),
      ),
    }),
    handler: async (ctx) => ({ items: await listIngestTokens(ctx, ctx.clientId) }),
  });
  routes.client({
    method: 'POST',
    url: '/ingest-tokens',
    tag: 'ingest',
    summary: 'Make a token for a sender; its text is shown this once',
    permission: 'ingest.manage',
    body: z.object({ name, siteId: id.nullable().default(null) }),
    response: z.object({
      id,
      token: z.string(),
      hint: z.string(),
      /** Where to deliver. */
      addresses: z.object({ prometheus: z.string(), otlp: z.string(), alertmanager: z.string() }),
    }),
    handler: async (ctx, { body }) => ({
      ...(await createIngestToken(ctx, body)),
      addresses: {
        prometheus: `${options.publicUrl()}/ingest/v1/prometheus/write`,
        otlp: `${options.publicUrl()}/ingest/v1/otlp`,
        alertmanager: `${options.publicUrl()}/ingest/v1/alertmanager/webhook`,
      },
    }),
  });
  routes.client({
    method: 'DELETE',
    url: '/ingest-tokens/:tokenId',
    tag: 'ingest',
    summary: 'Revoke a token',
    permission: 'ingest.manage',
    params: z.object({ tokenId: id }),
    response: empty,
    handler: async (ctx, { params }) => {
      await revokeIngestToken(ctx, params.tokenId);
      return {};
    },
  });
  routes.client({
    method: 'GET',
    url: '/ingest-quota',
    tag: 'ingest',
    summary: 'How much this client may deliver',
    permission: 'ingest.manage',
    response: quota.extend({ custom: z.boolean() }),
    handler: (ctx) => getQuota(ctx, ctx.clientId),
  });
  routes.client({
    method: 'PUT',
    url: '/ingest-quota',
    tag: 'ingest',
    summary: 'Change how much this client may deliver',
    permission: 'client.manage',
    body: quota,
    response: empty,
    handler: async (ctx, { body }) => {
      await setQuota(ctx, body);
      return {};
    },
  });
}
