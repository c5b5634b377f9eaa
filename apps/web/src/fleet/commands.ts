import { api, call } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { queryClient } from '../api/query.ts';
import type { Answer, Body } from '../api/types.ts';
import type { AssetPlace } from './queries.ts';

const renew = (...nouns: (readonly unknown[])[]) =>
  Promise.all(nouns.map((queryKey) => queryClient.invalidateQueries({ queryKey })));

type NewClient = Omit<Body<'/api/v1/clients', 'post'>, 'notes'> & { notes?: string };

/** @throws ApiError RA_CODE_TAKEN */
export async function addClient(body: NewClient): Promise<{ id: string; code: string }> {
  const added = await call(api.POST('/api/v1/clients', { body: { notes: '', ...body } }));
  await renew(keys.clients.all, keys.situation, keys.session);
  return added;
}

/** @throws ApiError */
export async function changeClient(
  clientId: string,
  body: Body<'/api/v1/clients/{clientId}', 'patch'>,
): Promise<void> {
  await call(api.PATCH('/api/v1/clients/{clientId}', { params: { path: { clientId } }, body }));
  await renew(keys.clients.all, keys.situation);
}

export type SiteInput = Body<'/api/v1/clients/{clientId}/sites', 'post'>;

/** @throws ApiError RA_TIME_ZONE, RA_NETWORK */
export async function addSite(clientId: string, body: SiteInput): Promise<{ id: string }> {
  const added = await call(
    api.POST('/api/v1/clients/{clientId}/sites', { params: { path: { clientId } }, body }),
  );
  await renew(keys.sites.all);
  return added;
}

/** @throws ApiError RA_TIME_ZONE, RA_NETWORK, RA_SITE_IN_USE */
export async function changeSite(
  clientId: string,
  siteId: string,
  body: Body<'/api/v1/clients/{clientId}/sites/{siteId}', 'patch'>,
): Promise<void> {
  await call(
    api.PATCH('/api/v1/clients/{clientId}/sites/{siteId}', { params: { path: { clientId, siteId } }, body }),
  );
  await renew(keys.sites.all);
}

export type EnrolmentCode = Answer<'/api/v1/clients/{clientId}/sites/{siteId}/enrolment-codes', 'post'>;

/** A single-use code with the commands that use it. @throws ApiError */
export function makeEnrolmentCode(
  place: { clientId: string; siteId: string },
  body: Body<'/api/v1/clients/{clientId}/sites/{siteId}/enrolment-codes', 'post'>,
): Promise<EnrolmentCode> {
  return call(
    api.POST('/api/v1/clients/{clientId}/sites/{siteId}/enrolment-codes', { params: { path: place }, body }),
  );
}

/** @throws ApiError */
export async function changeAsset(
  { clientId, assetId }: AssetPlace,
  body: Body<'/api/v1/clients/{clientId}/assets/{assetId}', 'patch'>,
): Promise<void> {
  const changed = await call(
    api.PATCH('/api/v1/clients/{clientId}/assets/{assetId}', {
      params: { path: { clientId, assetId } },
      body,
    }),
  );
  queryClient.setQueryData(keys.assets.one(assetId), changed);
  await renew(keys.assets.lists, keys.situation);
}
