/** Who is on call, and whom to tell next when nobody answers: pure, with time passed in as epoch ms. */
export { OnCallError, type OnCallErrorCode } from './errors.ts';
export {
  advanceEscalation,
  assertPolicy,
  type EscalationEnd,
  type EscalationPolicy,
  type EscalationState,
  endEscalation,
  type FiredStep,
  startEscalation,
} from './escalation.ts';
export {
  assertSchedule,
  type Duty,
  gaps,
  type Layer,
  onCallAt,
  type Schedule,
  type Shift,
  type Substitution,
  shifts,
} from './schedule.ts';
