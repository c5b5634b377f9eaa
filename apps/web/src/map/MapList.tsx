import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ASSET_KINDS, ASSET_STATES, assetPath, STATE_RANK } from '../fleet/words.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { StateBadge } from '../ui/StateBadge.tsx';
import type { Column } from '../ui/table/columns.ts';
import { DataTable, type ListQuery } from '../ui/table/DataTable.tsx';
import { namesOfNeeded } from './Drawing.tsx';
import type { MapSystem, MapView } from './types.ts';

/** The facts of the drawing as a list, for those who cannot use a drawing, and for a spreadsheet. */
export function MapList({ view, clientId, query }: { view: MapView; clientId: string; query: ListQuery }) {
  const { t } = useTranslation();
  const columns = useColumns(view);
  return (
    <DataTable
      name="map"
      label={t('fleet.systems')}
      columns={columns}
      rows={view.systems}
      rowId={(system) => system.id}
      rowLink={({ id }) => assetPath({ clientId, id })}
      query={query}
      empty={<EmptyState title={t('fleet.asset.none')} />}
    />
  );
}

function useColumns(view: MapView): Column<MapSystem>[] {
  const { t } = useTranslation();
  return useMemo(() => {
    const byId = new Map(view.systems.map((system) => [system.id, system]));
    const sites = new Map(view.sites.map(({ id, name }) => [id, name]));
    const needs = namesOfNeeded(view, byId);
    const needed = namesOfNeeded(
      {
        ...view,
        links: view.links.map((link) => ({ ...link, childId: link.parentId, parentId: link.childId })),
      },
      byId,
    );
    const cables = cablesOf(view, byId);
    return [
      {
        id: 'status',
        header: t('fleet.asset.status'),
        value: ({ status }) => t(`ui.state.${status}`),
        sortBy: ({ status }) => STATE_RANK[status],
        sortFirst: 'descending',
        filterValue: ({ status }) => status,
        choices: ASSET_STATES.map((value) => ({ value, label: t(`ui.state.${value}`) })),
        cell: ({ status }) => <StateBadge state={status} variant="plain" />,
        width: '120px',
        card: 'state',
      },
      { id: 'name', header: t('fleet.asset.name'), value: ({ name }) => name, card: 'title' },
      {
        id: 'part',
        header: t('map.drawn.part'),
        value: ({ part }) => (part ? t(`map.drawn.${part}`) : null),
        width: '136px',
        card: 'meta',
      },
      {
        id: 'needs',
        header: t('map.drawn.needs'),
        value: ({ id }) => needs.get(id) ?? null,
        cell: ({ id }) => <Several text={needs.get(id)} />,
      },
      {
        id: 'needed',
        header: t('map.drawn.needed'),
        value: ({ id }) => needed.get(id) ?? null,
        cell: ({ id }) => <Several text={needed.get(id)} />,
        wide: 'wide',
      },
      {
        id: 'cables',
        header: t('map.drawn.cables'),
        value: ({ id }) => cables.get(id) ?? null,
        cell: ({ id }) => <Several text={cables.get(id)} />,
        wide: 'wide',
      },
      {
        id: 'site',
        header: t('fleet.site.one'),
        value: ({ siteId }) => sites.get(siteId) ?? null,
        filterValue: ({ siteId }) => siteId,
        choices: view.sites.map(({ id, name }) => ({ value: id, label: name })),
        width: '160px',
        wide: 'wide',
        card: 'meta',
      },
      {
        id: 'kind',
        header: t('fleet.asset.kind'),
        value: ({ kind }) => t(`fleet.kind.${kind}`),
        filterValue: ({ kind }) => kind,
        choices: ASSET_KINDS.map((value) => ({ value, label: t(`fleet.kind.${value}`) })),
        width: '140px',
        hidden: true,
        card: 'none',
      },
    ];
  }, [t, view]);
}

const SEPARATOR = ', ';
const MOST_NAMES = 4;

/** The first few of a list of names; the file has all of them. */
function Several({ text = '' }: { text: string | undefined }) {
  const { t } = useTranslation();
  const names = text.split(SEPARATOR);
  if (names.length <= MOST_NAMES) return text || '–';
  return `${names.slice(0, MOST_NAMES).join(SEPARATOR)} ${t('map.fails.more', { count: names.length - MOST_NAMES })}`;
}

/** What each system is plugged into, with the ports: "Gi1/0/7 – sw-01 24". */
function cablesOf({ cables }: MapView, byId: ReadonlyMap<string, MapSystem>): ReadonlyMap<string, string> {
  const found = new Map<string, string[]>();
  const add = (id: string, port: string | null, otherId: string, otherPort: string | null): void => {
    const other = [byId.get(otherId)?.name, otherPort].filter(Boolean).join(' ');
    found.set(id, [...(found.get(id) ?? []), port ? `${port} – ${other}` : other]);
  };
  for (const { fromId, fromPort, toId, toPort } of cables) {
    add(fromId, fromPort, toId, toPort);
    add(toId, toPort, fromId, fromPort);
  }
  return new Map([...found].map(([id, list]) => [id, list.join(', ')]));
}
