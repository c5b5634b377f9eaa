import { useNow } from './now.ts';
import classes from './RelativeTime.module.css';
import { createStored, useStored } from './stored.ts';
import { useFormat } from './useFormat.ts';

/** Whether every time on the screen is shown in full; switched by a key, for those without a pointer to hover. */
export const fullTimes = createStored('full-times', (raw) => raw === true);

interface Props {
  /** ISO 8601, or nothing when it never happened or is not known. */
  at: string | null | undefined;
  /** IANA name, the site's; the reader's own when missing. */
  timeZone?: string | undefined;
}

/** "3 min. ago", with the full time in the site's zone on hover; a dash when there is none. */
export function RelativeTime({ at, timeZone }: Props) {
  const format = useFormat();
  const now = useNow();
  const full = useStored(fullTimes);
  if (!at) return <span className={classes.none}>–</span>;
  const date = new Date(at);
  const absolute = format.dateTime(date, timeZone);
  return (
    <time className={classes.time} dateTime={at} title={absolute}>
      {full ? absolute : format.relative(date, now)}
    </time>
  );
}

/** The full time, for facts and histories. */
export function AbsoluteTime({ at, timeZone }: Props) {
  const format = useFormat();
  const now = useNow();
  if (!at) return <span className={classes.none}>–</span>;
  const date = new Date(at);
  return (
    <time className={classes.time} dateTime={at} title={format.relative(date, now)}>
      {format.dateTime(date, timeZone)}
    </time>
  );
}
