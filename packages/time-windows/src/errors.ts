/** Stable codes of everything this package refuses. */
export type WindowErrorCode =
  | 'RA_WINDOW_TIME_ZONE'
  | 'RA_WINDOW_TIME'
  | 'RA_WINDOW_DATE'
  | 'RA_WINDOW_LENGTH'
  | 'RA_WINDOW_DAYS';

/** Refused input. `code` is for programs, `message` names the offending value. */
export class WindowError extends Error {
  override readonly name = 'WindowError';
  readonly code: WindowErrorCode;

  constructor(code: WindowErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
