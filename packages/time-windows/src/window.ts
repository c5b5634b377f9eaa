import { WindowError } from './errors.ts';
import { DAY_MS, instantOf, wallTime, type Zone, zoneOf } from './zone.ts';

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Which local days a window starts on. */
export type Recurrence =
  | { kind: 'once'; date: string }
  | { kind: 'daily' }
  | { kind: 'weekly'; weekdays: readonly Weekday[] }
  /** The nth such weekday of the month, counted from its start (1 to 5) or, negative, from its end. */
  | { kind: 'monthly'; nth: 1 | 2 | 3 | 4 | 5 | -1 | -2; weekday: Weekday }
  /** The day of the month, or -1 for its last; months without that day are left out. */
  | { kind: 'month-day'; day: number };

/**
 * A window of wall-clock time that recurs. Times are what a clock on the wall of the time zone shows, so a window
 * 22:00 to 04:00 lasts an hour less or more in the nights when the clocks change.
 */
export interface TimeWindow {
  timeZone: string;
  recurrence: Recurrence;
  /** `HH:MM` on the day it starts. */
  from: string;
  /** `HH:MM`, or `24:00`, `untilDays` days later. */
  until: string;
  /** 0 to 6; when missing 0, or 1 if `until` is not after `from`. */
  untilDays?: number;
  /** First and last local day on which it may start, `YYYY-MM-DD`. */
  startsOn?: string;
  endsOn?: string;
}

/** Unix ms; `to` is exclusive. */
export interface Occurrence {
  from: number;
  to: number;
}

/** A window that does not come again within so many days never will: the rarest, 29 February, comes every 8 years. */
const HORIZON_DAYS = 8 * 366;
const MINUTE_MS = 60_000;

interface Prepared {
  zone: Zone;
  recurrence: Recurrence;
  onceDay: number;
  startMs: number;
  endMs: number;
  firstDay: number;
  lastDay: number;
}

/** Days from 1970-01-01 to a local date. @throws WindowError RA_WINDOW_DATE */
export function dayNumber(date: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== date)
    throw new WindowError('RA_WINDOW_DATE', `${JSON.stringify(date)} is not a date YYYY-MM-DD`);
  return ms / DAY_MS;
}

/** Minutes after midnight. @throws WindowError RA_WINDOW_TIME */
export function minutesOf(time: string, latest = 1439): number {
  const [, hours, minutes] = /^(\d{2}):([0-5]\d)$/.exec(time) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  if (hours === undefined || total > latest)
    throw new WindowError('RA_WINDOW_TIME', `${JSON.stringify(time)} is not a time HH:MM`);
  return total;
}

function prepare(window: TimeWindow): Prepared {
  const { recurrence } = window;
  const from = minutesOf(window.from);
  const until = minutesOf(window.until, 1440);
  const days = window.untilDays ?? (until > from ? 0 : 1);
  const length = days * 1440 + until - from;
  if (!Number.isInteger(days) || days < 0 || days > 6 || length <= 0)
    throw new WindowError('RA_WINDOW_LENGTH', 'a window ends after its start and within a week');
  if (recurrence.kind === 'weekly' && recurrence.weekdays.length === 0)
    throw new WindowError('RA_WINDOW_DAYS', 'a weekly window needs a weekday');
  if (recurrence.kind === 'month-day' && !isMonthDay(recurrence.day))
    throw new WindowError('RA_WINDOW_DAYS', `${recurrence.day} is no day of a month`);
  return {
    zone: zoneOf(window.timeZone),
    recurrence,
    onceDay: recurrence.kind === 'once' ? dayNumber(recurrence.date) : Number.NaN,
    startMs: from * MINUTE_MS,
    endMs: (from + length) * MINUTE_MS,
    firstDay: window.startsOn === undefined ? Number.NEGATIVE_INFINITY : dayNumber(window.startsOn),
    lastDay: window.endsOn === undefined ? Number.POSITIVE_INFINITY : dayNumber(window.endsOn),
  };
}

const isMonthDay = (day: number): boolean => Number.isInteger(day) && (day === -1 || (day >= 1 && day <= 31));

/** Refuses what makes no sense. @throws WindowError */
export function assertWindow(window: TimeWindow): void {
  const { firstDay, lastDay } = prepare(window);
  if (lastDay < firstDay) throw new WindowError('RA_WINDOW_DATE', 'the last day is before the first');
}

/** 0 = Monday; day 0, 1 January 1970, was a Thursday. */
const weekdayIndex = (day: number): number => (((day + 3) % 7) + 7) % 7;

function startsOnDay({ recurrence, onceDay }: Prepared, day: number): boolean {
  switch (recurrence.kind) {
    case 'once':
      return day === onceDay;
    case 'daily':
      return true;
    case 'weekly':
      return recurrence.weekdays.includes(WEEKDAYS[weekdayIndex(day)]!);
    default: {
      const date = new Date(day * DAY_MS);
      const ofMonth = date.getUTCDate();
      const length = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
      if (recurrence.kind === 'month-day')
        return ofMonth === (recurrence.day === -1 ? length : recurrence.day);
      if (WEEKDAYS[weekdayIndex(day)] !== recurrence.weekday) return false;
      const nth = Math.ceil(ofMonth / 7);
      return recurrence.nth > 0
        ? nth === recurrence.nth
        : Math.ceil((length - ofMonth + 1) / 7) === -recurrence.nth;
    }
  }
}

function occurrenceOn({ zone, startMs, endMs }: Prepared, day: number): Occurrence {
  const from = instantOf(zone, day * DAY_MS + startMs);
  const to = instantOf(zone, day * DAY_MS + endMs);
  // It lies in the hour that the clocks skip: it starts after it and keeps its length.
  return to > from ? { from, to } : { from, to: from + endMs - startMs };
}

/**
 * Occurrences that end after `since`, in the order of their starts, without end for windows that recur. Those of one
 * window may overlap when it is longer than the pause to the next.
 * @throws WindowError when the window makes no sense
 */
export function* occurrences(window: TimeWindow, since: number): Generator<Occurrence> {
  const prepared = prepare(window);
  const localDay = (ms: number): number => Math.floor(wallTime(prepared.zone, ms) / DAY_MS);
  let day = Math.max(localDay(since) - 8, prepared.firstDay);
  if (prepared.recurrence.kind === 'once') day = Math.max(day, prepared.onceDay);
  for (let quiet = 0; quiet < HORIZON_DAYS && day <= prepared.lastDay; day++, quiet++) {
    if (prepared.recurrence.kind === 'once' && day > prepared.onceDay) return;
    if (!startsOnDay(prepared, day)) continue;
    const occurrence = occurrenceOn(prepared, day);
    if (occurrence.to <= since) continue;
    quiet = 0;
    yield occurrence;
  }
}

/** The occurrence that lasts at `at`, the one that ends last if several do. */
export function activeAt(window: TimeWindow, at: number): Occurrence | undefined {
  let found: Occurrence | undefined;
  for (const occurrence of occurrences(window, at)) {
    if (occurrence.from > at) return found;
    if (found === undefined || occurrence.to > found.to) found = occurrence;
  }
  return found;
}

/** The first occurrence that starts after `at`. */
export function nextAfter(window: TimeWindow, at: number): Occurrence | undefined {
  for (const occurrence of occurrences(window, at)) if (occurrence.from > at) return occurrence;
  return undefined;
}
