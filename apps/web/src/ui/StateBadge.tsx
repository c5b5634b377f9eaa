import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { State } from '../app/tokens.ts';
import {
  IconAlertOctagon,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconInfoCircle,
  IconPlayerPause,
} from './icons.ts';
import classes from './StateBadge.module.css';

/** A shape of its own for every state, so that it can be read without colours. */
const SHAPES: Record<State, ComponentType<{ size?: number; stroke?: number; className?: string }>> = {
  ok: IconCircleCheck,
  warning: IconAlertTriangle,
  critical: IconAlertOctagon,
  unknown: IconCircleDashed,
  info: IconInfoCircle,
  paused: IconPlayerPause,
};

interface StateIconProps {
  state: State;
  size?: number;
}

/** The mark alone; only beside the word. */
export function StateIcon({ state, size = 16 }: StateIconProps) {
  const Shape = SHAPES[state];
  return (
    <span className={classes.icon} data-state={state} aria-hidden="true">
      <Shape size={size} stroke={2} />
    </span>
  );
}

interface StateBadgeProps {
  state: State;
  /** Another word than the name of the state: "Antwortet nicht". */
  label?: string | undefined;
  /** `plain` for tables: mark and word without a box. */
  variant?: 'badge' | 'plain';
}

/** State as shape, word and colour. */
export function StateBadge({ state, label, variant = 'badge' }: StateBadgeProps) {
  const { t } = useTranslation();
  return (
    <span className={classes.badge} data-state={state} data-variant={variant}>
      <StateIcon state={state} size={variant === 'badge' ? 14 : 16} />
      {label ?? t(`ui.state.${state}`)}
    </span>
  );
}

/** A small neutral box around a word that is not a state: a role, a type, a count. */
export function Tag({ children }: { children: React.ReactNode }) {
  return <span className={classes.tag}>{children}</span>;
}
