import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, call } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { cursorPaging } from '../api/query.ts';
import type { Answer, Item, Query } from '../api/types.ts';

export type Client = Item<'/api/v1/clients'>;
export type ClientDetail = Answer<'/api/v1/clients/{clientId}'>;
export type Site = Item<'/api/v1/clients/{clientId}/sites'>;
export type Asset = Answer<'/api/v1/clients/{clientId}/assets/{assetId}'>;
export type AssetFilter = Omit<Query<'/api/v1/assets'>, 'cursor' | 'limit'>;
export type SoftwareItem = Item<'/api/v1/clients/{clientId}/assets/{assetId}/software'>;
export type HistoryItem = Item<'/api/v1/clients/{clientId}/assets/{assetId}/history'>;

/** Largest page that the server gives; fewer round trips for long lists. */
const PAGE = 500;

export interface AssetPlace {
  clientId: string;
  assetId: string;
}

export function useClients() {
  return useQuery({
    queryKey: keys.clients.list({}),
    queryFn: ({ signal }) => call(api.GET('/api/v1/clients', { signal })),
  });
}

export function useClient(clientId: string) {
  return useQuery({
    queryKey: keys.clients.one(clientId),
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/clients/{clientId}', { params: { path: { clientId } }, signal })),
  });
}

export function useSites(clientId: string) {
  return useQuery({
    queryKey: keys.sites.list({ clientId }),
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/clients/{clientId}/sites', { params: { path: { clientId } }, signal })),
  });
}

export function useAssets(filter: AssetFilter) {
  return useInfiniteQuery({
    queryKey: keys.assets.list(filter),
    queryFn: ({ pageParam, signal }) =>
      call(
        api.GET('/api/v1/assets', {
          params: { query: { ...filter, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    ...cursorPaging,
  });
}

export function useAsset({ clientId, assetId }: AssetPlace) {
  return useQuery({
    queryKey: keys.assets.one(assetId),
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/clients/{clientId}/assets/{assetId}', {
          params: { path: { clientId, assetId } },
          signal,
        }),
      ),
  });
}

export function useInventory({ clientId, assetId }: AssetPlace) {
  return useQuery({
    queryKey: keys.assets.one(assetId, 'inventory'),
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/clients/{clientId}/assets/{assetId}/inventory', {
          params: { path: { clientId, assetId } },
          signal,
        }),
      ),
  });
}

export function useSoftware({ clientId, assetId }: AssetPlace) {
  return useInfiniteQuery({
    queryKey: keys.assets.one(assetId, 'software'),
    queryFn: ({ pageParam, signal }) =>
      call(
        api.GET('/api/v1/clients/{clientId}/assets/{assetId}/software', {
          params: {
            path: { clientId, assetId },
            query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    ...cursorPaging,
  });
}

export function useAssetHistory({ clientId, assetId }: AssetPlace) {
  return useQuery({
    queryKey: keys.assets.one(assetId, 'history'),
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/clients/{clientId}/assets/{assetId}/history', {
          params: { path: { clientId, assetId }, query: { limit: 200 } },
          signal,
        }),
      ),
  });
}
