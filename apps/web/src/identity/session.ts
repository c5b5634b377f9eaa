import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, call } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import { keys } from '../api/keys.ts';
import { queryClient } from '../api/query.ts';
import type { Answer } from '../api/types.ts';
import { forgetDrafts } from '../ui/drafts.ts';

/** What the server says about whoever asks; `person` is null for nobody. */
export type SessionAnswer = Answer<'/api/v1/session'>;
type Client = SessionAnswer['clients'][number];
export type Permission = Client['permissions'][number];
export type Role = Client['role'];

export interface Session {
  person: NonNullable<SessionAnswer['person']>;
  side: 'provider' | 'client';
  clients: readonly Client[];
  secondFactor: NonNullable<SessionAnswer['secondFactor']>;
  /** Held in at least one client: decides what is offered at all. */
  permissions: ReadonlySet<Permission>;
  /** The provider's own client; for its staff only. */
  provider: Client | undefined;
}

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: () => call(api.GET('/api/v1/session')),
  staleTime: 5 * 60_000,
});

/** Somebody is signed in, complete or only as far as setting up the second factor that the role demands. */
export function signedIn(answer: SessionAnswer | undefined): Session | undefined {
  if (!answer?.person || !answer.side || !answer.secondFactor) return undefined;
  return {
    person: answer.person,
    side: answer.side,
    clients: answer.clients,
    secondFactor: answer.secondFactor,
    permissions: new Set(answer.clients.flatMap((client) => client.permissions)),
    provider:
      answer.side === 'provider' ? answer.clients.find((client) => client.kind === 'provider') : undefined,
  };
}

/** The session of a page behind sign-in; the router lets nobody else get there. */
export function useSession(): Session {
  const { data } = useQuery({ ...sessionQuery, select: signedIn });
  if (!data) throw new ApiError('RA_UNAUTHENTICATED', 401, 'no session');
  return data;
}

/** Whether the person may do something, in one client or anywhere; what is forbidden is not offered. */
export function useMay(permission: Permission, clientId?: string): boolean {
  const { clients } = useSession();
  return clients.some(
    (client) => (clientId === undefined || client.id === clientId) && client.permissions.includes(permission),
  );
}

/** Asks again who is signed in, after everything that changes it. */
export function renewSession(): Promise<SessionAnswer> {
  return queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
}

/** Ends the session and forgets what was loaded and what was being written. @throws ApiError */
export async function endSession(): Promise<void> {
  await call(api.POST('/api/v1/session/sign-out'));
  forgetDrafts();
  queryClient.clear();
}

/** Also loads the page anew: nothing may stay in memory for the next person (ASVS 14.3.1). @throws ApiError */
export async function signOut(): Promise<void> {
  await endSession();
  location.assign('/sign-in');
}
