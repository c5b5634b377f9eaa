/**
 * Public holidays of the German states and of the municipalities that have their own.
 *
 * NOTICE: the dates and names of the states come from date-holidays (https://github.com/commenthol/date-holidays),
 * licence ISC AND CC-BY-3.0, after data collected by its contributors, in part from Wikipedia. Whoever shows or passes
 * on these dates keeps this attribution. The municipal rules below are our own, after the laws they name.
 */
import { ClockError, shown } from './errors.ts';
import { DAY_MS, type LocalDate } from './time.ts';

export const GERMAN_STATES = [
  'BB',
  'BE',
  'BW',
  'BY',
  'HB',
  'HE',
  'HH',
  'MV',
  'NI',
  'NW',
  'RP',
  'SH',
  'SL',
  'SN',
  'ST',
  'TH',
] as const;
/** ISO 3166-2:DE without the country. */
export type GermanState = (typeof GERMAN_STATES)[number];

export interface Holiday {
  readonly date: LocalDate;
  readonly name: { readonly de: string; readonly en: string };
}

export type GermanMunicipality =
  | 'by-mostly-catholic'
  | 'by-augsburg'
  | 'sn-corpus-christi'
  | 'th-corpus-christi';

/** A kind of municipality with holidays of its own, to choose from when a site is set up. */
export interface MunicipalRule {
  readonly id: GermanMunicipality;
  readonly state: GermanState;
  readonly label: { readonly de: string; readonly en: string };
  /** The law that says so, and where its list of municipalities is found. */
  readonly source: string;
  readonly holidays: (year: number) => readonly Holiday[];
}

const assumption = (year: number): Holiday => ({
  date: `${year}-08-15`,
  name: { de: 'Mariä Himmelfahrt', en: 'Assumption' },
});
const corpusChristi = (year: number): Holiday => ({
  date: new Date(easterSunday(year) + 60 * DAY_MS).toISOString().slice(0, 10),
  name: { de: 'Fronleichnam', en: 'Corpus Christi' },
});

export const GERMAN_MUNICIPAL_RULES: readonly MunicipalRule[] = [
  {
    id: 'by-mostly-catholic',
    state: 'BY',
    label: {
      de: 'Gemeinde mit überwiegend katholischer Bevölkerung (15. August)',
      en: 'Municipality with a mostly Catholic population (15 August)',
    },
    source: 'BayFTG Art. 1; list of municipalities: Bayerisches Landesamt für Statistik',
    holidays: (year) => [assumption(year)],
  },
  {
    id: 'by-augsburg',
    state: 'BY',
    label: { de: 'Stadt Augsburg (8. und 15. August)', en: 'City of Augsburg (8 and 15 August)' },
    source: 'BayFTG Art. 1',
    holidays: (year) => [
      { date: `${year}-08-08`, name: { de: 'Augsburger Hohes Friedensfest', en: 'Augsburg Peace Festival' } },
      assumption(year),
    ],
  },
  {
    id: 'sn-corpus-christi',
    state: 'SN',
    label: {
      de: 'Katholische Gemeinde im sorbischen Siedlungsgebiet (Fronleichnam)',
      en: 'Catholic municipality in the Sorbian area (Corpus Christi)',
    },
    source: 'SächsSFG § 1; list of municipalities: Fronleichnamsverordnung',
    holidays: (year) => [corpusChristi(year)],
  },
  {
    id: 'th-corpus-christi',
    state: 'TH',
    label: {
      de: 'Landkreis Eichsfeld und katholische Gemeinden im Unstrut-Hainich-Kreis und Wartburgkreis (Fronleichnam)',
      en: 'Eichsfeld district, Catholic municipalities of Unstrut-Hainich and Wartburg districts (Corpus Christi)',
    },
    source: 'ThürFGtG § 2',
    holidays: (year) => [corpusChristi(year)],
  },
];

/** Before 1995 the states had other holidays (Buß- und Bettag everywhere), which the data does not tell. */
const YEARS = { first: 1995, last: 2199 } as const;

const states = new Map<string, Promise<readonly Holiday[]>>();

/**
 * The public holidays of a year, in order: those of the state, and those of a kind of municipality (see
 * `GERMAN_MUNICIPAL_RULES`). Days that are customary only (24 and 31 December, Rosenmontag) are not among them: put
 * those into the calendar's overrides if the contract says so. Loads its data (0.1 s, 30 MB) with the first call.
 * @throws ClockError RA_HOLIDAYS_YEAR, RA_HOLIDAYS_STATE, RA_HOLIDAYS_MUNICIPALITY (unknown, or of another state)
 */
export async function germanHolidays(
  year: number,
  state: GermanState,
  municipality?: GermanMunicipality,
): Promise<readonly Holiday[]> {
  if (!Number.isInteger(year) || year < YEARS.first || year > YEARS.last) {
    throw new ClockError('RA_HOLIDAYS_YEAR', `${shown(year)} is not a year in ${YEARS.first}-${YEARS.last}`);
  }
  if (!GERMAN_STATES.includes(state)) {
    throw new ClockError('RA_HOLIDAYS_STATE', `${shown(state)} is not one of ${GERMAN_STATES.join(', ')}`);
  }
  const own = municipality === undefined ? [] : municipalRule(state, municipality).holidays(year);
  const key = `${state}-${year}`;
  let ofState = states.get(key);
  if (!ofState) {
    ofState = stateHolidays(year, state);
    states.set(key, ofState);
  }
  return [...(await ofState), ...own].sort((a, b) => (a.date < b.date ? -1 : 1));
}

/**
 * The dates of several years, both inclusive, as `CalendarVersion.holidays` wants them. Ask for many years ahead: a
 * calendar counts an ordinary week where it has no dates.
 * @throws ClockError as `germanHolidays`
 */
export async function germanHolidayDates(
  fromYear: number,
  toYear: number,
  state: GermanState,
  municipality?: GermanMunicipality,
): Promise<readonly LocalDate[]> {
  const dates: LocalDate[] = [];
  for (let year = fromYear; year <= toYear; year++) {
    for (const { date } of await germanHolidays(year, state, municipality)) dates.push(date);
  }
  return dates;
}

async function stateHolidays(year: number, state: GermanState): Promise<readonly Holiday[]> {
  const { default: Holidays } = await import('date-holidays');
  const source = new Holidays('DE', state, { types: ['public'] });
  const names = (language: string) => {
    const byDate = new Map<LocalDate, string>();
    for (const { date, name } of source.getHolidays(year, language)) {
      // The source gives local time, `2026-06-04 00:00:00`; two holidays may meet, as on 1 May 2008.
      const day = date.slice(0, 10);
      const other = byDate.get(day);
      byDate.set(day, other ? `${other}, ${name}` : name);
    }
    return byDate;
  };
  const english = names('en');
  return [...names('de')].map(([date, de]) => ({ date, name: { de, en: english.get(date) ?? de } }));
}

function municipalRule(state: GermanState, municipality: GermanMunicipality): MunicipalRule {
  const rule = GERMAN_MUNICIPAL_RULES.find(({ id }) => id === municipality);
  if (rule?.state !== state) {
    throw new ClockError(
      'RA_HOLIDAYS_MUNICIPALITY',
      `${shown(municipality)} is no kind of municipality in ${state}`,
    );
  }
  return rule;
}

/** Easter Sunday in the Gregorian calendar as UTC midnight: Gauss's rule in the complete form of Lichtenberg, 1997. */
function easterSunday(year: number): number {
  const century = Math.floor(year / 100);
  const moonShift = 15 + Math.floor((3 * century + 3) / 4) - Math.floor((8 * century + 13) / 25);
  const sunShift = 2 - Math.floor((3 * century + 3) / 4);
  const golden = year % 19;
  const seed = (19 * golden + moonShift) % 30;
  const correction = Math.floor((seed + Math.floor(golden / 11)) / 29);
  const fullMoon = 21 + seed - correction;
  const firstSunday = 7 - ((year + Math.floor(year / 4) + sunShift) % 7);
  const distance = 7 - ((((fullMoon - firstSunday) % 7) + 7) % 7);
  return Date.UTC(year, 2, fullMoon + distance);
}
