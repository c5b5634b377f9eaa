/** Numbers, sizes and times as a reader of one language expects them. Pure: the current time is passed in. */

const LANGUAGE_TAGS = { de: 'de-DE', en: 'en-GB' } as const;
export type FormatLocale = keyof typeof LANGUAGE_TAGS;

/** A number and its unit stay on one line. */
const NO_BREAK = '\u00a0';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface Format {
  readonly locale: FormatLocale;
  /** At most `digits` decimals, default 0 for numbers from 100 on, else 1. */
  number(value: number, digits?: number): string;
  /** A value of 0..100. */
  percent(value: number): string;
  /** Powers of 1024 with their own unit names (IEC 80000-13), so that 16 GiB of memory is not "17.2 GB". */
  bytes(value: number): string;
  /** A number with the unit of a metric: %, B, B/s, s, ms, 1/s or none. */
  measure(value: number, unit: string): string;
  /** The two largest units of a span in milliseconds; the sign is dropped. */
  duration(ms: number): string;
  /** "3 min. ago", "in 2 hrs", "just now"; a date when more than a week away. */
  relative(at: Date, now: Date): string;
  /** Day and minute; names the zone when it is not the reader's own. */
  dateTime(at: Date, timeZone?: string): string;
  date(at: Date, timeZone?: string): string;
  /** Day and month alone, as on an axis. */
  day(at: Date, timeZone?: string): string;
  time(at: Date, timeZone?: string): string;
}

const cache = new Map<FormatLocale, Format>();

export function formatFor(locale: FormatLocale): Format {
  let format = cache.get(locale);
  if (!format) {
    format = createFormat(locale);
    cache.set(locale, format);
  }
  return format;
}

function createFormat(locale: FormatLocale): Format {
  const tag = LANGUAGE_TAGS[locale];
  const numbers = new Map<number, Intl.NumberFormat>();
  const dates = new Map<string, Intl.DateTimeFormat>();
  const relativeTime = new Intl.RelativeTimeFormat(tag, { numeric: 'auto', style: 'short' });
  const ownZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

  const number = (value: number, digits = Math.abs(value) >= 100 ? 0 : 1): string => {
    let format = numbers.get(digits);
    if (!format) {
      format = new Intl.NumberFormat(tag, { maximumFractionDigits: digits });
      numbers.set(digits, format);
    }
    return format.format(value);
  };

  const dated = (
    key: string,
    at: Date,
    timeZone: string | undefined,
    options: Intl.DateTimeFormatOptions,
  ) => {
    const cacheKey = `${key} ${timeZone ?? ''}`;
    let format = dates.get(cacheKey);
    if (!format) {
      format = new Intl.DateTimeFormat(tag, { ...options, ...(timeZone ? { timeZone } : {}) });
      dates.set(cacheKey, format);
    }
    return format.format(at);
  };

  const unit = (value: number, name: 'day' | 'hour' | 'minute' | 'second') =>
    new Intl.NumberFormat(tag, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);

  const bytes = (value: number): string => {
    const names = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
    let size = value;
    let step = 0;
    while (Math.abs(size) >= 1024 && step < names.length - 1) {
      size /= 1024;
      step += 1;
    }
    return `${number(size, step === 0 ? 0 : undefined)}${NO_BREAK}${names[step]}`;
  };

  const duration = (ms: number): string => {
    const span = Math.abs(ms);
    const parts: [number, 'day' | 'hour' | 'minute' | 'second'][] = [
      [Math.floor(span / DAY), 'day'],
      [Math.floor((span % DAY) / HOUR), 'hour'],
      [Math.floor((span % HOUR) / MINUTE), 'minute'],
      [Math.floor((span % MINUTE) / SECOND), 'second'],
    ];
    const first = parts.findIndex(([count]) => count > 0);
    if (first === -1) return unit(0, 'second');
    return parts
      .slice(first, first + 2)
      .filter(([count]) => count > 0)
      .map(([count, name]) => unit(count, name))
      .join(' ');
  };

  const format: Format = {
    locale,
    number,
    percent: (value) => `${number(value)}${locale === 'de' ? NO_BREAK : ''}%`,
    bytes,
    measure(value, name) {
      if (name === '%') return format.percent(value);
      if (name === 'B') return bytes(value);
      if (name === 'B/s') return `${bytes(value)}/s`;
      if (name === 's') return duration(value * SECOND);
      if (name === '1/s') return `${number(value)}/s`;
      return name === '' ? number(value) : `${number(value)}${NO_BREAK}${name}`;
    },
    duration,
    relative(at, now) {
      const distance = at.getTime() - now.getTime();
      const span = Math.abs(distance);
      if (span < 45 * SECOND) return relativeTime.format(0, 'second');
      if (span < 45 * MINUTE) return relativeTime.format(Math.round(distance / MINUTE), 'minute');
      if (span < 22 * HOUR) return relativeTime.format(Math.round(distance / HOUR), 'hour');
      if (span < 7 * DAY) return relativeTime.format(Math.round(distance / DAY), 'day');
      return format.date(at);
    },
    dateTime(at, timeZone) {
      const foreign = timeZone !== undefined && timeZone !== ownZone;
      return dated(foreign ? 'dateTimeZone' : 'dateTime', at, timeZone, {
        day: '2-digit',
        month: '2-digit',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        ...(foreign ? { timeZoneName: 'short' } : {}),
      });
    },
    date: (at, timeZone) =>
      dated('date', at, timeZone, { day: '2-digit', month: '2-digit', year: 'numeric' }),
    day: (at, timeZone) => dated('day', at, timeZone, { day: '2-digit', month: '2-digit' }),
    time: (at, timeZone) => dated('time', at, timeZone, { hour: '2-digit', minute: '2-digit' }),
  };
  return format;
}
