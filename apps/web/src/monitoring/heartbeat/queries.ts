import { useQuery } from '@tanstack/react-query';
import { api, call } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { keys } from '../../api/keys.ts';
import { queryClient } from '../../api/query.ts';
import type { Answer } from '../../api/types.ts';
import type { AssetPlace } from '../../fleet/queries.ts';

const PATH = '/api/v1/clients/{clientId}/assets/{assetId}/checks/{checkId}/heartbeat';
export type MadeHeartbeat = Answer<typeof PATH, 'post'>;

const keyOf = ({ assetId }: AssetPlace, checkId: string) =>
  keys.assets.one(assetId, 'checks', 'heartbeat', checkId);

/** Null while the check has no address yet. */
export function useHeartbeat(place: AssetPlace, checkId: string) {
  return useQuery({
    queryKey: keyOf(place, checkId),
    queryFn: ({ signal }) =>
      call(api.GET(PATH, { params: { path: { ...place, checkId } }, signal })).catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }),
  });
}

/** @returns the address, which is told this once; an old one ends. @throws ApiError */
export async function makeHeartbeat(place: AssetPlace, checkId: string): Promise<MadeHeartbeat> {
  const made = await call(api.POST(PATH, { params: { path: { ...place, checkId } } }));
  await queryClient.invalidateQueries({ queryKey: keyOf(place, checkId) });
  return made;
}
