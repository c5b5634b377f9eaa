import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { RoutePending } from '../app/RouteStates.tsx';
import { assetPath, clientPath } from '../fleet/words.ts';
import { ticketPath } from '../helpdesk/words.ts';
import { ApiCallShown } from '../ui/ApiCallShown.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import layout from '../ui/Layout.module.css';
import { PageHeader } from '../ui/PageHeader.tsx';
import { Fact, Facts, Panel } from '../ui/Panel.tsx';
import { AbsoluteTime, RelativeTime } from '../ui/RelativeTime.tsx';
import { StateBadge } from '../ui/StateBadge.tsx';
import { useFormat } from '../ui/useFormat.ts';
import { AcknowledgeButton } from './AcknowledgeButton.tsx';
import { AlertChart } from './alert/AlertChart.tsx';
import { AlertHistory } from './alert/AlertHistory.tsx';
import { Consequences } from './alert/Consequences.tsx';
import type { AlertDetail } from './alert/queries.ts';
import { TakeWithNote } from './alert/TakeWithNote.tsx';
import { useCheckName, useFindingText } from './finding.ts';
import { type Check, useAlert } from './queries.ts';
import { ruleText } from './rules.ts';
import { SilenceButton } from './silences/SilenceButton.tsx';
import { Suppression } from './silences/Suppression.tsx';
import { alertState } from './words.ts';

/** One alert: what was found, since when, who takes care, what belongs to it. */
export function AlertPage() {
  const { clientId, alertId } = useParams({ strict: false }) as { clientId: string; alertId: string };
  const query = useAlert(clientId, alertId);
  if (query.isPending) return <RoutePending />;
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  return <Shown alert={query.data} />;
}

function Shown({ alert }: { alert: AlertDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const finding = useFindingText();
  const checkName = useCheckName();
  const { clientId } = alert;
  const lasted = alert.resolvedAt
    ? format.duration(new Date(alert.resolvedAt).getTime() - new Date(alert.raisedAt).getTime())
    : undefined;
  return (
    <div className={layout.stack}>
      <PageHeader
        title={alert.title}
        crumbs={[
          { label: t('monitoring.alerts'), to: '/alerts' },
          { label: alert.clientName, to: clientPath(clientId) },
        ]}
        badges={
          <StateBadge
            state={alertState(alert)}
            label={alert.state === 'resolved' ? t('monitoring.resolved') : undefined}
          />
        }
        subtitle={
          <>
            <span>{checkName(alert.kind, alert.checkName)}</span>
            <RelativeTime at={alert.raisedAt} />
          </>
        }
        actions={
          <>
            <SilenceButton alert={alert} />
            <TakeWithNote alert={alert} />
            <AcknowledgeButton alert={alert} primary />
          </>
        }
      />
      <div className={layout.split}>
        <div className={layout.stack}>
          {alert.measured && <AlertChart alert={alert} measured={alert.measured} />}
          <AlertHistory alert={alert} />
        </div>
        <div className={layout.stack}>
          <Panel
            title={t('monitoring.facts')}
            actions={<ApiCallShown path={`/api/v1/clients/${clientId}/alerts/${alert.id}`} />}
          >
            <Facts>
              <Fact label={t('monitoring.fact.system')}>
                <Link to={assetPath({ clientId, id: alert.assetId })}>{alert.assetName}</Link>
              </Fact>
              <Fact label={t('monitoring.fact.finding')}>{finding(alert)}</Fact>
              <Fact label={t('monitoring.check.rule')}>
                <Link to={assetPath({ clientId, id: alert.assetId })} search={{ tab: 'checks' } as never}>
                  {ruleText(t, format, alert.kind as Check['kind'], alert.rule)}
                </Link>
              </Fact>
              <Fact label={t('monitoring.fact.observed')}>
                <AbsoluteTime at={alert.observedAt} timeZone={alert.timeZone} />
              </Fact>
              <Fact label={t('monitoring.fact.raised')}>
                <AbsoluteTime at={alert.raisedAt} timeZone={alert.timeZone} />
              </Fact>
              {lasted && (
                <Fact label={t('monitoring.fact.resolved')}>
                  <AbsoluteTime at={alert.resolvedAt} timeZone={alert.timeZone} /> (
                  {t('monitoring.fact.lasted', { time: lasted })})
                </Fact>
              )}
              <Fact label={t('monitoring.fact.taken')}>
                {alert.acknowledgedAt ? (
                  <>
                    {alert.acknowledgedByName ?? t('monitoring.somebody')},{' '}
                    <AbsoluteTime at={alert.acknowledgedAt} timeZone={alert.timeZone} />
                  </>
                ) : (
                  t('monitoring.takenNo')
                )}
              </Fact>
              {alert.suppression && (
                <Fact label={t('quiet.suppressed.title')}>
                  <Suppression alert={alert} />
                </Fact>
              )}
              {alert.acknowledgedNote && (
                <Fact label={t('monitoring.fact.note')}>{alert.acknowledgedNote}</Fact>
              )}
              <Fact label={t('monitoring.fact.ticket')}>
                {alert.ticketId ? (
                  <Link to={ticketPath({ clientId, id: alert.ticketId })}>{t('monitoring.openTicket')}</Link>
                ) : (
                  t('monitoring.noTicket')
                )}
              </Fact>
              <Fact label={t('monitoring.fact.message')}>
                {alert.code && <code>{alert.code} </code>}
                <span lang="en">{alert.message}</span>
              </Fact>
            </Facts>
          </Panel>
          <Consequences alert={alert} />
        </div>
      </div>
    </div>
  );
}
