import { z } from 'zod';
import type { Routes } from '../../platform/http/routes.ts';
import { id, timestamp } from '../../platform/http/schemas.ts';
import { createHeartbeatToken, getHeartbeat } from './commands.ts';
import { HEARTBEAT_PATH } from './door.ts';

const params = z.object({ assetId: id, checkId: id });

/** What people do with heartbeats; what jobs call is in door.ts. */
export function heartbeatRoutes(routes: Routes, options: { publicUrl: () => string }): void {
  routes.client({
    method: 'GET',
    url: '/assets/:assetId/checks/:checkId/heartbeat',
    tag: 'heartbeats',
    summary: 'Last sign of life of a job, and when the next one is due',
    permission: 'asset.read',
    params,
    response: z.object({
      hint: z.string(),
      lastAt: timestamp.nullable(),
      lastSignal: z.enum(['ok', 'start', 'fail']).nullable(),
      startedAt: timestamp.nullable(),
      dueAt: timestamp,
    }),
    handler: (ctx, { params: { assetId, checkId } }) => getHeartbeat(ctx, assetId, checkId),
  });
  routes.client({
    method: 'POST',
    url: '/assets/:assetId/checks/:checkId/heartbeat',
    tag: 'heartbeats',
    summary: 'Make the address that a job calls, in place of an old one; it is shown this once',
    permission: 'check.manage',
    params,
    response: z.object({ url: z.string(), hint: z.string(), dueAt: timestamp }),
    handler: async (ctx, { params: { assetId, checkId } }) => {
      const { token, hint, dueAt } = await createHeartbeatToken(ctx, assetId, checkId);
      return { url: `${options.publicUrl()}${HEARTBEAT_PATH}/${token}`, hint, dueAt };
    },
  });
}
