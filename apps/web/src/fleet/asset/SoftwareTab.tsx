import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLoadedItems } from '../../api/query.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import layout from '../../ui/Layout.module.css';
import { Panel } from '../../ui/Panel.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useFormat } from '../../ui/useFormat.ts';
import { readInventory, type Sections } from '../inventory.ts';
import { type AssetPlace, type SoftwareItem, useInventory, useSoftware } from '../queries.ts';
import classes from './Asset.module.css';

/** Installed packages, and which of them have updates. */
export function SoftwareTab({ place }: { place: AssetPlace }) {
  const { t } = useTranslation();
  const query = useSoftware(place);
  const rows = useLoadedItems(query);
  const { updates } = readInventory(useInventory(place).data);
  const columns = useMemo<Column<SoftwareItem>[]>(
    () => [
      { id: 'name', header: t('fleet.software.name'), value: (item) => item.name, card: 'title' },
      { id: 'version', header: t('fleet.software.version'), value: (item) => item.version, card: 'meta' },
      {
        id: 'source',
        header: t('fleet.software.source'),
        value: (item) => item.source,
        width: '180px',
        wide: 'wide',
        card: 'meta',
      },
      {
        id: 'seen',
        header: t('fleet.software.seen'),
        value: (item) => item.firstSeenAt,
        sortFirst: 'descending',
        cell: (item) => <RelativeTime at={item.firstSeenAt} />,
        width: '140px',
        card: 'none',
      },
      {
        id: 'purl',
        header: t('fleet.software.purl'),
        value: (item) => item.purl,
        hidden: true,
        card: 'none',
      },
    ],
    [t],
  );
  return (
    <div className={layout.stack}>
      {updates && <Updates updates={updates} />}
      <DataTable
        name="software"
        label={t('fleet.software.title')}
        columns={columns}
        rows={rows}
        rowId={(item) => item.purl}
        query={query}
        empty={<EmptyState title={t('fleet.software.none')}>{t('fleet.inventory.noneText')}</EmptyState>}
      />
    </div>
  );
}

function Updates({ updates }: { updates: NonNullable<Sections['updates']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { pending, listsRefreshedAt } = updates.facts;
  if (!listsRefreshedAt) {
    return (
      <Panel title={t('fleet.updates.title')}>
        <StateBadge state="unknown" label={t('fleet.updates.unknown')} />
        <p className={layout.small}>{t('fleet.updates.unknownText')}</p>
      </Panel>
    );
  }
  const aside = `${format.number(pending.length)} · ${t('fleet.updates.lists')} ${format.dateTime(new Date(listsRefreshedAt))}`;
  if (pending.length === 0) {
    return (
      <Panel title={t('fleet.updates.title')} aside={aside}>
        <StateBadge state="ok" label={t('fleet.updates.none')} />
      </Panel>
    );
  }
  const securityFirst = [...pending].sort((a, b) => Number(b.security) - Number(a.security));
  return (
    <Panel title={t('fleet.updates.title')} aside={aside} flush>
      <ScrollRegion label={t('fleet.updates.title')} className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('fleet.software.name')}</th>
              <th scope="col">{t('fleet.updates.current')}</th>
              <th scope="col">{t('fleet.updates.available')}</th>
              <th scope="col">{t('fleet.updates.kind')}</th>
            </tr>
          </thead>
          <tbody>
            {securityFirst.map((update) => (
              <tr key={`${update.name} ${update.available}`}>
                <th scope="row">{update.name}</th>
                <td>{update.current ?? '–'}</td>
                <td>{update.available}</td>
                <td>
                  {update.security ? (
                    <StateBadge state="warning" variant="plain" label={t('fleet.updates.security')} />
                  ) : (
                    t('fleet.updates.ordinary')
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
  );
}
