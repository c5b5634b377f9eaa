import type { Pause } from './arithmetic.ts';
import { countsAsResponse, type ServiceTarget, type TicketEvent } from './ticket-event.ts';

/** A stretch that clocks do not count, and why; for the list of excluded times in a report. */
export interface ClockPause extends Pause {
  readonly reason: string;
}

/** A question and, if it came, its answer. */
export interface Exchange {
  readonly startedAt: number;
  readonly answeredAt?: number | undefined;
}

/** What the events say, before any calendar is looked at. */
export interface TicketHistory {
  readonly first: Exchange;
  readonly next: readonly Exchange[];
  /** In order, without empty ones; the last may last (`to` is Infinity). */
  readonly pauses: readonly ClockPause[];
  /** Since when the ticket is over (resolved or merged), if it is. */
  readonly endedAt: number | undefined;
  /** Since when it is resolved; merging a resolved ticket leaves it resolved. */
  readonly resolvedAt: number | undefined;
  /** The target in force at an instant. */
  readonly targetAt: (ms: number) => ServiceTarget;
}

/** Reads checked events in order. */
export function readHistory(
  openedAt: number,
  initial: ServiceTarget,
  events: readonly TicketEvent[],
): TicketHistory {
  const targets = [{ from: openedAt, target: initial }];
  const pauses: { from: number; to: number; reason: string }[] = [];
  const next: Exchange[] = [];
  let firstAnsweredAt: number | undefined;
  /** Start of the open exchange of next response. */
  let asked: number | undefined;
  let endedAt: number | undefined;
  let resolvedAt: number | undefined;

  for (const event of events) {
    const { at } = event;
    if (event.type === 'target') {
      targets.push({ from: at, target: event.target });
    } else if (event.type === 'state') {
      const lasting = pauses.at(-1);
      if (lasting?.to === Infinity) lasting.to = at;
      if (event.state !== 'open')
        pauses.push({ from: at, to: Infinity, reason: event.reason ?? event.state });
      const over = event.state === 'resolved' || event.state === 'merged';
      endedAt = over ? (endedAt ?? at) : undefined;
      if (event.state === 'resolved') resolvedAt ??= at;
      else if (!over) resolvedAt = undefined;
    } else if (event.from === 'requester') {
      if (firstAnsweredAt !== undefined && event.channel !== 'internal-note') asked ??= at;
    } else if (countsAsResponse(targets.at(-1)!.target, event.channel)) {
      if (asked !== undefined) next.push({ startedAt: asked, answeredAt: at });
      asked = undefined;
      firstAnsweredAt ??= at;
    }
  }
  if (asked !== undefined) next.push({ startedAt: asked });

  return {
    first: { startedAt: openedAt, answeredAt: firstAnsweredAt },
    next,
    pauses: pauses.filter(({ from, to }) => from < to),
    endedAt,
    resolvedAt,
    targetAt: (ms) => targets.findLast(({ from }) => from <= ms)!.target,
  };
}
