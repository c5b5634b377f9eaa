import { useQuery } from '@tanstack/react-query';
import { api, call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { queryClient } from '../../api/query.ts';
import type { Answer, Item } from '../../api/types.ts';
import type { AssetPlace } from '../../fleet/queries.ts';

export type Kind = Item<'/api/v1/check-kinds'>;
export type KindName = Kind['kind'];
export type TrialResult = Answer<'/api/v1/clients/{clientId}/assets/{assetId}/check-trials', 'post'>;

/** Every kind with the schema of its settings; the same until the server is replaced. */
export function useCheckKinds() {
  return useQuery({
    queryKey: keys.checkKinds,
    queryFn: ({ signal }) => call(api.GET('/api/v1/check-kinds', { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Runs it once, from the server, without saving it. @throws ApiError */
export function tryCheck(
  place: AssetPlace,
  body: { kind: KindName; config: Record<string, unknown>; checkId?: string },
): Promise<TrialResult> {
  return call(
    api.POST('/api/v1/clients/{clientId}/assets/{assetId}/check-trials', { params: { path: place }, body }),
  );
}

/** Asks for the checks of a system again. */
export const refreshChecks = ({ assetId }: AssetPlace): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: keys.assets.one(assetId, 'checks') });
