import { z } from 'zod';
import type { Routes } from '../../http/routes.ts';
import { empty, id, name, timestamp } from '../../http/schemas.ts';
import {
  createApiKey,
  DEFAULT_DAYS,
  listApiKeys,
  MAX_DAYS,
  revokeApiKey,
  revokeOwnApiKey,
} from '../api-keys/keys.ts';
import type { Core } from '../core.ts';
import { requireConfirmed } from '../sessions/confirm.ts';
import { inSession } from '../sessions/sessions.ts';
import { apiKeyView, password, permission } from './views.ts';

const keyParams = z.object({ keyId: id });
const keyList = z.object({ items: z.array(apiKeyView) });

export function apiKeyRoutes(core: Core, routes: Routes): void {
  routes.person({
    method: 'GET',
    url: '/account/api-keys',
    tag: 'api-keys',
    summary: 'The own API keys',
    response: keyList,
    handler: async (signedIn, _input, { caller }) => {
      const { personId } = inSession(signedIn);
      return { items: await core.tenancy.withScope(caller, (ctx) => listApiKeys(ctx, personId)) };
    },
  });
  routes.person({
    method: 'POST',
    url: '/account/api-keys',
    tag: 'api-keys',
    summary: 'Make an API key; its text is shown this once',
    body: z.object({
      clientId: id,
      name: name.max(100),
      permissions: z.array(permission).min(1).max(50),
      expiresInDays: z.int().min(1).max(MAX_DAYS).default(DEFAULT_DAYS),
      password: password.optional(),
    }),
    response: z.object({ id, key: z.string(), hint: z.string(), expiresAt: timestamp }),
    handler: async (signedIn, { body }, { caller }) => {
      const me = inSession(signedIn);
      await requireConfirmed(core, me, body.password);
      return createApiKey(core, caller, me, body);
    },
  });
  routes.person({
    method: 'DELETE',
    url: '/account/api-keys/:keyId',
    tag: 'api-keys',
    summary: 'Revoke one of the own API keys',
    params: keyParams,
    response: empty,
    handler: async (signedIn, { params }, { caller }) => {
      await revokeOwnApiKey(core, caller, inSession(signedIn), params.keyId);
      return {};
    },
  });
  routes.client({
    method: 'GET',
    url: '/api-keys',
    tag: 'api-keys',
    summary: 'All API keys of a client',
    permission: 'people.manage',
    response: keyList,
    handler: async (ctx) => ({ items: await listApiKeys(ctx) }),
  });
  routes.client({
    method: 'DELETE',
    url: '/api-keys/:keyId',
    tag: 'api-keys',
    summary: "Revoke anybody's API key of a client",
    permission: 'people.manage',
    params: keyParams,
    response: empty,
    handler: async (ctx, { params }) => {
      await revokeApiKey(ctx, params.keyId);
      return {};
    },
  });
}
