import { Skeleton } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLoadedItems } from '../api/query.ts';
import { useTickets } from '../helpdesk/queries.ts';
import { useAlerts } from '../monitoring/queries.ts';
import { ErrorState, StaleNotice } from '../ui/ErrorState.tsx';
import layout from '../ui/Layout.module.css';
import { Notice } from '../ui/Notice.tsx';
import { useNow } from '../ui/now.ts';
import { PageHeader } from '../ui/PageHeader.tsx';
import { useFormat } from '../ui/useFormat.ts';
import { ClientsPanel } from './ClientsPanel.tsx';
import { FirstSteps } from './FirstSteps.tsx';
import { NeedsPanel } from './NeedsPanel.tsx';
import { needsOf } from './needs.ts';
import { useSituation } from './queries.ts';
import { SituationFigures } from './SituationFigures.tsx';

/** What needs somebody now, over all clients. */
export function SituationPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const situation = useSituation();
  const ticketQuery = useTickets({ state: 'unfinished', sort: 'deadline' });
  const alertQuery = useAlerts({ state: 'raised' });
  const tickets = useLoadedItems(ticketQuery);
  const alerts = useLoadedItems(alertQuery);
  const silent = situation.data?.silent;
  const needs = useMemo(
    () => needsOf({ tickets, alerts, silent: silent ?? [] }, now),
    [tickets, alerts, silent, now],
  );

  const failed = [situation, ticketQuery, alertQuery].find((query) => query.isError);
  const renew = () => Promise.all([situation.refetch(), ticketQuery.refetch(), alertQuery.refetch()]);
  const { data } = situation;
  return (
    <div className={layout.stack}>
      <PageHeader
        title={t('situation.title')}
        subtitle={data && <span>{t('situation.asOf', { time: format.time(new Date(data.at)) })}</span>}
      />
      {data?.storageFull && (
        <Notice state="critical" role="alert" title={t('errors.RA_STORAGE_FULL.what')}>
          {t('errors.RA_STORAGE_FULL.remedy')}
        </Notice>
      )}
      {failed &&
        (data ? (
          <StaleNotice since={new Date(data.at)} retry={renew} />
        ) : (
          <ErrorState error={failed.error} retry={renew} />
        ))}
      {data ? <SituationFigures situation={data} /> : !failed && <Skeleton height={96} animate={false} />}
      {data && <FirstSteps situation={data} />}
      <div className={layout.split}>
        <NeedsPanel
          needs={needs}
          pending={ticketQuery.isPending || alertQuery.isPending || situation.isPending}
          known={!failed}
        />
        {data && <ClientsPanel clients={data.clients} />}
      </div>
    </div>
  );
}
