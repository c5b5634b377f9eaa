import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Locale } from '../../context.ts';
import { AppError } from '../../errors.ts';
import type { Routes } from '../../http/routes.ts';
import { empty, id, limit, name, timestamp } from '../../http/schemas.ts';
import { problemLine, problemView, readAnswer } from '../problem.ts';
import { testWebhook } from '../webhook/call.ts';
import type { WebhookSender } from '../webhook/sender.ts';
import {
  addWebhook,
  changeWebhook,
  findWebhook,
  listDeliveries,
  listWebhooks,
  removeWebhook,
  renewWebhookSecret,
} from '../webhook/webhooks.ts';

const kind = z
  .string()
  .max(100)
  .regex(/^[a-z-]+\.(\*|[a-z-]+)$/, 'a kind like alert.raised or alert.* is expected');
const url = z.string().trim().min(1).max(2000);
const input = z.object({
  name,
  url,
  kinds: z.array(kind).max(50).default([]),
  enabled: z.boolean().default(true),
  allowPrivate: z.boolean().default(false),
});
const change = z.object({
  name: name.optional(),
  url: url.optional(),
  kinds: z.array(kind).max(50).optional(),
  enabled: z.boolean().optional(),
  allowPrivate: z.boolean().optional(),
});
const view = z.object({
  id,
  name: z.string(),
  url: z.string(),
  kinds: z.array(z.string()),
  enabled: z.boolean(),
  goneAt: timestamp.nullable(),
  allowPrivate: z.boolean(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
/** `error` is one line in the language of the request; `problem` has its parts, with advice. */
const answer = {
  status: z.number().nullable(),
  error: z.string().nullable(),
  problem: problemView.nullable(),
};
const told = (locale: Locale, came: { status: number | null; error: string | null }) => {
  const problem = readAnswer(locale, came);
  return { status: came.status, error: problem && problemLine(problem), problem };
};
const params = z.object({ webhookId: id });

/** A way into the provider's own network is the provider's to open, whoever else may manage settings one day. */
function guardPrivate(request: FastifyRequest, wanted: boolean | undefined): void {
  if (wanted && request.signedIn?.access.side !== 'provider') throw new AppError('RA_FORBIDDEN');
}

export function webhookRoutes(
  routes: Routes,
  { sender, publicUrl }: { sender: WebhookSender; publicUrl(): string },
): void {
  routes.client({
    method: 'GET',
    url: '/webhooks',
    tag: 'webhooks',
    summary: 'Webhooks of a client, with what came of their last calls',
    permission: 'settings.read',
    response: z.object({
      items: z.array(
        view.extend({
          last: z.object({ at: timestamp, ...answer }).nullable(),
        }),
      ),
    }),
    handler: async (ctx) => ({
      items: (await listWebhooks(ctx)).map(({ lastAt, lastStatus, lastError, ...row }) => ({
        ...row,
        last:
          lastAt === null
            ? null
            : { at: lastAt, ...told(ctx.locale, { status: lastStatus, error: lastError }) },
      })),
    }),
  });
  routes.client({
    method: 'POST',
    url: '/webhooks',
    tag: 'webhooks',
    summary: 'Add a webhook; its secret is shown this once',
    permission: 'settings.manage',
    body: input,
    response: z.object({ id, secret: z.string() }),
    handler: (ctx, { body }, { request }) => {
      guardPrivate(request, body.allowPrivate);
      return addWebhook(ctx, body);
    },
  });
  routes.client({
    method: 'PATCH',
    url: '/webhooks/:webhookId',
    tag: 'webhooks',
    summary: 'Change a webhook, or switch it on or off',
    permission: 'settings.manage',
    params,
    body: change,
    response: view,
    handler: async (ctx, { params, body }, { request }) => {
      guardPrivate(request, body.allowPrivate);
      await changeWebhook(ctx, params.webhookId, body as Parameters<typeof changeWebhook>[2]);
      return findWebhook(ctx, params.webhookId);
    },
  });
  routes.client({
    method: 'DELETE',
    url: '/webhooks/:webhookId',
    tag: 'webhooks',
    summary: 'Remove a webhook',
    permission: 'settings.manage',
    params,
    response: empty,
    handler: async (ctx, { params }) => {
      await removeWebhook(ctx, params.webhookId);
      return {};
    },
  });
  routes.client({
    method: 'POST',
    url: '/webhooks/:webhookId/secret',
    tag: 'webhooks',
    summary: 'Make a new secret; it is shown this once and the old one ends',
    permission: 'settings.manage',
    params,
    response: z.object({ secret: z.string() }),
    handler: (ctx, { params }) => renewWebhookSecret(ctx, params.webhookId),
  });
  routes.client({
    method: 'POST',
    url: '/webhooks/:webhookId/test',
    tag: 'webhooks',
    summary: 'Call a webhook now and show what came back',
    permission: 'settings.manage',
    status: 200,
    params,
    response: z.object({ ...answer, durationMs: z.number() }),
    handler: async (ctx, { params }) => {
      const result = await testWebhook(ctx, sender, params.webhookId, publicUrl());
      return {
        ...told(ctx.locale, { status: null, error: null, ...result }),
        durationMs: result.durationMs,
      };
    },
  });
  routes.client({
    method: 'GET',
    url: '/webhooks/:webhookId/deliveries',
    tag: 'webhooks',
    summary: 'The last calls of a webhook, newest first',
    permission: 'settings.read',
    params,
    query: z.object({ limit }),
    response: z.object({
      items: z.array(
        z.object({
          id,
          deliveryId: id,
          kind: z.string(),
          at: timestamp,
          attempt: z.number(),
          durationMs: z.number(),
          ...answer,
        }),
      ),
    }),
    handler: async (ctx, { params, query }) => {
      await findWebhook(ctx, params.webhookId);
      const rows = await listDeliveries(ctx, params.webhookId, query.limit);
      return { items: rows.map((row) => ({ ...row, ...told(ctx.locale, row) })) };
    },
  });
}
