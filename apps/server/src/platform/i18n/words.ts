import type { Locale } from '../context.ts';

/** Words and forms that several messages need. */
export const SEVERITY_WORD: Readonly<Record<Locale, Record<'info' | 'warning' | 'critical', string>>> = {
  de: { info: 'Hinweis', warning: 'Warnung', critical: 'Kritisch' },
  en: { info: 'Note', warning: 'Warning', critical: 'Critical' },
};

/** What was changed about a sign-in, by the action in the audit log. */
export const CREDENTIAL_CHANGE: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  de: {
    'password.changed': 'Das Passwort wurde geändert',
    'password.reset': 'Das Passwort wurde über einen Link neu gesetzt',
    'second-factor.enabled': 'Ein zweiter Faktor wurde eingerichtet',
    'second-factor.disabled': 'Der zweite Faktor wurde entfernt',
    'second-factor.recovery-codes-renewed': 'Die Wiederherstellungscodes wurden erneuert',
    'passkey.added': 'Ein Passkey wurde hinzugefügt',
    'passkey.removed': 'Ein Passkey wurde entfernt',
  },
  en: {
    'password.changed': 'The password was changed',
    'password.reset': 'The password was set anew through a link',
    'second-factor.enabled': 'A second factor was set up',
    'second-factor.disabled': 'The second factor was removed',
    'second-factor.recovery-codes-renewed': 'The recovery codes were renewed',
    'passkey.added': 'A passkey was added',
    'passkey.removed': 'A passkey was removed',
  },
};

/**
 * A point in time for people.
 * @param iso ISO 8601
 * @param timeZone IANA name, usually of the site
 */
export function formatTime(locale: Locale, iso: string, timeZone = 'Europe/Berlin'): string {
  return new Intl.DateTimeFormat(locale === 'de' ? 'de-DE' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  }).format(new Date(iso));
}

const UNITS = {
  de: [' Tag', ' Tage', ' Std.', ' Min.', 'unter 1 Min.'],
  en: [' day', ' days', ' h', ' min', 'under 1 min'],
} as const;

/** A length of time in at most two units: "2 Tage 3 Std.", "45 Min.". */
export function formatMinutes(locale: Locale, minutes: number): string {
  const [day, days, hour, minute, less] = UNITS[locale];
  const whole = Math.floor(minutes);
  if (whole < 1) return less;
  const parts = [
    [Math.floor(whole / 1440), whole >= 2880 ? days : day],
    [Math.floor((whole % 1440) / 60), hour],
    [whole % 60, minute],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .slice(0, 2)
    .map(([count, unit]) => `${count}${unit}`)
    .join(' ');
}
