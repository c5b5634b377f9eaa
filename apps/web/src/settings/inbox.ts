import { useInfiniteQuery } from '@tanstack/react-query';
import { api, call } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { cursorPaging, queryClient } from '../api/query.ts';
import type { Body, Item } from '../api/types.ts';

export type Notification = Item<'/api/v1/me/notifications'>;

/** Messages for the person, newest first; the first page says how many are unread. */
export function useInbox() {
  return useInfiniteQuery({
    queryKey: keys.account('inbox'),
    queryFn: ({ pageParam, signal }) =>
      call(
        api.GET('/api/v1/me/notifications', {
          params: { query: { limit: 100, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    ...cursorPaging,
  });
}

/** @throws ApiError */
export async function markRead(body: Body<'/api/v1/me/notifications/read', 'post'>): Promise<void> {
  await call(api.POST('/api/v1/me/notifications/read', { body }));
  await queryClient.invalidateQueries({ queryKey: keys.account('inbox') });
}
