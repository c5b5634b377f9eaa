import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  GERMAN_MUNICIPAL_RULES,
  GERMAN_STATES,
  type GermanMunicipality,
  type GermanState,
  germanHolidayDates,
  germanHolidays,
} from './german-holidays.ts';

const dates = async (year: number, state: GermanState, municipality?: GermanMunicipality) =>
  (await germanHolidays(year, state, municipality)).map(({ date }) => date);

/** Easter Sundays as published, to check the rule and the source against something that is neither. */
const EASTER: Record<number, string> = {
  1995: '1995-04-16',
  2000: '2000-04-23',
  2008: '2008-03-23',
  2011: '2011-04-24',
  2019: '2019-04-21',
  2024: '2024-03-31',
  2025: '2025-04-20',
  2026: '2026-04-05',
  2027: '2027-03-28',
  2038: '2038-04-25',
  2049: '2049-04-18',
  2076: '2076-04-19',
};

/** The holiday laws of the states in short, written down independently of the source. */
function byLaw(year: number, state: GermanState): string[] {
  const easter = Date.parse(`${EASTER[year]}T00:00:00Z`);
  const afterEaster = (days: number) => new Date(easter + days * 86_400_000).toISOString().slice(0, 10);
  const days = new Set([-2, 1, 39, 50].map(afterEaster));
  const add = (day: string, states: string, since = 0) => {
    if (states.split(' ').includes(state) && year >= since)
      days.add(day.length === 5 ? `${year}-${day}` : day);
  };
  const all = GERMAN_STATES.join(' ');
  for (const day of ['01-01', '05-01', '10-03', '12-25', '12-26']) add(day, all);
  add('01-06', 'BW BY ST');
  add(afterEaster(0), 'BB');
  add(afterEaster(49), 'BB');
  add(afterEaster(60), 'BW BY HE NW RP SL');
  add('08-15', 'SL');
  add('10-31', 'BB MV SN ST TH');
  add('10-31', 'HB HH NI SH', 2018);
  add('11-01', 'BW BY NW RP SL');
  add('03-08', 'BE', 2019);
  add('03-08', 'MV', 2023);
  add('09-20', 'TH', 2019);
  // Buß- und Bettag: the Wednesday before 23 November.
  const november22 = new Date(Date.UTC(year, 10, 22));
  add(
    new Date(+november22 - ((november22.getUTCDay() + 4) % 7) * 86_400_000).toISOString().slice(0, 10),
    'SN',
  );
  if (year === 2025) add('05-08', 'BE');
  return [...days].sort();
}

describe('German holidays', () => {
  for (const year of Object.keys(EASTER).map(Number)) {
    test(`all states in ${year} as their laws say`, async () => {
      for (const state of GERMAN_STATES)
        assert.deepEqual(await dates(year, state), byLaw(year, state), state);
    });
  }

  test('31 October 2017 was a holiday everywhere', async () => {
    for (const state of GERMAN_STATES) assert.ok((await dates(2017, state)).includes('2017-10-31'), state);
  });

  test('customary days are none: Rosenmontag, 24 and 31 December, 15 August in Bavaria as such', async () => {
    const bavaria = await dates(2026, 'BY');
    for (const day of ['2026-02-16', '2026-12-24', '2026-12-31', '2026-08-15', '2026-11-18']) {
      assert.ok(!bavaria.includes(day), day);
    }
  });

  test('municipal holidays', async () => {
    const extra = async (year: number, state: GermanState, municipality: GermanMunicipality) => {
      const ordinary = await dates(year, state);
      return (await dates(year, state, municipality)).filter((day) => !ordinary.includes(day));
    };
    assert.deepEqual(await extra(2026, 'BY', 'by-mostly-catholic'), ['2026-08-15']);
    assert.deepEqual(await extra(2026, 'BY', 'by-augsburg'), ['2026-08-08', '2026-08-15']);
    for (const [year, easter] of Object.entries(EASTER)) {
      const day = new Date(Date.parse(`${easter}T00:00:00Z`) + 60 * 86_400_000).toISOString().slice(0, 10);
      assert.deepEqual(await extra(Number(year), 'SN', 'sn-corpus-christi'), [day]);
      assert.deepEqual(await extra(Number(year), 'TH', 'th-corpus-christi'), [day]);
    }
    for (const { id, state } of GERMAN_MUNICIPAL_RULES) assert.ok(id.startsWith(state.toLowerCase()), id);
  });

  test('names in both languages, in order of date', async () => {
    const year = await germanHolidays(2026, 'BY', 'by-augsburg');
    const named = (date: string) => year.find((holiday) => holiday.date === date)?.name;
    assert.deepEqual(named('2026-04-03'), { de: 'Karfreitag', en: 'Good Friday' });
    assert.deepEqual(named('2026-06-04'), { de: 'Fronleichnam', en: 'Corpus Christi' });
    assert.deepEqual(named('2026-08-08')?.de, 'Augsburger Hohes Friedensfest');
    const mayDay = (await germanHolidays(2008, 'HE')).find(({ date }) => date === '2008-05-01');
    assert.deepEqual(mayDay?.name, {
      de: 'Maifeiertag, Christi Himmelfahrt',
      en: 'Labour Day, Ascension Day',
    });
    const order = year.map(({ date }) => date);
    assert.deepEqual(order, order.toSorted());
  });

  test('several years at once', async () => {
    const both = await germanHolidayDates(2026, 2027, 'BE');
    assert.deepEqual(both, [...(await dates(2026, 'BE')), ...(await dates(2027, 'BE'))]);
  });

  test('refuses what it does not know', async () => {
    const refused = (code: string, year: unknown, state: unknown, municipality?: unknown) =>
      assert.rejects(
        // Casts: bad input that the types forbid.
        germanHolidays(year as number, state as GermanState, municipality as GermanMunicipality),
        { code },
      );
    await refused('RA_HOLIDAYS_YEAR', 1994, 'BY');
    await refused('RA_HOLIDAYS_YEAR', 2026.5, 'BY');
    await refused('RA_HOLIDAYS_YEAR', '2026', 'BY');
    await refused('RA_HOLIDAYS_STATE', 2026, 'XX');
    await refused('RA_HOLIDAYS_STATE', 2026, 'by');
    await refused('RA_HOLIDAYS_MUNICIPALITY', 2026, 'BY', 'augsburg');
    await refused('RA_HOLIDAYS_MUNICIPALITY', 2026, 'BW', 'by-augsburg');
  });
});
