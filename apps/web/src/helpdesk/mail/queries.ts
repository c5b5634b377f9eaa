import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { cursorPaging, queryClient } from '../../api/query.ts';
import type { Answer, Body, Item } from '../../api/types.ts';

export type Mailbox = Item<'/api/v1/clients/{clientId}/settings/mail/mailboxes'>;
export type MailboxInput = Body<'/api/v1/clients/{clientId}/settings/mail/mailboxes', 'post'>;
export type WaitingMail = Item<'/api/v1/clients/{clientId}/waiting-mail'>;
export type WaitingDetail = Answer<'/api/v1/clients/{clientId}/waiting-mail/{mailId}'>;
export type MailProblem = WaitingMail['problems'][number];

export function useMailboxes(clientId: string) {
  return useQuery({
    queryKey: keys.settings.one(clientId, 'mailboxes'),
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/clients/{clientId}/settings/mail/mailboxes', {
          params: { path: { clientId } },
          signal,
        }),
      ),
    // Whether a server answers is no event: the state is asked for while somebody looks.
    refetchInterval: 10_000,
  });
}

const renewMailboxes = () => queryClient.invalidateQueries({ queryKey: keys.settings.all });
const mailboxPath = (clientId: string, mailboxId: string) => ({ params: { path: { clientId, mailboxId } } });

/** @throws ApiError */
export async function saveMailbox(clientId: string, id: string | undefined, body: MailboxInput) {
  if (id === undefined)
    await call(
      api.POST('/api/v1/clients/{clientId}/settings/mail/mailboxes', {
        params: { path: { clientId } },
        body,
      }),
    );
  else
    await call(
      api.PUT('/api/v1/clients/{clientId}/settings/mail/mailboxes/{mailboxId}', {
        ...mailboxPath(clientId, id),
        body,
      }),
    );
  await renewMailboxes();
}

/** @throws ApiError */
export async function removeMailbox(clientId: string, id: string, keepalive: boolean): Promise<void> {
  await call(
    api.DELETE('/api/v1/clients/{clientId}/settings/mail/mailboxes/{mailboxId}', {
      ...mailboxPath(clientId, id),
      ...(keepalive ? { keepalive } : {}),
    }),
  );
  await renewMailboxes();
}

/** @throws ApiError RA_MAILBOX_FAILED */
export const testMailbox = (clientId: string, id: string) =>
  call(
    api.POST(
      '/api/v1/clients/{clientId}/settings/mail/mailboxes/{mailboxId}/test',
      mailboxPath(clientId, id),
    ),
  );

/** @param clientId of the provider; empty: nothing is asked */
export function useWaitingMails(clientId: string, state: WaitingMail['state']) {
  return useInfiniteQuery({
    queryKey: keys.mail.list({ state }),
    queryFn: ({ pageParam, signal }) =>
      call(
        api.GET('/api/v1/clients/{clientId}/waiting-mail', {
          params: {
            path: { clientId },
            query: { state, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    enabled: clientId !== '',
    ...cursorPaging,
  });
}

const mailPath = (clientId: string, mailId: string) => ({ params: { path: { clientId, mailId } } });

export function useWaitingMail(clientId: string, mailId: string) {
  return useQuery({
    queryKey: keys.mail.one(mailId),
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/clients/{clientId}/waiting-mail/{mailId}', {
          ...mailPath(clientId, mailId),
          signal,
        }),
      ),
  });
}

export const renewMails = () => queryClient.invalidateQueries({ queryKey: keys.mail.all });

interface Sent {
  keepalive: boolean;
}

/** @throws ApiError RA_MAIL_DECIDED */
export async function assignMail(
  clientId: string,
  mailId: string,
  body: Body<'/api/v1/clients/{clientId}/waiting-mail/{mailId}/assign', 'post'>,
  { keepalive }: Sent,
): Promise<void> {
  await call(
    api.POST('/api/v1/clients/{clientId}/waiting-mail/{mailId}/assign', {
      ...mailPath(clientId, mailId),
      body,
      ...(keepalive ? { keepalive } : {}),
    }),
  );
  await renewMails();
}

/** @throws ApiError RA_MAIL_DECIDED */
export async function discardMail(clientId: string, mailId: string, reason: string): Promise<void> {
  await call(
    api.POST('/api/v1/clients/{clientId}/waiting-mail/{mailId}/discard', {
      ...mailPath(clientId, mailId),
      body: { reason },
    }),
  );
  await renewMails();
}

/** @throws ApiError RA_MAIL_DECIDED */
export async function restoreMail(clientId: string, mailId: string): Promise<void> {
  await call(
    api.POST('/api/v1/clients/{clientId}/waiting-mail/{mailId}/restore', mailPath(clientId, mailId)),
  );
  await renewMails();
}

export function useMailDomains(clientId: string) {
  return useQuery({
    queryKey: keys.clients.one(clientId, 'mail-domains'),
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/clients/{clientId}/mail-domains', { params: { path: { clientId } }, signal })),
  });
}

/** @throws ApiError RA_MAIL_DOMAIN */
export async function setMailDomains(clientId: string, domains: string[]): Promise<void> {
  const answer = await call(
    api.PUT('/api/v1/clients/{clientId}/mail-domains', { params: { path: { clientId } }, body: { domains } }),
  );
  queryClient.setQueryData(keys.clients.one(clientId, 'mail-domains'), answer);
}

export function useTicketMail(
  place: { clientId: string; ticketId: string; mailId: string },
  wanted: boolean,
) {
  return useQuery({
    queryKey: keys.tickets.one(place.ticketId, 'mail', place.mailId),
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/clients/{clientId}/tickets/{ticketId}/mails/{mailId}', {
          params: { path: place },
          signal,
        }),
      ),
    enabled: wanted,
  });
}
