import { z } from 'zod';
import type { Routes } from '../platform/http/routes.ts';
import { cursor, decodeCursor, encodeCursor, id, limit, page } from '../platform/http/schemas.ts';
import { addMessage, changeTicket, openTicket, sideOf } from './commands/tickets.ts';
import { mailRoutes } from './mail/routes.ts';
import { receiptOf } from './queries/receipt.ts';
import { getTicket, listTickets } from './queries/tickets.ts';
import { TICKET_STATES } from './schema.ts';
import { describeServiceLevel, type ServiceLevelInput, setServiceLevel } from './service-level.ts';
import {
  newTicket,
  openedTicket,
  serviceLevelInput,
  serviceLevelView,
  ticketDetail,
  ticketPatch,
  ticketView,
} from './views.ts';

const ticketParams = z.object({ ticketId: id });
/** A ticket without a deadline is due at infinity. */
const ticketPosition = z.tuple([z.union([z.literal('infinity'), z.iso.datetime({ offset: true })]), id]);

export function helpdeskRoutes(routes: Routes): void {
  mailRoutes(routes);
  routes.scope({
    method: 'GET',
    url: '/tickets',
    tag: 'tickets',
    summary: 'Tickets over all clients of the caller',
    permission: 'ticket.read',
    query: z.object({
      state: z.enum([...TICKET_STATES, 'any', 'unfinished']).optional(),
      client: id.optional(),
      asset: id.optional(),
      assignee: id.optional(),
      q: z.string().max(200).optional(),
      sort: z.enum(['deadline', 'updated']).default('deadline'),
      limit,
      cursor: cursor.optional(),
    }),
    response: page(ticketView),
    handler: async (ctx, { query }, { access }) => {
      const rows = await listTickets(ctx, {
        ...query,
        ownOnly: [...access.clients.values()]
          .filter((client) => client.role === 'employee')
          .map((client) => client.clientId),
        personId: ctx.actor.personId,
        after: decodeCursor(query.cursor, ticketPosition),
      });
      const items = rows.slice(0, query.limit);
      const last = items.at(-1);
      return {
        items,
        ...(rows.length > query.limit && last ? { nextCursor: encodeCursor([last.sortKey, last.id]) } : {}),
      };
    },
  });
  routes.client({
    method: 'POST',
    url: '/tickets',
    tag: 'tickets',
    summary: 'Open a ticket',
    permission: 'ticket.create',
    body: newTicket,
    response: openedTicket,
    handler: async (ctx, { body }) => {
      const { id, number } = await openTicket(ctx, {
        ...body,
        source: ctx.actor.kind === 'api-key' ? 'api' : 'person',
        requesterId: sideOf(ctx) === 'client' ? ctx.actor.personId : null,
      });
      return { id, number, ...(await receiptOf(ctx, id, body.about)) };
    },
  });
  routes.client({
    method: 'GET',
    url: '/tickets/:ticketId',
    tag: 'tickets',
    summary: 'One ticket with conversation, clocks and history',
    permission: 'ticket.read',
    params: ticketParams,
    response: ticketDetail,
    handler: (ctx, { params }) => getTicket(ctx, params.ticketId),
  });
  routes.client({
    method: 'PATCH',
    url: '/tickets/:ticketId',
    tag: 'tickets',
    summary: 'Change state, priority, assignee or side',
    permission: 'ticket.work',
    params: ticketParams,
    body: ticketPatch,
    response: ticketDetail,
    handler: async (ctx, { params, body }) => {
      await changeTicket(ctx, params.ticketId, body);
      return getTicket(ctx, params.ticketId);
    },
  });
  routes.client({
    method: 'POST',
    url: '/tickets/:ticketId/messages',
    tag: 'tickets',
    summary: 'Answer, or leave an internal note',
    permission: 'ticket.create',
    params: ticketParams,
    body: z.object({
      kind: z.enum(['public', 'internal']).default('public'),
      body: z.string().trim().min(1).max(100_000),
    }),
    response: z.object({ id }),
    handler: (ctx, { params, body }) => addMessage(ctx, params.ticketId, body.kind, body.body),
  });
  routes.client({
    method: 'GET',
    url: '/service-level',
    tag: 'tickets',
    summary: 'Business hours and promised times in force',
    permission: 'client.read',
    response: serviceLevelView,
    handler: async (ctx) => (await describeServiceLevel(ctx)) as z.output<typeof serviceLevelView>,
  });
  routes.client({
    method: 'PUT',
    url: '/service-level',
    tag: 'tickets',
    summary: 'Set business hours and promised times from today on',
    permission: 'client.manage',
    body: serviceLevelInput,
    response: serviceLevelView,
    handler: async (ctx, { body }) => {
      await setServiceLevel(ctx, body as ServiceLevelInput);
      return (await describeServiceLevel(ctx)) as z.output<typeof serviceLevelView>;
    },
  });
}
