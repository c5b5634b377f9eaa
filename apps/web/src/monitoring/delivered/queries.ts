import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { queryClient } from '../../api/query.ts';
import type { Body } from '../../api/types.ts';
import type { Series } from '../queries.ts';

type Request = Body<'/api/v1/clients/{clientId}/delivered-series/query', 'post'>;
export type LabelMatcher = NonNullable<Request['where']>[number];

const FALLBACK_MS = 60_000;

/** Names of what is delivered to a client, those that contain a text. */
export function useDeliveredNames(clientId: string, search: string) {
  return useQuery({
    queryKey: keys.ingest.one(clientId, 'delivered-names', { search }),
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/clients/{clientId}/delivered-series', {
          params: { path: { clientId }, query: { search } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

interface DeliveredRequest {
  clientId: string;
  metric: string;
  where: readonly LabelMatcher[];
  /** Names the range in the cache; a preset keeps its name while time goes on. */
  rangeKey: string;
  /** Unix seconds, asked for anew with every request. */
  bounds: () => { from: number; to: number };
  /** Whether the range ends now. */
  live: boolean;
}

/** Series of one name, with the labels by which they can be narrowed down; none when there are too many. */
export function useDelivered({ clientId, metric, where, rangeKey, bounds, live }: DeliveredRequest) {
  return useQuery({
    queryKey: keys.ingest.one(clientId, 'delivered', { metric, where, rangeKey }),
    queryFn: async ({ signal }) => {
      const { from, to } = bounds();
      const { series, ...answer } = await call(
        api.POST('/api/v1/clients/{clientId}/delivered-series/query', {
          params: { path: { clientId } },
          body: {
            metric,
            where: [...where],
            from: new Date(from * 1000).toISOString(),
            to: new Date(to * 1000).toISOString(),
            points: 360,
          },
          signal,
        }),
      );
      return {
        ...answer,
        // The server's times are milliseconds, the chart's are seconds.
        series: series.map(
          ({ instance, points }): Series => ({
            metric,
            instance,
            points: points.map(([at = 0, min = 0, avg = 0, max = 0]) => [at / 1000, min, avg, max]),
          }),
        ),
        from,
        to,
      };
    },
    placeholderData: keepPreviousData,
    refetchInterval: live ? FALLBACK_MS : false,
  });
}

/** Deletes what was delivered under a name. @throws ApiError */
export async function removeDelivered(
  clientId: string,
  metric: string,
  where: readonly LabelMatcher[],
  keepalive: boolean,
): Promise<void> {
  await call(
    api.POST('/api/v1/clients/{clientId}/delivered-series/removal', {
      params: { path: { clientId } },
      body: { metric, where: [...where] },
      ...(keepalive ? { keepalive } : {}),
    }),
  );
  await queryClient.invalidateQueries({ queryKey: keys.ingest.all });
}

/** Deletes everything that was ever measured at a client. @throws ApiError */
export async function removeAllSeries(clientId: string): Promise<void> {
  await call(
    api.DELETE('/api/v1/clients/{clientId}/series', {
      params: { path: { clientId }, query: { confirm: clientId } },
    }),
  );
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: keys.ingest.all }),
    queryClient.invalidateQueries({ queryKey: keys.assets.all }),
  ]);
}
