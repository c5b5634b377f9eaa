import { useQuery } from '@tanstack/react-query';
import { api, call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { queryClient } from '../../api/query.ts';
import type { Answer, Body, Item } from '../../api/types.ts';

export type Channel = Item<'/api/v1/clients/{clientId}/notify-channels'>;
export type ChannelInput = Body<'/api/v1/clients/{clientId}/notify-channels', 'post'>;
export type ChannelPatch = Body<'/api/v1/clients/{clientId}/notify-channels/{channelId}', 'patch'>;
export type ChannelConfig = ChannelInput['config'];
export type ChannelTest = Answer<'/api/v1/clients/{clientId}/notify-channels/{channelId}/test', 'post'>;

export function useChannels(clientId: string) {
  return useQuery({
    queryKey: keys.settings.one(clientId, 'channels'),
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/clients/{clientId}/notify-channels', { params: { path: { clientId } }, signal })),
    enabled: clientId !== '',
  });
}

const renew = () => queryClient.invalidateQueries({ queryKey: keys.settings.all });
const channelPath = (clientId: string, channelId: string) => ({ params: { path: { clientId, channelId } } });

/** @throws ApiError */
export async function addChannel(clientId: string, body: ChannelInput): Promise<void> {
  await call(
    api.POST('/api/v1/clients/{clientId}/notify-channels', { params: { path: { clientId } }, body }),
  );
  await renew();
}

/** @throws ApiError */
export async function changeChannel(clientId: string, id: string, body: ChannelPatch): Promise<void> {
  await call(
    api.PATCH('/api/v1/clients/{clientId}/notify-channels/{channelId}', {
      ...channelPath(clientId, id),
      body,
    }),
  );
  await renew();
}

/** @throws ApiError */
export async function removeChannel(clientId: string, id: string, keepalive: boolean): Promise<void> {
  await call(
    api.DELETE('/api/v1/clients/{clientId}/notify-channels/{channelId}', {
      ...channelPath(clientId, id),
      ...(keepalive ? { keepalive } : {}),
    }),
  );
  await renew();
}

/** Writes a test message now. @throws ApiError */
export async function testChannel(clientId: string, id: string): Promise<ChannelTest> {
  const result = await call(
    api.POST('/api/v1/clients/{clientId}/notify-channels/{channelId}/test', {
      ...channelPath(clientId, id),
      body: {},
    }),
  );
  await renew();
  return result;
}
