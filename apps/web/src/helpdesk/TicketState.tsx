import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { IconArchive, IconCircle, IconCircleCheck, IconPlayerPause, IconProgress } from '../ui/icons.ts';
import type { Ticket } from './queries.ts';
import classes from './TicketState.module.css';

const SHAPES: Record<Ticket['state'], ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: 'true' }>> = {
  new: IconCircle,
  open: IconProgress,
  waiting: IconPlayerPause,
  solved: IconCircleCheck,
  closed: IconArchive,
};

/** Where a ticket stands, without colour: only its deadline can be good or bad. */
export function TicketState({ state }: { state: Ticket['state'] }) {
  const { t } = useTranslation();
  const Shape = SHAPES[state];
  return (
    <span className={classes.state}>
      <Shape size={16} stroke={1.75} aria-hidden="true" />
      {t(`helpdesk.state.${state}`)}
    </span>
  );
}
