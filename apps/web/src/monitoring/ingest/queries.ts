import { useQuery } from '@tanstack/react-query';
import { api, call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { queryClient } from '../../api/query.ts';
import type { Answer, Body, Item } from '../../api/types.ts';

export type IngestToken = Item<'/api/v1/clients/{clientId}/ingest-tokens'>;
export type MadeToken = Answer<'/api/v1/clients/{clientId}/ingest-tokens', 'post'>;

export function useIngestTokens(clientId: string) {
  return useQuery({
    queryKey: keys.ingest.one(clientId, 'tokens'),
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/clients/{clientId}/ingest-tokens', { params: { path: { clientId } }, signal })),
  });
}

export function useIngestQuota(clientId: string) {
  return useQuery({
    queryKey: keys.ingest.one(clientId, 'quota'),
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/clients/{clientId}/ingest-quota', { params: { path: { clientId } }, signal })),
  });
}

export type Retention = Body<'/api/v1/clients/{clientId}/series-retention', 'put'>;

export function useRetention(clientId: string) {
  return useQuery({
    queryKey: keys.ingest.one(clientId, 'retention'),
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/clients/{clientId}/series-retention', { params: { path: { clientId } }, signal }),
      ),
  });
}

/** @throws ApiError */
export async function saveRetention(clientId: string, body: Retention): Promise<void> {
  await call(
    api.PUT('/api/v1/clients/{clientId}/series-retention', { params: { path: { clientId } }, body }),
  );
  await renew();
}

export type Quota = Body<'/api/v1/clients/{clientId}/ingest-quota', 'put'>;

/** @throws ApiError */
export async function saveQuota(clientId: string, body: Quota): Promise<void> {
  await call(api.PUT('/api/v1/clients/{clientId}/ingest-quota', { params: { path: { clientId } }, body }));
  await renew();
}

const renew = () => queryClient.invalidateQueries({ queryKey: keys.ingest.all });

/** @returns the token's text, which is told this once. @throws ApiError */
export async function addIngestToken(
  clientId: string,
  body: Body<'/api/v1/clients/{clientId}/ingest-tokens', 'post'>,
): Promise<MadeToken> {
  const made = await call(
    api.POST('/api/v1/clients/{clientId}/ingest-tokens', { params: { path: { clientId } }, body }),
  );
  await renew();
  return made;
}

/** @throws ApiError */
export async function revokeIngestToken(
  clientId: string,
  tokenId: string,
  keepalive: boolean,
): Promise<void> {
  await call(
    api.DELETE('/api/v1/clients/{clientId}/ingest-tokens/{tokenId}', {
      params: { path: { clientId, tokenId } },
      ...(keepalive ? { keepalive } : {}),
    }),
  );
  await renew();
}
