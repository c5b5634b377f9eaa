import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { Routes } from '../../http/routes.ts';
import { empty, id, name, timestamp } from '../../http/schemas.ts';
import { addChannel, changeChannel, findChannel, listChannels, removeChannel } from '../channel/channels.ts';
import { testChannel } from '../channel/job.ts';
import { channelConfig } from '../channel/kinds.ts';
import type { OutgoingHttp } from '../outgoing-http.ts';
import { CHANNEL_KINDS, SEVERITIES } from '../schema.ts';

const kind = z
  .string()
  .max(100)
  .regex(/^[a-z-]+\.(\*|[a-z-]+)$/, 'a kind like alert.raised or alert.* is expected');
/** E.164. */
const phone = z.string().regex(/^\+[0-9]{6,15}$/, 'a number like +4930123456 is expected');
const input = z.object({
  name,
  config: channelConfig,
  kinds: z.array(kind).max(50).default(['alert.*']),
  minimum: z.enum(SEVERITIES).default('warning'),
  receivers: z.array(phone).max(20).default([]),
  enabled: z.boolean().default(true),
  allowPrivate: z.boolean().default(false),
});
const change = z.object({
  name: name.optional(),
  config: channelConfig.optional(),
  kinds: z.array(kind).max(50).optional(),
  minimum: z.enum(SEVERITIES).optional(),
  receivers: z.array(phone).max(20).optional(),
  enabled: z.boolean().optional(),
  allowPrivate: z.boolean().optional(),
});
const view = z.object({
  id,
  kind: z.enum(CHANNEL_KINDS),
  name: z.string(),
  shown: z.string(),
  kinds: z.array(z.string()),
  minimum: z.enum(SEVERITIES),
  receivers: z.array(z.string()),
  enabled: z.boolean(),
  allowPrivate: z.boolean(),
  lastAt: timestamp.nullable(),
  lastError: z.string().nullable(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
const params = z.object({ channelId: id });

/** A way into the provider's own network is the provider's to open. */
function guardPrivate(request: FastifyRequest, wanted: boolean | undefined): void {
  if (wanted && request.signedIn?.access.side !== 'provider') throw new AppError('RA_FORBIDDEN');
}

export function channelRoutes(
  routes: Routes,
  { http, publicUrl }: { http: OutgoingHttp; publicUrl(): string },
): void {
  routes.client({
    method: 'GET',
    url: '/notify-channels',
    tag: 'channels',
    summary: 'Messengers and SMS gateways of a client; addresses and keys are never shown',
    permission: 'settings.read',
    response: z.object({ items: z.array(view) }),
    handler: async (ctx) => ({ items: await listChannels(ctx) }),
  });
  routes.client({
    method: 'POST',
    url: '/notify-channels',
    tag: 'channels',
    summary: 'Add ntfy, Teams, Slack or an SMS gateway',
    permission: 'settings.manage',
    body: input,
    response: z.object({ id }),
    handler: (ctx, { body }, { request }) => {
      guardPrivate(request, body.allowPrivate);
      return addChannel(ctx, body);
    },
  });
  routes.client({
    method: 'PATCH',
    url: '/notify-channels/:channelId',
    tag: 'channels',
    summary: 'Change a channel, or switch it on or off; a configuration is replaced as a whole',
    permission: 'settings.manage',
    params,
    body: change,
    response: view,
    handler: async (ctx, { params, body }, { request }) => {
      guardPrivate(request, body.allowPrivate);
      await changeChannel(ctx, params.channelId, body as Parameters<typeof changeChannel>[2]);
      return findChannel(ctx, params.channelId);
    },
  });
  routes.client({
    method: 'DELETE',
    url: '/notify-channels/:channelId',
    tag: 'channels',
    summary: 'Remove a channel',
    permission: 'settings.manage',
    params,
    response: empty,
    handler: async (ctx, { params }) => {
      await removeChannel(ctx, params.channelId);
      return {};
    },
  });
  routes.client({
    method: 'POST',
    url: '/notify-channels/:channelId/test',
    tag: 'channels',
    summary: 'Write a test message now and show what came back',
    permission: 'settings.manage',
    status: 200,
    params,
    body: z.object({ to: phone.optional() }),
    response: z.object({
      ok: z.boolean(),
      status: z.number().nullable(),
      error: z.string().nullable(),
      durationMs: z.number(),
    }),
    handler: (ctx, { params, body }) => testChannel(ctx, http, params.channelId, body.to, publicUrl()),
  });
}
