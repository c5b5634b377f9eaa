import { Popover } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Figure.module.css';
import { AbsoluteTime } from './RelativeTime.tsx';

export interface FigureOrigin {
  /** Where the number comes from: "Agent on srv-01", "12 systems of this client". */
  source: ReactNode;
  /** When it was measured, ISO 8601. */
  at?: string | null | undefined;
  timeZone?: string | undefined;
  /** By which rule it was made from what was measured. */
  rule?: ReactNode;
  /** Way to the objects behind the number. */
  link?: ReactNode;
}

interface Props extends FigureOrigin {
  /** What is counted or measured, for screen readers and as heading of the origin. */
  label: string;
  /** The number with its unit; `null` when it is not known, which is said and never guessed. */
  value: ReactNode | null;
  size?: 'inline' | 'large';
}

/** A number that can be opened: source, time, rule. */
export function Figure({ label, value, size = 'inline', source, at, timeZone, rule, link }: Props) {
  const { t } = useTranslation();
  const headingId = useId();
  return (
    <Popover position="bottom-start" shadow="md" width={300} withinPortal trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.figure}
          data-size={size}
          data-unknown={value === null || undefined}
        >
          <span className={classes.hidden}>{label}: </span>
          <span className={classes.value}>{value ?? t('ui.state.unknown')}</span>
          <span className={classes.hidden}>. {t('ui.figure.open')}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-labelledby={headingId}>
        <p className={classes.heading} id={headingId}>
          {label}
        </p>
        <dl className={classes.origin}>
          <dt>{t('ui.figure.source')}</dt>
          <dd>{source}</dd>
          <dt>{t('ui.figure.measured')}</dt>
          <dd>{at ? <AbsoluteTime at={at} timeZone={timeZone} /> : t('ui.figure.never')}</dd>
          {rule && (
            <>
              <dt>{t('ui.figure.rule')}</dt>
              <dd>{rule}</dd>
            </>
          )}
        </dl>
        {link && <div className={classes.link}>{link}</div>}
      </Popover.Dropdown>
    </Popover>
  );
}
