import { useTranslation } from 'react-i18next';
import type { State } from '../app/tokens.ts';
import { Figure } from '../ui/Figure.tsx';
import { useNow } from '../ui/now.ts';
import { Panel } from '../ui/Panel.tsx';
import { StateBadge } from '../ui/StateBadge.tsx';
import { useFormat } from '../ui/useFormat.ts';
import type { TicketClock, TicketDetail } from './queries.ts';
import classes from './Ticket.module.css';

const MARK: Record<TicketClock['state'], State> = {
  running: 'info',
  paused: 'paused',
  met: 'ok',
  breached: 'critical',
  stopped: 'paused',
};

/** What was promised and how much of it is left; each time can be opened. */
export function Clocks({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation();
  if (ticket.clocks.length === 0) return null;
  return (
    <Panel
      title={t('helpdesk.clocks')}
      aside={ticket.serviceLevel.isDefault ? t('helpdesk.level.default') : ticket.serviceLevel.name}
    >
      <div className={classes.clocks}>
        {ticket.clocks.map((clock) => (
          <Clock key={`${clock.kind} ${clock.startedAt}`} clock={clock} ticket={ticket} />
        ))}
      </div>
    </Panel>
  );
}

function Clock({ clock, ticket }: { clock: TicketClock; ticket: TicketDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { timeZone } = ticket.serviceLevel;
  const label = t(`helpdesk.clock.${clock.kind}`);
  const due = clock.dueAt ? new Date(clock.dueAt) : undefined;
  const running = clock.state === 'running' && due !== undefined;
  const late = running && due.getTime() < now.getTime();
  const toMinute = (ms: number) =>
    format.duration(Math.max(60_000, Math.round(Math.abs(ms) / 60_000) * 60_000));
  const value = running
    ? late
      ? t('helpdesk.due.overdue', { time: toMinute(due.getTime() - now.getTime()) })
      : t('helpdesk.due.left', { time: toMinute(due.getTime() - now.getTime()) })
    : toMinute(clock.usedMs);
  const used = Math.min(100, Math.max(0, (clock.usedMs / clock.targetMs) * 100));
  return (
    <div className={classes.clock}>
      <div className={classes.clockHead}>
        <span>{label}</span>
        <StateBadge
          state={late ? 'critical' : MARK[clock.state]}
          variant="plain"
          label={
            clock.pausedNow && clock.state === 'running'
              ? t('helpdesk.clockState.outside')
              : t(`helpdesk.clockState.${clock.state}`)
          }
        />
      </div>
      <Figure
        label={label}
        value={value}
        source={t('helpdesk.clockSource')}
        at={clock.startedAt}
        timeZone={timeZone}
        rule={t('helpdesk.clockRule', {
          target: format.duration(clock.targetMs),
          level: ticket.serviceLevel.isDefault ? t('helpdesk.level.default') : ticket.serviceLevel.name,
          priority: ticket.priority,
        })}
      />
      <svg className={classes.bar} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="4" />
        <rect width={used} height="4" data-state={late || clock.state === 'breached' ? 'late' : 'used'} />
      </svg>
      <div className={classes.clockFoot}>
        {clock.answeredAt
          ? t('helpdesk.clockAnswered', { time: format.dateTime(new Date(clock.answeredAt), timeZone) })
          : due && t('helpdesk.clockDue', { time: format.dateTime(due, timeZone) })}
      </div>
    </div>
  );
}
