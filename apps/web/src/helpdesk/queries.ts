import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, call } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { cursorPaging, queryClient } from '../api/query.ts';
import type { Answer, Body, Item, Query } from '../api/types.ts';

export type Ticket = Item<'/api/v1/tickets'>;
export type TicketDetail = Answer<'/api/v1/clients/{clientId}/tickets/{ticketId}'>;
export type TicketClock = TicketDetail['clocks'][number];
export type TicketMessage = TicketDetail['messages'][number];
export type TicketFilter = Omit<Query<'/api/v1/tickets'>, 'cursor' | 'limit'>;
export type NewTicket = Body<'/api/v1/clients/{clientId}/tickets', 'post'>;
export type OpenedTicket = Answer<'/api/v1/clients/{clientId}/tickets', 'post'>;
export type TicketPatch = Body<'/api/v1/clients/{clientId}/tickets/{ticketId}', 'patch'>;

export interface TicketPlace {
  clientId: string;
  ticketId: string;
}

export function useTickets(filter: TicketFilter) {
  return useInfiniteQuery({
    queryKey: keys.tickets.list(filter),
    queryFn: ({ pageParam, signal }) =>
      call(
        api.GET('/api/v1/tickets', {
          params: { query: { ...filter, limit: 200, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    ...cursorPaging,
  });
}

export function useTicket({ clientId, ticketId }: TicketPlace) {
  return useQuery({
    queryKey: keys.tickets.one(ticketId),
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/clients/{clientId}/tickets/{ticketId}', {
          params: { path: { clientId, ticketId } },
          signal,
        }),
      ),
  });
}

async function afterTicket(ticketId: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: keys.tickets.one(ticketId) }),
    queryClient.invalidateQueries({ queryKey: keys.tickets.lists }),
    queryClient.invalidateQueries({ queryKey: keys.situation }),
  ]);
}

/** @throws ApiError */
export async function openTicket(clientId: string, body: NewTicket): Promise<OpenedTicket> {
  const opened = await call(
    api.POST('/api/v1/clients/{clientId}/tickets', { params: { path: { clientId } }, body }),
  );
  await afterTicket(opened.id);
  return opened;
}

/** @throws ApiError RA_TICKET_TRANSITION, RA_TICKET_CLOSED */
export async function changeTicket({ clientId, ticketId }: TicketPlace, body: TicketPatch): Promise<void> {
  const changed = await call(
    api.PATCH('/api/v1/clients/{clientId}/tickets/{ticketId}', {
      params: { path: { clientId, ticketId } },
      body,
    }),
  );
  queryClient.setQueryData(keys.tickets.one(ticketId), changed);
  await afterTicket(ticketId);
}

/** @throws ApiError RA_TICKET_CLOSED */
export async function addMessage(
  { clientId, ticketId }: TicketPlace,
  body: Body<'/api/v1/clients/{clientId}/tickets/{ticketId}/messages', 'post'>,
): Promise<void> {
  await call(
    api.POST('/api/v1/clients/{clientId}/tickets/{ticketId}/messages', {
      params: { path: { clientId, ticketId } },
      body,
    }),
  );
  await afterTicket(ticketId);
}
