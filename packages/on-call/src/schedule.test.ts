import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  assertSchedule,
  gaps,
  type Layer,
  OnCallError,
  onCallAt,
  type Schedule,
  type Substitution,
  shifts,
} from './index.ts';

const at = (text: string): number => Date.parse(text);
const who = (schedule: Schedule, time: string, substitutions: Substitution[] = []): string | undefined =>
  onCallAt(schedule, substitutions, at(time))?.personId;
const weekly: Layer = {
  name: 'week',
  people: ['anna', 'bert', 'cleo'],
  startsAt: '2026-03-16T08:00',
  rotation: { every: 1, unit: 'week' },
};
const berlin = (...layers: Layer[]): Schedule => ({ timeZone: 'Europe/Berlin', layers });

test('weeks are handed over at the same wall-clock time on both sides of the change of the clocks', () => {
  const schedule = berlin(weekly);
  assert.equal(who(schedule, '2026-03-16T06:59:59Z'), undefined, 'before the first hand-over');
  assert.equal(who(schedule, '2026-03-16T07:00:00Z'), 'anna');
  assert.equal(who(schedule, '2026-03-23T06:59:59Z'), 'anna');
  assert.equal(who(schedule, '2026-03-23T07:00:00Z'), 'bert');
  // 30 March, summer time: eight o'clock is 06:00 UTC.
  assert.equal(who(schedule, '2026-03-30T05:59:59Z'), 'bert');
  assert.equal(who(schedule, '2026-03-30T06:00:00Z'), 'cleo');
  assert.equal(who(schedule, '2026-04-06T06:00:00Z'), 'anna');
});

test('a night layer stands before the day, a restricted layer alone leaves gaps', () => {
  const night: Layer = {
    name: 'night',
    people: ['nora'],
    startsAt: '2026-01-01T00:00',
    rotation: { every: 1, unit: 'day' },
    windows: [
      {
        recurrence: { kind: 'weekly', weekdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] },
        from: '18:00',
        until: '08:00',
      },
    ],
  };
  assert.equal(who(berlin(weekly, night), '2026-03-17T20:00:00Z'), 'nora');
  assert.equal(who(berlin(weekly, night), '2026-03-17T12:00:00Z'), 'anna');
  const list = shifts(berlin(night), [], at('2026-03-16T00:00:00+01:00'), at('2026-03-18T00:00:00+01:00'));
  assert.deepEqual(gaps(list), [
    // Monday's early hours would belong to a Sunday that is not in the list.
    { from: at('2026-03-16T00:00:00+01:00'), to: at('2026-03-16T18:00:00+01:00') },
    { from: at('2026-03-17T08:00:00+01:00'), to: at('2026-03-17T18:00:00+01:00') },
  ]);
});

test('somebody stands in: for a time, or only for one person', () => {
  const schedule = berlin(weekly);
  const holiday: Substitution = {
    personId: 'dora',
    from: at('2026-03-20T00:00:00Z'),
    to: at('2026-03-27T00:00:00Z'),
    replaces: 'anna',
  };
  assert.equal(who(schedule, '2026-03-21T12:00:00Z', [holiday]), 'dora');
  assert.equal(who(schedule, '2026-03-24T12:00:00Z', [holiday]), 'bert');
  const evening: Substitution = {
    personId: 'emil',
    from: at('2026-03-21T18:00:00Z'),
    to: at('2026-03-21T22:00:00Z'),
  };
  assert.deepEqual(onCallAt(schedule, [holiday, evening], at('2026-03-21T19:00:00Z')), {
    personId: 'emil',
    source: { substituteFor: 'anna' },
  });
  const list = shifts(schedule, [holiday, evening], at('2026-03-16T07:00:00Z'), at('2026-03-30T06:00:00Z'));
  assert.deepEqual(
    list.map(({ duty }) => duty?.personId),
    ['anna', 'dora', 'emil', 'dora', 'bert'],
  );
});

test('turns of hours are elapsed time', () => {
  const schedule = berlin({
    name: 'shift',
    people: ['a', 'b'],
    startsAt: '2026-03-28T22:00',
    rotation: { every: 8, unit: 'hour' },
  });
  // Eight hours after 22:00 in the night in which one is skipped it is 07:00.
  assert.equal(who(schedule, '2026-03-29T04:59:59Z'), 'a');
  assert.equal(who(schedule, '2026-03-29T05:00:00Z'), 'b');
});

test('what makes no sense is refused', () => {
  const refused = (schedule: Schedule, code: string): void =>
    assert.throws(
      () => assertSchedule(schedule),
      (error) => (error as OnCallError).code === code,
    );
  refused(berlin(), 'RA_ON_CALL_LAYERS');
  refused(berlin({ ...weekly, people: [] }), 'RA_ON_CALL_PEOPLE');
  refused(berlin({ ...weekly, rotation: { every: 0, unit: 'day' } }), 'RA_ON_CALL_ROTATION');
  refused(berlin({ ...weekly, startsAt: 'tomorrow' }), 'RA_ON_CALL_START');
  refused({ timeZone: 'Mars/Base', layers: [weekly] }, 'RA_WINDOW_TIME_ZONE');
  assert.throws(() => shifts(berlin(weekly), [], 0, 401 * 86_400_000), OnCallError);
});

const layer = fc.record({
  name: fc.constantFrom('x', 'y'),
  people: fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 4 }),
  startsAt: fc.constantFrom('2026-03-01T02:30', '2026-03-10T08:00', '2026-10-01T00:00', '2025-05-05T17:15'),
  rotation: fc.record({
    every: fc.integer({ min: 1, max: 3 }),
    unit: fc.constantFrom('hour' as const, 'day' as const, 'week' as const),
  }),
  windows: fc.option(
    fc.constant([{ recurrence: { kind: 'daily' as const }, from: '17:00', until: '02:30' }]),
    { nil: undefined },
  ),
}) as fc.Arbitrary<Layer>;

test('property: shifts have no holes, and every moment in them is of whom the schedule names', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('Europe/Berlin', 'America/Havana', 'UTC'),
      fc.array(layer, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('2026-03-27T11:00:00Z', '2026-10-23T11:00:00Z', '2026-06-01T00:00:00Z'),
      fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 5, maxLength: 5 }),
      (timeZone, layers, start, places) => {
        const schedule = { timeZone, layers };
        const from = at(start);
        const to = from + 4 * 86_400_000;
        const list = shifts(
          schedule,
          [{ personId: 'z', from: from + 7_000_000, to: from + 9_000_000 }],
          from,
          to,
        );
        assert.equal(list[0]!.from, from);
        assert.equal(list.at(-1)!.to, to);
        for (const [index, shift] of list.entries()) {
          if (index > 0) assert.equal(shift.from, list[index - 1]!.to);
          for (const place of places) {
            const moment = Math.floor(shift.from + place * (shift.to - shift.from));
            assert.deepEqual(
              onCallAt(schedule, [{ personId: 'z', from: from + 7_000_000, to: from + 9_000_000 }], moment),
              shift.duty,
            );
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});
