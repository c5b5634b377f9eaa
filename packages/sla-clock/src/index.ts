/** Business calendars and reaction-time arithmetic: pure, with time passed in as epoch ms. */
export { deadline, isOpen, nextOpen, type Pause, workingTime } from './arithmetic.ts';
export {
  alwaysOpen,
  type BusinessCalendar,
  businessCalendar,
  type CalendarVersion,
  type Span,
  spans,
  versionAt,
  WEEKDAYS,
  type Weekday,
} from './calendar.ts';
export { ClockError, type ClockErrorCode } from './errors.ts';
export {
  GERMAN_MUNICIPAL_RULES,
  GERMAN_STATES,
  type GermanMunicipality,
  type GermanState,
  germanHolidayDates,
  germanHolidays,
  type Holiday,
  type MunicipalRule,
} from './german-holidays.ts';
export {
  type Clock,
  type ClockKind,
  type ClockState,
  nextStep,
  type TicketClockInput,
  ticketClock,
  type Warning,
} from './ticket-clock.ts';
export {
  type Channel,
  CLOCK_STATES,
  RESPONSE_CHANNELS,
  type ResponseChannel,
  type Role,
  type ServiceTarget,
  type TicketClockState,
  type TicketEvent,
} from './ticket-event.ts';
export type { ClockPause } from './ticket-history.ts';
export type { LocalDate } from './time.ts';
