import type { ReactNode } from 'react';
import type { State } from '../app/tokens.ts';
import classes from './Notice.module.css';
import { StateIcon } from './StateBadge.tsx';

interface Props {
  state: State;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** `alert` is read out at once; only for what the person must know now. */
  role?: 'alert' | 'status' | 'note';
}

/** A framed remark inside a page: what, why, what to do. */
export function Notice({ state, title, children, actions, role = 'note' }: Props) {
  return (
    <div className={classes.notice} data-state={state} role={role}>
      <StateIcon state={state} size={18} />
      <div className={classes.text}>
        {title && <p className={classes.title}>{title}</p>}
        {children && <div className={classes.body}>{children}</div>}
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
    </div>
  );
}
