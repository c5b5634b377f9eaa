import type { KeyObject } from 'node:crypto';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { callerOf, type Routes } from '../http/routes.ts';
import { cursor, decodeCursor, encodeCursor, id, limit, page, timestamp } from '../http/schemas.ts';
import { describeDetails, fieldView } from '../i18n/details.ts';
import type { Caller, Tenancy } from '../tenancy/transactions.ts';
import { type ExportSource, exportLines } from './export.ts';
import { readerOf } from './names.ts';
import { listAudit } from './queries.ts';
import { chainedEntry } from './record.ts';
import { chainQuery, readCheckpoints, readHead } from './store.ts';

const EXPORT_PAGE = 1000;
/** Time in ms, client and number of the last entry. */
const position = z
  .tuple([z.int().min(0).max(8.64e15), id, z.int()])
  .transform(([at, clientId, seq]) => ({ at: new Date(at), clientId, seq }));

export function auditRoutes(
  routes: Routes,
  { tenancy, publicKey }: { tenancy: Tenancy; publicKey: KeyObject },
): void {
  routes.scope({
    method: 'GET',
    url: '/audit',
    tag: 'audit',
    summary: 'Who did what, over all clients of the caller, newest first',
    permission: 'audit.read',
    query: z.object({
      client: id.optional(),
      action: z
        .string()
        .max(100)
        .regex(/^[a-z-]+\.(\*|[a-z-]+)$/, 'an action like asset.added or asset.* is expected')
        .optional(),
      actor: id.optional(),
      object: id.optional(),
      from: timestamp.optional(),
      to: timestamp.optional(),
      limit,
      cursor: cursor.optional(),
    }),
    response: page(
      z.object({
        clientId: id,
        clientName: z.string(),
        seq: z.number(),
        at: timestamp,
        actorKind: z.enum(['person', 'api-key', 'agent', 'system', 'anonymous']),
        actorId: id.nullable(),
        actorName: z.string(),
        action: z.string(),
        objectKind: z.string(),
        objectId: id.nullable(),
        details: z.record(z.string(), z.unknown()),
        /** The details for people, in the language of the request. */
        fields: z.array(fieldView),
        requestId: z.string().nullable(),
        address: z.string().nullable(),
      }),
    ),
    handler: async (ctx, { query }) => {
      const rows = await listAudit(ctx, {
        ...query,
        limit: query.limit + 1,
        after: decodeCursor(query.cursor, position),
      });
      const shown = rows.slice(0, query.limit);
      const reader = await readerOf(
        ctx,
        shown.map((row) => row.details),
      );
      const items = shown.map((row) => {
        const details = row.details as Record<string, unknown>;
        return { ...row, details, fields: describeDetails(reader, details) };
      });
      const last = items.at(-1);
      return {
        items,
        ...(rows.length > query.limit && last
          ? { nextCursor: encodeCursor([last.at.getTime(), last.clientId, last.seq]) }
          : {}),
      };
    },
  });
  routes.client({
    method: 'GET',
    url: '/audit/export',
    tag: 'audit',
    summary: "A client's log as NDJSON, with checkpoints and public key: it can be verified alone",
    permission: 'audit.read',
    // A stream of lines, not one JSON value.
    response: z.unknown(),
    handler: async (ctx, _input, { request, reply }) => {
      await ctx.audit({ action: 'audit.exported', objectKind: 'client', objectId: ctx.clientId });
      const client = await ctx.tx
        .selectFrom('client')
        .select(['name', 'code'])
        .where('id', '=', ctx.clientId)
        .executeTakeFirstOrThrow();
      const head = await readHead(ctx.tx, ctx.clientId);
      const source: ExportSource = {
        clientId: ctx.clientId,
        clientName: client.name,
        checkpoints: await readCheckpoints(ctx.tx, ctx.clientId),
        head,
        entries: pages(tenancy, callerOf(request, [ctx.clientId]), ctx.clientId, head?.seq ?? 0),
      };
      const name = `audit-${client.code}-${ctx.now.toISOString().slice(0, 10)}.ndjson`;
      reply.header('content-type', 'application/x-ndjson; charset=utf-8');
      reply.header('content-disposition', `attachment; filename="${name}"`);
      return Readable.from(exportLines(source, { publicKey, now: ctx.now }));
    },
  });
}

/** One transaction a page: the reader may be slow, and nothing of what was written ever changes. */
async function* pages(tenancy: Tenancy, caller: Caller, clientId: string, upTo: number) {
  for (let after = 0; after < upTo; ) {
    const rows = await tenancy.withScope(caller, (ctx) =>
      chainQuery(ctx.tx, clientId, { after, upTo }).limit(EXPORT_PAGE).execute(),
    );
    if (rows.length === 0) return;
    for (const row of rows) yield chainedEntry(row);
    after = rows.at(-1)!.seq;
  }
}
