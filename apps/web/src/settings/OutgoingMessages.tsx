import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, call } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { cursorPaging, queryClient, useLoadedItems } from '../api/query.ts';
import type { Item } from '../api/types.ts';
import type { State } from '../app/tokens.ts';
import { actionText } from '../audit/actions.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { StateBadge } from '../ui/StateBadge.tsx';
import type { Column } from '../ui/table/columns.ts';
import { DataTable } from '../ui/table/DataTable.tsx';
import { sayDone, useUndo } from '../ui/useUndo.tsx';

type Message = Item<'/api/v1/outgoing-messages'>;
const MARK: Record<Message['state'], State> = { pending: 'info', sent: 'ok', failed: 'critical' };
const queryKey = keys.settings.list({ part: 'outgoing' });

/** Mails and calls that left the house, or did not; failed ones can be sent again. */
export function OutgoingMessages() {
  const { t } = useTranslation();
  const undo = useUndo();
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      call(
        api.GET('/api/v1/outgoing-messages', {
          params: { query: { limit: 200, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    ...cursorPaging,
  });
  const rows = useLoadedItems(query);
  const columns = useMemo<Column<Message>[]>(() => {
    const again = (message: Message) =>
      call(
        api.POST('/api/v1/clients/{clientId}/outgoing-messages/{messageId}/retry', {
          params: { path: { clientId: message.clientId, messageId: message.id } },
        }),
      ).then(() => {
        sayDone(t('settings.outgoing.again'));
        return queryClient.invalidateQueries({ queryKey });
      }, undo.showError);
    return [
      {
        id: 'state',
        header: t('settings.outgoing.state'),
        value: (message) => t(`settings.outgoing.states.${message.state}`),
        filterValue: (message) => message.state,
        choices: (['failed', 'pending', 'sent'] as const).map((value) => ({
          value,
          label: t(`settings.outgoing.states.${value}`),
        })),
        cell: (message) => (
          <StateBadge
            state={MARK[message.state]}
            variant="plain"
            label={t(`settings.outgoing.states.${message.state}`)}
          />
        ),
        width: '130px',
        card: 'state',
      },
      { id: 'to', header: t('settings.outgoing.to'), value: (message) => message.address, card: 'title' },
      {
        id: 'kind',
        header: t('settings.outgoing.kind'),
        value: (message) => actionText(message.kind),
        card: 'meta',
      },
      {
        id: 'channel',
        header: t('settings.outgoing.channel'),
        value: (message) => t(`settings.outgoing.channels.${message.channel}`),
        filterValue: (message) => message.channel,
        choices: (['mail', 'webhook'] as const).map((value) => ({
          value,
          label: t(`settings.outgoing.channels.${value}`),
        })),
        width: '110px',
        card: 'meta',
      },
      {
        id: 'error',
        header: t('settings.outgoing.error'),
        value: (message) => message.lastError,
        sortable: false,
        wide: 'wide',
      },
      {
        id: 'at',
        header: t('settings.outgoing.at'),
        value: (message) => message.createdAt,
        sortFirst: 'descending',
        cell: (message) => <RelativeTime at={message.createdAt} />,
        width: '120px',
        card: 'meta',
      },
      {
        id: 'again',
        header: t('settings.outgoing.action'),
        value: () => null,
        sortable: false,
        cell: (message) =>
          message.state === 'failed' ? (
            <Button size="compact-sm" variant="default" onClick={() => void again(message)}>
              {t('settings.outgoing.retry')}
            </Button>
          ) : null,
        width: '150px',
      },
    ];
  }, [t, undo.showError]);
  return (
    <DataTable
      name="outgoing"
      label={t('settings.part.outgoing')}
      columns={columns}
      rows={rows}
      rowId={(message) => message.id}
      query={query}
      empty={<EmptyState title={t('settings.outgoing.none')}>{t('settings.outgoing.noneText')}</EmptyState>}
    />
  );
}
