import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { IconArchive, IconCircle, IconCircleCheck, IconCircleDot, IconPlayerPause } from '../ui/icons.ts';
import type { Ticket } from './queries.ts';
import classes from './TicketState.module.css';

const SHAPES: Record<Ticket['state'], ComponentType<{ size?: number; stroke?: number }>> = {
  new: IconCircle,
  open: IconCircleDot,
  waiting: IconPlayerPause,
  solved: IconCircleCheck,
  closed: IconArchive,
};

/** The sign alone; only beside the word. */
export function TicketStateIcon({ state, size = 16 }: { state: Ticket['state']; size?: number }) {
  const Shape = SHAPES[state];
  return (
    <span className={classes.icon} aria-hidden="true">
      <Shape size={size} stroke={1.75} />
    </span>
  );
}

/** Where a ticket stands, without colour: only its deadline can be good or bad. */
export function TicketState({ state }: { state: Ticket['state'] }) {
  const { t } = useTranslation();
  return (
    <span className={classes.state}>
      <TicketStateIcon state={state} />
      {t(`helpdesk.state.${state}`)}
    </span>
  );
}
