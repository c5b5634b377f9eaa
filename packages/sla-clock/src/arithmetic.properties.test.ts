import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { deadline, isOpen, nextOpen, type Pause, workingTime } from './arithmetic.ts';
import {
  alwaysOpen,
  type BusinessCalendar,
  businessCalendar,
  type CalendarVersion,
  type Span,
  WEEKDAYS,
} from './calendar.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Zones with every oddity: none, whole and half hours, at midnight, in Ramadan only, negative in winter. */
const ZONES = [
  'Europe/Berlin',
  'UTC',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Beirut',
  'America/Santiago',
  'Africa/Casablanca',
  'Europe/Dublin',
  'Asia/Kathmandu',
  'Pacific/Auckland',
] as const;

const FROM = Date.UTC(2023, 11, 1);
const TO = Date.UTC(2026, 11, 31);
/** Often close to what is special: Berlin's clock changes, a leap day, the turn of a year. */
const instant = fc.oneof(
  fc.integer({ min: FROM, max: TO }),
  fc
    .tuple(
      fc.constantFrom(
        Date.UTC(2026, 2, 29, 1),
        Date.UTC(2026, 9, 25, 1),
        Date.UTC(2024, 1, 29),
        Date.UTC(2025, 0, 1),
      ),
      fc.integer({ min: -2 * DAY, max: 2 * DAY }),
    )
    .map(([ms, delta]) => ms + delta),
);
const working = fc.oneof(fc.integer({ min: 0, max: 20 * HOUR }), fc.integer({ min: 0, max: 300 * HOUR }));
const pauses: fc.Arbitrary<Pause[]> = fc.array(
  fc
    .tuple(instant, fc.integer({ min: 0, max: 5 * DAY }))
    .map(([from, length]) => ({ from, to: from + length })),
  { maxLength: 4 },
);

const daySpans: fc.Arbitrary<Span[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { maxLength: 6 })
  .map((quarters) => {
    const sorted = quarters.toSorted((a, b) => a - b);
    return Array.from({ length: sorted.length >> 1 }, (_, i) => ({
      from: sorted[2 * i]! * 15,
      to: sorted[2 * i + 1]! * 15,
    }));
  });
const localDate = instant.map((ms) => new Date(ms).toISOString().slice(0, 10));
const version: fc.Arbitrary<CalendarVersion> = fc
  .record({
    timeZone: fc.constantFrom(...ZONES),
    weekly: fc
      .tuple(...WEEKDAYS.map(() => daySpans))
      .map((days) => Object.fromEntries(WEEKDAYS.map((weekday, i) => [weekday, days[i]!]))),
    holidays: fc.array(localDate, { maxLength: 5 }),
    overrides: fc.dictionary(localDate, daySpans, { maxKeys: 5 }),
  })
  .filter(({ weekly }) => Object.values(weekly).some((spans) => spans.length > 0));
const calendar: fc.Arbitrary<BusinessCalendar> = fc
  .tuple(
    fc.array(version, { minLength: 1, maxLength: 3 }),
    fc.uniqueArray(instant, { minLength: 2, maxLength: 2 }),
  )
  .map(([versions, starts]) => {
    const ascending = starts.toSorted((a, b) => a - b);
    return businessCalendar(versions.map((v, i) => (i === 0 ? v : { ...v, validFrom: ascending[i - 1]! })));
  });

const formats = new Map<string, Intl.DateTimeFormat>();

/** What calendar and clock on the wall show; asked apart from the code under test. */
function wall(timeZone: string, ms: number): { date: string; weekday: number; minute: number } {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
    formats.set(timeZone, format);
  }
  const [date = '', time = ''] = format.format(ms).split(' ');
  const [hour = NaN, minute = NaN] = time.split(':').map(Number);
  return { date, weekday: (new Date(date).getUTCDay() + 6) % 7, minute: hour * 60 + minute };
}

/** The definition, as slowly as possible: ask the wall clock, minute by minute. `from` and `to` are whole minutes. */
function countedMinutes(of: BusinessCalendar, from: number, to: number): number {
  let open = 0;
  for (let ms = from; ms < to; ms += MINUTE) {
    const inForce = of.versions.findLast(({ validFrom }, i) => i === 0 || Number(validFrom) <= ms)!;
    const { date, weekday, minute } = wall(inForce.timeZone, ms);
    const day =
      inForce.overrides?.[date] ??
      (inForce.holidays?.includes(date) ? [] : (inForce.weekly[WEEKDAYS[weekday]!] ?? []));
    if (day.some((span: Span) => span.from <= minute && minute < span.to)) open++;
  }
  return open;
}

const holds = <T>(property: fc.IProperty<T>, numRuns = 300) => fc.assert(property, { numRuns });

describe('arithmetic', () => {
  test('is what the wall clock says, minute by minute', () => {
    holds(
      fc.property(calendar, instant, fc.integer({ min: 0, max: 3 * 24 * 60 }), (cal, start, minutes) => {
        // Whole minutes, and versions that change at whole minutes, so that counting minutes is exact.
        const whole = businessCalendar(
          cal.versions.map((v, i) =>
            i === 0 ? v : { ...v, validFrom: Math.floor(Number(v.validFrom) / DAY) * DAY + i * HOUR },
          ),
        );
        const from = Math.floor(start / MINUTE) * MINUTE;
        const to = from + minutes * MINUTE;
        assert.equal(workingTime(whole, from, to) / MINUTE, countedMinutes(whole, from, to));
      }),
      60,
    );
  });

  test('inverse: the time worked until a deadline is the time asked for', () => {
    holds(
      fc.property(calendar, instant, working, pauses, (cal, start, ms, stops) => {
        assert.equal(workingTime(cal, start, deadline(cal, start, ms, stops), stops), ms);
      }),
    );
  });

  test('earliest: one ms before the deadline the work is not done', () => {
    holds(
      fc.property(calendar, instant, working, pauses, (cal, start, ms, stops) => {
        fc.pre(ms > 0);
        assert.equal(workingTime(cal, start, deadline(cal, start, ms, stops) - 1, stops), ms - 1);
      }),
    );
  });

  test('additive: a then b is a + b, for deadlines and for periods', () => {
    holds(
      fc.property(calendar, instant, working, working, pauses, (cal, start, a, b, stops) => {
        const half = deadline(cal, start, a, stops);
        const whole = deadline(cal, half, b, stops);
        assert.equal(deadline(cal, start, a + b, stops), whole);
        assert.equal(workingTime(cal, start, half, stops) + workingTime(cal, half, whole, stops), a + b);
      }),
    );
  });

  test('monotone: starting later or working longer is never due earlier; more pauses neither', () => {
    holds(
      fc.property(calendar, instant, instant, working, working, pauses, (cal, s, t, v, w, stops) => {
        assert.ok(deadline(cal, Math.min(s, t), v, stops) <= deadline(cal, Math.max(s, t), v, stops));
        assert.ok(deadline(cal, s, Math.min(v, w), stops) <= deadline(cal, s, Math.max(v, w), stops));
        assert.ok(deadline(cal, s, v, stops.slice(1)) <= deadline(cal, s, v, stops));
      }),
    );
  });

  test('pauses in any order, doubled, split, or outside the period change nothing', () => {
    holds(
      fc.property(calendar, instant, working, pauses, (cal, start, ms, stops) => {
        const due = deadline(cal, start, ms, stops);
        const split = stops.flatMap(({ from, to }) => {
          const middle = Math.floor((from + to) / 2);
          return [
            { from, to: middle },
            { from: middle, to },
          ];
        });
        const outside = [
          { from: start - 5 * DAY, to: start },
          { from: due, to: due + DAY },
        ];
        for (const same of [stops.toReversed(), [...stops, ...stops], split, [...stops, ...outside]]) {
          assert.equal(deadline(cal, start, ms, same), due);
          assert.equal(workingTime(cal, start, due, same), ms);
        }
      }),
    );
  });

  test('24x7 is the wall clock, in every zone', () => {
    holds(
      fc.property(fc.constantFrom(...ZONES), instant, working, (zone, start, ms) => {
        const always = alwaysOpen(zone);
        assert.equal(deadline(always, start, ms), start + ms);
        assert.equal(workingTime(always, start, start + ms), ms);
        assert.equal(nextOpen(always, start), start);
      }),
    );
  });

  test('open means that time passes; the next opening is where it starts to pass again', () => {
    holds(
      fc.property(calendar, instant, (cal, ms) => {
        assert.equal(workingTime(cal, ms, ms + 1), isOpen(cal, ms) ? 1 : 0);
        const next = nextOpen(cal, ms);
        assert.equal(isOpen(cal, next), true);
        assert.equal(workingTime(cal, ms, next), 0);
      }),
    );
  });

  test('a change of version leaves everything before it as it was', () => {
    holds(
      fc.property(version, version, instant, instant, instant, (first, second, change, a, b) => {
        const both = businessCalendar([first, { ...second, validFrom: change }]);
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const until = Math.min(Math.max(from, change), to);
        assert.equal(
          workingTime(both, from, to),
          workingTime(businessCalendar([first]), from, until) +
            workingTime(businessCalendar([second]), until, to),
        );
      }),
    );
  });
});
