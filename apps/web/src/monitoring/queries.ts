import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, call } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { cursorPaging, queryClient } from '../api/query.ts';
import type { Body, Item, Query } from '../api/types.ts';
import type { AssetPlace } from '../fleet/queries.ts';
import type { ChartSeries } from '../ui/chart/data.ts';

export type Alert = Item<'/api/v1/alerts'>;
export type AlertFilter = Omit<Query<'/api/v1/alerts'>, 'cursor' | 'limit'>;
export type Check = Item<'/api/v1/clients/{clientId}/assets/{assetId}/checks'>;
export interface Series {
  metric: string;
  /** Mount point, interface, device; empty when there is one. */
  instance: string;
  points: ChartSeries['points'];
}
export type Latest = Item<'/api/v1/clients/{clientId}/assets/{assetId}/latest'>;

/** The live stream announces new samples; this only helps when it is down. */
const FALLBACK_MS = 60_000;

export function useAlerts(filter: AlertFilter) {
  return useInfiniteQuery({
    queryKey: keys.alerts.list(filter),
    queryFn: ({ pageParam, signal }) =>
      call(
        api.GET('/api/v1/alerts', {
          params: { query: { ...filter, limit: 200, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    ...cursorPaging,
  });
}

export function useAlert(clientId: string, alertId: string) {
  return useQuery({
    queryKey: keys.alerts.one(alertId),
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/clients/{clientId}/alerts/{alertId}', {
          params: { path: { clientId, alertId } },
          signal,
        }),
      ),
  });
}

export function useChecks({ clientId, assetId }: AssetPlace) {
  return useQuery({
    queryKey: keys.assets.one(assetId, 'checks'),
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/clients/{clientId}/assets/{assetId}/checks', {
          params: { path: { clientId, assetId } },
          signal,
        }),
      ),
  });
}

export function useLatest({ clientId, assetId }: AssetPlace) {
  return useQuery({
    queryKey: keys.assets.one(assetId, 'latest'),
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/clients/{clientId}/assets/{assetId}/latest', {
          params: { path: { clientId, assetId } },
          signal,
        }),
      ),
    refetchInterval: FALLBACK_MS,
  });
}

interface SeriesRequest extends AssetPlace {
  metrics: readonly string[];
  check?: string;
  /** Names the range in the cache; a preset keeps its name while time goes on. */
  rangeKey: string;
  /** Unix seconds, asked for anew with every request. */
  bounds: () => { from: number; to: number };
  /** Whether the range ends now, so that new samples belong to it. */
  live: boolean;
}

/** Series of a range, with the bounds they were asked for. */
export function useSeries({ clientId, assetId, metrics, check, rangeKey, bounds, live }: SeriesRequest) {
  return useQuery({
    queryKey: keys.assets.one(assetId, 'series', { metrics, check, rangeKey }),
    queryFn: async ({ signal }) => {
      const { from, to } = bounds();
      const answer = await call(
        api.GET('/api/v1/clients/{clientId}/assets/{assetId}/series', {
          params: {
            path: { clientId, assetId },
            query: {
              metrics: metrics.join(','),
              from: new Date(from * 1000).toISOString(),
              to: new Date(to * 1000).toISOString(),
              points: 360,
              ...(check ? { check } : {}),
            },
          },
          signal,
        }),
      );
      // The server's times are milliseconds, the chart's are seconds.
      const series = answer.series.map(
        ({ metric, instance, points }): Series => ({
          metric,
          instance,
          points: points.map(([at = 0, min = 0, avg = 0, max = 0]) => [at / 1000, min, avg, max]),
        }),
      );
      return { series, from, to };
    },
    placeholderData: keepPreviousData,
    refetchInterval: live ? FALLBACK_MS : false,
  });
}

interface AlertPlace {
  clientId: string;
  id: string;
}

const alertPath = ({ clientId, id }: AlertPlace) => ({ params: { path: { clientId, alertId: id } } });

async function afterAlert(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: keys.alerts.all }),
    queryClient.invalidateQueries({ queryKey: keys.situation }),
  ]);
}

/** Says that somebody takes care, until then (ISO 8601) or until it is over. @throws ApiError */
export async function acknowledge(
  alert: AlertPlace,
  note: string | null = null,
  until: string | null = null,
): Promise<void> {
  await call(
    api.POST('/api/v1/clients/{clientId}/alerts/{alertId}/acknowledge', {
      ...alertPath(alert),
      body: { note, until },
    }),
  );
  await afterAlert();
}

/** Takes it back. @throws ApiError */
export async function unacknowledge(alert: AlertPlace): Promise<void> {
  await call(api.DELETE('/api/v1/clients/{clientId}/alerts/{alertId}/acknowledge', alertPath(alert)));
  await afterAlert();
}

export type CheckInput = Body<'/api/v1/clients/{clientId}/assets/{assetId}/checks', 'post'>;
export type CheckPatch = Body<'/api/v1/clients/{clientId}/assets/{assetId}/checks/{checkId}', 'patch'>;

const afterCheck = (assetId: string) =>
  queryClient.invalidateQueries({ queryKey: keys.assets.one(assetId, 'checks') });

/** @returns its id. @throws ApiError */
export async function addCheck({ clientId, assetId }: AssetPlace, body: CheckInput): Promise<string> {
  const { id } = await call(
    api.POST('/api/v1/clients/{clientId}/assets/{assetId}/checks', {
      params: { path: { clientId, assetId } },
      body,
    }),
  );
  await afterCheck(assetId);
  return id;
}

/** @throws ApiError */
export async function changeCheck(place: AssetPlace, checkId: string, body: CheckPatch): Promise<void> {
  const { clientId, assetId } = place;
  await call(
    api.PATCH('/api/v1/clients/{clientId}/assets/{assetId}/checks/{checkId}', {
      params: { path: { clientId, assetId, checkId } },
      body,
    }),
  );
  await afterCheck(assetId);
}

/** @throws ApiError */
export async function removeCheck(place: AssetPlace, checkId: string, init: RequestInit): Promise<void> {
  const { clientId, assetId } = place;
  await call(
    api.DELETE('/api/v1/clients/{clientId}/assets/{assetId}/checks/{checkId}', {
      params: { path: { clientId, assetId, checkId } },
      ...(init.keepalive ? { keepalive: true } : {}),
    }),
  );
  await afterCheck(assetId);
}
