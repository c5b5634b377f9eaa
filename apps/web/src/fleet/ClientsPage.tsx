import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../identity/session.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { IconBuilding, IconPlus } from '../ui/icons.ts';
import { LinkButton } from '../ui/LinkButton.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { Tag } from '../ui/StateBadge.tsx';
import type { Column } from '../ui/table/columns.ts';
import { DataTable } from '../ui/table/DataTable.tsx';
import { type Client, useClients } from './queries.ts';
import { clientPath } from './words.ts';

const NONE: Client[] = [];

export function ClientsPage() {
  const { t } = useTranslation();
  const mayAdd = useMay('client.manage');
  const query = useClients();
  const columns = useMemo<Column<Client>[]>(
    () => [
      { id: 'name', header: t('fleet.client.name'), value: (client) => client.name, card: 'title' },
      {
        id: 'code',
        header: t('fleet.client.code'),
        value: (client) => client.code,
        cell: (client) => <Tag>{client.code}</Tag>,
        width: '120px',
        card: 'state',
      },
      {
        id: 'kind',
        header: t('fleet.client.kind'),
        value: (client) => t(`fleet.client.kinds.${client.kind}`),
        width: '180px',
        card: 'meta',
      },
      {
        id: 'assets',
        header: t('fleet.systems'),
        value: (client) => client.assets,
        sortFirst: 'descending',
        align: 'end',
        width: '120px',
      },
      {
        id: 'since',
        header: t('fleet.client.since'),
        value: (client) => client.createdAt,
        cell: (client) => <RelativeTime at={client.createdAt} />,
        width: '140px',
        wide: 'wide',
      },
    ],
    [t],
  );
  const add = mayAdd && (
    <LinkButton to="/clients/new" leftSection={<IconPlus size={16} stroke={1.75} />}>
      {t('fleet.client.add')}
    </LinkButton>
  );
  return (
    <>
      <PageHeader title={t('fleet.clients')} actions={add} />
      <DataTable
        name="clients"
        label={t('fleet.clients')}
        columns={columns}
        rows={query.data?.items ?? NONE}
        rowId={(client) => client.id}
        rowLink={(client) => clientPath(client.id)}
        query={query}
        empty={
          <EmptyState icon={IconBuilding} title={t('fleet.client.none')} action={add}>
            {t('fleet.client.noneText')}
          </EmptyState>
        }
      />
    </>
  );
}
