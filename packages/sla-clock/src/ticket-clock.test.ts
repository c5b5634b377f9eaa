import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { alwaysOpen, businessCalendar, spans } from './calendar.ts';
import { type Clock, type ClockKind, nextStep, type TicketClockInput, ticketClock } from './ticket-clock.ts';
import type { Channel, ServiceTarget, TicketClockState, TicketEvent } from './ticket-event.ts';

const HOUR = 3_600_000;
const at = Date.parse;
const always = alwaysOpen('Europe/Berlin');
const office = businessCalendar([
  {
    timeZone: 'Europe/Berlin',
    weekly: Object.fromEntries(
      ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, spans('08:00-17:00')]),
    ),
  },
]);

const T0 = at('2026-11-23T08:00+01:00'); // Monday
const h = (hours: number) => T0 + hours * HOUR;
const target: ServiceTarget = { firstResponseMs: 2 * HOUR, nextResponseMs: 4 * HOUR, resolutionMs: 8 * HOUR };

const state = (hours: number, to: TicketClockState, reason?: string): TicketEvent => ({
  type: 'state',
  at: h(hours),
  state: to,
  ...(reason && { reason }),
});
const answer = (hours: number, channel: Channel = 'mail'): TicketEvent => ({
  type: 'message',
  at: h(hours),
  from: 'responder',
  channel,
});
const ask = (hours: number, channel: Channel = 'mail'): TicketEvent => ({
  type: 'message',
  at: h(hours),
  from: 'requester',
  channel,
});

/** The clocks of one kind of a ticket opened on Monday 08:00, looked at so many wall hours later. */
function clocks(
  kind: ClockKind,
  hours: number,
  events: TicketEvent[],
  more: Partial<TicketClockInput> = {},
): Clock[] {
  const all = ticketClock({ now: h(hours), openedAt: T0, calendar: always, target, events, ...more });
  return all.filter((clock) => clock.kind === kind);
}
function only(...args: Parameters<typeof clocks>): Clock {
  const [clock, ...others] = clocks(...args);
  assert.ok(clock && others.length === 0);
  return clock;
}

describe('first response', () => {
  const first = (...args: [number, TicketEvent[], Partial<TicketClockInput>?]) =>
    only('first-response', ...args);

  test('runs until due, then is breached', () => {
    assert.deepEqual(first(0.5, []), {
      kind: 'first-response',
      startedAt: T0,
      targetMs: 2 * HOUR,
      dueAt: h(2),
      state: 'running',
      pausedNow: false,
      usedMs: HOUR / 2,
      remainingMs: 1.5 * HOUR,
      pauses: [],
      warnings: [],
    });
    assert.equal(first(2, []).state, 'running');
    const late = first(3, []);
    assert.equal(late.state, 'breached');
    assert.equal(late.remainingMs, -HOUR);
    assert.equal(late.answeredAt, undefined);
  });

  test('met up to and at the due date, breached after it', () => {
    assert.equal(first(9, [answer(2)]).state, 'met');
    assert.equal(first(9, [answer(2)]).answeredAt, h(2));
    const late = first(9, [answer(3)]);
    assert.equal(late.state, 'breached');
    assert.equal(late.answeredAt, h(3));
    assert.equal(late.remainingMs, -HOUR);
  });

  test('in business hours: due on Monday at closing time, an answer in the evening is late', () => {
    const nine = { calendar: office, target: { firstResponseMs: 9 * HOUR } };
    assert.equal(first(9, [answer(9)], nine).state, 'met');
    const evening = first(12, [answer(12)], nine);
    assert.equal(evening.dueAt, at('2026-11-23T17:00+01:00'));
    assert.equal(evening.state, 'breached');
    assert.equal(evening.remainingMs, 0);
  });

  test('an internal note is no response, nor is a channel that the contract does not name', () => {
    assert.equal(first(1, [answer(0.5, 'internal-note')]).state, 'running');
    assert.equal(first(1, [answer(0.5, 'phone')]).state, 'met');
    const mailOnly = { target: { ...target, responseChannels: ['mail'] as const } };
    assert.equal(first(1, [answer(0.5, 'phone')], mailOnly).state, 'running');
    assert.equal(first(1, [answer(0.5, 'phone'), answer(1)], mailOnly).answeredAt, h(1));
  });

  test('waiting pauses it: no due date, the rest is kept, and the reason is listed', () => {
    const paused = first(5, [state(1, 'waiting', 'client')]);
    assert.equal(paused.state, 'paused');
    assert.equal(paused.pausedNow, true);
    assert.equal(paused.dueAt, null);
    assert.equal(paused.remainingMs, HOUR);
    const resumed = first(5, [state(1, 'waiting', 'client'), state(4, 'open')]);
    assert.equal(resumed.dueAt, h(5));
    assert.deepEqual(resumed.pauses, [{ from: h(1), to: h(4), reason: 'client' }]);
  });

  test('born waiting: the clock starts with the first opening', () => {
    const events = [state(0, 'waiting'), state(3, 'open')];
    assert.equal(first(1, events).state, 'paused');
    assert.equal(first(4, events).dueAt, h(5));
  });

  test('breached first, paused later: it stays breached and says that it stands still', () => {
    const clock = first(9, [state(4, 'waiting')]);
    assert.equal(clock.state, 'breached');
    assert.equal(clock.dueAt, h(2));
    assert.equal(clock.pausedNow, true);
    assert.equal(clock.usedMs, 4 * HOUR);
  });

  test('paused at the very moment it is looked at', () => {
    assert.equal(first(1, [state(1, 'waiting')]).state, 'paused');
  });

  test('resolved or merged without an answer: stopped before it was due, breached after it', () => {
    for (const end of ['resolved', 'merged'] as const) {
      const stopped = first(9, [state(1, end)]);
      assert.equal(stopped.state, 'stopped');
      assert.equal(stopped.stoppedAt, h(1));
      assert.equal(stopped.usedMs, HOUR);
      assert.equal(stopped.dueAt, h(2));
      assert.equal(stopped.pausedNow, false);
      assert.equal(first(9, [state(3, end)]).state, 'breached');
    }
  });

  test('a stopped clock goes on when the ticket is opened again', () => {
    const clock = first(6, [state(1, 'resolved'), state(5.5, 'open')]);
    assert.equal(clock.state, 'running');
    assert.equal(clock.dueAt, h(6.5));
  });

  test('resolved and then merged: it stopped when it was resolved', () => {
    assert.equal(first(9, [state(1, 'resolved'), state(3, 'merged')]).stoppedAt, h(1));
  });

  test('a state that lasted no time is no pause', () => {
    assert.deepEqual(first(1.5, [state(1, 'waiting'), state(1, 'open')]).pauses, []);
  });

  test('an answer during a pause is in time, whenever the pause ends', () => {
    const before = first(4, [state(1, 'waiting'), answer(3)]);
    assert.equal(before.state, 'met');
    assert.equal(before.usedMs, HOUR);
    assert.deepEqual(first(9, [state(1, 'waiting'), answer(3), state(8, 'open')]), before);
  });
});

describe('next response', () => {
  const next = (hours: number, ...events: TicketEvent[]) => clocks('next-response', hours, events);

  test('there is none before the first response', () => {
    assert.deepEqual(next(5, ask(1), ask(2)), []);
    assert.deepEqual(next(5, ask(1), answer(2)), []);
  });

  test('runs from the first unanswered message; more messages do not move it', () => {
    const [clock] = next(6, answer(1), ask(2), ask(5));
    assert.equal(clock?.startedAt, h(2));
    assert.equal(clock?.dueAt, h(6));
    assert.equal(clock?.state, 'running');
  });

  test('every exchange is kept, not only the last', () => {
    const exchanges = next(30, answer(1), ask(2), answer(3), ask(4), answer(9), answer(10), ask(29));
    assert.deepEqual(
      exchanges.map((clock) => [clock.startedAt, clock.answeredAt, clock.state]),
      [
        [h(2), h(3), 'met'],
        [h(4), h(9), 'breached'],
        [h(29), undefined, 'running'],
      ],
    );
  });

  test('a pause that ended before the question is not among its pauses', () => {
    const [clock] = next(6, answer(1), state(2, 'waiting'), state(3, 'open'), ask(3));
    assert.deepEqual(clock?.pauses, []);
  });

  test('any message of the requester asks, an internal note of either side is nothing', () => {
    assert.equal(next(5, answer(1), ask(2, 'portal')).length, 1);
    assert.equal(next(5, answer(1), ask(2, 'internal-note')).length, 0);
    assert.equal(next(5, answer(1), ask(2), answer(3, 'internal-note'))[0]?.state, 'running');
  });

  test('a question after the ticket was resolved stops at once, and runs when it is reopened', () => {
    const events = [answer(1), state(2, 'resolved'), ask(3)];
    const [stopped] = next(9, ...events);
    assert.equal(stopped?.state, 'stopped');
    assert.equal(stopped?.usedMs, 0);
    assert.equal(next(9, ...events, state(8, 'open'))[0]?.dueAt, h(12));
  });
});

describe('resolution', () => {
  const resolution = (hours: number, ...events: TicketEvent[]) => only('resolution', hours, events);

  test('met or breached when resolved', () => {
    const met = resolution(99, state(8, 'resolved'));
    assert.equal(met.state, 'met');
    assert.equal(met.answeredAt, h(8));
    assert.equal(met.dueAt, h(8));
    assert.equal(resolution(99, state(9, 'resolved')).state, 'breached');
  });

  test('reopened: continues, without the time it counted as resolved', () => {
    const events = [state(6, 'resolved'), state(20, 'open')];
    const again = resolution(21, ...events);
    assert.equal(again.state, 'running');
    assert.equal(again.usedMs, 7 * HOUR);
    assert.equal(again.dueAt, h(22));
    assert.deepEqual(again.pauses, [{ from: h(6), to: h(20), reason: 'resolved' }]);
    const late = resolution(30, ...events, state(23, 'resolved'));
    assert.equal(late.state, 'breached');
    assert.equal(late.usedMs, 9 * HOUR);
  });

  test('resolved twice: the first time counts', () => {
    assert.equal(resolution(9, state(3, 'resolved'), state(5, 'resolved')).answeredAt, h(3));
  });

  test('reopened as waiting is not resolved', () => {
    const clock = resolution(9, state(6, 'resolved'), state(7, 'waiting'));
    assert.equal(clock.state, 'paused');
    assert.equal(clock.remainingMs, 2 * HOUR);
  });

  test('merged stops it; merging a resolved ticket leaves it resolved; undoing the merge continues', () => {
    assert.equal(resolution(9, state(3, 'merged')).state, 'stopped');
    const resolved = resolution(9, state(3, 'resolved'), state(5, 'merged'));
    assert.equal(resolved.state, 'met');
    assert.equal(resolved.answeredAt, h(3));
    assert.equal(resolution(9, state(3, 'merged'), state(5, 'open')).dueAt, h(10));
  });
});

describe('targets and warnings', () => {
  const raise = (hours: number, to: ServiceTarget): TicketEvent => ({
    type: 'target',
    at: h(hours),
    target: to,
  });

  test('another priority judges what is still running by its whole time', () => {
    const clock = only('resolution', 5, [raise(4, { resolutionMs: 3 * HOUR })]);
    assert.equal(clock.dueAt, h(3));
    assert.equal(clock.state, 'breached');
    assert.equal(only('resolution', 3, [raise(4, { resolutionMs: 3 * HOUR })]).dueAt, h(8));
  });

  test('but not what was answered before', () => {
    const clock = only('first-response', 9, [answer(2), raise(4, { firstResponseMs: HOUR })]);
    assert.equal(clock.state, 'met');
    assert.equal(clock.targetMs, 2 * HOUR);
  });

  test('a kind without a target has no clock', () => {
    const all = ticketClock({
      now: h(1),
      openedAt: T0,
      calendar: always,
      target: { resolutionMs: 1 },
      events: [],
    });
    assert.deepEqual(
      all.map(({ kind }) => kind),
      ['resolution'],
    );
  });

  test('warnings in percent of the target, in working time, and open while paused', () => {
    const more = { calendar: office, target: { resolutionMs: 18 * HOUR, warnPercents: [50, 75, 150] } };
    assert.deepEqual(only('resolution', 1, [], more).warnings, [
      { percent: 50, at: at('2026-11-23T17:00+01:00') },
      { percent: 75, at: at('2026-11-24T12:30+01:00') },
      { percent: 150, at: at('2026-11-25T17:00+01:00') },
    ]);
    const paused = only('resolution', 30, [state(12, 'waiting')], more);
    assert.deepEqual(
      paused.warnings.map((warning) => warning.at),
      [at('2026-11-23T17:00+01:00'), null, null],
    );
  });

  test('the next step of a ticket is the earliest warning or due date of a clock that is not over', () => {
    const input = { openedAt: T0, calendar: always, target: { ...target, warnPercents: [50, 200] } };
    const step = (hours: number, ...events: TicketEvent[]) =>
      nextStep(ticketClock({ ...input, now: h(hours), events }), h(hours));
    assert.deepEqual(step(0), { at: h(1), kind: 'first-response', percent: 50 });
    assert.deepEqual(step(1), { at: h(2), kind: 'first-response', percent: 100 });
    assert.deepEqual(step(2), { at: h(4), kind: 'first-response', percent: 200 });
    assert.deepEqual(step(2, answer(2)), { at: h(4), kind: 'resolution', percent: 50 });
    assert.equal(step(16), null);
    assert.equal(step(5, state(1, 'waiting')), null);
    assert.equal(step(5, state(1, 'resolved')), null);
  });
});

describe('refused', () => {
  const refused = (code: string, more: object) =>
    assert.throws(
      () => ticketClock({ now: h(9), openedAt: T0, calendar: always, target, events: [], ...more }),
      {
        name: 'ClockError',
        code,
      },
    );

  test('times', () => {
    refused('RA_CLOCK_TIME', { now: Number.NaN });
    refused('RA_CLOCK_TIME', { openedAt: '2026-11-23' });
    refused('RA_CLOCK_PERIOD', { openedAt: h(9) + 1 });
    refused('RA_CALENDAR_INVALID', { calendar: {} });
  });

  test('targets', () => {
    for (const bad of [
      null,
      { firstResponseMs: 0 },
      { resolutionMs: -1 },
      { resolutionMs: 0.5 },
      { nextResponseMs: '2h' },
      { responseChannels: ['internal-note'] },
      { responseChannels: 'mail' },
      { warnPercents: [0] },
      { warnPercents: [1001] },
      { warnPercents: Array(21).fill(50) },
    ]) {
      refused('RA_CLOCK_TARGET', { target: bad });
      refused('RA_CLOCK_TARGET', { events: [{ type: 'target', at: T0, target: bad }] });
    }
  });

  test('events', () => {
    for (const bad of [
      null,
      { type: 'state', at: T0, state: 'closed' },
      { type: 'message', at: T0, from: 'robot', channel: 'mail' },
      { type: 'message', at: T0, from: 'responder', channel: 'pigeon' },
      { type: 'comment', at: T0 },
    ]) {
      refused('RA_CLOCK_EVENT', { events: [bad] });
    }
    refused('RA_CLOCK_EVENT', { events: 'none' });
    refused('RA_CLOCK_EVENT', { events: Array(20_001).fill(answer(0)) });
    refused('RA_CLOCK_TIME', { events: [{ ...answer(0), at: Number.NaN }] });
    refused('RA_CLOCK_EVENT_ORDER', { events: [answer(2), answer(1)] });
    refused('RA_CLOCK_EVENT_ORDER', { events: [answer(-1)] });
  });
});

describe('properties', () => {
  const event: fc.Arbitrary<TicketEvent> = fc.oneof(
    fc.record({
      type: fc.constant('state' as const),
      at: fc.integer({ min: T0, max: h(400) }),
      state: fc.constantFrom<TicketClockState[]>('open', 'open', 'waiting', 'resolved', 'merged'),
    }),
    fc.record({
      type: fc.constant('message' as const),
      at: fc.integer({ min: T0, max: h(400) }),
      from: fc.constantFrom('requester' as const, 'responder' as const),
      channel: fc.constantFrom<Channel[]>('mail', 'portal', 'phone', 'internal-note'),
    }),
    fc.record({
      type: fc.constant('target' as const),
      at: fc.integer({ min: T0, max: h(400) }),
      target: fc.record({
        firstResponseMs: fc.integer({ min: 1, max: 90 * HOUR }),
        nextResponseMs: fc.integer({ min: 1, max: 90 * HOUR }),
        resolutionMs: fc.integer({ min: 1, max: 90 * HOUR }),
      }),
    }),
  );
  const history = fc.array(event, { maxLength: 12 }).map((events) => events.toSorted((a, b) => a.at - b.at));
  const moment = fc.integer({ min: T0, max: h(500) });
  const look = (now: number, events: readonly TicketEvent[]) =>
    ticketClock({ now, openedAt: T0, calendar: office, target, events });

  test('looking back at a past moment shows what was shown then', () => {
    fc.assert(
      fc.property(history, moment, (events, now) => {
        assert.deepEqual(
          look(now, events),
          look(
            now,
            events.filter((known) => known.at <= now),
          ),
        );
      }),
    );
  });

  test('a response that was given is never judged again', () => {
    fc.assert(
      fc.property(history, moment, moment, (events, a, b) => {
        const given = (now: number) =>
          look(now, events).filter(
            ({ kind, answeredAt }) => kind !== 'resolution' && answeredAt !== undefined,
          );
        const early = given(Math.min(a, b));
        assert.deepEqual(given(Math.max(a, b)).slice(0, early.length), early);
      }),
    );
  });

  test('the states mean what they say', () => {
    fc.assert(
      fc.property(history, moment, (events, now) => {
        for (const clock of look(now, events)) {
          const until = clock.answeredAt ?? clock.stoppedAt ?? now;
          const late = clock.dueAt !== null && until > clock.dueAt;
          assert.equal(clock.state === 'breached', late);
          assert.equal(clock.remainingMs, clock.targetMs - clock.usedMs);
          assert.equal(clock.remainingMs > 0 ? late : false, false);
          assert.equal(clock.remainingMs < 0 ? late : true, true);
          if (!late) {
            assert.equal(clock.state === 'met', clock.answeredAt !== undefined);
            assert.equal(clock.state === 'stopped', clock.stoppedAt !== undefined);
            assert.equal(clock.state === 'paused', clock.pausedNow);
          }
        }
      }),
    );
  });

  test('used time never runs backwards and never faster than the clock on the wall', () => {
    fc.assert(
      fc.property(history, moment, fc.integer({ min: 0, max: 20 * HOUR }), (events, now, delta) => {
        const [before, after] = [look(now, events), look(now + delta, events)].map((all) =>
          all.find(({ kind }) => kind === 'resolution'),
        );
        const grown = after!.usedMs - before!.usedMs;
        assert.ok(grown >= 0 && grown <= delta, String(grown));
      }),
    );
  });
});
