import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, call } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { cursorPaging, useLoadedItems } from '../api/query.ts';
import type { Item, Query } from '../api/types.ts';
import { useSession } from '../identity/session.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { fieldsText } from '../ui/fields.ts';
import { IconDownload, IconHistory } from '../ui/icons.ts';
import layout from '../ui/Layout.module.css';
import { PageHeader } from '../ui/PageHeader.tsx';
import { AbsoluteTime } from '../ui/RelativeTime.tsx';
import type { Column } from '../ui/table/columns.ts';
import { DataTable } from '../ui/table/DataTable.tsx';
import { readChoices } from '../ui/table/search.ts';
import { useListSearch } from '../ui/table/useListSearch.ts';
import { actionText } from './actions.ts';

type Entry = Item<'/api/v1/audit'>;
type Filter = Omit<Query<'/api/v1/audit'>, 'cursor' | 'limit'>;

const PAGE = 200;

function useAudit(filter: Filter) {
  return useInfiniteQuery({
    queryKey: keys.audit.list(filter),
    queryFn: ({ pageParam, signal }) =>
      call(
        api.GET('/api/v1/audit', {
          params: { query: { ...filter, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    ...cursorPaging,
  });
}

/** Who did what, newest first. The log is chained; an export can be checked anywhere. */
export function AuditPage() {
  const { t } = useTranslation();
  const { clients } = useSession();
  const { search } = useListSearch();
  const chosen = readChoices(search, 'client');
  const only = chosen.length === 1 ? chosen[0] : undefined;
  const query = useAudit(only ? { client: only } : {});
  const rows = useLoadedItems(query);
  const exported = only ?? (clients.length === 1 ? clients[0]?.id : undefined);
  return (
    <>
      <PageHeader
        title={t('app.nav.audit')}
        subtitle={<span>{t('audit.text')}</span>}
        actions={
          exported ? (
            <Button
              component="a"
              href={`/api/v1/clients/${exported}/audit/export`}
              download
              variant="default"
              leftSection={<IconDownload size={16} stroke={1.75} />}
            >
              {t('audit.export')}
            </Button>
          ) : (
            <span className={layout.small}>{t('audit.exportHint')}</span>
          )
        }
      />
      <DataTable
        name="audit"
        label={t('app.nav.audit')}
        columns={useAuditColumns(rows)}
        rows={rows}
        rowId={(entry) => `${entry.clientId} ${entry.seq}`}
        query={query}
        empty={<EmptyState icon={IconHistory} title={t('audit.none')} />}
      />
    </>
  );
}

function useAuditColumns(rows: readonly Entry[]): Column<Entry>[] {
  const { t } = useTranslation();
  const { clients } = useSession();
  return useMemo(
    () => [
      {
        id: 'at',
        header: t('audit.at'),
        value: (entry) => entry.at,
        sortFirst: 'descending',
        cell: (entry) => <AbsoluteTime at={entry.at} />,
        width: '160px',
        card: 'meta',
      },
      {
        id: 'actor',
        header: t('audit.actor'),
        value: (entry) => entry.actorName,
        cell: (entry) => (
          <>
            {entry.actorName} {entry.actorKind !== 'person' && `(${t(`audit.actorKind.${entry.actorKind}`)})`}
          </>
        ),
        width: '200px',
        card: 'meta',
      },
      {
        id: 'action',
        header: t('audit.action'),
        value: (entry) => actionText(entry.action),
        filterValue: (entry) => entry.action,
        choices: [...new Set(rows.map((entry) => entry.action))]
          .map((value) => ({ value, label: actionText(value) }))
          .sort((a, b) => a.label.localeCompare(b.label)),
        card: 'title',
      },
      {
        id: 'details',
        header: t('audit.details'),
        value: (entry) => fieldsText(t, entry.fields),
        cell: (entry) => (
          <span className={layout.clamped} title={fieldsText(t, entry.fields)}>
            {fieldsText(t, entry.fields)}
          </span>
        ),
        sortable: false,
      },
      {
        id: 'client',
        header: t('fleet.client.one'),
        value: (entry) => entry.clientName,
        filterValue: (entry) => entry.clientId,
        choices: clients.map(({ id, name }) => ({ value: id, label: name })),
        width: '170px',
        wide: 'wide',
        card: 'meta',
      },
      {
        id: 'address',
        header: t('audit.address'),
        value: (entry) => entry.address,
        width: '140px',
        hidden: true,
        card: 'none',
      },
      {
        id: 'seq',
        header: t('audit.seq'),
        value: (entry) => entry.seq,
        sortFirst: 'descending',
        width: '90px',
        align: 'end',
        hidden: true,
        card: 'none',
      },
    ],
    [t, rows, clients],
  );
}
