import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, call } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import type { Item } from '../api/types.ts';
import { assetPath } from '../fleet/words.ts';
import { ApiCallShown } from '../ui/ApiCallShown.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { IconBell } from '../ui/icons.ts';
import layout from '../ui/Layout.module.css';
import { PageHeader } from '../ui/PageHeader.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import type { Column } from '../ui/table/columns.ts';
import { DataTable } from '../ui/table/DataTable.tsx';
import { useFormat } from '../ui/useFormat.ts';
import { useCheckName } from './finding.ts';

const DAYS = 7;
const MINUTE_MS = 60_000;

type Noise = Item<'/api/v1/noisy-rules'>;

/** Checks that raised the most alerts lately: what is worth another threshold, or a repair. */
export function NoisyRulesPage() {
  const { t } = useTranslation();
  const columns = useNoiseColumns();
  const query = useQuery({
    queryKey: keys.alerts.list({ noisy: DAYS }),
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/noisy-rules', { params: { query: { days: DAYS, limit: 100 } }, signal })),
  });
  return (
    <div className={layout.stack}>
      <PageHeader
        title={t('quiet.noisy.title')}
        crumbs={[{ label: t('monitoring.alerts'), to: '/alerts' }]}
        subtitle={
          <>
            <span>{t('quiet.noisy.range', { days: DAYS })}</span>
            <ApiCallShown path={`/api/v1/noisy-rules?days=${DAYS}`} />
          </>
        }
      />
      <DataTable
        name="noisy-rules"
        label={t('quiet.noisy.checks')}
        columns={columns}
        rows={query.data?.items ?? []}
        rowId={({ checkId }) => checkId}
        query={query}
        empty={
          <EmptyState icon={IconBell} title={t('quiet.noisy.none')}>
            {t('quiet.noisy.noneText')}
          </EmptyState>
        }
      />
    </div>
  );
}

function useNoiseColumns(): Column<Noise>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const checkName = useCheckName();
  return useMemo(() => {
    const what = ({ assetName, kind, checkName: name }: Noise) => `${assetName}: ${checkName(kind, name)}`;
    const count = (
      id: 'alerts' | 'told' | 'taken' | 'short',
      of: (noise: Noise) => number,
    ): Column<Noise> => ({
      id,
      header: t(`quiet.noisy.column.${id}`),
      value: of,
      sortFirst: 'descending',
      width: '110px',
      align: 'end',
    });
    return [
      {
        id: 'what',
        header: t('monitoring.check.name'),
        value: what,
        cell: (noise) => (
          <Link
            to={assetPath({ clientId: noise.clientId, id: noise.assetId })}
            search={{ tab: 'checks' } as never}
          >
            {what(noise)}
          </Link>
        ),
        card: 'title',
      },
      {
        id: 'client',
        header: t('monitoring.column.client'),
        value: ({ clientName }) => clientName,
        width: '180px',
        card: 'meta',
      },
      count('alerts', ({ alerts }) => alerts),
      count('told', ({ told }) => told),
      count('taken', ({ acknowledged }) => acknowledged),
      count('short', ({ short }) => short),
      {
        id: 'median',
        header: t('quiet.noisy.column.median'),
        value: ({ medianMinutes }) => medianMinutes,
        cell: ({ medianMinutes }) =>
          medianMinutes === null ? '–' : format.duration(medianMinutes * MINUTE_MS),
        width: '140px',
        align: 'end',
        card: 'none',
      },
      {
        id: 'last',
        header: t('quiet.noisy.column.last'),
        value: ({ lastAt }) => lastAt,
        sortFirst: 'descending',
        cell: ({ lastAt }) => <RelativeTime at={lastAt} />,
        width: '120px',
        card: 'meta',
      },
    ];
  }, [t, format, checkName]);
}
