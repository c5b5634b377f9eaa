import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, call } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import type { Item } from '../api/types.ts';
import { assetPath, clientPath, sitePath } from '../fleet/words.ts';
import { ticketPath } from '../helpdesk/words.ts';

export type Hit = Item<'/api/v1/search'>;
export const HIT_KINDS = [
  'client',
  'asset',
  'ticket',
  'site',
  'person',
  'software',
] as const satisfies readonly Hit['kind'][];

/** Shortest text that is searched for. */
const SHORTEST = 2;

/** Everything that fits, at most `limit` of a kind; asks for nothing while the text is too short. */
export function useSearchHits(q: string, limit: number) {
  const text = q.trim();
  return useQuery({
    queryKey: [...keys.search(text), limit],
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/search', { params: { query: { q: text, limit } }, signal })),
    enabled: text.length >= SHORTEST,
    placeholderData: keepPreviousData,
  });
}

/** Page on which a hit is shown; software leads to the system that has it. */
export function hitPath({ kind, clientId, id, title }: Hit): string {
  switch (kind) {
    case 'client':
      return clientPath(clientId);
    case 'site':
      return sitePath(clientId, id);
    case 'ticket':
      return ticketPath({ clientId, id });
    case 'person':
      return `/people?q=${encodeURIComponent(title)}`;
    case 'software':
      return `${assetPath({ clientId, id })}?tab=software&q=${encodeURIComponent(title.split(' ')[0] ?? '')}`;
    default:
      return assetPath({ clientId, id });
  }
}
