import { ClockError, shown } from './errors.ts';
import { DAY_MS } from './time.ts';

/** A stretch of time `[from, to)` in which local time is UTC + `offset`; all in ms. */
export interface ZoneSegment {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/** A time zone with the segments of the years that were asked for so far. */
export interface Zone {
  readonly format: Intl.DateTimeFormat;
  readonly years: Map<number, readonly ZoneSegment[]>;
}

/** By canonical name, so that the number of entries is bounded by the zones that exist. */
const zones = new Map<string, Zone>();

/**
 * The zone of an IANA name, as known to the time zone data of the running Node.
 * @throws ClockError RA_CALENDAR_TIME_ZONE for an unknown name; also for plain offsets (`+01:00`), which know no
 *   daylight saving time and are therefore never what a business calendar means
 */
export function zoneOf(name: string): Zone {
  let format: Intl.DateTimeFormat;
  try {
    if (typeof name !== 'string' || !/^[A-Za-z]/.test(name)) throw new RangeError('not a name');
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
    throw new ClockError(
      'RA_CALENDAR_TIME_ZONE',
      `${shown(name)} is not an IANA time zone such as Europe/Berlin`,
    );
  }
  const canonical = format.resolvedOptions().timeZone;
  let zone = zones.get(canonical);
  if (!zone) {
    zone = { format, years: new Map() };
    zones.set(canonical, zone);
  }
  return zone;
}

function offsetAt(zone: Zone, ms: number): number {
  const field: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const part of zone.format.formatToParts(ms)) field[part.type] = Number(part.value);
  const { year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN } = field;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
}

/** The first instant after `from` whose offset differs from `offset`; it is known to differ at `to`. */
function transition(zone: Zone, from: number, to: number, offset: number): number {
  let before = from;
  let after = to;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(zone, middle) === offset) before = middle;
    else after = middle;
  }
  return after;
}

/**
 * The segments of one UTC year, in order and without gaps. The offset is looked at once a day, so that zones which
 * change it for a month only (Morocco in Ramadan) come out right; a change is then narrowed down to its instant.
 */
export function zoneYear(zone: Zone, year: number): readonly ZoneSegment[] {
  const known = zone.years.get(year);
  if (known) return known;
  const end = Date.UTC(year + 1, 0, 1);
  const segments: ZoneSegment[] = [];
  let from = Date.UTC(year, 0, 1);
  let offset = offsetAt(zone, from);
  for (let day = from; day < end; day += DAY_MS) {
    const next = offsetAt(zone, day + DAY_MS);
    if (next === offset) continue;
    const change = transition(zone, day, day + DAY_MS, offset);
    segments.push({ from, to: change, offset });
    from = change;
    offset = next;
  }
  segments.push({ from, to: end, offset });
  zone.years.set(year, segments);
  return segments;
}

/** The first instant of a local day: midnight, or the end of the gap when the clocks skip midnight. */
export function startOfDay(zone: Zone, day: number): number {
  const midnight = day * DAY_MS;
  const year = new Date(midnight).getUTCFullYear();
  // East of Greenwich the first of January starts in the UTC year before.
  for (const candidate of [year - 1, year]) {
    for (const segment of zoneYear(zone, candidate)) {
      const instant = Math.max(segment.from, midnight - segment.offset);
      if (instant < segment.to) return instant;
    }
  }
  /* c8 ignore next */
  throw new RangeError(`day ${day} has no start`);
}
