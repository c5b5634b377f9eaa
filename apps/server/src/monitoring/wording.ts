import type { Locale } from '../platform/context.ts';
import { isKind } from './kinds/index.ts';

/** What an alert says to a person; `message` is the technical sentence that is left when there is no better one. */
export interface Finding {
  kind: string;
  checkName: string;
  instance: string;
  values: Readonly<Record<string, unknown>>;
  message: string;
}

type Words = (finding: Finding, value: (name?: string, digits?: number) => string) => string;

const WORDS: Record<string, Record<Locale, Words>> = {
  availability: { de: () => 'meldet sich nicht mehr', en: () => 'does not report any more' },
  identity: {
    de: () => 'zwei Systeme benutzen dieselbe Identität',
    en: () => 'two systems use the same identity',
  },
  clock: { de: (_f, v) => `die Uhr geht ${v()} s falsch`, en: (_f, v) => `the clock is off by ${v()} s` },
  cpu: { de: (_f, v) => `Prozessor zu ${v()} % ausgelastet`, en: (_f, v) => `CPU is ${v()} % busy` },
  memory: { de: (_f, v) => `Arbeitsspeicher zu ${v()} % belegt`, en: (_f, v) => `memory is ${v()} % used` },
  disk: {
    de: (f, v) => `${f.instance} ist zu ${v()} % voll`,
    en: (f, v) => `${f.instance} is ${v()} % full`,
  },
  inodes: {
    de: (f, v) => `Inodes von ${f.instance} zu ${v()} % belegt`,
    en: (f, v) => `inodes of ${f.instance} are ${v()} % used`,
  },
  'disk-forecast': {
    de: (f, v) => `${f.instance} ist in ${v('days')} Tagen voll`,
    en: (f, v) => `${f.instance} will be full in ${v('days')} days`,
  },
  service: {
    de: (f) => `Dienst läuft nicht: ${f.checkName}`,
    en: (f) => `service is not running: ${f.checkName}`,
  },
  process: {
    de: (f) => `Prozess läuft nicht: ${f.checkName}`,
    en: (f) => `process is not running: ${f.checkName}`,
  },
  tls: {
    de: (f, v) =>
      f.values.days_left === undefined
        ? `TLS: ${f.checkName}: ${f.message}`
        : `Zertifikat läuft in ${v('days_left', 0)} Tagen ab: ${f.checkName}`,
    en: (f, v) =>
      f.values.days_left === undefined
        ? `TLS: ${f.checkName}: ${f.message}`
        : `certificate expires in ${v('days_left', 0)} days: ${f.checkName}`,
  },
};

/** One line in the reader's language, without the system's name: "/srv ist zu 96 % voll". */
export function describeFinding(locale: Locale, finding: Finding): string {
  const words = isKind(finding.kind) ? WORDS[finding.kind]?.[locale] : undefined;
  const value = (name = 'value', digits = 1): string => {
    const number = finding.values[name];
    return typeof number === 'number'
      ? new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(number)
      : '?';
  };
  return words ? words(finding, value) : `${finding.checkName}: ${finding.message}`;
}
