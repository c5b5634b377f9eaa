import { type BusinessCalendar, type CompiledVersion, compiledVersions, spansOfDay } from './calendar.ts';
import { ClockError } from './errors.ts';
import { LIMITS } from './limits.ts';
import { DAY_MS } from './time.ts';
import { zoneYear } from './zone.ts';

/**
 * When a calendar is open during one UTC year: opening `i` is `[opens[i], closes[i])`, in order, disjoint, clipped to
 * the year. `before[i]` is the working ms of the year that lie before it, `total` those of the whole year.
 * One running sum makes both questions, "how much until" and "when is that much", a binary search.
 */
export interface OpenYear {
  readonly opens: Float64Array;
  readonly closes: Float64Array;
  readonly before: Float64Array;
  readonly total: number;
}

const cache = new WeakMap<BusinessCalendar, Map<number, OpenYear>>();

/**
 * The openings of a UTC year; computed once per calendar and year.
 * @throws ClockError RA_CALENDAR_INVALID, RA_CLOCK_HORIZON
 */
export function openYear(calendar: BusinessCalendar, year: number): OpenYear {
  let years = cache.get(calendar);
  const known = years?.get(year);
  if (known) return known;
  const versions = compiledVersions(calendar);
  if (year > LIMITS.lastYear) {
    throw new ClockError('RA_CLOCK_HORIZON', `the result lies after the year ${LIMITS.lastYear}`);
  }
  if (!years) {
    years = new Map();
    cache.set(calendar, years);
  }
  const built = sumUp(openingsOfYear(versions, year));
  years.set(year, built);
  return built;
}

/** Index of the last value that is at most `limit` in an ascending list, -1 if there is none. */
export function lastAtMost(values: Float64Array, limit: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * Bounds of the openings, flat: open, close, open, close, … Segments of constant offset are the outer loop, because
 * only within one of them do local times run in the order of instants.
 */
function openingsOfYear(versions: readonly CompiledVersion[], year: number): number[] {
  const start = Date.UTC(year, 0, 1);
  const end = Date.UTC(year + 1, 0, 1);
  const bounds: number[] = [];
  for (const version of versions) {
    if (version.to <= start || version.from >= end) continue;
    for (const segment of zoneYear(version.zone, year)) {
      const from = Math.max(segment.from, version.from);
      const to = Math.min(segment.to, version.to);
      const lastDay = Math.floor((to - 1 + segment.offset) / DAY_MS);
      for (let day = Math.floor((from + segment.offset) / DAY_MS); day <= lastDay; day++) {
        const midnight = day * DAY_MS - segment.offset;
        for (const span of spansOfDay(version, day)) {
          push(bounds, Math.max(midnight + span.from, from), Math.min(midnight + span.to, to));
        }
      }
    }
  }
  return bounds;
}

/** Appends an opening, or lengthens the last one where they touch (24:00 and 00:00). */
function push(bounds: number[], open: number, close: number): void {
  if (open >= close) return;
  if (bounds.at(-1) === open) bounds[bounds.length - 1] = close;
  else bounds.push(open, close);
}

function sumUp(bounds: readonly number[]): OpenYear {
  const length = bounds.length / 2;
  const opens = new Float64Array(length);
  const closes = new Float64Array(length);
  const before = new Float64Array(length);
  let total = 0;
  for (let i = 0; i < length; i++) {
    opens[i] = bounds[2 * i]!;
    closes[i] = bounds[2 * i + 1]!;
    before[i] = total;
    total += closes[i]! - opens[i]!;
  }
  return { opens, closes, before, total };
}
