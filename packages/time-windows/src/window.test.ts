import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  activeAt,
  assertWindow,
  instantOf,
  nextAfter,
  occurrences,
  type TimeWindow,
  WEEKDAYS,
  WindowError,
  wallTime,
  zoneOf,
} from './index.ts';

const HOUR = 3_600_000;
const berlin = (window: Omit<TimeWindow, 'timeZone'>): TimeWindow => ({
  timeZone: 'Europe/Berlin',
  ...window,
});
const iso = (text: string): number => Date.parse(text);
const shown = (occurrence: { from: number; to: number } | undefined): string | undefined =>
  occurrence && `${new Date(occurrence.from).toISOString()}/${new Date(occurrence.to).toISOString()}`;

test('a night lasts an hour less or more when the clocks change, and the wall clock is kept', () => {
  const night = berlin({ recurrence: { kind: 'daily' }, from: '22:00', until: '04:00' });
  assert.equal(
    shown(activeAt(night, iso('2026-03-28T23:00:00Z'))),
    '2026-03-28T21:00:00.000Z/2026-03-29T02:00:00.000Z',
  );
  assert.equal(
    shown(activeAt(night, iso('2026-10-24T23:00:00Z'))),
    '2026-10-24T20:00:00.000Z/2026-10-25T03:00:00.000Z',
  );
  assert.equal(activeAt(night, iso('2026-10-25T03:00:00Z')), undefined, 'the end is exclusive');
});

test('a window in the hour that is skipped starts after it, one in the hour that comes twice is the first', () => {
  const window = berlin({ recurrence: { kind: 'daily' }, from: '02:15', until: '02:45' });
  assert.equal(
    shown(nextAfter(window, iso('2026-03-28T12:00:00Z'))),
    '2026-03-29T01:00:00.000Z/2026-03-29T01:30:00.000Z',
  );
  assert.equal(
    shown(nextAfter(window, iso('2026-10-24T12:00:00Z'))),
    '2026-10-25T00:15:00.000Z/2026-10-25T00:45:00.000Z',
  );
});

test('weekly, nth weekday of the month, day of the month, once', () => {
  const first = (window: TimeWindow, since: string, count: number): string[] => {
    const list: string[] = [];
    for (const { from } of occurrences(window, iso(since))) {
      list.push(new Date(wallTime(zoneOf(window.timeZone), from)).toISOString().slice(0, 16));
      if (list.length === count) break;
    }
    return list;
  };
  const at = { from: '20:00', until: '23:00' };
  assert.deepEqual(
    first(
      berlin({ recurrence: { kind: 'weekly', weekdays: ['tuesday', 'friday'] }, ...at }),
      '2026-11-23T00:00:00Z',
      3,
    ),
    ['2026-11-24T20:00', '2026-11-27T20:00', '2026-12-01T20:00'],
  );
  // The second Tuesday of the month, and the last Sunday.
  assert.deepEqual(
    first(
      berlin({ recurrence: { kind: 'monthly', nth: 2, weekday: 'tuesday' }, ...at }),
      '2026-11-01T00:00:00Z',
      2,
    ),
    ['2026-11-10T20:00', '2026-12-08T20:00'],
  );
  assert.deepEqual(
    first(
      berlin({ recurrence: { kind: 'monthly', nth: -1, weekday: 'sunday' }, ...at }),
      '2026-11-01T00:00:00Z',
      2,
    ),
    ['2026-11-29T20:00', '2026-12-27T20:00'],
  );
  assert.deepEqual(
    first(berlin({ recurrence: { kind: 'month-day', day: 31 }, ...at }), '2026-11-01T00:00:00Z', 3),
    ['2026-12-31T20:00', '2027-01-31T20:00', '2027-03-31T20:00'],
  );
  assert.deepEqual(
    first(berlin({ recurrence: { kind: 'month-day', day: -1 }, ...at }), '2027-02-01T00:00:00Z', 2),
    ['2027-02-28T20:00', '2027-03-31T20:00'],
  );
  const once = berlin({ recurrence: { kind: 'once', date: '2031-05-01' }, ...at });
  assert.deepEqual(first(once, '2026-11-01T00:00:00Z', 5), ['2031-05-01T20:00']);
  assert.equal(nextAfter(once, iso('2031-05-01T19:00:00Z')), undefined);
});

test('a weekend, and the days between which a window counts', () => {
  const weekend = berlin({
    recurrence: { kind: 'weekly', weekdays: ['friday'] },
    from: '18:00',
    until: '06:00',
    untilDays: 3,
    startsOn: '2026-11-23',
    endsOn: '2026-12-04',
  });
  assert.equal(
    shown(activeAt(weekend, iso('2026-11-29T12:00:00Z'))),
    '2026-11-27T17:00:00.000Z/2026-11-30T05:00:00.000Z',
  );
  assert.equal(activeAt(weekend, iso('2026-11-21T12:00:00Z')), undefined);
  assert.equal([...occurrences(weekend, iso('2026-01-01T00:00:00Z'))].length, 2);
});

test('what makes no sense is refused with its code', () => {
  const refused = (change: Partial<TimeWindow>, code: string): void => {
    const window = { ...berlin({ recurrence: { kind: 'daily' }, from: '22:00', until: '04:00' }), ...change };
    assert.throws(
      () => assertWindow(window),
      (error) => error instanceof WindowError && error.code === code,
      code,
    );
  };
  refused({ timeZone: '+01:00' }, 'RA_WINDOW_TIME_ZONE');
  refused({ timeZone: 'Europe/Nowhere' }, 'RA_WINDOW_TIME_ZONE');
  refused({ from: '24:00' }, 'RA_WINDOW_TIME');
  refused({ from: '7:00' }, 'RA_WINDOW_TIME');
  refused({ from: '05:00', until: '04:00', untilDays: 0 }, 'RA_WINDOW_LENGTH');
  refused({ untilDays: 7 }, 'RA_WINDOW_LENGTH');
  refused({ recurrence: { kind: 'weekly', weekdays: [] } }, 'RA_WINDOW_DAYS');
  refused({ recurrence: { kind: 'month-day', day: 0 } }, 'RA_WINDOW_DAYS');
  refused({ recurrence: { kind: 'once', date: '2026-02-30' } }, 'RA_WINDOW_DATE');
  refused({ startsOn: '2026-02-02', endsOn: '2026-02-01' }, 'RA_WINDOW_DATE');
});

/* Zones that change by an hour, by half an hour, at midnight, and not at all. */
const ZONES = [
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/Havana',
  'Asia/Kolkata',
  'Africa/Casablanca',
  'UTC',
];
const time = fc
  .integer({ min: 0, max: 1439 })
  .map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`);
const recurrence: fc.Arbitrary<TimeWindow['recurrence']> = fc.oneof(
  fc.constant({ kind: 'daily' as const }),
  fc.record({ kind: fc.constant('weekly' as const), weekdays: fc.subarray([...WEEKDAYS], { minLength: 1 }) }),
  fc.record({
    kind: fc.constant('monthly' as const),
    nth: fc.constantFrom(1, 2, 3, 4, 5, -1, -2),
    weekday: fc.constantFrom(...WEEKDAYS),
  }),
  fc.record({ kind: fc.constant('month-day' as const), day: fc.constantFrom(-1, 1, 15, 29, 31) }),
);
const window = fc.record({
  timeZone: fc.constantFrom(...ZONES),
  recurrence,
  from: time,
  until: time,
}) as fc.Arbitrary<TimeWindow>;
const instant = fc.integer({ min: iso('2024-01-01T00:00:00Z'), max: iso('2028-12-31T00:00:00Z') });

test('property: an instant comes back from its wall time, or it is in the hour that comes twice', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), instant, (name, at) => {
      const zone = zoneOf(name);
      const back = instantOf(zone, wallTime(zone, at));
      assert.equal(wallTime(zone, back), wallTime(zone, at));
      assert.ok(back <= at && at - back <= HOUR);
    }),
  );
});

test('property: a later wall time is never an earlier instant', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), instant, fc.nat({ max: 3 * HOUR }), (name, wall, more) => {
      const zone = zoneOf(name);
      assert.ok(instantOf(zone, wall + more) >= instantOf(zone, wall));
    }),
  );
});

test('property: occurrences are in order, start at their wall time or just after a gap, and are found', () => {
  fc.assert(
    fc.property(window, instant, (made, since) => {
      const zone = zoneOf(made.timeZone);
      let last = Number.NEGATIVE_INFINITY;
      let count = 0;
      for (const { from, to } of occurrences(made, since)) {
        assert.ok(from > last && to > from && to > since);
        const wall = new Date(wallTime(zone, from)).toISOString().slice(11, 16);
        if (wall !== made.from) {
          const gap = wallTime(zone, from) - wallTime(zone, from - 1) > 1;
          assert.ok(gap, `${wall} instead of ${made.from} without a change of the clocks`);
        }
        assert.ok(to - from <= 25.5 * HOUR);
        assert.ok(activeAt(made, from) !== undefined && activeAt(made, to - 1) !== undefined);
        assert.ok((nextAfter(made, from - 1)?.from ?? Number.NaN) <= from);
        last = from;
        if (++count === 4) break;
      }
      assert.equal(count, 4);
    }),
    { numRuns: 60 },
  );
});
