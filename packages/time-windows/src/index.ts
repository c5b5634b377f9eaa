/** Recurring windows of wall-clock time: pure, with time passed in as epoch ms. */
export { WindowError, type WindowErrorCode } from './errors.ts';
export {
  activeAt,
  assertWindow,
  dayNumber,
  minutesOf,
  nextAfter,
  type Occurrence,
  occurrences,
  type Recurrence,
  type TimeWindow,
  WEEKDAYS,
  type Weekday,
} from './window.ts';
export { DAY_MS, instantOf, offsetAt, type WallTime, wallTime, type Zone, zoneOf } from './zone.ts';
