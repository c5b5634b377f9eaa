import type { Context } from '../platform/context.ts';
import { type Audience, notify } from '../platform/notify/index.ts';
import type { StoredEvent, Subscriber } from '../platform/outbox/dispatch.ts';
import { mailedParticipants } from './mail/outbound.ts';

const EXCERPT = 500;

/** Who hears of tickets: the assignee and the requester by name, the staff by its preferences. */
export const helpdeskNotifications: readonly Subscriber[] = [
  {
    kinds: ['ticket.created'],
    handle: async (ctx, event) => {
      const ticket = await ticketOf(ctx, event.objectId);
      // The alert has told everybody already.
      if (!ticket || ticket.source === 'alert') return;
      await notify(ctx, {
        ...about(ctx, event, ticket),
        subjectKey: 'ticket.created',
        audience: { staff: true, clientRoles: ['it-coordinator'] },
        params: {
          ...ticket.words,
          priority: ticket.priority,
          timeZone: ticket.timeZone,
          ...(ticket.firstResponseDueAt ? { dueAt: ticket.firstResponseDueAt.toISOString() } : {}),
        },
      });
    },
  },
  {
    kinds: ['ticket.updated'],
    handle: async (ctx, event) => {
      const ticket = await ticketOf(ctx, event.objectId);
      if (!ticket) return;
      const by = String(event.payload.by ?? '');
      const { assigneeId, state } = event.payload;
      if (typeof assigneeId === 'string' && assigneeId !== event.payload.actorId) {
        await notify(ctx, {
          ...about(ctx, event, ticket),
          kind: 'ticket.assigned',
          subjectKey: 'ticket.assigned',
          audience: { personIds: [assigneeId] },
          params: {
            ...ticket.words,
            by,
            priority: ticket.priority,
            timeZone: ticket.timeZone,
            ...(ticket.firstResponseDueAt ? { dueAt: ticket.firstResponseDueAt.toISOString() } : {}),
          },
        });
      }
      if (state === 'solved' && ticket.requesterId && by) {
        await notify(ctx, {
          ...about(ctx, event, ticket),
          kind: 'ticket.solved',
          subjectKey: 'ticket.solved',
          params: { ...ticket.words, by },
          audience: { personIds: [ticket.requesterId] },
        });
      }
    },
  },
  {
    kinds: ['ticket.message'],
    handle: async (ctx, event) => {
      const ticket = await ticketOf(ctx, event.objectId);
      const message = await ctx.tx
        .selectFrom('ticketMessage')
        .select(['authorId', 'authorName', 'body', 'kind'])
        .where('clientId', '=', ctx.clientId)
        .where('id', '=', String(event.payload.messageId))
        .executeTakeFirst();
      if (!ticket || !message) return;
      // An internal note never reaches the requester, who may be an employee of the client.
      const named = [ticket.assigneeId, message.kind === 'public' ? ticket.requesterId : null].filter(
        (id): id is string => id !== null && id !== message.authorId,
      );
      if (named.length === 0) return;
      const answered = message.kind === 'public' && event.payload.side === 'provider';
      await notify(ctx, {
        ...about(ctx, event, ticket),
        ...(answered ? { mailedOtherwise: await mailedParticipants(ctx, ticket.id) } : {}),
        subjectKey: 'ticket.message',
        audience: { personIds: named },
        params: { ...ticket.words, author: message.authorName, excerpt: message.body.slice(0, EXCERPT) },
      });
    },
  },
  {
    kinds: ['ticket.response-due', 'ticket.response-missed'],
    handle: async (ctx, event) => {
      const ticket = await ticketOf(ctx, event.objectId);
      if (!ticket) return;
      const missed = event.kind === 'ticket.response-missed';
      const audience: Audience =
        ticket.assigneeId && !missed ? { personIds: [ticket.assigneeId] } : { staff: true };
      await notify(ctx, {
        ...about(ctx, event, ticket),
        severity: missed ? 'critical' : 'warning',
        subjectKey: missed ? 'ticket.response-missed' : 'ticket.response-due',
        audience,
        params: { ...ticket.words, dueAt: String(event.payload.dueAt), timeZone: ticket.timeZone },
      });
    },
  },
];

type TicketWords = NonNullable<Awaited<ReturnType<typeof ticketOf>>>;

function about(ctx: Context, event: StoredEvent, ticket: TicketWords) {
  return {
    kind: event.kind,
    eventId: event.id,
    objectKind: 'ticket',
    objectId: event.objectId,
    ticketId: event.objectId,
    path: `/clients/${ctx.clientId}/tickets/${ticket.id}`,
  };
}

async function ticketOf(ctx: Context, ticketId: string) {
  const row = await ctx.tx
    .selectFrom('ticket')
    .innerJoin('client', 'client.id', 'ticket.clientId')
    .select((eb) => [
      'ticket.id',
      'ticket.number',
      'ticket.title',
      'ticket.priority',
      'ticket.source',
      'ticket.assigneeId',
      'ticket.requesterId',
      'ticket.firstResponseDueAt',
      'client.name as clientName',
      'client.code as clientCode',
      eb
        .selectFrom('site')
        .select('site.timeZone')
        .whereRef('site.clientId', '=', 'ticket.clientId')
        .orderBy('site.createdAt')
        .limit(1)
        .as('zone'),
    ])
    .where('ticket.clientId', '=', ctx.clientId)
    .where('ticket.id', '=', ticketId)
    .executeTakeFirst();
  return (
    row && {
      ...row,
      timeZone: row.zone ?? 'Europe/Berlin',
      words: { client: row.clientName, number: `${row.clientCode}-${row.number}`, title: row.title },
    }
  );
}
