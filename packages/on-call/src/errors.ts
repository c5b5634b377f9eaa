/** Stable codes of everything this package refuses. */
export type OnCallErrorCode =
  | 'RA_ON_CALL_LAYERS'
  | 'RA_ON_CALL_PEOPLE'
  | 'RA_ON_CALL_ROTATION'
  | 'RA_ON_CALL_START'
  | 'RA_ON_CALL_PERIOD'
  | 'RA_ESCALATION_STEPS'
  | 'RA_ESCALATION_DELAY'
  | 'RA_ESCALATION_REPEAT';

/** Refused input. `code` is for programs, `message` names the offending value. */
export class OnCallError extends Error {
  override readonly name = 'OnCallError';
  readonly code: OnCallErrorCode;

  constructor(code: OnCallErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
