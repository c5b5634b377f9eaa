import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { RoutePending } from '../../app/RouteStates.tsx';
import { useMay, useSession } from '../../identity/session.ts';
import { ApiCallShown } from '../../ui/ApiCallShown.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { AbsoluteTime } from '../../ui/RelativeTime.tsx';
import { Moment, Timeline } from '../../ui/Timeline.tsx';
import { useTargets } from '../oncall/targets.ts';
import { type AlertDetail, type HistoryItem, type Told, useAlertHistory, useEscalation } from './queries.ts';

/** What became of an alert, who was told how, and who is next. */
export function AlertHistory({ alert }: { alert: AlertDetail }) {
  const { t } = useTranslation();
  const query = useAlertHistory(alert.clientId, alert.id);
  if (query.isPending) return <RoutePending />;
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  return (
    <Panel
      title={t('alerting.history')}
      actions={<ApiCallShown path={`/api/v1/clients/${alert.clientId}/alerts/${alert.id}/history`} />}
      flush
    >
      <Timeline>
        {query.data.items.map((item) => (
          <Moment
            key={`${item.at} ${item.kind} ${item.step}`}
            at={item.at}
            timeZone={alert.timeZone}
            title={<Title item={item} />}
          >
            {item.kind === 'acknowledged' && item.note}
            {item.told.length > 0 && <Receivers told={item.told} timeZone={alert.timeZone} />}
          </Moment>
        ))}
        {alert.state === 'raised' && <Ahead alert={alert} />}
      </Timeline>
    </Panel>
  );
}

function Title({ item }: { item: HistoryItem }) {
  const { t } = useTranslation();
  const { kind, actor, note, step, round } = item;
  switch (kind) {
    case 'changed':
      return t('alerting.happened.changed', {
        severity: t(`ui.state.${note as 'info' | 'warning' | 'critical'}`),
      });
    case 'escalated':
      return t((round ?? 1) > 1 ? 'alerting.happened.escalatedAgain' : 'alerting.happened.escalated', {
        name: note ?? '',
        step: step ?? 1,
        round: round ?? 1,
      });
    case 'unacknowledged':
      return actor
        ? `${t('alerting.happened.unacknowledged')} · ${actor}`
        : t('alerting.happened.acknowledgementOver');
    case 'resolved': {
      // Reasons come from the server; one without words of its own says nothing more.
      const key = `alerting.ended.${note}`;
      return i18next.exists(key) ? String(t(key as never)) : t('alerting.happened.resolved');
    }
    default:
      return actor ? `${t(`alerting.happened.${kind}`)} · ${actor}` : t(`alerting.happened.${kind}`);
  }
}

/** One line for everybody who was told, with the ways on which it was tried. */
function Receivers({ told, timeZone }: { told: readonly Told[]; timeZone: string }) {
  const nameOf = useReceiverName();
  const byName = Map.groupBy(told, nameOf);
  return (
    <ul>
      {[...byName].map(([name, messages]) => (
        <li key={name}>
          {name}:{' '}
          {messages.map((message, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: messages of one receiver have no identity here
            <span key={index}>
              {index > 0 && ', '}
              <Way message={message} timeZone={timeZone} />
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

function Way({ message, timeZone }: { message: Told; timeZone: string }) {
  const { t } = useTranslation();
  const { channel, state, readAt } = message;
  return (
    <>
      {t(`alerting.channel.${channel}`)}
      {state !== 'sent' && ` (${t(`alerting.delivery.${state}`)})`}
      {readAt && (
        <>
          {' '}
          ({t('alerting.delivery.read')} <AbsoluteTime at={readAt} timeZone={timeZone} />)
        </>
      )}
    </>
  );
}

/** Names of the provider's messengers are known to its own staff only. */
function useReceiverName(): (told: Told) => string {
  const { t } = useTranslation();
  const { provider } = useSession();
  const maySee = useMay('settings.read', provider?.id ?? '');
  const { nameOf } = useTargets(provider && maySee ? provider.id : '');
  return ({ channel, id, name }) => {
    if (name !== null) return name;
    if (channel === 'channel' && id !== null && maySee) return nameOf({ kind: 'channel', id });
    return t('alerting.provider');
  };
}

/** What happens next when nobody takes it. */
function Ahead({ alert }: { alert: AlertDetail }) {
  const { t } = useTranslation();
  const query = useEscalation(alert.clientId, alert.id);
  const escalation = query.data?.escalation;
  const next = escalation?.next;
  const owner = next?.clientId ?? '';
  const maySee = useMay('settings.read', owner);
  const { nameOf } = useTargets(maySee ? owner : '');
  if (query.isError) return null;
  if (alert.suppression) {
    return <Moment ahead at={null} timeZone={alert.timeZone} title={t('alerting.ahead.suppressed')} />;
  }
  if (alert.reportedAt === null && alert.heldUntil) {
    return <Moment ahead at={alert.heldUntil} timeZone={alert.timeZone} title={t('alerting.ahead.held')} />;
  }
  if (escalation && next) {
    return (
      <Moment
        ahead
        at={escalation.nextAt}
        timeZone={alert.timeZone}
        title={t('alerting.ahead.next', { name: escalation.policyName, step: next.step + 1 })}
      >
        {maySee ? next.targets.map(nameOf).join(', ') : t('alerting.provider')}
      </Moment>
    );
  }
  if (alert.acknowledgedUntil) {
    return (
      <Moment
        ahead
        at={alert.acknowledgedUntil}
        timeZone={alert.timeZone}
        title={t('alerting.ahead.until')}
      />
    );
  }
  if (escalation?.endReason === 'exhausted') {
    return <Moment ahead at={null} timeZone={alert.timeZone} title={t('alerting.ahead.exhausted')} />;
  }
  if (escalation === null && alert.reportedAt !== null && !alert.acknowledgedAt) {
    return <Moment ahead at={null} timeZone={alert.timeZone} title={t('alerting.ahead.noChain')} />;
  }
  return null;
}
