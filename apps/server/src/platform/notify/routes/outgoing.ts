import { z } from 'zod';
import type { Routes } from '../../http/routes.ts';
import { cursor, decodeCursor, empty, encodeCursor, id, limit, page, timestamp } from '../../http/schemas.ts';
import { listOutgoing, retryOutgoing } from '../outgoing.ts';
import { problemLine, problemView, readProblem } from '../problem.ts';
import { NOTIFICATION_STATES, SEVERITIES } from '../schema.ts';

/** What left the house, what waits and what failed. */
export function outgoingRoutes(routes: Routes): void {
  routes.scope({
    method: 'GET',
    url: '/outgoing-messages',
    tag: 'notifications',
    summary: 'Mails and webhook calls over all clients of the caller, newest first',
    permission: 'settings.manage',
    query: z.object({
      client: id.optional(),
      state: z.enum(NOTIFICATION_STATES).optional(),
      limit,
      cursor: cursor.optional(),
    }),
    response: page(
      z.object({
        clientId: id,
        id,
        channel: z.enum(['mail', 'webhook', 'channel']),
        /** The mail address, the webhook's id, or the channel's with `#` and a number. */
        address: z.string(),
        kind: z.string(),
        severity: z.enum(SEVERITIES),
        objectKind: z.string(),
        objectId: id,
        state: z.enum(NOTIFICATION_STATES),
        attempts: z.number(),
        attemptedAt: timestamp.nullable(),
        sentAt: timestamp.nullable(),
        /** One line in the language of the request; `problem` has its parts, with advice. */
        lastError: z.string().nullable(),
        problem: problemView.nullable(),
        createdAt: timestamp,
      }),
    ),
    handler: async (ctx, { query }) => {
      const [before] = decodeCursor(query.cursor, z.tuple([id])) ?? [];
      const rows = await listOutgoing(ctx, {
        ...query,
        limit: query.limit + 1,
        before,
      });
      const items = rows.slice(0, query.limit).map((row) => {
        const problem = readProblem(ctx.locale, row.lastError);
        return {
          ...row,
          // The query leaves the console's own rows out.
          channel: row.channel as 'mail' | 'webhook' | 'channel',
          lastError: problem && problemLine(problem),
          problem,
        };
      });
      return {
        items,
        ...(rows.length > query.limit ? { nextCursor: encodeCursor([items.at(-1)!.id]) } : {}),
      };
    },
  });
  routes.client({
    method: 'POST',
    url: '/outgoing-messages/:messageId/retry',
    tag: 'notifications',
    summary: 'Send a failed message again',
    permission: 'settings.manage',
    status: 202,
    params: z.object({ messageId: id }),
    response: empty,
    handler: async (ctx, { params }) => {
      await retryOutgoing(ctx, params.messageId);
      return {};
    },
  });
}
