const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
/** A longer alert is shown from its beginning; the system's own charts have the rest. */
const LONGEST_S = 7 * DAY_S;

/**
 * What to show around an alert, in unix seconds: as long before it as it lasted, within an hour and a day, and a while
 * after its end.
 * @param now unix milliseconds
 */
export function rangeAround(
  alert: { observedAt: string; resolvedAt: string | null },
  now: number,
): { from: number; to: number } {
  const start = Math.floor(Date.parse(alert.observedAt) / 1000);
  const end = Math.floor((alert.resolvedAt ? Date.parse(alert.resolvedAt) : now) / 1000);
  const around = Math.min(DAY_S, Math.max(HOUR_S, end - start));
  const after = alert.resolvedAt ? Math.min(around, Math.floor(now / 1000) - end) : 0;
  return { from: start - around, to: Math.min(end + Math.max(0, after), start + LONGEST_S) };
}
