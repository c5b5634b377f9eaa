import type { ComponentType, ReactNode } from 'react';
import classes from './EmptyState.module.css';

interface Props {
  icon?: ComponentType<{ size?: number; stroke?: number }>;
  /** What is not there. */
  title: ReactNode;
  /** Why, and what to do next. */
  children?: ReactNode;
  /** The next step: a button, or a command to copy. */
  action?: ReactNode;
}

/** Instead of an empty area: says what belongs here and the next step to get it. */
export function EmptyState({ icon: Icon, title, children, action }: Props) {
  return (
    <div className={classes.empty}>
      {Icon && (
        <span className={classes.icon} aria-hidden="true">
          <Icon size={24} stroke={1.5} />
        </span>
      )}
      <p className={classes.title}>{title}</p>
      {children && <div className={classes.text}>{children}</div>}
      {action && <div className={classes.action}>{action}</div>}
    </div>
  );
}
