import type { ReactNode } from 'react';
import { AbsoluteTime } from './RelativeTime.tsx';
import classes from './Timeline.module.css';

/** What happened, moment by moment. */
export function Timeline({ children }: { children: ReactNode }) {
  return <ol className={classes.timeline}>{children}</ol>;
}

interface MomentProps {
  /** ISO 8601; null for what has no time. */
  at: string | null;
  /** IANA name of the place where it happened. */
  timeZone: string | undefined;
  title: ReactNode;
  /** Still to come. */
  ahead?: boolean;
  children?: ReactNode;
}

export function Moment({ at, timeZone, title, ahead = false, children }: MomentProps) {
  return (
    <li className={classes.moment} data-ahead={ahead || undefined}>
      {at ? <AbsoluteTime at={at} timeZone={timeZone} /> : <span />}
      <div>
        <div>{title}</div>
        {children && <div className={classes.details}>{children}</div>}
      </div>
    </li>
  );
}
