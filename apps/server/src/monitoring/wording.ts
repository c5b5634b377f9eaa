import type { Locale } from '../platform/context.ts';
import { formatMinutes } from '../platform/i18n/words.ts';
import { CODE_WORDS } from './code-words.ts';
import { KIND } from './kind-words.ts';

/** What a check found. Sentences are made of kind, code and values; `message` is for logs, and the last resort. */
export interface Finding {
  kind: string;
  code: string | null;
  checkName: string;
  /** Settings of the check: they name its target. */
  config: Readonly<Record<string, unknown>>;
  instance: string;
  values: Readonly<Record<string, unknown>>;
  message: string;
}

/** What sentences are made of; `on` and `at` say where, and are empty when no system is to be named. */
interface Parts {
  target: string;
  instance: string;
  system: string | undefined;
  /** " auf vm" */
  on: string;
  /** " (vm)" */
  at: string;
  values: Readonly<Record<string, unknown>>;
  number(name: string, digits?: number): string;
}
type Sentence = Readonly<Record<Locale, (parts: Parts) => string>>;

/** Kinds that judge one value; without it there is nothing to say. */
const MEASURED: Readonly<Record<string, { value: string; problem: Sentence; fine: Sentence }>> = {
  clock: {
    value: 'value',
    problem: {
      de: (p) => `Die Uhr${p.on} geht um ${seconds('de', p.values.value)} falsch`,
      en: (p) => `The clock${p.on} is off by ${seconds('en', p.values.value)}`,
    },
    fine: { de: (p) => `Die Uhr${p.on} geht wieder richtig`, en: (p) => `The clock${p.on} is right again` },
  },
  cpu: {
    value: 'value',
    problem: {
      de: (p) => `Der Prozessor${p.on} ist zu ${p.number('value')} % ausgelastet`,
      en: (p) => `The processor${p.on} is ${p.number('value')}% busy`,
    },
    fine: {
      de: (p) => `Der Prozessor${p.on} ist nur noch zu ${p.number('value')} % ausgelastet`,
      en: (p) => `The processor${p.on} is down to ${p.number('value')}% busy`,
    },
  },
  memory: {
    value: 'value',
    problem: {
      de: (p) => `Der Arbeitsspeicher${p.on} ist zu ${p.number('value')} % belegt`,
      en: (p) => `The memory${p.on} is ${p.number('value')}% used`,
    },
    fine: {
      de: (p) => `Der Arbeitsspeicher${p.on} ist nur noch zu ${p.number('value')} % belegt`,
      en: (p) => `The memory${p.on} is down to ${p.number('value')}% used`,
    },
  },
  disk: {
    value: 'value',
    problem: {
      de: (p) => `${p.instance}${p.on} ist zu ${p.number('value')} % voll`,
      en: (p) => `${p.instance}${p.on} is ${p.number('value')}% full`,
    },
    fine: {
      de: (p) => `${p.instance}${p.on} ist nur noch zu ${p.number('value')} % voll`,
      en: (p) => `${p.instance}${p.on} is down to ${p.number('value')}% full`,
    },
  },
  inodes: {
    value: 'value',
    problem: {
      de: (p) => `Die Inodes von ${p.instance}${p.on} sind zu ${p.number('value')} % belegt`,
      en: (p) => `The inodes of ${p.instance}${p.on} are ${p.number('value')}% used`,
    },
    fine: {
      de: (p) => `Die Inodes von ${p.instance}${p.on} sind nur noch zu ${p.number('value')} % belegt`,
      en: (p) => `The inodes of ${p.instance}${p.on} are down to ${p.number('value')}% used`,
    },
  },
  'disk-forecast': {
    value: 'days',
    problem: {
      de: (p) => `${p.instance}${p.on} ist ${within('de', p.values.days)} voll`,
      en: (p) => `${p.instance}${p.on} will be full ${within('en', p.values.days)}`,
    },
    fine: {
      de: (p) => `${p.instance}${p.on} wird so bald nicht mehr voll`,
      en: (p) => `${p.instance}${p.on} will not be full any time soon`,
    },
  },
  series: {
    value: 'value',
    problem: {
      de: (p) => `${p.target}${of(p)} hat den Wert ${p.number('value', 3)}${p.at}`,
      en: (p) => `${p.target}${of(p)} has the value ${p.number('value', 3)}${p.at}`,
    },
    fine: {
      de: (p) => `${p.target}${of(p)} hat wieder den Wert ${p.number('value', 3)}${p.at}`,
      en: (p) => `${p.target}${of(p)} is back at ${p.number('value', 3)}${p.at}`,
    },
  },
};

/** Which of several series: " (instance=web1)". */
function of({ instance }: Parts): string {
  return instance ? ` (${instance})` : '';
}

/** What a code says, whatever kind of check gave it. */
const CODES: Readonly<Record<string, Sentence>> = {
  RA_AGENT_SILENT: {
    de: (p) => `${p.system ?? 'Das System'} meldet sich nicht mehr`,
    en: (p) => `${p.system ?? 'The system'} does not report any more`,
  },
  RA_AGENT_CLONED: {
    de: (p) => `Zwei Systeme benutzen ${p.system ? `die Identität von ${p.system}` : 'dieselbe Identität'}`,
    en: (p) => `Two systems use the ${p.system ? `identity of ${p.system}` : 'same identity'}`,
  },
  RA_CHECK_TIMEOUT: {
    de: (p) => `${p.target}${p.at} antwortet nicht rechtzeitig`,
    en: (p) => `${p.target}${p.at} does not answer in time`,
  },
  RA_CHECK_REFUSED: {
    de: (p) => `${p.target}${p.at} nimmt keine Verbindungen an`,
    en: (p) => `${p.target}${p.at} refuses connections`,
  },
  RA_CHECK_UNREACHABLE: {
    de: (p) => `${p.target}${p.at} ist nicht erreichbar`,
    en: (p) => `${p.target}${p.at} cannot be reached`,
  },
  RA_CHECK_CONNECTION: {
    de: (p) => `${p.target}${p.at} bricht die Verbindung ab`,
    en: (p) => `${p.target}${p.at} cuts the connection off`,
  },
  RA_CHECK_PROTOCOL: {
    de: (p) => `${p.target}${p.at} gibt keine gültige Antwort`,
    en: (p) => `${p.target}${p.at} does not give a valid answer`,
  },
  RA_CHECK_DNS: {
    de: (p) => `Für ${p.target}${p.at} gibt es im DNS keine Adresse`,
    en: (p) => `There is no address for ${p.target}${p.at} in the DNS`,
  },
  RA_CHECK_STATUS: {
    de: (p) => `${p.target}${p.at} antwortet mit Status ${p.number('status', 0)}`,
    en: (p) => `${p.target}${p.at} answers with status ${p.number('status', 0)}`,
  },
  RA_CHECK_CONTENT: {
    de: (p) => `In der Antwort von ${p.target}${p.at} fehlt der erwartete Text`,
    en: (p) => `The answer of ${p.target}${p.at} lacks the expected text`,
  },
  RA_CHECK_SLOW: {
    de: (p) => `${p.target}${p.at} antwortet zu langsam`,
    en: (p) => `${p.target}${p.at} answers too slowly`,
  },
  RA_CHECK_REDIRECT: {
    de: (p) => `${p.target}${p.at} leitet zu oft oder ins Leere weiter`,
    en: (p) => `${p.target}${p.at} redirects too often or to nowhere`,
  },
  RA_CHECK_TLS_HANDSHAKE: {
    de: (p) => `Mit ${p.target}${p.at} kommt keine verschlüsselte Verbindung zustande`,
    en: (p) => `No encrypted connection to ${p.target}${p.at} comes about`,
  },
  RA_CHECK_TLS_EXPIRED: {
    de: (p) => `Das Zertifikat von ${p.target}${p.at} ist abgelaufen`,
    en: (p) => `The certificate of ${p.target}${p.at} has expired`,
  },
  RA_CHECK_TLS_NOT_YET_VALID: {
    de: (p) => `Das Zertifikat von ${p.target}${p.at} gilt noch nicht`,
    en: (p) => `The certificate of ${p.target}${p.at} is not valid yet`,
  },
  RA_CHECK_TLS_NAME: {
    de: (p) => `Das Zertifikat von ${p.target}${p.at} gilt für einen anderen Namen`,
    en: (p) => `The certificate of ${p.target}${p.at} is for another name`,
  },
  RA_CHECK_TLS_UNTRUSTED: {
    de: (p) => `Das Zertifikat von ${p.target}${p.at} ist nicht vertrauenswürdig`,
    en: (p) => `The certificate of ${p.target}${p.at} is not trusted`,
  },
  RA_CHECK_TLS_EXPIRES_SOON: {
    de: (p) => `Das Zertifikat von ${p.target}${p.at} läuft ${within('de', p.values.days_left)} ab`,
    en: (p) => `The certificate of ${p.target}${p.at} expires ${within('en', p.values.days_left)}`,
  },
  RA_CHECK_SERVICE_STARTING: {
    de: (p) => `Dienst ${p.target}${p.on} startet noch`,
    en: (p) => `Service ${p.target}${p.on} is still starting`,
  },
  RA_CHECK_NO_SERVICE: {
    de: (p) => `Dienst ${p.target} gibt es${p.on || ' auf diesem System'} nicht`,
    en: (p) => `There is no service ${p.target}${p.on || ' on this system'}`,
  },
};

/** Kinds of which one code means different things, or which need no code to be understood. */
const KINDS: Readonly<Record<string, { problem: Sentence; fine: Sentence }>> = {
  availability: {
    problem: CODES.RA_AGENT_SILENT!,
    fine: {
      de: (p) => `${p.system ?? 'Das System'} meldet sich wieder`,
      en: (p) => `${p.system ?? 'The system'} reports again`,
    },
  },
  identity: {
    problem: CODES.RA_AGENT_CLONED!,
    fine: {
      de: (p) => `Nur noch ein System benutzt die Identität${p.system ? ` von ${p.system}` : ''}`,
      en: (p) => `Only one system uses the identity${p.system ? ` of ${p.system}` : ''} now`,
    },
  },
  service: {
    problem: {
      de: (p) => `Dienst ${p.target}${p.on} läuft nicht`,
      en: (p) => `Service ${p.target}${p.on} is not running`,
    },
    fine: {
      de: (p) => `Dienst ${p.target}${p.on} läuft wieder`,
      en: (p) => `Service ${p.target}${p.on} is running again`,
    },
  },
  process: {
    problem: {
      de: (p) =>
        some(p.values.count)
          ? `Prozess ${p.target}${p.on} läuft nur ${p.number('count', 0)}-mal`
          : `Prozess ${p.target}${p.on} läuft nicht`,
      en: (p) =>
        some(p.values.count)
          ? `Process ${p.target}${p.on} is running only ${p.number('count', 0)} times`
          : `Process ${p.target}${p.on} is not running`,
    },
    fine: {
      de: (p) => `Prozess ${p.target}${p.on} läuft wieder`,
      en: (p) => `Process ${p.target}${p.on} is running again`,
    },
  },
  http: {
    problem: {
      de: (p) => `${p.target}${p.at} ist gestört`,
      en: (p) => `${p.target}${p.at} does not work`,
    },
    fine: {
      de: (p) => `${p.target}${p.at} antwortet wieder wie erwartet`,
      en: (p) => `${p.target}${p.at} answers as expected again`,
    },
  },
  tcp: {
    problem: {
      de: (p) => `${p.target}${p.at} ist nicht erreichbar`,
      en: (p) => `${p.target}${p.at} cannot be reached`,
    },
    fine: {
      de: (p) => `${p.target}${p.at} nimmt wieder Verbindungen an`,
      en: (p) => `${p.target}${p.at} accepts connections again`,
    },
  },
  trend: {
    problem: {
      de: (p) => `Der Verlauf von ${p.target}${p.at} ist auffällig`,
      en: (p) => `The course of ${p.target}${p.at} is unusual`,
    },
    fine: {
      de: (p) => `Der Verlauf von ${p.target}${p.at} ist wieder unauffällig`,
      en: (p) => `The course of ${p.target}${p.at} is usual again`,
    },
  },
  group: {
    problem: {
      de: (p) => `In der Gruppe ${p.target} sind ${p.number('value')} % der Prüfungen gestört`,
      en: (p) => `In the group ${p.target} ${p.number('value')}% of the checks have failed`,
    },
    fine: {
      de: (p) => `Die Gruppe ${p.target} ist wieder in Ordnung`,
      en: (p) => `The group ${p.target} is fine again`,
    },
  },
  tls: {
    problem: {
      de: (p) => `Mit dem Zertifikat von ${p.target}${p.at} stimmt etwas nicht`,
      en: (p) => `Something is wrong with the certificate of ${p.target}${p.at}`,
    },
    fine: {
      de: (p) => `Das Zertifikat von ${p.target}${p.at} ist wieder in Ordnung`,
      en: (p) => `The certificate of ${p.target}${p.at} is fine again`,
    },
  },
};

/** Why an alert ended other than by recovering. */
const ENDED: Readonly<Record<string, Sentence>> = {
  archived: {
    de: (p) => `${p.system ?? 'Das System'} wurde außer Betrieb genommen`,
    en: (p) => `${p.system ?? 'The system'} was taken out of service`,
  },
  gone: {
    de: (p) => `${p.instance || 'Was geprüft wurde'}${p.on} gibt es nicht mehr`,
    en: (p) => `${p.instance || 'What was checked'}${p.on} does not exist any more`,
  },
  rule: {
    de: (p) => `Die Prüfung${p.on} wurde geändert oder abgeschaltet`,
    en: (p) => `The check${p.on} was changed or switched off`,
  },
};

/**
 * What is wrong, as one sentence without a full stop: "Dienst nginx auf vm läuft nicht".
 * @param system name of the system; without it the sentence does not say where
 */
export function describeFinding(locale: Locale, finding: Finding, system?: string): string {
  const { code, message } = finding;
  const words = code !== null && Object.hasOwn(CODE_WORDS, code) ? CODE_WORDS[code] : undefined;
  const about = nameOf(locale, finding, system);
  if (words) return `${about}: ${words[locale]}${words.told ? ` (${message})` : ''}`;
  const sentence = sentenceOf(finding, 'problem', code === null ? undefined : CODES[code]);
  return sentence ? sentence[locale](partsOf(locale, finding, system)) : `${about}: ${message}`;
}

/**
 * How it ended: "Dienst nginx auf vm läuft wieder".
 * @param finding with the values that ended it, where there are any
 * @param reason as in the event alert.resolved
 */
export function describeEnd(locale: Locale, finding: Finding, reason: string, system?: string): string {
  const sentence = sentenceOf(finding, 'fine', ENDED[reason]);
  if (sentence) return sentence[locale](partsOf(locale, finding, system));
  return `${nameOf(locale, finding, system)}: ${locale === 'de' ? 'wieder in Ordnung' : 'fine again'}`;
}

/** "Laufwerk (SMART) sda (vm)" */
function nameOf(locale: Locale, finding: Finding, system: string | undefined): string {
  const title = checkTitle(locale, finding.kind, finding.checkName, finding.config);
  return `${title}${finding.instance ? ` ${finding.instance}` : ''}${system ? ` (${system})` : ''}`;
}

/** Name of a check for people: the one it was given, else its kind and target: "Dienst nginx". */
export function checkTitle(locale: Locale, kind: string, name: string, config: Finding['config']): string {
  const word = Object.hasOwn(KIND[locale], kind) ? KIND[locale][kind]! : kind;
  // The program's own names begin with the kind: `service nginx`.
  if (name !== kind && !name.startsWith(`${kind} `)) return name;
  const target = targetName(config);
  return target === undefined ? word : `${word} ${target}`;
}

function sentenceOf(finding: Finding, side: 'problem' | 'fine', special?: Sentence): Sentence | undefined {
  if (special) return special;
  const measured = Object.hasOwn(MEASURED, finding.kind) ? MEASURED[finding.kind] : undefined;
  if (measured) return typeof finding.values[measured.value] === 'number' ? measured[side] : undefined;
  return Object.hasOwn(KINDS, finding.kind) ? KINDS[finding.kind]![side] : undefined;
}

function partsOf(locale: Locale, finding: Finding, system: string | undefined): Parts {
  const { config, checkName, instance, values } = finding;
  return {
    target: targetName(config) ?? checkName,
    instance,
    system,
    on: system ? `${locale === 'de' ? ' auf' : ' on'} ${system}` : '',
    at: system ? ` (${system})` : '',
    values,
    number: (name, digits = 1) => formatNumber(locale, values[name], digits),
  };
}

/** What a check looks at, as its settings name it; undefined where it looks at the whole system. */
export function targetName(config: Readonly<Record<string, unknown>>): string | undefined {
  const name = config.url ?? config.service ?? config.name ?? config.commandContains ?? config.metric;
  if (name !== undefined) return String(name);
  if (config.host === undefined) return undefined;
  return config.port === 443 ? String(config.host) : `${String(config.host)}:${String(config.port)}`;
}

export function formatNumber(locale: Locale, value: unknown, digits: number): string {
  if (typeof value !== 'number') return '?';
  return new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
}

const some = (value: unknown): boolean => typeof value === 'number' && value > 0;

/** A length of time given in seconds. */
export function seconds(locale: Locale, value: unknown): string {
  if (typeof value !== 'number' || value < 120) return `${formatNumber(locale, value, 1)} s`;
  return formatMinutes(locale, value / 60);
}

/** From now on, given in days; whole ones, because nothing here is known by the hour. */
function within(locale: Locale, value: unknown): string {
  const days = Math.floor(Number(value));
  if (days < 1) return locale === 'de' ? 'in weniger als einem Tag' : 'in less than a day';
  if (days === 1) return locale === 'de' ? 'in einem Tag' : 'in one day';
  return locale === 'de'
    ? `in ${formatNumber(locale, days, 0)} Tagen`
    : `in ${formatNumber(locale, days, 0)} days`;
}
