import { type ReactNode, useId } from 'react';
import classes from './Panel.module.css';

interface Props {
  title: ReactNode;
  /** Count or remark beside the title. */
  aside?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** Content brings its own padding: tables, lists. */
  flush?: boolean;
}

/** A framed section with a heading; a region for screen readers. */
export function Panel({ title, aside, actions, children, flush = false }: Props) {
  const headingId = useId();
  return (
    <section className={classes.panel} aria-labelledby={headingId}>
      <div className={classes.head}>
        <h2 id={headingId}>{title}</h2>
        {aside !== undefined && aside !== null && <span className={classes.aside}>{aside}</span>}
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      <div className={classes.body} data-flush={flush || undefined}>
        {children}
      </div>
    </section>
  );
}

/** Label and value pairs. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={classes.facts}>{children}</dl>;
}

export function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
