import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deadline, isOpen, nextOpen, type Pause, workingTime } from './arithmetic.ts';
import { alwaysOpen, type BusinessCalendar, businessCalendar, spans } from './calendar.ts';
import { germanHolidayDates } from './german-holidays.ts';

const HOUR = 3_600_000;
const at = Date.parse;
/** Local time in Berlin with its offset, for messages a person can compare. */
const berlin = (ms: number) =>
  new Date(ms).toLocaleString('sv-SE', { timeZone: 'Europe/Berlin', timeZoneName: 'longOffset' });

const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const;
const weekly = (text: string) => Object.fromEntries(WEEK.map((day) => [day, spans(text)]));
const office = (hours: string, holidays: readonly string[]) =>
  businessCalendar([{ timeZone: 'Europe/Berlin', weekly: weekly(hours), holidays }]);

const bavaria = office('08:00-17:00', await germanHolidayDates(2023, 2028, 'BY'));
const augsburg = office('08:00-17:00', await germanHolidayDates(2023, 2028, 'BY', 'by-augsburg'));
const saxony = office('08:00-12:00, 13:00-17:00', await germanHolidayDates(2026, 2026, 'SN'));
const clock24 = alwaysOpen('Europe/Berlin');
const nights = businessCalendar([
  {
    timeZone: 'Europe/Berlin',
    weekly: {
      saturday: spans('22:00-24:00'),
      sunday: spans('00:00-06:00, 22:00-24:00'),
      monday: spans('00:00-06:00'),
    },
  },
]);

interface Example {
  why: string;
  calendar: BusinessCalendar;
  start: string;
  hours: number;
  due: string;
  pauses?: readonly (readonly [string, string])[];
}

const EXAMPLES: readonly Example[] = [
  {
    why: 'Tuesday morning, same day',
    calendar: bavaria,
    start: '2026-11-24T09:30+01:00',
    hours: 4,
    due: '2026-11-24T13:30+01:00',
  },
  {
    why: 'Friday 16:00 + 4 h: 1 h on Friday, 3 h on Monday',
    calendar: bavaria,
    start: '2026-11-20T16:00+01:00',
    hours: 4,
    due: '2026-11-23T11:00+01:00',
  },
  {
    why: 'Saturday night: the clock starts on Monday 08:00',
    calendar: bavaria,
    start: '2026-11-21T23:11+01:00',
    hours: 1,
    due: '2026-11-23T09:00+01:00',
  },
  {
    why: 'exactly until closing time: due at 17:00, not at 08:00 of the next day',
    calendar: bavaria,
    start: '2026-11-23T08:00+01:00',
    hours: 9,
    due: '2026-11-23T17:00+01:00',
  },
  {
    why: 'Thursday before Easter 2026: Karfreitag, weekend, Ostermontag, due Tuesday 7 April',
    calendar: bavaria,
    start: '2026-04-02T16:30+02:00',
    hours: 1,
    due: '2026-04-07T08:30+02:00',
  },
  {
    why: 'Wednesday before Fronleichnam, Thursday 4 June 2026: due on Friday',
    calendar: bavaria,
    start: '2026-06-03T16:00+02:00',
    hours: 2,
    due: '2026-06-05T09:00+02:00',
  },
  {
    why: '6 January 2026, Tuesday, Heilige Drei Könige in Bavaria',
    calendar: bavaria,
    start: '2026-01-05T16:00+01:00',
    hours: 2,
    due: '2026-01-07T09:00+01:00',
  },
  {
    why: 'Saxony works on 6 January; lunch break 12:00-13:00',
    calendar: saxony,
    start: '2026-01-06T11:00+01:00',
    hours: 2,
    due: '2026-01-06T14:00+01:00',
  },
  {
    why: 'Buß- und Bettag, Wednesday 18 November 2026, is a holiday in Saxony',
    calendar: saxony,
    start: '2026-11-17T16:00+01:00',
    hours: 2,
    due: '2026-11-19T09:00+01:00',
  },
  {
    why: 'and a working day in Bavaria',
    calendar: bavaria,
    start: '2026-11-17T16:00+01:00',
    hours: 2,
    due: '2026-11-18T09:00+01:00',
  },
  {
    why: '8 August 2025, Friday, Friedensfest: Augsburg closes',
    calendar: augsburg,
    start: '2025-08-07T16:00+02:00',
    hours: 2,
    due: '2025-08-11T09:00+02:00',
  },
  {
    why: 'the rest of Bavaria does not',
    calendar: bavaria,
    start: '2025-08-07T16:00+02:00',
    hours: 2,
    due: '2025-08-08T09:00+02:00',
  },
  {
    why: '15 August 2025, Friday, Mariä Himmelfahrt in mostly Catholic municipalities',
    calendar: augsburg,
    start: '2025-08-14T16:00+02:00',
    hours: 2,
    due: '2025-08-18T09:00+02:00',
  },
  {
    why: 'Christmas 2026: Thursday 24th is worked, Friday 25th to Sunday 27th not',
    calendar: bavaria,
    start: '2026-12-24T16:00+01:00',
    hours: 10,
    due: '2026-12-28T17:00+01:00',
  },
  {
    why: 'over New Year, a Friday: Thursday 31 December 2026 to Monday 4 January 2027',
    calendar: bavaria,
    start: '2026-12-31T16:00+01:00',
    hours: 2,
    due: '2027-01-04T09:00+01:00',
  },
  {
    why: 'due with the last working ms of 2026, Thursday 31 December 17:00',
    calendar: bavaria,
    start: '2026-12-31T16:00+01:00',
    hours: 1,
    due: '2026-12-31T17:00+01:00',
  },
  {
    why: 'Thursday 29 February 2024 exists',
    calendar: bavaria,
    start: '2024-02-28T16:00+01:00',
    hours: 2,
    due: '2024-02-29T09:00+01:00',
  },
  {
    why: 'spring forward within a weekend does not touch office hours (29 March 2026)',
    calendar: bavaria,
    start: '2026-03-27T16:00+01:00',
    hours: 2,
    due: '2026-03-30T09:00+02:00',
  },
  {
    why: '24x7 over spring forward: 24 h later is 13:00 on the wall',
    calendar: clock24,
    start: '2026-03-28T12:00+01:00',
    hours: 24,
    due: '2026-03-29T13:00+02:00',
  },
  {
    why: '24x7 over fall back: 24 h later is 11:00 on the wall',
    calendar: clock24,
    start: '2026-10-24T12:00+02:00',
    hours: 24,
    due: '2026-10-25T11:00+01:00',
  },
  {
    why: 'night shift of 29 March 2026 has 7 h instead of 8: 22-24 and 0-6 without 02:00-03:00',
    calendar: nights,
    start: '2026-03-28T22:00+01:00',
    hours: 7,
    due: '2026-03-29T06:00+02:00',
  },
  {
    why: 'night shift of 25 October 2026 has 9 h: 02:00-03:00 twice',
    calendar: nights,
    start: '2026-10-24T22:00+02:00',
    hours: 9,
    due: '2026-10-25T06:00+01:00',
  },
  {
    why: 'waiting for the client from Tuesday 10:00 to Wednesday 10:00 adds 9 working hours',
    calendar: bavaria,
    start: '2026-11-24T08:00+01:00',
    hours: 4,
    due: '2026-11-25T12:00+01:00',
    pauses: [['2026-11-24T10:00+01:00', '2026-11-25T10:00+01:00']],
  },
  {
    why: 'a pause over the weekend costs nothing: it is not subtracted twice',
    calendar: bavaria,
    start: '2026-11-20T16:00+01:00',
    hours: 4,
    due: '2026-11-23T11:00+01:00',
    pauses: [['2026-11-20T17:00+01:00', '2026-11-23T08:00+01:00']],
  },
  {
    why: 'overlapping pauses, one inside another, out of order, count once',
    calendar: bavaria,
    start: '2026-11-24T08:00+01:00',
    hours: 4,
    due: '2026-11-24T14:00+01:00',
    pauses: [
      ['2026-11-24T10:30+01:00', '2026-11-24T11:30+01:00'],
      ['2026-11-24T09:30+01:00', '2026-11-24T11:00+01:00'],
      ['2026-11-24T09:45+01:00', '2026-11-24T10:00+01:00'],
    ],
  },
];

describe('worked examples', () => {
  for (const { why, calendar, start, hours, due, pauses = [] } of EXAMPLES) {
    test(why, () => {
      const stops: Pause[] = pauses.map(([from, to]) => ({ from: at(from), to: at(to) }));
      assert.equal(berlin(deadline(calendar, at(start), hours * HOUR, stops)), berlin(at(due)));
      assert.equal(workingTime(calendar, at(start), at(due), stops) / HOUR, hours);
    });
  }

  test('working hours of whole months in Bavaria, counted by hand', () => {
    const days = (from: string, to: string) => workingTime(bavaria, at(from), at(to)) / HOUR / 9;
    // May 2026: 21 weekdays less 1st (Friday), 14th (Himmelfahrt, Thursday), 25th (Pfingstmontag).
    assert.equal(days('2026-05-01T00:00+02:00', '2026-06-01T00:00+02:00'), 18);
    // December 2026: 23 weekdays less Friday 25th; the 26th is a Saturday.
    assert.equal(days('2026-12-01T00:00+01:00', '2027-01-01T00:00+01:00'), 22);
    // February 2024, leap year: 21 weekdays, no holiday.
    assert.equal(days('2024-02-01T00:00+01:00', '2024-03-01T00:00+01:00'), 21);
  });
});

describe('open or not', () => {
  test('the first instant is open, the closing instant is not', () => {
    assert.equal(isOpen(bavaria, at('2026-11-23T08:00+01:00') - 1), false);
    assert.equal(isOpen(bavaria, at('2026-11-23T08:00+01:00')), true);
    assert.equal(isOpen(bavaria, at('2026-11-23T17:00+01:00') - 1), true);
    assert.equal(isOpen(bavaria, at('2026-11-23T17:00+01:00')), false);
  });

  test('next opening, over a holiday and over the end of the year', () => {
    const open = at('2026-11-23T09:00+01:00');
    assert.equal(nextOpen(bavaria, open), open);
    assert.equal(nextOpen(bavaria, at('2026-04-02T17:00+02:00')), at('2026-04-07T08:00+02:00'));
    assert.equal(nextOpen(bavaria, at('2026-12-31T17:00+01:00')), at('2027-01-04T08:00+01:00'));
  });
});

describe('daylight saving time elsewhere', () => {
  const day = (timeZone: string, hours: string, from: string, to: string) =>
    workingTime(businessCalendar([{ timeZone, weekly: { sunday: spans(hours) } }]), at(from), at(to)) / HOUR;

  test('a span wholly inside the skipped hour is no working time', () => {
    assert.equal(day('Europe/Berlin', '02:00-03:00', '2026-03-29T00:00+01:00', '2026-03-30T00:00+02:00'), 0);
  });

  test('a span that starts inside the skipped hour begins after it', () => {
    assert.equal(day('Europe/Berlin', '02:30-04:00', '2026-03-29T00:00+01:00', '2026-03-30T00:00+02:00'), 1);
  });

  test('a span inside the repeated hour is open twice, with a gap', () => {
    const calendar = businessCalendar([
      { timeZone: 'Europe/Berlin', weekly: { sunday: spans('02:30-03:00') } },
    ]);
    const start = at('2026-10-25T02:30+02:00');
    assert.equal(deadline(calendar, start, HOUR), at('2026-10-25T03:00+01:00'));
    assert.equal(isOpen(calendar, at('2026-10-25T02:15+01:00')), false);
  });

  test('half an hour in Lord Howe (5 April and 4 October 2026)', () => {
    assert.equal(
      day('Australia/Lord_Howe', '00:00-24:00', '2026-04-05T00:00+11:00', '2026-04-06T00:00+10:30'),
      24.5,
    );
    assert.equal(
      day('Australia/Lord_Howe', '00:00-24:00', '2026-10-04T00:00+10:30', '2026-10-05T00:00+11:00'),
      23.5,
    );
  });

  test('a day that Samoa left out: Friday 30 December 2011', () => {
    const calendar = businessCalendar([{ timeZone: 'Pacific/Apia', weekly: weekly('09:00-17:00') }]);
    // Thursday 29th 16:00 + 2 h: Friday did not exist, Monday 2 January it is.
    assert.equal(deadline(calendar, at('2011-12-29T16:00-10:00'), 2 * HOUR), at('2012-01-02T10:00+14:00'));
  });
});

describe('refused', () => {
  test('times, durations, periods and pauses that make no sense', () => {
    for (const ms of [Number.NaN, Infinity, 0.5, -1, 1e15]) {
      assert.throws(() => deadline(clock24, ms, 1), { code: 'RA_CLOCK_TIME' });
      assert.throws(() => workingTime(clock24, 0, ms), { code: 'RA_CLOCK_TIME' });
      assert.throws(() => isOpen(clock24, ms), { code: 'RA_CLOCK_TIME' });
      assert.throws(() => nextOpen(clock24, ms), { code: 'RA_CLOCK_TIME' });
      assert.throws(() => deadline(clock24, 0, 1, [{ from: ms, to: Infinity }]), { code: 'RA_CLOCK_TIME' });
    }
    for (const ms of [Number.NaN, Infinity, 0.5, -1]) {
      assert.throws(() => deadline(clock24, 0, ms), { code: 'RA_CLOCK_DURATION' });
    }
    assert.throws(() => workingTime(clock24, 2, 1), { code: 'RA_CLOCK_PERIOD' });
    assert.throws(() => deadline(clock24, 0, 1, [{ from: 2, to: 1 }]), { code: 'RA_CLOCK_PAUSE' });
    const many = Array.from({ length: 20_001 }, () => ({ from: 0, to: 1 }));
    assert.throws(() => deadline(clock24, 0, 1, many), { code: 'RA_CLOCK_PAUSE' });
  });

  test('a result after the last supported year', () => {
    const slow = businessCalendar([{ timeZone: 'Europe/Berlin', weekly: { monday: spans('08:00-08:01') } }]);
    assert.throws(() => deadline(slow, at('2026-01-01T00:00Z'), 200 * HOUR), { code: 'RA_CLOCK_HORIZON' });
    assert.throws(() => nextOpen(slow, at('2199-12-31T23:00Z')), { code: 'RA_CLOCK_HORIZON' });
  });
});

test('a pause that has no end leaves no deadline, unless it was reached before', () => {
  const start = at('2026-11-23T08:00+01:00');
  const pauses = [{ from: start + 2 * HOUR, to: Infinity }];
  assert.equal(deadline(bavaria, start, 2 * HOUR, pauses), start + 2 * HOUR);
  assert.equal(deadline(bavaria, start, 2 * HOUR + 1, pauses), Infinity);
  assert.equal(workingTime(bavaria, start, start + 5 * HOUR, pauses), 2 * HOUR);
});
