import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLoadedItems } from '../api/query.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { StateBadge } from '../ui/StateBadge.tsx';
import type { Choice, Column } from '../ui/table/columns.ts';
import { DataTable } from '../ui/table/DataTable.tsx';
import { AcknowledgeButton } from './AcknowledgeButton.tsx';
import { useCheckName } from './finding.ts';
import type { Alert, useAlerts } from './queries.ts';
import { alertPath, alertState, SEVERITY_RANK } from './words.ts';

interface Props {
  query: ReturnType<typeof useAlerts>;
  /** Which clients and systems appear is clear on their own pages. */
  about: 'everything' | 'client' | 'asset';
  appliedByServer?: readonly string[];
  local?: boolean;
  empty: ReactNode;
}

export function AlertsTable({ query, about, appliedByServer, local = false, empty }: Props) {
  const { t } = useTranslation();
  const rows = useLoadedItems(query);
  const columns = useAlertColumns(rows, about);
  return (
    <DataTable
      name="alerts"
      label={t('monitoring.alerts')}
      columns={columns}
      rows={rows}
      rowId={(alert) => alert.id}
      rowLink={alertPath}
      query={query}
      {...(appliedByServer ? { appliedByServer } : {})}
      local={local}
      empty={empty}
      views={[
        { name: t('monitoring.views.raised'), search: {} },
        { name: t('monitoring.views.untaken'), search: { taken: 'no', severity: 'critical' } },
        { name: t('monitoring.views.resolved'), search: { state: 'resolved' } },
      ]}
    />
  );
}

/** Distinct values of a column as choices of its filter. */
function choicesOf(rows: readonly Alert[], value: (alert: Alert) => string): Choice[] {
  return [...new Set(rows.map(value))].sort().map((each) => ({ value: each, label: each }));
}

function useAlertColumns(rows: readonly Alert[], about: Props['about']): Column<Alert>[] {
  const { t } = useTranslation();
  const checkName = useCheckName();
  return useMemo(() => {
    const columns: (Column<Alert> | false)[] = [
      {
        id: 'severity',
        header: t('monitoring.column.severity'),
        value: (alert) => t(`ui.state.${alert.severity}`),
        sortBy: (alert) => SEVERITY_RANK[alert.severity],
        sortFirst: 'descending',
        filterValue: (alert) => alert.severity,
        choices: (['critical', 'warning', 'info'] as const).map((value) => ({
          value,
          label: t(`ui.state.${value}`),
        })),
        cell: (alert) => (
          <StateBadge
            state={alertState(alert)}
            variant="plain"
            label={alert.state === 'resolved' ? t('monitoring.resolved') : undefined}
          />
        ),
        width: '132px',
        card: 'state',
      },
      {
        id: 'what',
        header: t('monitoring.column.what'),
        value: (alert) =>
          alert.suppression ? `${alert.title} · ${t(`quiet.short.${alert.suppression}`)}` : alert.title,
        card: 'title',
      },
      {
        id: 'check',
        header: t('monitoring.check.name'),
        value: (alert) => checkName(alert.kind, alert.checkName),
        width: '180px',
        card: 'meta',
      },
      about === 'everything' && {
        id: 'client',
        header: t('monitoring.column.client'),
        value: (alert) => alert.clientName,
        choices: choicesOf(rows, (alert) => alert.clientName),
        width: '180px',
        card: 'meta',
      },
      {
        id: 'since',
        header: t('monitoring.column.since'),
        value: (alert) => alert.raisedAt,
        sortFirst: 'descending',
        cell: (alert) => <RelativeTime at={alert.raisedAt} />,
        width: '120px',
        card: 'meta',
      },
      {
        id: 'resolved',
        header: t('monitoring.column.resolved'),
        value: (alert) => alert.resolvedAt,
        sortFirst: 'descending',
        cell: (alert) => <RelativeTime at={alert.resolvedAt} />,
        width: '120px',
        hidden: true,
        card: 'none',
      },
      {
        id: 'taken',
        header: t('monitoring.column.taken'),
        value: (alert) => alert.acknowledgedByName,
        filterValue: (alert) => (alert.acknowledgedAt ? 'yes' : 'no'),
        choices: [
          { value: 'no', label: t('monitoring.takenNo') },
          { value: 'yes', label: t('monitoring.takenYes') },
        ],
        cell: (alert) => <AcknowledgeButton alert={alert} />,
        width: '168px',
        card: 'none',
      },
      {
        id: 'state',
        header: t('monitoring.column.state'),
        value: (alert) => t(`monitoring.state.${alert.state}`),
        filterValue: (alert) => alert.state,
        choices: (['raised', 'resolved'] as const).map((value) => ({
          value,
          label: t(`monitoring.state.${value}`),
        })),
        width: '100px',
        hidden: true,
        card: 'none',
      },
    ];
    return columns.filter((column) => column !== false);
  }, [t, rows, about, checkName]);
}
