import { ClockError, shown } from './errors.ts';
import { LIMITS } from './limits.ts';
import { assertInstant, dayNumber, type LocalDate, weekdayIndex } from './time.ts';
import { startOfDay, type Zone, zoneOf } from './zone.ts';

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

/**
 * Working time within one local day, minutes after midnight on the wall clock, `from` inclusive, `to` exclusive.
 * 1440 is 24:00. A night shift is two spans: until 1440, and from 0 on the following day.
 */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** One state of a calendar, as plain data: it can be stored as JSON and turned back into a calendar. */
export interface CalendarVersion {
  /**
   * From when on it is in force: epoch ms, or a local date (its first instant in this version's time zone).
   * The first version also holds for everything before, and may leave this out.
   */
  readonly validFrom?: number | LocalDate;
  /** IANA name, `Europe/Berlin`. */
  readonly timeZone: string;
  /** A weekday that is left out is closed. */
  readonly weekly: Partial<Readonly<Record<Weekday, readonly Span[]>>>;
  /** Closed days, for example from `germanHolidayDates`. */
  readonly holidays?: readonly LocalDate[];
  /** Days with their own hours: `[]` is a day off by contract, spans are a working day even on a holiday. */
  readonly overrides?: Readonly<Record<LocalDate, readonly Span[]>>;
}

/**
 * When work is done, today and in the past. Made by `businessCalendar` or `alwaysOpen` only. Keep the object and use
 * it again: what is computed for its years hangs on it.
 *
 * Meaning: an instant is open when the wall clock of the version in force shows a time inside a span of its local
 * date. So in the hour that daylight saving time repeats both passes count, and the hour it skips does not exist.
 */
export interface BusinessCalendar {
  readonly versions: readonly CalendarVersion[];
}

/** A span in ms after local midnight. */
export interface DaySpan {
  readonly from: number;
  readonly to: number;
}

/** A version ready for arithmetic; in force during `[from, to)`. */
export interface CompiledVersion {
  readonly from: number;
  readonly to: number;
  readonly zone: Zone;
  readonly weekly: readonly (readonly DaySpan[])[];
  /** By day number; holidays have no spans. */
  readonly special: ReadonlyMap<number, readonly DaySpan[]>;
}

const compiled = new WeakMap<BusinessCalendar, readonly CompiledVersion[]>();

/**
 * Makes a calendar from its versions, oldest first.
 * @throws ClockError
 *   RA_CALENDAR_VERSIONS none, too many, or `validFrom` missing or not ascending;
 *   RA_CALENDAR_TIME_ZONE a zone that does not exist;
 *   RA_CALENDAR_WEEKDAY a key of `weekly` that is no weekday;
 *   RA_CALENDAR_SPAN minutes that are no whole numbers in 0…1440, ends before it starts, overlaps, too many;
 *   RA_CALENDAR_DATE a date that does not exist, or too many;
 *   RA_CALENDAR_NO_WORKING_TIME 366 days in a row without one working minute;
 *   RA_CALENDAR_INVALID not the described shape at all
 */
export function businessCalendar(versions: readonly CalendarVersion[]): BusinessCalendar {
  if (!Array.isArray(versions) || versions.length === 0 || versions.length > LIMITS.versions) {
    throw new ClockError('RA_CALENDAR_VERSIONS', `a calendar has 1 to ${LIMITS.versions} versions`);
  }
  const parts = versions.map(compileVersion);
  // A copy, exactly as a store would give it back: whatever the caller changes later does not reach the calendar.
  const copy: readonly CalendarVersion[] = JSON.parse(JSON.stringify(versions));
  const calendar: BusinessCalendar = Object.freeze({ versions: Object.freeze(copy) });
  compiled.set(
    calendar,
    parts.map((part, index) => {
      const to = parts[index + 1]?.from ?? Infinity;
      if (to <= part.from) {
        throw new ClockError(
          'RA_CALENDAR_VERSIONS',
          `version ${index + 1} does not start after the one before it`,
        );
      }
      return { ...part, from: index === 0 ? -Infinity : part.from, to };
    }),
  );
  return calendar;
}

/** A calendar that never closes: 24x7. The zone only names the site's wall clock. */
export function alwaysOpen(timeZone: string): BusinessCalendar {
  const day = [{ from: 0, to: 1440 }];
  return businessCalendar([
    { timeZone, weekly: Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, day])) },
  ]);
}

/**
 * The version in force at an instant, and its place in the list; reports name it.
 * @throws ClockError RA_CLOCK_TIME, RA_CALENDAR_INVALID
 */
export function versionAt(
  calendar: BusinessCalendar,
  ms: number,
): { index: number; version: CalendarVersion } {
  assertInstant(ms, 'ms');
  const index = compiledVersions(calendar).findIndex((version) => ms < version.to);
  return { index, version: calendar.versions[index]! };
}

/**
 * Spans from text as people write them: `'08:00-12:00, 13:00-17:00'`. Empty text is a closed day.
 * @throws ClockError RA_CALENDAR_SPAN
 */
export function spans(text: string): readonly Span[] {
  const parsed = text.split(',').flatMap((part): Span[] => {
    if (part.trim() === '') return [];
    const match = /^\s*(\d{1,2}):([0-5]\d)\s*-\s*(\d{1,2}):([0-5]\d)\s*$/.exec(part);
    if (!match) throw new ClockError('RA_CALENDAR_SPAN', `${shown(part)} is not a span such as 08:00-17:00`);
    const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = match.slice(1).map(Number);
    return [{ from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute }];
  });
  daySpans(parsed, shown(text));
  return parsed;
}

/** For the arithmetic: the compiled versions of a calendar made here. */
export function compiledVersions(calendar: BusinessCalendar): readonly CompiledVersion[] {
  const versions = compiled.get(calendar);
  if (!versions) throw new ClockError('RA_CALENDAR_INVALID', 'not a calendar made by businessCalendar()');
  return versions;
}

/** Working spans of one local day. */
export function spansOfDay(version: CompiledVersion, day: number): readonly DaySpan[] {
  return version.special.get(day) ?? version.weekly[weekdayIndex(day)]!;
}

function compileVersion(version: CalendarVersion, index: number): CompiledVersion {
  if (!isRecord(version) || !isRecord(version.weekly)) {
    throw new ClockError('RA_CALENDAR_INVALID', `version ${index + 1} needs a time zone and weekly hours`);
  }
  const zone = zoneOf(version.timeZone);
  for (const key of Object.keys(version.weekly)) {
    if (!WEEKDAYS.some((weekday) => weekday === key)) {
      throw new ClockError('RA_CALENDAR_WEEKDAY', `${shown(key)} is not one of ${WEEKDAYS.join(', ')}`);
    }
  }
  const weekly = WEEKDAYS.map((weekday) => daySpans(version.weekly[weekday] ?? [], weekday));
  const special = specialDays(version);
  assertWorkingTime(weekly, special);
  return { from: startOf(version, zone, index), to: Infinity, zone, weekly, special };
}

function startOf({ validFrom }: CalendarVersion, zone: Zone, index: number): number {
  if (validFrom === undefined && index === 0) return -Infinity;
  if (typeof validFrom === 'string') return startOfDay(zone, dayNumber(validFrom));
  if (Number.isSafeInteger(validFrom)) return Number(validFrom);
  throw new ClockError(
    'RA_CALENDAR_VERSIONS',
    `version ${index + 1} needs validFrom: epoch ms or YYYY-MM-DD`,
  );
}

function specialDays({ holidays = [], overrides = {} }: CalendarVersion): Map<number, readonly DaySpan[]> {
  if (!Array.isArray(holidays) || !isRecord(overrides)) {
    throw new ClockError('RA_CALENDAR_INVALID', 'holidays are a list of dates, overrides an object by date');
  }
  const special = new Map<number, readonly DaySpan[]>();
  for (const date of holidays) special.set(dayNumber(date), []);
  for (const [date, day] of Object.entries(overrides)) special.set(dayNumber(date), daySpans(day, date));
  if (special.size > LIMITS.dates) {
    throw new ClockError('RA_CALENDAR_DATE', `more than ${LIMITS.dates} holidays and overrides`);
  }
  return special;
}

/** Checks the spans of a day and turns them into ms, sorted; `where` names the day in messages. */
function daySpans(day: readonly Span[], where: string): readonly DaySpan[] {
  if (!Array.isArray(day) || day.length > LIMITS.spansPerDay) {
    throw new ClockError('RA_CALENDAR_SPAN', `${where}: a list of at most ${LIMITS.spansPerDay} spans`);
  }
  const sorted = day.map((span: Span) => {
    const whole = isRecord(span) && Number.isInteger(span.from) && Number.isInteger(span.to);
    if (!whole || span.from < 0 || span.to > 1440 || span.from >= span.to) {
      throw new ClockError(
        'RA_CALENDAR_SPAN',
        `${where}: from and to are minutes with 0 <= from < to <= 1440`,
      );
    }
    return { from: span.from * 60_000, to: span.to * 60_000 };
  });
  sorted.sort((a, b) => a.from - b.from);
  if (sorted.some((span, i) => span.from < (sorted[i - 1]?.to ?? 0))) {
    throw new ClockError('RA_CALENDAR_SPAN', `${where}: spans overlap`);
  }
  return sorted;
}

/** Without this a deadline could lie years away, or nowhere, and nobody would notice. */
function assertWorkingTime(
  weekly: readonly (readonly DaySpan[])[],
  special: ReadonlyMap<number, readonly DaySpan[]>,
): void {
  const longest = 366;
  let closed = weekly.every((day) => day.length === 0) ? longest : 0;
  const days = [...special.keys()].sort((a, b) => a - b);
  // Outside the special days ordinary weeks repeat: a week on either side holds the ends of every long closed run.
  const first = (days[0] ?? 0) - 7;
  const last = (days.at(-1) ?? 0) + 7;
  for (let day = first; day <= last && closed < longest; day++) {
    const open = (special.get(day) ?? weekly[weekdayIndex(day)]!).length > 0;
    closed = open ? 0 : closed + 1;
  }
  if (closed >= longest) {
    throw new ClockError('RA_CALENDAR_NO_WORKING_TIME', 'a year without one working minute');
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
