import type { ReactNode } from 'react';
import classes from './FigureStrip.module.css';

/** A row of figures, divided by hairlines; wraps on a phone. */
export function FigureStrip({ children }: { children: ReactNode }) {
  return <dl className={classes.strip}>{children}</dl>;
}

interface CellProps {
  label: string;
  /** The figure. */
  children: ReactNode;
  /** A word below: of how many, since when. */
  remark?: ReactNode;
}

export function FigureCell({ label, children, remark }: CellProps) {
  return (
    <div className={classes.cell}>
      <dt>{label}</dt>
      <dd className={classes.value}>{children}</dd>
      {remark && <dd className={classes.remark}>{remark}</dd>}
    </div>
  );
}
