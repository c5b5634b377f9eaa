import { useQuery } from '@tanstack/react-query';
import { api, call } from '../api/client.ts';
import { keys } from '../api/keys.ts';

/** Address of the drawn map of a client. */
export const mapPath = (clientId: string): string => `/clients/${clientId}/map`;

export function useMap(clientId: string) {
  return useQuery({
    queryKey: keys.map(clientId),
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/clients/{clientId}/map', { params: { path: { clientId } }, signal })),
  });
}
