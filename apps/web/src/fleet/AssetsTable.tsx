import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLoadedItems } from '../api/query.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { IconServer } from '../ui/icons.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { StateBadge } from '../ui/StateBadge.tsx';
import type { Column } from '../ui/table/columns.ts';
import { DataTable } from '../ui/table/DataTable.tsx';
import { type Asset, type AssetFilter, useAssets } from './queries.ts';
import { ASSET_KINDS, ASSET_STATES, assetPath, IMPORTANCES, STATE_RANK } from './words.ts';

interface Props {
  filter: AssetFilter;
  about: 'everything' | 'client' | 'site';
  empty?: ReactNode;
}

/** Systems with their worst state; the whole list is filtered here, so that every column can be. */
export function AssetsTable({ filter, about, empty }: Props) {
  const { t } = useTranslation();
  const query = useAssets(filter);
  const rows = useLoadedItems(query);
  const columns = useAssetColumns(rows, about);
  return (
    <DataTable
      name="systems"
      label={t('fleet.systems')}
      columns={columns}
      rows={rows}
      rowId={(asset) => asset.id}
      rowLink={assetPath}
      query={query}
      empty={
        empty ?? (
          <EmptyState icon={IconServer} title={t('fleet.asset.none')}>
            {t('fleet.asset.noneText')}
          </EmptyState>
        )
      }
      views={[
        { name: t('fleet.views.trouble'), search: { status: 'critical,warning,unknown', sort: '-status' } },
        { name: t('fleet.views.silent'), search: { connection: 'no', sort: 'seen' } },
      ]}
    />
  );
}

const choicesOf = (values: string[]) => [...new Set(values)].sort().map((value) => ({ value, label: value }));

function useAssetColumns(rows: readonly Asset[], about: Props['about']): Column<Asset>[] {
  const { t } = useTranslation();
  return useMemo(() => {
    const columns: (Column<Asset> | false)[] = [
      {
        id: 'status',
        header: t('fleet.asset.status'),
        value: (asset) => t(`ui.state.${asset.status}`),
        sortBy: (asset) => STATE_RANK[asset.status],
        sortFirst: 'descending',
        filterValue: (asset) => asset.status,
        choices: ASSET_STATES.map((value) => ({ value, label: t(`ui.state.${value}`) })),
        cell: (asset) => <StateBadge state={asset.status} variant="plain" />,
        width: '140px',
        card: 'state',
      },
      { id: 'name', header: t('fleet.asset.name'), value: (asset) => asset.name, card: 'title' },
      about === 'everything' && {
        id: 'client',
        header: t('fleet.client.one'),
        value: (asset) => asset.clientName,
        choices: choicesOf(rows.map((asset) => asset.clientName)),
        width: '200px',
        card: 'meta',
      },
      about !== 'site' && {
        id: 'site',
        header: t('fleet.site.one'),
        value: (asset) => asset.siteName,
        width: '160px',
        wide: 'wide',
        card: 'none',
      },
      {
        id: 'kind',
        header: t('fleet.asset.kind'),
        value: (asset) => t(`fleet.kind.${asset.kind}`),
        filterValue: (asset) => asset.kind,
        choices: ASSET_KINDS.map((value) => ({ value, label: t(`fleet.kind.${value}`) })),
        width: '140px',
        wide: about === 'everything' ? 'widest' : 'wide',
        card: 'none',
      },
      {
        id: 'os',
        header: t('fleet.asset.os'),
        value: (asset) => asset.os,
        width: '200px',
        wide: about === 'everything' ? 'widest' : 'wide',
        card: 'meta',
      },
      {
        id: 'address',
        header: t('fleet.asset.address'),
        value: (asset) => asset.address,
        width: '140px',
        hidden: true,
        card: 'none',
      },
      {
        id: 'importance',
        header: t('fleet.asset.importance'),
        value: (asset) => t(`fleet.importance.${asset.importance}`),
        sortBy: (asset) => IMPORTANCES.indexOf(asset.importance),
        sortFirst: 'descending',
        filterValue: (asset) => asset.importance,
        choices: IMPORTANCES.map((value) => ({ value, label: t(`fleet.importance.${value}`) })),
        width: '120px',
        hidden: true,
        card: 'none',
      },
      {
        id: 'connection',
        header: t('fleet.asset.agent'),
        value: (asset) => (asset.agentId ? t(`fleet.connection.${asset.connected ? 'yes' : 'no'}`) : null),
        filterValue: (asset) => (asset.agentId ? (asset.connected ? 'yes' : 'no') : 'none'),
        choices: (['yes', 'no', 'none'] as const).map((value) => ({
          value,
          label: t(`fleet.connection.${value}`),
        })),
        width: '150px',
        card: 'none',
      },
      {
        id: 'seen',
        header: t('fleet.asset.seen'),
        value: (asset) => asset.lastSeenAt,
        sortFirst: 'descending',
        cell: (asset) => <RelativeTime at={asset.lastSeenAt} timeZone={asset.timeZone} />,
        width: '130px',
        card: 'meta',
      },
    ];
    return columns.filter((column) => column !== false);
  }, [t, rows, about]);
}
