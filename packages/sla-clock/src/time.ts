import { ClockError, shown } from './errors.ts';
import { LIMITS } from './limits.ts';

/** A day on the wall calendar, `YYYY-MM-DD`, without a time zone. */
export type LocalDate = string;

export const DAY_MS = 86_400_000;

/**
 * Days from 1970-01-01 to a local date.
 * @throws ClockError RA_CALENDAR_DATE for a date that does not exist (2025-02-29) or lies outside the limits
 */
export function dayNumber(date: LocalDate): number {
  const ms =
    typeof date === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : NaN;
  // Engines differ in whether 30 February rolls over; writing the date back shows it in either case.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== date) {
    throw new ClockError('RA_CALENDAR_DATE', `${shown(date)} is not a date YYYY-MM-DD`);
  }
  const year = Number(date.slice(0, 4));
  if (year < LIMITS.firstYear || year > LIMITS.lastYear) {
    throw new ClockError('RA_CALENDAR_DATE', `${date} lies outside ${LIMITS.firstYear}-${LIMITS.lastYear}`);
  }
  return ms / DAY_MS;
}

const FIRST_MS = Date.UTC(LIMITS.firstYear, 0, 1);
const LAST_MS = Date.UTC(LIMITS.lastYear + 1, 0, 1) - 1;

/**
 * Refuses what is no epoch ms in whole numbers within the limits; `what` names the value in the message.
 * @throws ClockError RA_CLOCK_TIME
 */
export function assertInstant(ms: number, what: string): void {
  if (!(Number.isSafeInteger(ms) && ms >= FIRST_MS && ms <= LAST_MS)) {
    throw new ClockError(
      'RA_CLOCK_TIME',
      `${what}: ${shown(ms)} is not epoch ms in ${LIMITS.firstYear}-${LIMITS.lastYear}`,
    );
  }
}

/** 0 = Monday … 6 = Sunday. Day 0, 1 January 1970, was a Thursday. */
export function weekdayIndex(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}
