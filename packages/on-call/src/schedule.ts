import {
  activeAt,
  assertWindow,
  DAY_MS,
  dayNumber,
  instantOf,
  minutesOf,
  occurrences,
  type TimeWindow,
  wallTime,
  zoneOf,
} from '@rettungsanker/time-windows';
import { OnCallError } from './errors.ts';

/**
 * People who take turns. Days and weeks are handed over at the same wall-clock time whatever the clocks do; hours are
 * elapsed time.
 */
export interface Layer {
  name: string;
  /** In the order of their turns. */
  people: readonly string[];
  /** First hand-over, wall-clock time `YYYY-MM-DDTHH:MM`; before it nobody of this layer is on call. */
  startsAt: string;
  rotation: { every: number; unit: 'hour' | 'day' | 'week' };
  /** When this layer counts; always when missing. Their time zone is the schedule's. */
  windows?: readonly Omit<TimeWindow, 'timeZone'>[];
}

export interface Schedule {
  timeZone: string;
  /** A later layer stands before an earlier one while it counts. */
  layers: readonly Layer[];
}

/** Somebody stands in; Unix ms, `to` exclusive. A later one in the list stands before an earlier one. */
export interface Substitution {
  personId: string;
  from: number;
  to: number;
  /** Only while this person would be on call: a holiday. Missing: the whole time. */
  replaces?: string;
}

export interface Duty {
  personId: string;
  /** Name of the layer, or that somebody stands in. */
  source: { layer: string } | { substituteFor: string | null };
}

/** A stretch of time in which one person is on call, or nobody. */
export interface Shift {
  from: number;
  to: number;
  duty: Duty | null;
}

const HOUR_MS = 3_600_000;
const LAYERS = 20;
const PEOPLE = 100;
/** What one list of shifts may span. */
const LONGEST_LIST_MS = 400 * DAY_MS;

/** Refuses what makes no sense. @throws OnCallError; WindowError for a time, a zone, a window */
export function assertSchedule(schedule: Schedule): void {
  zoneOf(schedule.timeZone);
  const { layers } = schedule;
  if (layers.length === 0 || layers.length > LAYERS)
    throw new OnCallError('RA_ON_CALL_LAYERS', `a schedule has 1 to ${LAYERS} layers`);
  for (const layer of layers) {
    if (layer.people.length === 0 || layer.people.length > PEOPLE)
      throw new OnCallError('RA_ON_CALL_PEOPLE', `${layer.name}: a layer has 1 to ${PEOPLE} people`);
    const { every, unit } = layer.rotation;
    const most = { hour: 24 * 31, day: 366, week: 52 }[unit];
    if (!Number.isInteger(every) || every < 1 || every > most)
      throw new OnCallError('RA_ON_CALL_ROTATION', `${layer.name}: a turn lasts 1 to ${most} ${unit}s`);
    startWall(layer);
    for (const window of layer.windows ?? []) assertWindow({ ...window, timeZone: schedule.timeZone });
  }
}

function startWall(layer: Layer): number {
  const [date, time, ...rest] = layer.startsAt.split('T');
  if (date === undefined || time === undefined || rest.length > 0)
    throw new OnCallError('RA_ON_CALL_START', `${layer.startsAt} is not a wall-clock time YYYY-MM-DDTHH:MM`);
  return dayNumber(date) * DAY_MS + minutesOf(time) * 60_000;
}

/** Instant of the nth hand-over. */
function handOver(timeZone: string, layer: Layer, n: number): number {
  const zone = zoneOf(timeZone);
  const start = startWall(layer);
  const { every, unit } = layer.rotation;
  if (unit === 'hour') return instantOf(zone, start) + n * every * HOUR_MS;
  return instantOf(zone, start + n * every * (unit === 'week' ? 7 : 1) * DAY_MS);
}

/** Which turn runs at `at`; negative before the first hand-over. */
function turnAt(timeZone: string, layer: Layer, at: number): number {
  const zone = zoneOf(timeZone);
  const { every, unit } = layer.rotation;
  if (unit === 'hour') return Math.floor((at - handOver(timeZone, layer, 0)) / (every * HOUR_MS));
  const length = every * (unit === 'week' ? 7 : 1) * DAY_MS;
  const guess = Math.floor((wallTime(zone, at) - startWall(layer)) / length);
  // In the hour that comes twice, or that is skipped, wall time alone does not tell.
  if (at < handOver(timeZone, layer, guess)) return guess - 1;
  return at >= handOver(timeZone, layer, guess + 1) ? guess + 1 : guess;
}

function counts(timeZone: string, layer: Layer, at: number): boolean {
  if (layer.windows === undefined || layer.windows.length === 0) return true;
  return layer.windows.some((window) => activeAt({ ...window, timeZone }, at) !== undefined);
}

/** By the layers alone. */
function regularDuty(schedule: Schedule, at: number): Duty | null {
  for (const layer of schedule.layers.toReversed()) {
    const turn = turnAt(schedule.timeZone, layer, at);
    if (turn < 0 || !counts(schedule.timeZone, layer, at)) continue;
    return { personId: layer.people[turn % layer.people.length]!, source: { layer: layer.name } };
  }
  return null;
}

/** Who is on call at `at` (Unix ms); null is a gap. */
export function onCallAt(
  schedule: Schedule,
  substitutions: readonly Substitution[],
  at: number,
): Duty | null {
  const regular = regularDuty(schedule, at);
  const standIn = substitutions.findLast(
    ({ from, to, replaces }) =>
      from <= at && at < to && (replaces === undefined || replaces === regular?.personId),
  );
  return standIn
    ? { personId: standIn.personId, source: { substituteFor: regular?.personId ?? null } }
    : regular;
}

/**
 * Who is on call from when to when in `[from, to)`, without holes: a shift without a person is a gap, and where one
 * ends the next person takes over.
 * @throws OnCallError RA_ON_CALL_PERIOD for more than 400 days
 */
export function shifts(
  schedule: Schedule,
  substitutions: readonly Substitution[],
  from: number,
  to: number,
): Shift[] {
  if (!(to > from) || to - from > LONGEST_LIST_MS)
    throw new OnCallError('RA_ON_CALL_PERIOD', 'a list of shifts spans up to 400 days');
  const list: Shift[] = [];
  for (const [start, end] of stretches(schedule, substitutions, from, to)) {
    const duty = onCallAt(schedule, substitutions, start);
    const last = list.at(-1);
    if (last && samePerson(last.duty, duty)) last.to = end;
    else list.push({ from: start, to: end, duty });
  }
  return list;
}

const samePerson = (a: Duty | null, b: Duty | null): boolean =>
  a?.personId === b?.personId && JSON.stringify(a?.source) === JSON.stringify(b?.source);

/** Between two neighbouring points nothing changes. */
function stretches(
  schedule: Schedule,
  substitutions: readonly Substitution[],
  from: number,
  to: number,
): [number, number][] {
  const points = new Set([from, to]);
  const add = (at: number): void => {
    if (at > from && at < to) points.add(at);
  };
  for (const substitution of substitutions) {
    add(substitution.from);
    add(substitution.to);
  }
  for (const layer of schedule.layers) {
    const first = Math.max(0, turnAt(schedule.timeZone, layer, from));
    for (let turn = first; ; turn++) {
      const at = handOver(schedule.timeZone, layer, turn);
      if (at >= to) break;
      add(at);
    }
    for (const window of layer.windows ?? [])
      for (const occurrence of occurrences({ ...window, timeZone: schedule.timeZone }, from)) {
        if (occurrence.from >= to) break;
        add(occurrence.from);
        add(occurrence.to);
      }
  }
  const sorted = [...points].sort((a, b) => a - b);
  return sorted.slice(1).map((end, index) => [sorted[index]!, end]);
}

/** Stretches in which nobody is on call. */
export const gaps = (list: readonly Shift[]): { from: number; to: number }[] =>
  list.filter(({ duty }) => duty === null).map(({ from, to }) => ({ from, to }));
