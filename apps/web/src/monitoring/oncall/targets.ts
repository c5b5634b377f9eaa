import { useTranslation } from 'react-i18next';
import { useChannels } from '../channels/queries.ts';
import { type Target, usePeople, useSchedules } from './queries.ts';

/** A target as the value of a choice. */
export const keyOf = (target: Target): string => `${target.kind}:${target.id}`;

/** The targets behind chosen values; what `before` says in more detail than a value is kept. */
export const targetsOf = (values: readonly string[], before: readonly Target[]): Target[] =>
  values.flatMap((value): Target[] => {
    const known = before.find((target) => keyOf(target) === value);
    if (known) return [known];
    const [kind, id = ''] = value.split(':');
    return kind === 'person' || kind === 'schedule' || kind === 'channel' ? [{ kind, id }] : [];
  });

/** Everybody and everything that can be told, in groups, and the name of a target; nobody is asked without a client. */
export function useTargets(clientId: string) {
  const { t } = useTranslation();
  const people = usePeople(clientId, clientId !== '').data?.items ?? [];
  const schedules = useSchedules(clientId).data?.items ?? [];
  const channels = useChannels(clientId).data?.items ?? [];
  const group = (kind: Target['kind'], items: readonly { id: string; name: string }[]) => ({
    group: t(`oncall.targets.${kind}`),
    items: items.map(({ id, name }) => ({ value: `${kind}:${id}`, label: name })),
  });
  const groups = [group('schedule', schedules), group('person', people), group('channel', channels)];
  const names = new Map(groups.flatMap(({ items }) => items.map(({ value, label }) => [value, label])));
  return { groups, nameOf: (target: Target) => names.get(keyOf(target)) ?? t('oncall.unknown') };
}
