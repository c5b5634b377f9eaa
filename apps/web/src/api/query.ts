import {
  type InfiniteData,
  QueryCache,
  QueryClient,
  type UseInfiniteQueryResult,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import { ApiError } from './errors.ts';

/** Statuses after which the same request may succeed by itself: no answer, a restart, a proxy without backend. */
const PASSING = new Set([0, 502, 503, 504]);
const RETRIES = 2;

const signedOutListeners = new Set<() => void>();

/** Calls back when any request was refused because the session ended. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

/** The cache of everything the server said. The live stream marks what changed, so data need not be asked for often. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError(error) {
      if (error instanceof ApiError && error.code === 'RA_UNAUTHENTICATED') {
        for (const listener of signedOutListeners) listener();
      }
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // A server on the local network answers although the browser believes to be offline.
      networkMode: 'always',
      retry: (failures, error) =>
        error instanceof ApiError && PASSING.has(error.status) && failures < RETRIES,
    },
    mutations: { networkMode: 'always' },
  },
});

interface Page<T> {
  items: T[];
  nextCursor?: string | undefined;
}

/** Options of `useInfiniteQuery` that are the same for every list `{ items, nextCursor }`. */
export const cursorPaging = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last: Page<unknown>): string | undefined => last.nextCursor,
};

/** All rows that were loaded so far, as one stable array. */
export function useLoadedItems<T>(query: UseInfiniteQueryResult<InfiniteData<Page<T>>>): T[] {
  const pages = query.data?.pages;
  return useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages]);
}
