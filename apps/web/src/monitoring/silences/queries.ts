import { useQuery } from '@tanstack/react-query';
import { api, call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { queryClient } from '../../api/query.ts';
import type { Body, Item } from '../../api/types.ts';

export type Silence = Item<'/api/v1/clients/{clientId}/silences'>;
export type SilenceInput = Body<'/api/v1/clients/{clientId}/silences', 'post'>;
export type Matcher = Silence['matcher'];

export function useSilences(clientId: string) {
  return useQuery({
    queryKey: keys.alarms.one(clientId, 'silences'),
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/clients/{clientId}/silences', {
          params: { path: { clientId }, query: { limit: 100 } },
          signal,
        }),
      ),
  });
}

/** Silences and windows change which alerts are told. */
export async function renewAlarms(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: keys.alarms.all }),
    queryClient.invalidateQueries({ queryKey: keys.alerts.all }),
  ]);
}

/** @throws ApiError */
export async function addSilence(clientId: string, body: SilenceInput): Promise<{ id: string }> {
  const made = await call(
    api.POST('/api/v1/clients/{clientId}/silences', { params: { path: { clientId } }, body }),
  );
  await renewAlarms();
  return made;
}

/** @throws ApiError */
export async function endSilence(clientId: string, silenceId: string): Promise<void> {
  await call(
    api.DELETE('/api/v1/clients/{clientId}/silences/{silenceId}', {
      params: { path: { clientId, silenceId } },
    }),
  );
  await renewAlarms();
}
