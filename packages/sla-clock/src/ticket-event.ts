import { ClockError, shown } from './errors.ts';
import { LIMITS } from './limits.ts';
import { assertInstant } from './time.ts';

/** How a message travels. An internal note is never a response: it is not even listed where channels are chosen. */
export const RESPONSE_CHANNELS = ['mail', 'portal', 'phone', 'chat', 'on-site'] as const;
export type ResponseChannel = (typeof RESPONSE_CHANNELS)[number];
export type Channel = ResponseChannel | 'internal-note';

/** What is promised, in working ms of the calendar; a clock that is left out is not promised. */
export interface ServiceTarget {
  readonly firstResponseMs?: number;
  readonly nextResponseMs?: number;
  readonly resolutionMs?: number;
  /** What the contract counts as a response; without it mail, portal and phone. */
  readonly responseChannels?: readonly ResponseChannel[];
  /** Warn when so much of a target is used up, whole percent; above 100 for the steps of an escalation. */
  readonly warnPercents?: readonly number[];
}

/**
 * open      somebody works on it, or should; also: reopened
 * waiting   a pause, for the client, a supplier, a maintenance window …
 * resolved  done, until it is opened again
 * merged    goes on as another ticket
 */
export const CLOCK_STATES = ['open', 'waiting', 'resolved', 'merged'] as const;
export type TicketClockState = (typeof CLOCK_STATES)[number];

/**
 * Who writes, as a role and not as a side: for the promise of the provider the client requests and the provider
 * responds; for the one inside the client its employee requests and its own IT responds.
 */
export type Role = 'requester' | 'responder';

/** What happened to a ticket, as far as clocks care. `at` is epoch ms. */
export type TicketEvent =
  | {
      readonly type: 'state';
      readonly at: number;
      readonly state: TicketClockState;
      /** Why it waits; shown among the excluded times. */
      readonly reason?: string;
    }
  | { readonly type: 'message'; readonly at: number; readonly from: Role; readonly channel: Channel }
  /** Another priority or contract: judges everything that ends from here on, by its whole running time. */
  | { readonly type: 'target'; readonly at: number; readonly target: ServiceTarget };

const DEFAULT_CHANNELS: readonly Channel[] = ['mail', 'portal', 'phone'];

/** Whether a message over this channel answers under this target. */
export function countsAsResponse(target: ServiceTarget, channel: Channel): boolean {
  return (target.responseChannels ?? DEFAULT_CHANNELS).includes(channel);
}

/** @throws ClockError RA_CLOCK_TARGET */
export function assertTarget(target: ServiceTarget): void {
  const refuse = (what: string): never => {
    throw new ClockError('RA_CLOCK_TARGET', what);
  };
  if (typeof target !== 'object' || target === null) refuse('a target is an object of durations');
  for (const key of ['firstResponseMs', 'nextResponseMs', 'resolutionMs'] as const) {
    const ms = target[key];
    if (ms !== undefined && !(Number.isSafeInteger(ms) && ms > 0))
      refuse(`${key}: ${shown(ms)} is not whole ms above 0`);
  }
  const { responseChannels: channels = [], warnPercents: percents = [] } = target;
  if (!Array.isArray(channels) || channels.some((channel) => !RESPONSE_CHANNELS.includes(channel))) {
    refuse(`responseChannels are a list of ${RESPONSE_CHANNELS.join(', ')}`);
  }
  if (
    !Array.isArray(percents) ||
    percents.length > LIMITS.warnPercents ||
    percents.some((percent) => !Number.isInteger(percent) || percent < 1 || percent > 1000)
  ) {
    refuse(`warnPercents are at most ${LIMITS.warnPercents} whole numbers in 1-1000`);
  }
}

/** @throws ClockError RA_CLOCK_TIME, RA_CLOCK_TARGET, RA_CLOCK_EVENT, RA_CLOCK_EVENT_ORDER */
export function assertEvents(openedAt: number, events: readonly TicketEvent[]): void {
  if (!Array.isArray(events) || events.length > LIMITS.events) {
    throw new ClockError('RA_CLOCK_EVENT', `a list of at most ${LIMITS.events} events`);
  }
  let last = openedAt;
  for (const event of events) {
    assertEvent(event);
    if (event.at < last) {
      throw new ClockError(
        'RA_CLOCK_EVENT_ORDER',
        `${event.type} at ${event.at} comes after ${last} in the list`,
      );
    }
    last = event.at;
  }
}

function assertEvent(event: TicketEvent): void {
  if (typeof event !== 'object' || event === null) {
    throw new ClockError('RA_CLOCK_EVENT', `${shown(event)} is no event`);
  }
  assertInstant(event.at, 'event');
  switch (event.type) {
    case 'target':
      assertTarget(event.target);
      return;
    case 'state':
      if (CLOCK_STATES.includes(event.state)) return;
      throw new ClockError(
        'RA_CLOCK_EVENT',
        `${shown(event.state)} is not one of ${CLOCK_STATES.join(', ')}`,
      );
    case 'message': {
      const role = event.from === 'requester' || event.from === 'responder';
      if (role && (event.channel === 'internal-note' || RESPONSE_CHANNELS.includes(event.channel))) return;
      throw new ClockError(
        'RA_CLOCK_EVENT',
        `a message from ${shown(event.from)} over ${shown(event.channel)}`,
      );
    }
    default:
      throw new ClockError('RA_CLOCK_EVENT', 'the type of an event is state, message or target');
  }
}
