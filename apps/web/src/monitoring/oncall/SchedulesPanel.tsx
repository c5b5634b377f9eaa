import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import account from '../../identity/account/Account.module.css';
import { useMay } from '../../identity/session.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { IconUsers } from '../../ui/icons.ts';
import layout from '../../ui/Layout.module.css';
import { EditRemove, ListPanel, type RowActions } from '../../ui/ListPanel.tsx';
import { AbsoluteTime } from '../../ui/RelativeTime.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { useUndo } from '../../ui/useUndo.tsx';
import classes from './OnCall.module.css';
import { removeSchedule, type Schedule, takeBack, useRoster, useSchedules } from './queries.ts';
import { ScheduleForm } from './ScheduleForm.tsx';
import { StandInForm } from './StandInForm.tsx';

/** Hand-overs that are shown; the API has all of them. */
const SHOWN = 4;

/** Who is on call now and next. */
export function SchedulesPanel({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const may = useMay('settings.manage', clientId);
  return (
    <ListPanel
      title={t('oncall.schedules')}
      query={useSchedules(clientId)}
      add={may && t('oncall.add')}
      empty={{ icon: IconUsers, title: t('oncall.none'), text: t('oncall.noneText') }}
      row={(schedule, actions) => <Row clientId={clientId} schedule={schedule} may={may} actions={actions} />}
      form={(schedule, close) => <ScheduleForm clientId={clientId} schedule={schedule} onDone={close} />}
      nameOf={({ name }) => name}
      remove={{
        said: ({ name }) => t('oncall.removed', { name }),
        commit: ({ id }, keepalive) => removeSchedule(clientId, id, keepalive),
      }}
    />
  );
}

interface RowProps {
  clientId: string;
  schedule: Schedule;
  may: boolean;
  actions: RowActions;
}

function Row({ clientId, schedule, may, actions }: RowProps) {
  const { t } = useTranslation();
  const mayStandIn = useMay('alert.acknowledge', clientId);
  const maySee = useMay('settings.read', clientId);
  const [standIn, setStandIn] = useState(false);
  return (
    <>
      <div className={account.main}>
        <span className={account.name}>{schedule.name}</span>
        {schedule.now ? (
          <span>
            {t('oncall.now')} <strong>{schedule.now.personName ?? t('oncall.unknown')}</strong>
          </span>
        ) : (
          <StateBadge state="warning" variant="plain" label={t('oncall.nobody')} />
        )}
        <Next clientId={clientId} schedule={schedule} mayTakeBack={mayStandIn} />
      </div>
      <div className={layout.row}>
        {mayStandIn && maySee && (
          <Button size="compact-sm" variant="default" onClick={() => setStandIn(true)}>
            {t('oncall.standIn')}
          </Button>
        )}
        {may && <EditRemove actions={actions} />}
      </div>
      {standIn && (
        <Modal
          opened
          onClose={() => setStandIn(false)}
          title={t('oncall.standInFor', { name: schedule.name })}
          closeButtonProps={{ 'aria-label': t('app.close') }}
        >
          <StandInForm clientId={clientId} schedule={schedule} onDone={() => setStandIn(false)} />
        </Modal>
      )}
    </>
  );
}

interface NextProps {
  clientId: string;
  schedule: Schedule;
  mayTakeBack: boolean;
}

/** The next hand-overs, stretches without anybody, and who stands in. */
function Next({ clientId, schedule, mayTakeBack }: NextProps) {
  const { t } = useTranslation();
  const { showError } = useUndo();
  const roster = useRoster(clientId, schedule.id);
  if (roster.isError) return <ErrorState error={roster.error} retry={roster.refetch} />;
  if (!roster.data) return null;
  const { timeZone } = schedule.schedule;
  const { shifts, substitutions } = roster.data;
  return (
    <>
      {shifts.length > 1 && (
        <ul aria-label={t('oncall.next')} className={classes.next}>
          {shifts.slice(1, 1 + SHOWN).map((shift) => (
            <li key={shift.from}>
              <AbsoluteTime at={shift.from} timeZone={timeZone} />{' '}
              {shift.personId === null ? t('oncall.nobody') : (shift.personName ?? t('oncall.unknown'))}
              {shift.substitute && ` (${t('oncall.substitute')})`}
            </li>
          ))}
        </ul>
      )}
      {substitutions.map((each) => (
        <span key={each.id} className={layout.row}>
          <span>
            {t('oncall.standsIn', {
              name: each.personName ?? t('oncall.unknown'),
              whom: each.replacesName ?? t('oncall.everybody'),
            })}{' '}
            <AbsoluteTime at={each.startsAt} timeZone={timeZone} /> –{' '}
            <AbsoluteTime at={each.endsAt} timeZone={timeZone} />
          </span>
          {mayTakeBack && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => void takeBack(clientId, schedule.id, each.id).catch(showError)}
            >
              {t('oncall.takeBack')}
            </Button>
          )}
        </span>
      ))}
    </>
  );
}
