/** Stable codes of everything this package refuses. */
export type ClockErrorCode =
  /** Not a calendar made by `businessCalendar`, or its description has the wrong shape. */
  | 'RA_CALENDAR_INVALID'
  | 'RA_CALENDAR_VERSIONS'
  | 'RA_CALENDAR_TIME_ZONE'
  | 'RA_CALENDAR_WEEKDAY'
  | 'RA_CALENDAR_SPAN'
  | 'RA_CALENDAR_DATE'
  | 'RA_CALENDAR_NO_WORKING_TIME'
  | 'RA_CLOCK_TIME'
  | 'RA_CLOCK_PERIOD'
  | 'RA_CLOCK_DURATION'
  | 'RA_CLOCK_PAUSE'
  /** The result lies after the last supported year. */
  | 'RA_CLOCK_HORIZON'
  | 'RA_CLOCK_TARGET'
  | 'RA_CLOCK_EVENT'
  | 'RA_CLOCK_EVENT_ORDER'
  | 'RA_HOLIDAYS_YEAR'
  | 'RA_HOLIDAYS_STATE'
  | 'RA_HOLIDAYS_MUNICIPALITY';

/** Refused input. `code` is for programs, `message` names the offending value. */
export class ClockError extends Error {
  override readonly name = 'ClockError';
  readonly code: ClockErrorCode;

  constructor(code: ClockErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** A value of unknown shape for an error message: short, on one line. */
export function shown(value: unknown): string {
  // An object may refuse to be turned into text.
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
