import { useQuery } from '@tanstack/react-query';
import { api, call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import type { Body, Item } from '../../api/types.ts';
import { renewAlarms } from '../silences/queries.ts';

export type Maintenance = Item<'/api/v1/clients/{clientId}/maintenance-windows'>;
export type TimeWindow = Maintenance['window'];
type Input = Body<'/api/v1/clients/{clientId}/maintenance-windows', 'post'>;
type Patch = Body<'/api/v1/clients/{clientId}/maintenance-windows/{maintenanceWindowId}', 'patch'>;

export function useMaintenance(clientId: string) {
  return useQuery({
    queryKey: keys.alarms.one(clientId, 'maintenance'),
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/clients/{clientId}/maintenance-windows', {
          params: { path: { clientId } },
          signal,
        }),
      ),
  });
}

/** @throws ApiError */
export async function addMaintenance(clientId: string, body: Input): Promise<void> {
  await call(
    api.POST('/api/v1/clients/{clientId}/maintenance-windows', { params: { path: { clientId } }, body }),
  );
  await renewAlarms();
}

const windowPath = (clientId: string, maintenanceWindowId: string) => ({
  params: { path: { clientId, maintenanceWindowId } },
});

/** @throws ApiError */
export async function changeMaintenance(clientId: string, id: string, body: Patch): Promise<void> {
  await call(
    api.PATCH('/api/v1/clients/{clientId}/maintenance-windows/{maintenanceWindowId}', {
      ...windowPath(clientId, id),
      body,
    }),
  );
  await renewAlarms();
}

/** @throws ApiError */
export async function removeMaintenance(clientId: string, id: string, keepalive: boolean): Promise<void> {
  await call(
    api.DELETE('/api/v1/clients/{clientId}/maintenance-windows/{maintenanceWindowId}', {
      ...windowPath(clientId, id),
      ...(keepalive ? { keepalive } : {}),
    }),
  );
  await renewAlarms();
}
