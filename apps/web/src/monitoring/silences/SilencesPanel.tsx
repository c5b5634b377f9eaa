import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import account from '../../identity/account/Account.module.css';
import { useMay } from '../../identity/session.ts';
import { IconPlayerPause } from '../../ui/icons.ts';
import { ListPanel } from '../../ui/ListPanel.tsx';
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
  return (
    <ListPanel
      title={t('quiet.silence.title')}
      apiPath={`/api/v1/clients/${clientId}/silences`}
      query={useSilences(clientId)}
      add={may && t('quiet.silence.add')}
      empty={{ icon: IconPlayerPause, title: t('quiet.silence.none'), text: t('quiet.silence.noneText') }}
      row={(silence) => <Row clientId={clientId} silence={silence} may={may} />}
      form={(_silence, close) => <SilenceForm clientId={clientId} onDone={close} />}
    />
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
    <>
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
    </>
  );
}
