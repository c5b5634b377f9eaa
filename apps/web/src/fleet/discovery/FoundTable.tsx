import { Button, Checkbox } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useUndo } from '../../ui/useUndo.tsx';
import { assetPath } from '../words.ts';
import { AcceptDialog } from './AcceptDialog.tsx';
import classes from './Discovery.module.css';
import { ignoreNeighbours, type Neighbour, type SitePlace, useNeighbours } from './queries.ts';
import { useReasonText } from './reasons.ts';
import { addressRank, NEIGHBOUR_STATES, portText, STATE_OF } from './words.ts';

/** As many are accepted, hidden or taken back at once. */
const MOST = 100;

interface Props {
  place: SitePlace;
  may: boolean;
  empty: ReactNode;
}

/** What was found, to be chosen, accepted and hidden. */
export function FoundTable({ place, may, empty }: Props) {
  const { t } = useTranslation();
  const undo = useUndo();
  const query = useNeighbours(place);
  const rows = useMemo(() => query.data?.items ?? [], [query.data]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [accepting, setAccepting] = useState<Neighbour[]>();
  const columns = useColumns(rows, place, may, chosen, setChosen);
  const marked = rows.filter(({ id }) => chosen.has(id));
  const open = marked.filter(({ state }) => state === 'new' || state === 'ignored').slice(0, MOST);
  const shown = marked.filter(({ state }) => state === 'new').slice(0, MOST);
  const hidden = marked.filter(({ state }) => state === 'ignored').slice(0, MOST);
  const ignore = useMutation({
    mutationFn: ({ ids, ignored }: { ids: string[]; ignored: boolean }) =>
      ignoreNeighbours(place, ids, ignored),
    onSuccess: (_, { ids, ignored }) => {
      setChosen(new Set());
      if (ignored)
        undo.done({
          message: t('discovery.ignore.done', { count: ids.length }),
          undo: () => ignoreNeighbours(place, ids, false),
        });
    },
    onError: undo.showError,
  });
  const idsOf = (some: Neighbour[]): string[] => some.map(({ id }) => id);
  const fresh = rows.filter(({ state }) => state === 'new').slice(0, MOST);
  return (
    <>
      <DataTable
        name="neighbours"
        label={t('discovery.found.title')}
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        query={query}
        empty={empty}
        views={[
          { name: t('discovery.found.views.new'), search: { state: 'new' } },
          { name: t('discovery.found.views.unknown'), search: { what: 'none' } },
        ]}
        actions={
          may && (
            <>
              {marked.length === 0 && fresh.length > 0 && (
                <Button size="xs" variant="default" onClick={() => setChosen(new Set(idsOf(fresh)))}>
                  {t('discovery.found.chooseNew')}
                </Button>
              )}
              {open.length > 0 && (
                <Button size="xs" onClick={() => setAccepting(open)}>
                  {t('discovery.accept.action', { count: open.length })}
                </Button>
              )}
              {shown.length > 0 && (
                <Button
                  size="xs"
                  variant="default"
                  loading={ignore.isPending}
                  onClick={() => ignore.mutate({ ids: idsOf(shown), ignored: true })}
                >
                  {t('discovery.ignore.action', { count: shown.length })}
                </Button>
              )}
              {hidden.length > 0 && (
                <Button
                  size="xs"
                  variant="default"
                  loading={ignore.isPending}
                  onClick={() => ignore.mutate({ ids: idsOf(hidden), ignored: false })}
                >
                  {t('discovery.ignore.back', { count: hidden.length })}
                </Button>
              )}
              {marked.length > 0 && (
                <Button size="xs" variant="subtle" onClick={() => setChosen(new Set())}>
                  {t('discovery.found.clear')}
                </Button>
              )}
            </>
          )
        }
      />
      {accepting && (
        <AcceptDialog
          place={place}
          neighbours={accepting}
          onClose={() => setAccepting(undefined)}
          onDone={() => {
            setAccepting(undefined);
            setChosen(new Set());
          }}
        />
      )}
    </>
  );
}

function useColumns(
  rows: readonly Neighbour[],
  place: SitePlace,
  may: boolean,
  chosen: ReadonlySet<string>,
  choose: (chosen: ReadonlySet<string>) => void,
): Column<Neighbour>[] {
  const { t } = useTranslation();
  const reasons = useReasonText();
  return useMemo(() => {
    const toggle = (id: string): void => {
      const next = new Set(chosen);
      if (!next.delete(id)) next.add(id);
      choose(next);
    };
    const decidable = ({ state }: Neighbour): boolean => state === 'new' || state === 'ignored';
    const roleText = ({ role }: Neighbour): string => t(`discovery.role.${role ?? 'none'}`);
    const columns: (Column<Neighbour> | false)[] = [
      may && {
        id: 'choose',
        header: t('discovery.found.choose'),
        value: () => null,
        sortable: false,
        cell: (row) =>
          decidable(row) ? (
            <Checkbox
              size="sm"
              aria-label={t('discovery.found.chooseOne', row)}
              checked={chosen.has(row.id)}
              onChange={() => toggle(row.id)}
            />
          ) : null,
        width: '80px',
        card: 'state',
      },
      {
        id: 'name',
        header: t('discovery.found.name'),
        value: (row) => row.assetName ?? row.name,
        cell: (row) =>
          row.assetId ? (
            <Link to={assetPath({ clientId: place.clientId, id: row.assetId })}>{row.assetName}</Link>
          ) : (
            row.name
          ),
        card: 'title',
      },
      {
        id: 'state',
        header: t('discovery.found.state'),
        value: (row) => t(`discovery.state.${row.state}`),
        sortBy: (row) => NEIGHBOUR_STATES.indexOf(row.state),
        filterValue: (row) => row.state,
        choices: NEIGHBOUR_STATES.map((value) => ({ value, label: t(`discovery.state.${value}`) })),
        cell: (row) => (
          <StateBadge variant="plain" state={STATE_OF[row.state]} label={t(`discovery.state.${row.state}`)} />
        ),
        width: '130px',
        card: 'meta',
      },
      {
        id: 'what',
        header: t('discovery.found.what'),
        value: (row) => [roleText(row), reasons(row)].filter(Boolean).join(': '),
        sortBy: roleText,
        filterValue: (row) => row.role ?? 'none',
        choices: [...new Set(rows.map(({ role }) => role ?? ('none' as const)))]
          .map((value) => ({ value, label: t(`discovery.role.${value}`) }))
          .sort((a, b) => a.label.localeCompare(b.label)),
        cell: (row) => <What row={row} role={roleText(row)} why={reasons(row)} />,
        width: '250px',
      },
      {
        id: 'address',
        header: t('discovery.found.address'),
        value: (row) => [row.address, ...row.also].join(', '),
        sortBy: (row) => addressRank(row.address),
        width: '120px',
        card: 'meta',
      },
      {
        id: 'maker',
        header: t('discovery.found.maker'),
        value: (row) => row.maker,
        width: '170px',
        wide: 'widest',
        card: 'meta',
      },
      {
        id: 'ports',
        header: t('discovery.found.ports'),
        value: (row) => row.ports.map(portText).join(', ') || null,
        sortBy: (row) => row.ports.length,
        width: '180px',
        wide: 'wide',
      },
      {
        id: 'uplink',
        header: t('discovery.found.uplink'),
        value: (row) =>
          row.uplinks
            .map(({ name, port }) => (port ? t('discovery.found.port', { name, port }) : name))
            .join(' / ') || null,
        width: '150px',
        wide: 'wide',
        card: 'none',
      },
      {
        id: 'mac',
        header: t('discovery.found.mac'),
        value: (row) => row.mac,
        width: '160px',
        hidden: true,
        card: 'none',
      },
      {
        id: 'first',
        header: t('discovery.found.first'),
        value: (row) => row.firstSeenAt,
        sortFirst: 'descending',
        cell: (row) => <RelativeTime at={row.firstSeenAt} />,
        width: '130px',
        hidden: true,
        card: 'none',
      },
      {
        id: 'seen',
        header: t('discovery.found.seen'),
        value: (row) => row.lastSeenAt,
        sortFirst: 'descending',
        cell: (row) => <RelativeTime at={row.lastSeenAt} />,
        width: '130px',
        card: 'none',
        hidden: true,
      },
    ];
    return columns.filter((column) => column !== false);
  }, [t, rows, place, may, chosen, choose, reasons]);
}

/** What it is, how sure that is, and why. */
function What({ row, role, why }: { row: Neighbour; role: string; why: string }) {
  const { t } = useTranslation();
  if (row.role === null) return <span className={classes.unknown}>{role}</span>;
  return (
    <span className={classes.what}>
      <span>
        {role} <span className={classes.sure}>({t(`discovery.confidence.${row.confidence}`)})</span>
      </span>
      {why && (
        <span className={classes.why} title={why}>
          {why}
        </span>
      )}
    </span>
  );
}
