import { Select } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { queryClient } from '../../api/query.ts';
import type { Body, Item } from '../../api/types.ts';
import { RoutePending } from '../../app/RouteStates.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import layout from '../../ui/Layout.module.css';
import { Panel } from '../../ui/Panel.tsx';
import classes from './Account.module.css';

type Preference = Item<'/api/v1/me/notification-preferences'>;
type Change = Body<'/api/v1/me/notification-preferences', 'put'>['items'][number];

const TOPICS = [
  'alert',
  'own-ticket',
  'ticket',
  'operation',
] as const satisfies readonly Preference['topic'][];
const CHANNELS = ['console', 'mail'] as const satisfies readonly Preference['channel'][];
const MINIMUMS = ['info', 'warning', 'critical', 'off'] as const satisfies readonly Preference['minimum'][];

/** What one wants to hear, by which way. Saved with every change. */
export function NotificationPreferences() {
  const { t } = useTranslation();
  const queryKey = keys.account('notifications');
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => call(api.GET('/api/v1/me/notification-preferences', { signal })),
  });
  const save = useMutation({
    mutationFn: (change: Change) =>
      call(api.PUT('/api/v1/me/notification-preferences', { body: { items: [change] } })),
    onSuccess: (answer) => queryClient.setQueryData(queryKey, answer),
  });
  if (query.isPending) return <RoutePending />;
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  const of = (topic: Preference['topic'], channel: Preference['channel']) =>
    query.data.items.find((item) => item.topic === topic && item.channel === channel);
  return (
    <Panel title={t('identity.account.messages')}>
      <div className={layout.tight}>
        <p className={layout.muted}>{t('identity.messages.text')}</p>
        {save.isError && <ErrorState error={save.error} />}
        <table className={classes.preferences}>
          <thead>
            <tr>
              <th scope="col">{t('identity.messages.topic')}</th>
              {CHANNELS.map((channel) => (
                <th key={channel} scope="col">
                  {t(`identity.messages.channel.${channel}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {TOPICS.map((topic) => (
              <tr key={topic}>
                <th scope="row">{t(`identity.messages.topics.${topic}`)}</th>
                {CHANNELS.map((channel) => {
                  const preference = of(topic, channel);
                  return (
                    <td key={channel}>
                      {preference && (
                        <Select
                          size="sm"
                          aria-label={`${t(`identity.messages.topics.${topic}`)}, ${t(`identity.messages.channel.${channel}`)}`}
                          data={MINIMUMS.map((value) => ({
                            value,
                            label:
                              value === preference.default
                                ? t('identity.messages.isDefault', {
                                    value: t(`identity.messages.minimum.${value}`),
                                  })
                                : t(`identity.messages.minimum.${value}`),
                          }))}
                          allowDeselect={false}
                          value={preference.minimum}
                          onChange={(value) =>
                            value &&
                            save.mutate({
                              topic,
                              channel,
                              minimum: value === preference.default ? null : (value as Preference['minimum']),
                            })
                          }
                        />
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
