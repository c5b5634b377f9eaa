import { useQuery } from '@tanstack/react-query';
import { api, call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { queryClient } from '../../api/query.ts';
import type { Answer, Body, Item } from '../../api/types.ts';

export type Discovery = Answer<'/api/v1/clients/{clientId}/sites/{siteId}/discovery'>;
export type Sweep = Discovery['sweeps'][number];
export type Neighbour = Item<'/api/v1/clients/{clientId}/sites/{siteId}/discovery/neighbours'>;
export type RuleChange = Body<'/api/v1/clients/{clientId}/sites/{siteId}/discovery', 'patch'>;
export type Acceptance = Body<
  '/api/v1/clients/{clientId}/sites/{siteId}/discovery/accept',
  'post'
>['items'][number];

export interface SitePlace {
  clientId: string;
  siteId: string;
}

/** The stream tells every step; this helps when it is down while a sweep is under way. */
const LOOK_MS = 5_000;

export const isOpen = ({ state }: Pick<Sweep, 'state'>): boolean =>
  state === 'ordered' || state === 'running';

export function useDiscovery(path: SitePlace) {
  return useQuery({
    queryKey: keys.discovery.one(path.siteId, 'rule'),
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/clients/{clientId}/sites/{siteId}/discovery', { params: { path }, signal })),
    refetchInterval: ({ state }) => (state.data?.sweeps.some(isOpen) ? LOOK_MS : false),
  });
}

export function useNeighbours(path: SitePlace) {
  return useQuery({
    queryKey: keys.discovery.one(path.siteId, 'neighbours'),
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/clients/{clientId}/sites/{siteId}/discovery/neighbours', {
          params: { path },
          signal,
        }),
      ),
  });
}

const renew = (...nouns: (readonly unknown[])[]) =>
  Promise.all(nouns.map((queryKey) => queryClient.invalidateQueries({ queryKey })));

/** @throws ApiError RA_DISCOVERY_PROBE */
export async function changeRule(path: SitePlace, body: RuleChange): Promise<void> {
  await call(api.PATCH('/api/v1/clients/{clientId}/sites/{siteId}/discovery', { params: { path }, body }));
  await renew(keys.discovery.all);
}

/** @throws ApiError RA_DISCOVERY_OFF, RA_DISCOVERY_PROBE, RA_DISCOVERY_BUSY, RA_DISCOVERY_NO_NETWORK */
export async function orderSweep(
  path: SitePlace,
  body: Body<'/api/v1/clients/{clientId}/sites/{siteId}/discovery/sweeps', 'post'>,
): Promise<void> {
  await call(
    api.POST('/api/v1/clients/{clientId}/sites/{siteId}/discovery/sweeps', { params: { path }, body }),
  );
  await renew(keys.discovery.all);
}

/** @throws ApiError */
export async function cancelSweep(path: SitePlace, sweepId: string): Promise<void> {
  await call(
    api.DELETE('/api/v1/clients/{clientId}/sites/{siteId}/discovery/sweeps/{sweepId}', {
      params: { path: { ...path, sweepId } },
    }),
  );
  await renew(keys.discovery.all);
}

/** @throws ApiError RA_DISCOVERY_PROBE */
export async function acceptNeighbours(path: SitePlace, items: Acceptance[]): Promise<void> {
  await call(
    api.POST('/api/v1/clients/{clientId}/sites/{siteId}/discovery/accept', {
      params: { path },
      body: { items },
    }),
  );
  await renew(keys.discovery.all, keys.assets.lists, keys.sites.all, keys.situation);
}

/** @throws ApiError RA_CONFLICT */
export async function undoAcceptance(path: SitePlace, neighbourIds: string[]): Promise<void> {
  await call(
    api.POST('/api/v1/clients/{clientId}/sites/{siteId}/discovery/undo', {
      params: { path },
      body: { neighbourIds },
    }),
  );
  await renew(keys.discovery.all, keys.assets.lists, keys.sites.all, keys.situation);
}

/** @throws ApiError */
export async function ignoreNeighbours(
  path: SitePlace,
  neighbourIds: string[],
  ignored: boolean,
): Promise<void> {
  await call(
    api.POST('/api/v1/clients/{clientId}/sites/{siteId}/discovery/ignore', {
      params: { path },
      body: { neighbourIds, ignored },
    }),
  );
  await renew(keys.discovery.all);
}
