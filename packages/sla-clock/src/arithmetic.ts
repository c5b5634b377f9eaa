import type { BusinessCalendar } from './calendar.ts';
import { ClockError, shown } from './errors.ts';
import { LIMITS } from './limits.ts';
import { lastAtMost, type OpenYear, openYear } from './openings.ts';
import { assertInstant } from './time.ts';

/** A stretch of time `[from, to)`, epoch ms, during which a clock stands still; `to` is Infinity while it lasts. */
export interface Pause {
  readonly from: number;
  readonly to: number;
}

const NO_PAUSES: readonly Pause[] = [];

/**
 * The earliest instant by which `workingMs` have passed since `startMs`, not counting what the calendar closes and
 * what the pauses cover (they may overlap and come in any order). Ends exactly at closing time rather than at the
 * next opening; zero working time ends at the start. Infinity when a pause without end comes first.
 * @throws ClockError RA_CLOCK_TIME, RA_CLOCK_DURATION, RA_CLOCK_PAUSE, RA_CLOCK_HORIZON, RA_CALENDAR_INVALID
 */
export function deadline(
  calendar: BusinessCalendar,
  startMs: number,
  workingMs: number,
  pauses: readonly Pause[] = NO_PAUSES,
): number {
  assertInstant(startMs, 'start');
  if (!Number.isSafeInteger(workingMs) || workingMs < 0) {
    throw new ClockError('RA_CLOCK_DURATION', `${shown(workingMs)} is not a working time in whole ms`);
  }
  let position = startMs;
  let left = workingMs;
  for (const pause of merged(pauses)) {
    if (pause.to <= position) continue;
    const available = between(calendar, position, pause.from);
    if (available >= left) break;
    if (pause.to === Infinity) return Infinity;
    left -= available;
    position = pause.to;
  }
  return reach(calendar, position, left);
}

/**
 * Working ms within `[fromMs, toMs)`, not counting what the pauses cover.
 * @throws ClockError RA_CLOCK_TIME, RA_CLOCK_PERIOD (ends before it starts), RA_CLOCK_PAUSE, RA_CALENDAR_INVALID
 */
export function workingTime(
  calendar: BusinessCalendar,
  fromMs: number,
  toMs: number,
  pauses: readonly Pause[] = NO_PAUSES,
): number {
  assertInstant(fromMs, 'from');
  assertInstant(toMs, 'to');
  if (toMs < fromMs) throw new ClockError('RA_CLOCK_PERIOD', `the period ends at ${toMs} before ${fromMs}`);
  let sum = between(calendar, fromMs, toMs);
  for (const pause of merged(pauses)) {
    sum -= between(calendar, Math.max(fromMs, pause.from), Math.min(toMs, pause.to));
  }
  return sum;
}

/** @throws ClockError RA_CLOCK_TIME, RA_CALENDAR_INVALID */
export function isOpen(calendar: BusinessCalendar, ms: number): boolean {
  assertInstant(ms, 'ms');
  const { opens, closes } = openYear(calendar, yearOf(ms));
  const i = lastAtMost(opens, ms);
  return i >= 0 && ms < closes[i]!;
}

/**
 * `ms` itself if the calendar is open then, else its next opening.
 * @throws ClockError RA_CLOCK_TIME, RA_CLOCK_HORIZON, RA_CALENDAR_INVALID
 */
export function nextOpen(calendar: BusinessCalendar, ms: number): number {
  assertInstant(ms, 'ms');
  if (isOpen(calendar, ms)) return ms;
  for (let year = yearOf(ms); ; year++) {
    const { opens } = openYear(calendar, year);
    const next = opens[lastAtMost(opens, ms) + 1];
    if (next !== undefined) return next;
  }
}

/** Working ms within `[from, to)` of the calendar alone; 0 if the period is empty. */
function between(calendar: BusinessCalendar, from: number, to: number): number {
  if (to <= from) return 0;
  const first = yearOf(from);
  const last = yearOf(to);
  let sum = -workedUntil(openYear(calendar, first), from);
  for (let year = first; year < last; year++) sum += openYear(calendar, year).total;
  return sum + workedUntil(openYear(calendar, last), to);
}

/** The earliest instant from `from` on by which `workingMs` of the calendar have passed. */
function reach(calendar: BusinessCalendar, from: number, workingMs: number): number {
  if (workingMs === 0) return from;
  let year = yearOf(from);
  let open = openYear(calendar, year);
  let target = workedUntil(open, from) + workingMs;
  while (target > open.total) {
    target -= open.total;
    open = openYear(calendar, ++year);
  }
  // The last opening that starts with less than the target; at equality the one before ends exactly there.
  const i = lastAtMost(open.before, target - 1);
  return open.opens[i]! + target - open.before[i]!;
}

/** Working ms of the year before an instant in it. */
function workedUntil({ opens, closes, before }: OpenYear, ms: number): number {
  const i = lastAtMost(opens, ms);
  return i < 0 ? 0 : before[i]! + Math.min(ms, closes[i]!) - opens[i]!;
}

function yearOf(ms: number): number {
  return new Date(ms).getUTCFullYear();
}

/** Checked, sorted, and without overlaps, so that no instant is subtracted twice. */
function merged(pauses: readonly Pause[]): readonly Pause[] {
  if (pauses.length === 0) return NO_PAUSES;
  if (pauses.length > LIMITS.pauses) {
    throw new ClockError('RA_CLOCK_PAUSE', `${pauses.length} pauses, at most ${LIMITS.pauses}`);
  }
  for (const { from, to } of pauses) {
    assertInstant(from, 'pause');
    if (to !== Infinity) assertInstant(to, 'pause');
    if (to < from) throw new ClockError('RA_CLOCK_PAUSE', `a pause ends at ${to} before ${from}`);
  }
  const result: { from: number; to: number }[] = [];
  for (const { from, to } of pauses.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
}
