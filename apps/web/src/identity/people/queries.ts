import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { cursorPaging, queryClient } from '../../api/query.ts';
import type { Answer, Body, Item } from '../../api/types.ts';

export type Person = Item<'/api/v1/people'>;
export type Membership = Person['memberships'][number];
export type Invitation = Item<'/api/v1/clients/{clientId}/invitations'>;
export type NewInvitation = Body<'/api/v1/clients/{clientId}/invitations', 'post'>;
export type Link = Answer<'/api/v1/clients/{clientId}/people/{personId}/password-reset', 'post'>;

export function usePeople() {
  return useInfiniteQuery({
    queryKey: keys.people.list({}),
    queryFn: ({ pageParam, signal }) =>
      call(
        api.GET('/api/v1/people', {
          params: { query: { limit: 500, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    ...cursorPaging,
  });
}

export function useInvitations(clientId: string) {
  return useQuery({
    queryKey: keys.people.list({ invitations: clientId }),
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/clients/{clientId}/invitations', { params: { path: { clientId } }, signal })),
  });
}

/** Staff of the provider who serve a client; who tickets can be given to. */
export function useStaff(clientId: string, enabled: boolean) {
  return useQuery({
    queryKey: keys.people.list({ staff: clientId }),
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/clients/{clientId}/staff', { params: { path: { clientId } }, signal })),
    enabled,
  });
}

const renew = () => queryClient.invalidateQueries({ queryKey: keys.people.all });

/** @returns the link, which is shown this once. @throws ApiError RA_MEMBER_ALREADY, RA_ROLE_NOT_ALLOWED */
export async function invite(clientId: string, body: NewInvitation): Promise<Link> {
  const made = await call(
    api.POST('/api/v1/clients/{clientId}/invitations', { params: { path: { clientId } }, body }),
  );
  await renew();
  return made;
}

/** @throws ApiError */
export async function resendInvitation(clientId: string, invitationId: string): Promise<Link> {
  const made = await call(
    api.POST('/api/v1/clients/{clientId}/invitations/{invitationId}/resend', {
      params: { path: { clientId, invitationId } },
    }),
  );
  await renew();
  return made;
}

/** @throws ApiError */
export async function revokeInvitation(clientId: string, invitationId: string): Promise<void> {
  await call(
    api.DELETE('/api/v1/clients/{clientId}/invitations/{invitationId}', {
      params: { path: { clientId, invitationId } },
    }),
  );
  await renew();
}

interface Place {
  clientId: string;
  personId: string;
}

/** @throws ApiError RA_LAST_OWNER, RA_ROLE_NOT_ALLOWED */
export async function changeMember(
  path: Place,
  body: Body<'/api/v1/clients/{clientId}/people/{personId}', 'patch'>,
): Promise<void> {
  await call(api.PATCH('/api/v1/clients/{clientId}/people/{personId}', { params: { path }, body }));
  await renew();
}

/** @throws ApiError RA_LAST_OWNER */
export async function removeMember(path: Place, keepalive: boolean): Promise<void> {
  await call(
    api.DELETE('/api/v1/clients/{clientId}/people/{personId}', {
      params: { path },
      ...(keepalive ? { keepalive } : {}),
    }),
  );
  await renew();
}

/** @throws ApiError RA_PERSON_ELSEWHERE */
export function makeResetLink(path: Place): Promise<Link> {
  return call(api.POST('/api/v1/clients/{clientId}/people/{personId}/password-reset', { params: { path } }));
}

/** @throws ApiError RA_PERSON_ELSEWHERE */
export async function resetSecondFactor(path: Place): Promise<void> {
  await call(api.DELETE('/api/v1/clients/{clientId}/people/{personId}/second-factor', { params: { path } }));
  await renew();
}

/** @returns how many sessions ended. @throws ApiError */
export async function signOutEverywhere(path: Place): Promise<number> {
  const { ended } = await call(
    api.DELETE('/api/v1/clients/{clientId}/people/{personId}/sessions', { params: { path } }),
  );
  return ended;
}
