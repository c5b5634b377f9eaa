import { useQuery } from '@tanstack/react-query';
import { api, call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { queryClient } from '../../api/query.ts';
import type { Answer, Body, Item } from '../../api/types.ts';

export type Schedule = Item<'/api/v1/clients/{clientId}/on-call-schedules'>;
export type Layer = Schedule['schedule']['layers'][number];
export type Roster = Answer<'/api/v1/clients/{clientId}/on-call-schedules/{onCallScheduleId}/roster'>;
export type Person = Item<'/api/v1/clients/{clientId}/on-call-people'>;
export type Chain = Item<'/api/v1/clients/{clientId}/escalation-policies'>;
export type Target = Chain['policy']['steps'][number]['targets'][number];
type ScheduleInput = Body<'/api/v1/clients/{clientId}/on-call-schedules', 'post'>;
type ChainInput = Body<'/api/v1/clients/{clientId}/escalation-policies', 'post'>;
type Substitution = Body<
  '/api/v1/clients/{clientId}/on-call-schedules/{onCallScheduleId}/substitutions',
  'post'
>;

const DAY_MS = 86_400_000;
/** How far the next hand-overs are looked for. */
const AHEAD_DAYS = 28;

const at = (clientId: string) => ({ params: { path: { clientId } } });
const scheduleAt = (clientId: string, onCallScheduleId: string) => ({
  params: { path: { clientId, onCallScheduleId } },
});

export function useSchedules(clientId: string) {
  return useQuery({
    queryKey: keys.alarms.one(clientId, 'schedules'),
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/clients/{clientId}/on-call-schedules', { ...at(clientId), signal })),
    enabled: clientId !== '',
  });
}

/** Shifts from now on. */
export function useRoster(clientId: string, scheduleId: string) {
  return useQuery({
    queryKey: keys.alarms.one(clientId, 'roster', scheduleId),
    queryFn: ({ signal }) => {
      const now = Date.now();
      return call(
        api.GET('/api/v1/clients/{clientId}/on-call-schedules/{onCallScheduleId}/roster', {
          params: {
            path: { clientId, onCallScheduleId: scheduleId },
            query: {
              from: new Date(now).toISOString(),
              to: new Date(now + AHEAD_DAYS * DAY_MS).toISOString(),
            },
          },
          signal,
        }),
      );
    },
  });
}

export function usePeople(clientId: string, enabled: boolean) {
  return useQuery({
    queryKey: keys.alarms.one(clientId, 'people'),
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/clients/{clientId}/on-call-people', { ...at(clientId), signal })),
    enabled,
  });
}

export function useChains(clientId: string) {
  return useQuery({
    queryKey: keys.alarms.one(clientId, 'chains'),
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/clients/{clientId}/escalation-policies', { ...at(clientId), signal })),
  });
}

const renew = () => queryClient.invalidateQueries({ queryKey: keys.alarms.all });

/** Adds, or changes the one with `id`. @throws ApiError */
export async function saveSchedule(clientId: string, id: string | undefined, body: ScheduleInput) {
  await (id === undefined
    ? call(api.POST('/api/v1/clients/{clientId}/on-call-schedules', { ...at(clientId), body }))
    : call(
        api.PATCH('/api/v1/clients/{clientId}/on-call-schedules/{onCallScheduleId}', {
          ...scheduleAt(clientId, id),
          body,
        }),
      ));
  await renew();
}

/** @throws ApiError */
export async function removeSchedule(clientId: string, id: string, keepalive: boolean): Promise<void> {
  await call(
    api.DELETE('/api/v1/clients/{clientId}/on-call-schedules/{onCallScheduleId}', {
      ...scheduleAt(clientId, id),
      ...(keepalive ? { keepalive } : {}),
    }),
  );
  await renew();
}

/** @throws ApiError */
export async function standIn(clientId: string, scheduleId: string, body: Substitution): Promise<void> {
  await call(
    api.POST('/api/v1/clients/{clientId}/on-call-schedules/{onCallScheduleId}/substitutions', {
      ...scheduleAt(clientId, scheduleId),
      body,
    }),
  );
  await renew();
}

/** @throws ApiError */
export async function takeBack(clientId: string, scheduleId: string, onCallSubstitutionId: string) {
  await call(
    api.DELETE(
      '/api/v1/clients/{clientId}/on-call-schedules/{onCallScheduleId}/substitutions/{onCallSubstitutionId}',
      { params: { path: { clientId, onCallScheduleId: scheduleId, onCallSubstitutionId } } },
    ),
  );
  await renew();
}

/** @throws ApiError */
export async function saveChain(clientId: string, id: string | undefined, body: ChainInput): Promise<void> {
  await (id === undefined
    ? call(api.POST('/api/v1/clients/{clientId}/escalation-policies', { ...at(clientId), body }))
    : call(
        api.PATCH('/api/v1/clients/{clientId}/escalation-policies/{escalationPolicyId}', {
          params: { path: { clientId, escalationPolicyId: id } },
          body,
        }),
      ));
  await renew();
}

/** @throws ApiError */
export async function removeChain(clientId: string, id: string, keepalive: boolean): Promise<void> {
  await call(
    api.DELETE('/api/v1/clients/{clientId}/escalation-policies/{escalationPolicyId}', {
      params: { path: { clientId, escalationPolicyId: id } },
      ...(keepalive ? { keepalive } : {}),
    }),
  );
  await renew();
}
