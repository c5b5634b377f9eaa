import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isOpen, nextOpen, workingTime } from './arithmetic.ts';
import {
  alwaysOpen,
  type BusinessCalendar,
  businessCalendar,
  type CalendarVersion,
  spans,
  versionAt,
} from './calendar.ts';
import { germanHolidayDates } from './german-holidays.ts';

const at = Date.parse;
const office: CalendarVersion = {
  timeZone: 'Europe/Berlin',
  weekly: { monday: spans('08:00-17:00'), tuesday: spans('08:00-17:00') },
};
const refused = (code: string, ...versions: unknown[]) =>
  // Cast: bad input that the types forbid.
  assert.throws(() => businessCalendar(versions as CalendarVersion[]), { name: 'ClockError', code });

describe('business calendar: refused', () => {
  test('no version, or versions that do not ascend', () => {
    refused('RA_CALENDAR_VERSIONS');
    refused('RA_CALENDAR_VERSIONS', office, office);
    refused('RA_CALENDAR_VERSIONS', office, { ...office, validFrom: Number.NaN });
    refused('RA_CALENDAR_VERSIONS', { ...office, validFrom: 2000 }, { ...office, validFrom: 2000 });
    refused(
      'RA_CALENDAR_VERSIONS',
      { ...office, validFrom: '2026-05-02' },
      { ...office, validFrom: '2026-05-01' },
    );
    refused('RA_CALENDAR_VERSIONS', ...Array.from({ length: 1001 }, (_, i) => ({ ...office, validFrom: i })));
  });

  test('a shape that is no calendar', () => {
    refused('RA_CALENDAR_INVALID', null);
    refused('RA_CALENDAR_INVALID', { timeZone: 'Europe/Berlin' });
    refused('RA_CALENDAR_INVALID', { ...office, weekly: [] });
    refused('RA_CALENDAR_INVALID', { ...office, holidays: '2026-01-01' });
    refused('RA_CALENDAR_INVALID', { ...office, overrides: [] });
    const forged: BusinessCalendar = { versions: [office] };
    assert.throws(() => isOpen(forged, 0), { code: 'RA_CALENDAR_INVALID' });
  });

  for (const timeZone of [
    'Europe/Atlantis',
    'Berlin',
    '',
    '+01:00',
    'x'.repeat(9999),
    undefined,
    7,
    { toString: '' },
  ]) {
    test(`time zone ${JSON.stringify(timeZone)?.slice(0, 20)}`, () => {
      refused('RA_CALENDAR_TIME_ZONE', { ...office, timeZone });
    });
  }

  test('weekdays in another language', () =>
    refused('RA_CALENDAR_WEEKDAY', { ...office, weekly: { montag: [] } }));

  test('spans that end before they start, overlap, leave the day, or are no whole minutes', () => {
    const monday = (...day: unknown[]) => refused('RA_CALENDAR_SPAN', { ...office, weekly: { monday: day } });
    monday({ from: 600, to: 600 });
    monday({ from: 600, to: 540 });
    monday({ from: 1320, to: 360 });
    monday({ from: 480, to: 720 }, { from: 719, to: 1000 });
    monday({ from: -1, to: 60 });
    monday({ from: 0, to: 1441 });
    monday({ from: 0.5, to: 60 });
    monday({ from: '08:00', to: '17:00' });
    monday(null);
    monday(...Array.from({ length: 49 }, (_, i) => ({ from: i, to: i + 1 })));
    refused('RA_CALENDAR_SPAN', { ...office, weekly: { monday: '08:00-17:00' } });
    refused('RA_CALENDAR_SPAN', { ...office, overrides: { '2026-12-24': null } });
    for (const text of ['8-17', '08:00', '08:60-09:00', '17:00-08:00', '08:00-24:01', '08:00–17:00']) {
      assert.throws(() => spans(text), { code: 'RA_CALENDAR_SPAN' }, text);
    }
  });

  test('dates that do not exist', () => {
    for (const date of [
      '2025-02-29',
      '2026-13-01',
      '2026-02-30',
      '2026-1-1',
      '1969-12-31',
      '2200-01-01',
      'x',
      5,
    ]) {
      refused('RA_CALENDAR_DATE', { ...office, holidays: [date] });
    }
    refused('RA_CALENDAR_DATE', { ...office, overrides: { '24.12.2026': [] } });
    refused('RA_CALENDAR_DATE', { ...office, validFrom: 'yesterday' });
    const many = Array.from({ length: 20_001 }, (_, i) =>
      new Date(i * 86_400_000).toISOString().slice(0, 10),
    );
    refused('RA_CALENDAR_DATE', { ...office, holidays: many });
  });

  test('a year without one working minute', () => {
    refused('RA_CALENDAR_NO_WORKING_TIME', { ...office, weekly: {} });
    refused('RA_CALENDAR_NO_WORKING_TIME', { ...office, weekly: { monday: [], friday: [] } });
    const days = (count: number) =>
      Array.from({ length: count }, (_, i) => new Date(Date.UTC(2026, 0, 5 + i)).toISOString().slice(0, 10));
    // Open on Mondays only; 5 January 2026 is a Monday. 52 closed Mondays leave 370 days without work, 51 leave 363.
    const mondays = { timeZone: 'Europe/Berlin', weekly: { monday: spans('00:00-00:01') } };
    const closed = (weeks: number) => days(weeks * 7).filter((_, i) => i % 7 === 0);
    refused('RA_CALENDAR_NO_WORKING_TIME', { ...mondays, holidays: closed(52) });
    assert.ok(businessCalendar([{ ...mondays, holidays: closed(51) }]));
    // Every day of a year a holiday; one of them made a working day again is enough.
    refused('RA_CALENDAR_NO_WORKING_TIME', { ...office, holidays: days(366) });
    assert.ok(
      businessCalendar([
        { ...office, holidays: days(366), overrides: { '2026-07-15': spans('09:00-09:01') } },
      ]),
    );
  });
});

describe('business calendar', () => {
  test('spans from text', () => {
    assert.deepEqual(spans('08:00-12:00, 13:00 - 17:30'), [
      { from: 480, to: 720 },
      { from: 780, to: 1050 },
    ]);
    assert.deepEqual(spans('0:00-24:00'), [{ from: 0, to: 1440 }]);
    assert.deepEqual(spans(' '), []);
  });

  test('survives a store: its versions make the same calendar', () => {
    const calendar = businessCalendar([
      office,
      { ...office, validFrom: '2026-07-01', overrides: { '2026-12-24': [] } },
    ]);
    const stored: BusinessCalendar = JSON.parse(JSON.stringify(calendar));
    assert.deepEqual(businessCalendar(stored.versions).versions, calendar.versions);
  });

  test('does not change with the object it was made from', () => {
    const holidays = ['2026-05-25'];
    const calendar = businessCalendar([{ ...office, holidays }]);
    holidays.pop();
    assert.deepEqual(calendar.versions[0]?.holidays, ['2026-05-25']);
    assert.equal(isOpen(calendar, at('2026-05-25T10:00+02:00')), false);
  });

  test('a version starts with its local day, in its own zone', () => {
    const calendar = businessCalendar([
      { ...office, weekly: { monday: spans('08:00-12:00') } },
      { ...office, validFrom: '2026-06-01', weekly: { monday: spans('00:00-24:00') } },
    ]);
    const start = at('2026-06-01T00:00+02:00'); // Monday
    assert.equal(versionAt(calendar, start - 1).index, 0);
    assert.equal(versionAt(calendar, start).index, 1);
    assert.equal(isOpen(calendar, start), true);
    assert.equal(nextOpen(calendar, start - 1), start);
    assert.throws(() => versionAt(calendar, Number.NaN), { code: 'RA_CLOCK_TIME' });
  });

  test('the first version also holds for what was before it', () => {
    const calendar = businessCalendar([{ ...office, validFrom: '2026-06-01' }]);
    assert.equal(isOpen(calendar, at('2020-06-01T10:00+02:00')), true);
    assert.equal(versionAt(calendar, 0).index, 0);
  });

  test('a version that starts with the year, in Berlin still the year before in UTC', () => {
    const calendar = businessCalendar([office, { ...office, validFrom: '2027-01-01' }]);
    const start = at('2027-01-01T00:00+01:00');
    assert.equal(versionAt(calendar, start - 1).index, 0);
    assert.equal(versionAt(calendar, start).index, 1);
  });

  test('a version that starts on a day whose midnight the clocks skip', () => {
    // Beirut: 29 March 2026 starts at 01:00.
    const lebanon = alwaysOpen('Asia/Beirut').versions[0]!;
    const calendar = businessCalendar([lebanon, { ...lebanon, validFrom: '2026-03-29' }]);
    const start = at('2026-03-29T01:00+03:00');
    assert.equal(versionAt(calendar, start - 1).index, 0);
    assert.equal(versionAt(calendar, start).index, 1);
  });

  test('overrides win over holidays and weekdays', async () => {
    const calendar = businessCalendar([
      {
        timeZone: 'Europe/Berlin',
        weekly: Object.fromEntries(
          ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, spans('08:00-17:00')]),
        ),
        holidays: await germanHolidayDates(2026, 2026, 'BY', 'by-augsburg'),
        overrides: {
          '2026-12-24': spans('08:00-12:00'), // Thursday, half a day
          '2026-12-31': [], // Thursday, off by contract
          '2026-10-03': spans('10:00-12:00'), // Saturday and Tag der Deutschen Einheit, worked
        },
      },
    ]);
    const hours = (day: string) =>
      workingTime(calendar, at(`${day}T00:00+01:00`), at(`${day}T23:00+01:00`)) / 3_600_000;
    assert.equal(hours('2026-12-23'), 9); // Wednesday
    assert.equal(hours('2026-12-24'), 4);
    assert.equal(hours('2026-12-25'), 0); // Friday, 1. Weihnachtstag
    assert.equal(hours('2026-12-31'), 0);
    assert.equal(hours('2026-10-03'), 2);
    assert.equal(hours('2026-06-04'), 0); // Thursday, Fronleichnam
    assert.equal(hours('2026-08-08'), 0); // Saturday, Augsburger Friedensfest
  });
});
