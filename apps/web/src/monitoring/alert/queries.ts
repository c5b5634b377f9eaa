import { useQuery } from '@tanstack/react-query';
import { api, call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import type { Answer, Item } from '../../api/types.ts';

export type AlertDetail = Answer<'/api/v1/clients/{clientId}/alerts/{alertId}'>;
export type HistoryItem = Item<'/api/v1/clients/{clientId}/alerts/{alertId}/history'>;
export type Told = HistoryItem['told'][number];

const at = (clientId: string, alertId: string) => ({ params: { path: { clientId, alertId } } });

export function useAlertHistory(clientId: string, alertId: string) {
  return useQuery({
    queryKey: keys.alerts.one(alertId, 'history'),
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/clients/{clientId}/alerts/{alertId}/history', { ...at(clientId, alertId), signal }),
      ),
  });
}

export function useEscalation(clientId: string, alertId: string) {
  return useQuery({
    queryKey: keys.alerts.one(alertId, 'escalation'),
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/clients/{clientId}/alerts/{alertId}/escalation', {
          ...at(clientId, alertId),
          signal,
        }),
      ),
  });
}
