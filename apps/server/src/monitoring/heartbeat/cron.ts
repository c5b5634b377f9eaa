import { instantOf, wallTime, zoneOf } from '@rettungsanker/time-windows';

/** A parsed expression: the values of each field that fit. */
export interface Cron {
  minutes: ReadonlySet<number>;
  hours: ReadonlySet<number>;
  days: ReadonlySet<number>;
  months: ReadonlySet<number>;
  weekdays: ReadonlySet<number>;
  /** With both a day and a day of the week, either will do (POSIX crontab). */
  either: boolean;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
/** The 29th of February on a given day of the week comes within 40 years. */
const FARTHEST_DAYS = 366 * 41;
const NAMES: readonly Readonly<Record<string, number>>[] = [
  {},
  {},
  {},
  named(['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'], 1),
  named(['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'], 0),
];
const RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

function named(names: readonly string[], first: number): Record<string, number> {
  return Object.fromEntries(names.map((name, index) => [name, index + first]));
}

/** @returns undefined when it is no expression of five fields, or one that never comes (30 2 on the 31st of February) */
export function parseCron(text: string): Cron | undefined {
  const fields = text.trim().toLowerCase().split(/\s+/);
  if (fields.length !== 5) return undefined;
  const sets = fields.map((field, index) => parseField(field, RANGES[index]!, NAMES[index]!));
  if (sets.some((set) => set === undefined)) return undefined;
  const [minutes, hours, days, months, weekdays] = sets as Set<number>[];
  // Both 0 and 7 are Sunday.
  if (weekdays!.delete(7)) weekdays!.add(0);
  const cron: Cron = {
    minutes: minutes!,
    hours: hours!,
    days: days!,
    months: months!,
    weekdays: weekdays!,
    either: !fields[2]!.startsWith('*') && !fields[4]!.startsWith('*'),
  };
  return nextWall(cron, 0) === undefined ? undefined : cron;
}

function parseField(
  field: string,
  [low, high]: readonly [number, number],
  names: Readonly<Record<string, number>>,
): Set<number> | undefined {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [, range = '', from = '', to, step = '1'] =
      /^(\*|(\w+)(?:-(\w+))?)(?:\/(\d{1,2}))?$/.exec(part) ?? [];
    const value = (name: string) => names[name] ?? (/^\d{1,2}$/.test(name) ? Number(name) : Number.NaN);
    const first = range === '*' ? low : value(from);
    const open = range === '*' || (to === undefined && part.includes('/'));
    const last = open ? high : to === undefined ? first : value(to);
    if (range === '' || !(first >= low && last <= high && first <= last) || Number(step) === 0)
      return undefined;
    for (let each = first; each <= last; each += Number(step)) values.add(each);
  }
  return values;
}

/**
 * The first time after `after` (Unix ms) that fits, in the time zone. A time that the clocks skip comes at the end of
 * the gap; one that they repeat comes once.
 */
export function nextTime(cron: Cron, after: number, timeZone: string): number {
  const zone = zoneOf(timeZone);
  let wall = wallTime(zone, after);
  for (;;) {
    // parseCron made sure that there is one.
    wall = nextWall(cron, wall)!;
    const at = instantOf(zone, wall);
    if (at > after) return at;
  }
}

/** The first whole minute after `wall` that fits, in wall time. */
function nextWall(cron: Cron, wall: number): number | undefined {
  const start = Math.floor(wall / MINUTE) * MINUTE + MINUTE;
  let day = Math.floor(start / DAY) * DAY;
  for (let count = 0; count < FARTHEST_DAYS; count++, day += DAY) {
    if (!fitsDay(cron, new Date(day))) continue;
    for (const hour of [...cron.hours].sort((a, b) => a - b)) {
      for (const minute of [...cron.minutes].sort((a, b) => a - b)) {
        const at = day + hour * 60 * MINUTE + minute * MINUTE;
        if (at >= start) return at;
      }
    }
  }
  return undefined;
}

function fitsDay({ days, months, weekdays, either }: Cron, date: Date): boolean {
  if (!months.has(date.getUTCMonth() + 1)) return false;
  const [day, weekday] = [days.has(date.getUTCDate()), weekdays.has(date.getUTCDay())];
  return either ? day || weekday : day && weekday;
}
