import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RoutePending } from '../../app/RouteStates.tsx';
import account from '../../identity/account/Account.module.css';
import { useMay } from '../../identity/session.ts';
import { ApiCallShown } from '../../ui/ApiCallShown.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { IconPlayerPause } from '../../ui/icons.ts';
import { Panel } from '../../ui/Panel.tsx';
import { AbsoluteTime } from '../../ui/RelativeTime.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { sayDone, useUndo } from '../../ui/useUndo.tsx';
import { addSilence, endSilence, type Silence, useSilences } from './queries.ts';
import { ScopeText } from './Scope.tsx';
import { SilenceForm } from './SilenceForm.tsx';

/** What is quiet now or soon, until when, why; alerts go on to be recorded. */
export function SilencesPanel({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const may = useMay('alert.acknowledge', clientId);
  const [adding, setAdding] = useState(false);
  const query = useSilences(clientId);
  if (query.isPending) return <RoutePending />;
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  const { items } = query.data;
  return (
    <>
      <Panel
        title={t('quiet.silence.title')}
        aside={items.length}
        actions={
          <>
            <ApiCallShown path={`/api/v1/clients/${clientId}/silences`} />
            {may && <Button onClick={() => setAdding(true)}>{t('quiet.silence.add')}</Button>}
          </>
        }
        flush
      >
        {items.length === 0 ? (
          <EmptyState icon={IconPlayerPause} title={t('quiet.silence.none')}>
            {t('quiet.silence.noneText')}
          </EmptyState>
        ) : (
          <ul className={account.list}>
            {items.map((silence) => (
              <Row key={silence.id} clientId={clientId} silence={silence} may={may} />
            ))}
          </ul>
        )}
      </Panel>
      {adding && (
        <Modal
          opened
          onClose={() => setAdding(false)}
          title={t('quiet.silence.add')}
          closeButtonProps={{ 'aria-label': t('app.close') }}
        >
          <SilenceForm clientId={clientId} onDone={() => setAdding(false)} />
        </Modal>
      )}
    </>
  );
}

function Row({ clientId, silence, may }: { clientId: string; silence: Silence; may: boolean }) {
  const { t } = useTranslation();
  const undo = useUndo();
  const end = () =>
    endSilence(clientId, silence.id).then(() => {
      const { matcher, reason, startsAt, endsAt } = silence;
      // Over by now, it could not be made again.
      if (new Date(endsAt) <= new Date()) return sayDone(t('quiet.silence.ended'));
      undo.done({
        message: t('quiet.silence.ended'),
        undo: () =>
          addSilence(clientId, { matcher, reason, endsAt, ...(silence.active ? {} : { startsAt }) }),
      });
    }, undo.showError);
  return (
    <li>
      <div className={account.main}>
        <span className={account.name}>
          <ScopeText clientId={clientId} matcher={silence.matcher} />
        </span>
        <span className={account.meta}>
          <StateBadge
            state="paused"
            variant="plain"
            label={t(silence.active ? 'quiet.silence.active' : 'quiet.silence.planned')}
          />
          <span>
            {!silence.active && (
              <>
                <AbsoluteTime at={silence.startsAt} /> –{' '}
              </>
            )}
            {silence.active && t('quiet.until')} <AbsoluteTime at={silence.endsAt} />
          </span>
          <span>{silence.reason}</span>
          <span>{silence.createdByName}</span>
          {silence.alerts > 0 && <span>{t('quiet.alerts', { count: silence.alerts })}</span>}
        </span>
      </div>
      {may && (
        <Button size="compact-sm" variant="default" onClick={() => void end()}>
          {t(silence.active ? 'quiet.silence.endNow' : 'quiet.silence.cancel')}
        </Button>
      )}
    </li>
  );
}
