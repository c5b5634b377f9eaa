import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Tables } from '../../database/tables.ts';
import { AppError } from '../../errors.ts';
import type { Routes } from '../../http/routes.ts';
import { cursor, decodeCursor, empty, encodeCursor, id, limit, timestamp } from '../../http/schemas.ts';
import { inSession } from '../../identity/sessions/sessions.ts';
import type { Tenancy } from '../../tenancy/transactions.ts';
import { countUnread, listMyNotifications, markRead } from '../console.ts';
import { getMyPreferences, putMyPreferences } from '../my-preferences.ts';
import { MINIMUMS, PERSON_CHANNELS, SEVERITIES, TOPICS } from '../schema.ts';

const preferences = z.object({
  items: z.array(
    z.object({
      topic: z.enum(TOPICS),
      channel: z.enum(PERSON_CHANNELS),
      minimum: z.enum(MINIMUMS),
      default: z.enum(MINIMUMS),
    }),
  ),
});

/** Messages in the console and what a person wants to hear of. */
export function myNotificationRoutes(
  routes: Routes,
  { db, tenancy }: { db: Kysely<Tables>; tenancy: Tenancy },
): void {
  routes.person({
    method: 'GET',
    url: '/me/notifications',
    tag: 'notifications',
    summary: 'My messages, newest first, and how many I have not read',
    query: z.object({ unread: z.stringbool().default(false), limit, cursor: cursor.optional() }),
    response: z.object({
      items: z.array(
        z.object({
          clientId: id,
          id,
          kind: z.string(),
          severity: z.enum(SEVERITIES),
          subject: z.string(),
          lines: z.array(z.string()),
          objectKind: z.string(),
          objectId: id,
          path: z.string(),
          at: timestamp,
          readAt: timestamp.nullable(),
        }),
      ),
      nextCursor: cursor.optional(),
      /** Counted up to 1000. */
      unread: z.number(),
    }),
    handler: async (signedIn, { query }, { caller }) => {
      inSession(signedIn);
      const [before] = decodeCursor(query.cursor, z.tuple([id])) ?? [];
      return tenancy.withScope(caller, async (ctx) => {
        const rows = await listMyNotifications(ctx, signedIn.personId, {
          unread: query.unread,
          limit: query.limit + 1,
          before,
        });
        const items = rows.slice(0, query.limit);
        return {
          items,
          ...(rows.length > query.limit ? { nextCursor: encodeCursor([items.at(-1)!.id]) } : {}),
          unread: await countUnread(ctx, signedIn.personId),
        };
      });
    },
  });
  routes.person({
    method: 'POST',
    url: '/me/notifications/read',
    tag: 'notifications',
    summary: 'Mark messages as read: some, or all up to one',
    status: 200,
    body: z.union([
      z.object({
        items: z
          .array(z.object({ clientId: id, id }))
          .min(1)
          .max(500),
      }),
      z.object({ upTo: id }),
    ]),
    response: empty,
    handler: async (signedIn, { body }, { caller }) => {
      inSession(signedIn);
      const clientIds = 'items' in body ? body.items.map((item) => item.clientId) : caller.scope;
      for (const clientId of new Set(clientIds)) {
        if (!caller.scope.includes(clientId)) throw new AppError('RA_NOT_FOUND');
        const which =
          'items' in body
            ? { ids: body.items.filter((item) => item.clientId === clientId).map((item) => item.id) }
            : body;
        await tenancy.withClient(caller, clientId, (ctx) => markRead(ctx, signedIn.personId, which));
      }
      return {};
    },
  });
  routes.person({
    method: 'GET',
    url: '/me/notification-preferences',
    tag: 'notifications',
    summary: 'What I hear of, by topic and channel',
    response: preferences,
    handler: async (signedIn) => {
      inSession(signedIn);
      return { items: await getMyPreferences(db, signedIn.access) };
    },
  });
  routes.person({
    method: 'PUT',
    url: '/me/notification-preferences',
    tag: 'notifications',
    summary: 'Choose what I hear of; null goes back to the default of my role',
    body: z.object({
      items: z
        .array(
          z.object({
            topic: z.enum(TOPICS),
            channel: z.enum(PERSON_CHANNELS),
            minimum: z.enum(MINIMUMS).nullable(),
          }),
        )
        .max(TOPICS.length * PERSON_CHANNELS.length),
    }),
    response: preferences,
    handler: async (signedIn, { body }) => {
      inSession(signedIn);
      await putMyPreferences(db, signedIn.personId, body.items);
      return { items: await getMyPreferences(db, signedIn.access) };
    },
  });
}
