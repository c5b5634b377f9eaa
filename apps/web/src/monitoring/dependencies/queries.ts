import { useQuery } from '@tanstack/react-query';
import { api, call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import type { Body, Item } from '../../api/types.ts';
import type { AssetPlace } from '../../fleet/queries.ts';
import { renewAlarms } from '../silences/queries.ts';

export type Dependency = Item<'/api/v1/clients/{clientId}/dependencies'>;
export type DependencyInput = Body<'/api/v1/clients/{clientId}/dependencies', 'post'>;

export function useDependencies(clientId: string) {
  return useQuery({
    queryKey: keys.alarms.one(clientId, 'dependencies'),
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/clients/{clientId}/dependencies', { params: { path: { clientId } }, signal })),
  });
}

/** Systems that cannot be reached when this one alone fails. */
export function useDependants({ clientId, assetId }: AssetPlace) {
  return useQuery({
    queryKey: keys.alarms.one(clientId, 'dependants', assetId),
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/clients/{clientId}/assets/{assetId}/dependants', {
          params: { path: { clientId, assetId } },
          signal,
        }),
      ),
  });
}

/** @throws ApiError */
export async function addDependency(clientId: string, body: DependencyInput): Promise<{ id: string }> {
  const made = await call(
    api.POST('/api/v1/clients/{clientId}/dependencies', { params: { path: { clientId } }, body }),
  );
  await renewAlarms();
  return made;
}

/** @throws ApiError */
export async function removeDependency(clientId: string, dependencyId: string): Promise<void> {
  await call(
    api.DELETE('/api/v1/clients/{clientId}/dependencies/{dependencyId}', {
      params: { path: { clientId, dependencyId } },
    }),
  );
  await renewAlarms();
}

/** What makes the same dependency again. */
export const inputOf = ({
  siteId,
  assetId,
  checkId,
  parentAssetId,
  parentCheckId,
}: Dependency): DependencyInput => ({
  ...(siteId ? { siteId } : {}),
  ...(assetId ? { assetId } : {}),
  ...(checkId ? { checkId } : {}),
  parentAssetId,
  ...(parentCheckId ? { parentCheckId } : {}),
});
