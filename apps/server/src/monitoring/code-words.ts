import type { Locale } from '../platform/context.ts';

/**
 * What a code says of whatever was checked; the name of the check stands before it: "USV (SNMP) (vm): …". Where `told`
 * the checker's own words follow, because only they say which value or part it is.
 */
export const CODE_WORDS: Readonly<Record<string, Readonly<Record<Locale, string>> & { told?: true }>> = {
  RA_CHECK_ONE_PLACE: {
    de: 'ist nur von einem der zwei Orte aus nicht erreichbar',
    en: 'cannot be reached from one of the two places only',
    told: true,
  },
  RA_CHECK_UNSEEN: {
    de: 'wird zurzeit nicht geprüft, weil der prüfende Agent sich nicht meldet',
    en: 'is not looked at, because the agent that does is silent',
  },
  RA_CHECK_OVERDUE: {
    de: 'hat seit Langem kein Ergebnis mehr gebracht',
    en: 'has brought no result for a long time',
  },
  RA_CHECK_HEADER: {
    de: 'ein Kopffeld der Antwort fehlt oder stimmt nicht',
    en: 'a header of the answer is missing or wrong',
    told: true,
  },
  RA_CHECK_JSON: {
    de: 'die Antwort enthält nicht den erwarteten Wert',
    en: 'the answer does not hold the expected value',
    told: true,
  },
  RA_CHECK_NOT_READY: {
    de: 'antwortet, kann aber zurzeit nicht arbeiten',
    en: 'answers, but cannot work at present',
    told: true,
  },
  RA_CHECK_NO_STARTTLS: {
    de: 'bietet keine Verschlüsselung der Verbindung an',
    en: 'does not offer to encrypt the connection',
  },
  RA_CHECK_LOSS: {
    de: 'zu viele Ping-Anfragen bleiben ohne Antwort',
    en: 'too many pings stay without an answer',
    told: true,
  },
  RA_CHECK_DNS_ANSWER: {
    de: 'der Nameserver gibt nicht die erwartete Antwort',
    en: 'the name server does not give the expected answer',
    told: true,
  },
  RA_CHECK_DNSSEC: {
    de: 'die Antwort ist nicht durch DNSSEC bestätigt',
    en: 'the answer is not confirmed by DNSSEC',
  },
  RA_CHECK_TIME: {
    de: 'die Uhrzeit weicht ab oder ist nicht abgeglichen',
    en: 'the time differs or is not synchronised',
    told: true,
  },
  RA_CHECK_DOMAIN: {
    de: 'die Domain läuft ab oder ist nicht registriert',
    en: 'the domain expires or is not registered',
    told: true,
  },
  RA_CHECK_TLS_WEAK: {
    de: 'lässt veraltete, unsichere Verschlüsselung zu',
    en: 'accepts outdated, unsafe encryption',
    told: true,
  },
  RA_CHECK_LIMIT: {
    de: 'ein Messwert liegt jenseits seiner Grenze',
    en: 'a measured value is beyond its limit',
    told: true,
  },
  RA_CHECK_STATE: { de: 'meldet einen schlechten Zustand', en: 'reports a bad state', told: true },
  RA_CHECK_STALE: {
    de: 'was regelmäßig geschehen soll, ist überfällig',
    en: 'what should happen regularly is overdue',
    told: true,
  },
  RA_CHECK_MATCH: {
    de: 'Meldungen, die nicht vorkommen sollen',
    en: 'messages that should not occur',
    told: true,
  },
  RA_CHECK_PLUGIN: { de: 'das Plugin meldet ein Problem', en: 'the plugin reports a problem', told: true },
  RA_SERIES_SILENT: { de: 'es kommen keine Messwerte mehr', en: 'no values arrive any more' },
  RA_SERIES_MANY: {
    de: 'zu viele Messreihen passen; ein Label muss sagen, welche gemeint sind',
    en: 'too many series match; a label has to say which are meant',
  },
  RA_HEARTBEAT_FAILED: {
    de: 'die Aufgabe meldet, dass sie gescheitert ist',
    en: 'the job reports that it failed',
  },
  RA_HEARTBEAT_RUNNING: {
    de: 'die Aufgabe läuft länger, als sie darf',
    en: 'the job runs for longer than it may',
  },
  RA_HEARTBEAT_MISSED: {
    de: 'die Aufgabe hat sich nicht rechtzeitig gemeldet',
    en: 'the job did not report in time',
  },
};
