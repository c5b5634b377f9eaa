import { deadline, workingTime } from './arithmetic.ts';
import type { BusinessCalendar } from './calendar.ts';
import { ClockError } from './errors.ts';
import { assertEvents, assertTarget, type ServiceTarget, type TicketEvent } from './ticket-event.ts';
import { type ClockPause, type Exchange, readHistory, type TicketHistory } from './ticket-history.ts';
import { assertInstant } from './time.ts';

export type ClockKind = 'first-response' | 'next-response' | 'resolution';

/**
 * running   not answered and not yet due
 * paused    the same, but standing still
 * met       answered no later than due
 * breached  answered later than due, or not answered although it was due (then without `answeredAt`)
 * stopped   the ticket was resolved or merged before an answer was due
 */
export type ClockState = 'running' | 'paused' | 'met' | 'breached' | 'stopped';

export interface Warning {
  readonly percent: number;
  /** When so much of the target is used up; null while a pause keeps it open. */
  readonly at: number | null;
}

/** Times are epoch ms, durations working ms of the calendar. */
export interface Clock {
  readonly kind: ClockKind;
  readonly startedAt: number;
  /** What it is judged by: the target in force when the clock ended, or now. */
  readonly targetMs: number;
  /** null while a pause keeps it open: then no date can be named, only `remainingMs`. */
  readonly dueAt: number | null;
  readonly state: ClockState;
  /** Standing still at this moment; also for a clock that was breached before it was paused. */
  readonly pausedNow: boolean;
  readonly usedMs: number;
  /** Target minus used; negative is the overrun. */
  readonly remainingMs: number;
  /** When a response answered it, or for the resolution: when the ticket was resolved. */
  readonly answeredAt?: number;
  /** When the end of the ticket took away its point. */
  readonly stoppedAt?: number;
  /** What was not counted. */
  readonly pauses: readonly ClockPause[];
  readonly warnings: readonly Warning[];
}

export interface TicketClockInput {
  /** The moment to look at. Later events are not seen, so a past moment can be looked at again. */
  readonly now: number;
  readonly openedAt: number;
  readonly calendar: BusinessCalendar;
  /** In force from the opening until an event of type `target` replaces it. */
  readonly target: ServiceTarget;
  /** In order of time; within one ms the order of the list counts. */
  readonly events: readonly TicketEvent[];
}

/**
 * The clocks of a ticket, from nothing but its history: the live view and the report call the same function and so
 * show the same figures. In order: first response, each exchange of next response, resolution; a kind without a
 * target has no clock.
 *
 * - First response runs from the opening to the responder's first message over a channel that counts.
 * - Next response runs, once there was a first, from the requester's first unanswered message to the responder's next
 *   that counts. Further messages of the requester do not move it.
 * - Resolution runs from the opening until `resolved`. A reopened ticket continues its clock.
 * - `waiting`, `resolved` and `merged` are pauses, cut out of the calendar; a message alone ends none of them.
 * - Breached means later than `dueAt`; exactly then is met.
 * - A response that was given is judged once: later pauses, reopenings and targets do not change it.
 *
 * @throws ClockError RA_CLOCK_TIME, RA_CLOCK_PERIOD (opened after now), RA_CLOCK_TARGET, RA_CLOCK_EVENT,
 *   RA_CLOCK_EVENT_ORDER, RA_CLOCK_HORIZON, RA_CALENDAR_INVALID
 */
export function ticketClock(input: TicketClockInput): readonly Clock[] {
  const { now, openedAt, calendar, target, events } = input;
  assertInstant(now, 'now');
  assertInstant(openedAt, 'openedAt');
  if (openedAt > now) throw new ClockError('RA_CLOCK_PERIOD', `opened at ${openedAt}, after ${now}`);
  assertTarget(target);
  assertEvents(openedAt, events);

  const seen = events.filter(({ at }) => at <= now);
  const history = readHistory(openedAt, target, seen);
  const clock = (kind: ClockKind, exchange: Exchange) => judge(kind, exchange, history, calendar, now);
  return [
    clock('first-response', history.first),
    ...history.next.map((exchange) => clock('next-response', exchange)),
    clock('resolution', { startedAt: openedAt, answeredAt: history.resolvedAt }),
  ].filter((result) => result !== null);
}

/** What happens next on a ticket by itself: the earliest warning or due date after `now`; null if nothing does. */
export function nextStep(
  clocks: readonly Clock[],
  now: number,
): { at: number; kind: ClockKind; percent: number } | null {
  const steps = clocks
    .filter(({ answeredAt, stoppedAt }) => answeredAt === undefined && stoppedAt === undefined)
    .flatMap(({ kind, dueAt, warnings }) =>
      [...warnings, { percent: 100, at: dueAt }].flatMap(({ percent, at }) =>
        at !== null && at > now ? [{ at, kind, percent }] : [],
      ),
    );
  return steps.reduce<(typeof steps)[number] | null>(
    (first, step) => (first && first.at <= step.at ? first : step),
    null,
  );
}

function judge(
  kind: ClockKind,
  { startedAt, answeredAt }: Exchange,
  history: TicketHistory,
  calendar: BusinessCalendar,
  now: number,
): Clock | null {
  const { endedAt } = history;
  const stopped = answeredAt === undefined && endedAt !== undefined;
  const stoppedAt = stopped ? Math.max(startedAt, endedAt) : undefined;
  const endAt = answeredAt ?? stoppedAt;
  const until = endAt ?? now;

  const target = history.targetAt(until);
  const targetMs = target[TARGET_OF[kind]];
  if (targetMs === undefined) return null;

  const pauses = history.pauses.flatMap((pause) => {
    const begins = endAt === undefined ? pause.from <= until : pause.from < until;
    if (!begins || pause.to <= startedAt) return [];
    // A pause that outlasts the clock has no end for it, whenever it ends later on.
    return [pause.to > until ? { ...pause, to: Infinity } : pause];
  });
  const due = (workingMs: number) => {
    const at = deadline(calendar, startedAt, workingMs, pauses);
    return at === Infinity ? null : at;
  };

  const usedMs = workingTime(calendar, startedAt, until, pauses);
  const dueAt = due(targetMs);
  const pausedNow = endAt === undefined && pauses.at(-1)?.to === Infinity;
  let state: ClockState = pausedNow ? 'paused' : 'running';
  if (dueAt !== null && until > dueAt) state = 'breached';
  else if (answeredAt !== undefined) state = 'met';
  else if (stopped) state = 'stopped';

  return {
    kind,
    startedAt,
    targetMs,
    dueAt,
    state,
    pausedNow,
    usedMs,
    remainingMs: targetMs - usedMs,
    ...(answeredAt !== undefined && { answeredAt }),
    ...(stoppedAt !== undefined && { stoppedAt }),
    pauses,
    warnings: (target.warnPercents ?? []).map((percent) => ({
      percent,
      at: due(Math.ceil((targetMs * percent) / 100)),
    })),
  };
}

const TARGET_OF = {
  'first-response': 'firstResponseMs',
  'next-response': 'nextResponseMs',
  resolution: 'resolutionMs',
} as const satisfies Record<ClockKind, keyof ServiceTarget>;
