import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RoutePending } from '../../app/RouteStates.tsx';
import account from '../../identity/account/Account.module.css';
import { useMay } from '../../identity/session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { IconUsers } from '../../ui/icons.ts';
import layout from '../../ui/Layout.module.css';
import { Panel } from '../../ui/Panel.tsx';
import { AbsoluteTime } from '../../ui/RelativeTime.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { useUndo } from '../../ui/useUndo.tsx';
import classes from './OnCall.module.css';
import { removeSchedule, type Schedule, takeBack, useRoster, useSchedules } from './queries.ts';
import { ScheduleForm } from './ScheduleForm.tsx';
import { StandInForm } from './StandInForm.tsx';

/** Hand-overs that are shown; the API has all of them. */
const SHOWN = 4;

type Dialog = { kind: 'new' } | { kind: 'edit' | 'stand-in'; schedule: Schedule };

export function SchedulesPanel({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const mayManage = useMay('settings.manage', clientId);
  const undo = useUndo();
  const [dialog, setDialog] = useState<Dialog>();
  const [removed, setRemoved] = useState<readonly string[]>([]);
  const query = useSchedules(clientId);
  if (query.isPending) return <RoutePending />;
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  const items = query.data.items.filter(({ id }) => !removed.includes(id));
  const remove = ({ id, name }: Schedule) => {
    setRemoved((ids) => [...ids, id]);
    undo.later({
      message: t('oncall.removed', { name }),
      commit: ({ keepalive }) => removeSchedule(clientId, id, keepalive),
      restore: () => setRemoved((ids) => ids.filter((each) => each !== id)),
    });
  };
  const close = () => setDialog(undefined);
  return (
    <>
      <Panel
        title={t('oncall.schedules')}
        aside={items.length}
        actions={mayManage && <Button onClick={() => setDialog({ kind: 'new' })}>{t('oncall.add')}</Button>}
        flush
      >
        {items.length === 0 ? (
          <EmptyState icon={IconUsers} title={t('oncall.none')}>
            {t('oncall.noneText')}
          </EmptyState>
        ) : (
          <ul className={account.list}>
            {items.map((schedule) => (
              <Row
                key={schedule.id}
                clientId={clientId}
                schedule={schedule}
                mayManage={mayManage}
                open={(kind) => setDialog({ kind, schedule })}
                remove={() => remove(schedule)}
              />
            ))}
          </ul>
        )}
      </Panel>
      {dialog && (
        <Modal
          opened
          onClose={close}
          title={
            dialog.kind === 'new'
              ? t('oncall.add')
              : dialog.kind === 'edit'
                ? dialog.schedule.name
                : t('oncall.standInFor', { name: dialog.schedule.name })
          }
          closeButtonProps={{ 'aria-label': t('app.close') }}
        >
          {dialog.kind === 'stand-in' ? (
            <StandInForm clientId={clientId} schedule={dialog.schedule} onDone={close} />
          ) : (
            <ScheduleForm
              clientId={clientId}
              schedule={dialog.kind === 'edit' ? dialog.schedule : undefined}
              onDone={close}
            />
          )}
        </Modal>
      )}
    </>
  );
}

interface RowProps {
  clientId: string;
  schedule: Schedule;
  mayManage: boolean;
  open: (kind: 'edit' | 'stand-in') => void;
  remove: () => void;
}

function Row({ clientId, schedule, mayManage, open, remove }: RowProps) {
  const { t } = useTranslation();
  const mayStandIn = useMay('alert.acknowledge', clientId);
  const maySee = useMay('settings.read', clientId);
  return (
    <li>
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
          <Button size="compact-sm" variant="default" onClick={() => open('stand-in')}>
            {t('oncall.standIn')}
          </Button>
        )}
        {mayManage && (
          <>
            <Button size="compact-sm" variant="default" onClick={() => open('edit')}>
              {t('quiet.edit')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={remove}>
              {t('quiet.remove')}
            </Button>
          </>
        )}
      </div>
    </li>
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
