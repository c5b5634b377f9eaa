import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, call } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import { keys } from '../api/keys.ts';
import { queryClient } from '../api/query.ts';

async function readSession() {
  try {
    return await call(api.GET('/api/v1/session'));
  } catch (error) {
    if (error instanceof ApiError && error.code === 'RA_UNAUTHENTICATED') return null;
    throw error;
  }
}

export type Session = NonNullable<Awaited<ReturnType<typeof readSession>>>;
export type Person = NonNullable<Session['person']>;

/** Who is signed in; `null` for nobody. */
export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: readSession,
  staleTime: 5 * 60_000,
});

/** The session of a page behind sign-in; the router lets nobody else get there. */
export function useSession(): Session & { person: Person } {
  const { data } = useQuery(sessionQuery);
  if (!data?.person) throw new ApiError('RA_UNAUTHENTICATED', 401, 'no session');
  return data as Session & { person: Person };
}

/** Whether the person may do something somewhere; what is forbidden is not offered. */
export function useMay(permission: string): boolean {
  return useSession().permissions.includes(permission);
}

/** Asks again who is signed in, after everything that changes it. */
export function renewSession(): Promise<unknown> {
  return queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
}

/** Ends the session here and forgets everything that was loaded: the next person must not see it. */
export async function signOut(): Promise<void> {
  await call(api.POST('/api/v1/session/sign-out'));
  queryClient.clear();
}
