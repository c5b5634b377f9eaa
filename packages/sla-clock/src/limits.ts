/** What one call accepts; more is refused with the code of the field. */
export const LIMITS = {
  /** First and last calendar year (UTC) that can be computed. */
  firstYear: 1970,
  lastYear: 2199,
  versions: 1000,
  spansPerDay: 48,
  /** Holidays and overrides of one version. */
  dates: 20_000,
  pauses: 20_000,
  events: 20_000,
  warnPercents: 20,
} as const;
