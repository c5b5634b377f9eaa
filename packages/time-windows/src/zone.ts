import { WindowError } from './errors.ts';

export const DAY_MS = 86_400_000;

/** A wall-clock time as the ms it would be in UTC: the 29th of March at 02:30 is Date.UTC(…, 2, 29, 2, 30). */
export type WallTime = number;

/** An IANA time zone; offsets are remembered by UTC day. */
export interface Zone {
  readonly name: string;
  readonly format: Intl.DateTimeFormat;
  readonly days: Map<number, number | null>;
}

const zones = new Map<string, Zone>();
/** Ten years of days; what is asked for beyond starts anew. */
const DAYS_KEPT = 4_000;

/**
 * @throws WindowError RA_WINDOW_TIME_ZONE for an unknown name; also for plain offsets (`+01:00`), which know no
 *   daylight saving time
 */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  let format: Intl.DateTimeFormat;
  try {
    if (!/^[A-Za-z]/.test(name)) throw new RangeError('not a name');
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw new WindowError('RA_WINDOW_TIME_ZONE', `${JSON.stringify(name)} is not an IANA time zone`);
  }
  const zone: Zone = { name, format, days: new Map() };
  zones.set(name, zone);
  return zone;
}

function lookUp(zone: Zone, ms: number): number {
  const field: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const part of zone.format.formatToParts(ms)) field[part.type] = Number(part.value);
  const { year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN } = field;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
}

/** Local time minus UTC at an instant, ms. A day whose offset is the same at both ends is looked up once. */
export function offsetAt(zone: Zone, ms: number): number {
  const day = Math.floor(ms / DAY_MS);
  let offset = zone.days.get(day);
  if (offset === undefined) {
    const start = lookUp(zone, day * DAY_MS);
    offset = start === lookUp(zone, (day + 1) * DAY_MS) ? start : null;
    if (zone.days.size >= DAYS_KEPT) zone.days.clear();
    zone.days.set(day, offset);
  }
  return offset ?? lookUp(zone, ms);
}

export const wallTime = (zone: Zone, ms: number): WallTime => ms + offsetAt(zone, ms);

/**
 * The instant of a wall-clock time. A time that comes twice means the first one; one that the clocks skip means the
 * end of the gap, so that later wall times are never earlier instants.
 */
export function instantOf(zone: Zone, wall: WallTime): number {
  const before = offsetAt(zone, wall - DAY_MS);
  const after = offsetAt(zone, wall + DAY_MS);
  const early = wall - Math.max(before, after);
  const late = wall - Math.min(before, after);
  if (wallTime(zone, early) === wall) return early;
  if (wallTime(zone, late) === wall) return late;
  return gapEnd(zone, early, late, wall);
}

/** In a gap the wall time lies behind at `early` and beyond at `late`; the clocks jump between them. */
function gapEnd(zone: Zone, early: number, late: number, wall: WallTime): number {
  let low = early;
  let high = late;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (wallTime(zone, middle) < wall) low = middle;
    else high = middle;
  }
  return high;
}
