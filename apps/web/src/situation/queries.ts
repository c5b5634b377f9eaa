import { useQuery } from '@tanstack/react-query';
import { api, call } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import type { Answer } from '../api/types.ts';

export type Situation = Answer<'/api/v1/situation'>;
export type ClientSituation = Situation['clients'][number];

/** Asked for at least once a minute, because time alone makes tickets overdue. */
const RENEW_MS = 60_000;

export function useSituation() {
  return useQuery({
    queryKey: keys.situation,
    queryFn: ({ signal }) => call(api.GET('/api/v1/situation', { signal })),
    refetchInterval: RENEW_MS,
  });
}
