import i18next, { type TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Format } from '../i18n/format.ts';
import { useFormat } from '../ui/useFormat.ts';

/** What an alert, or a check's last result, says. */
export interface Finding {
  kind: string;
  instance: string;
  code: string | null;
  values: Readonly<Record<string, number>>;
  /** English, for what has no words of its own yet. */
  message: string;
}

/** Kinds that judge one number of the samples, with its unit. */
const UNITS: Partial<Record<string, string>> = {
  cpu: '%',
  memory: '%',
  disk: '%',
  inodes: '%',
  clock: 's',
};

/** Codes of which only the checker's own words say which value or part is meant. */
const TOLD: ReadonlySet<string> = new Set([
  'RA_CHECK_ONE_PLACE',
  'RA_CHECK_HEADER',
  'RA_CHECK_JSON',
  'RA_CHECK_NOT_READY',
  'RA_CHECK_LOSS',
  'RA_CHECK_DNS_ANSWER',
  'RA_CHECK_TIME',
  'RA_CHECK_DOMAIN',
  'RA_CHECK_TLS_WEAK',
  'RA_CHECK_LIMIT',
  'RA_CHECK_STATE',
  'RA_CHECK_STALE',
  'RA_CHECK_MATCH',
  'RA_CHECK_PLUGIN',
  'RA_CHECK_MISSING',
]);

/** Longest forecast; stands for "no end in sight". */
const NO_END_DAYS = 9999;

/** A finding in the reader's language: from its code and numbers, never from the text for logs if it can be helped. */
export function findingText(t: TFunction, format: Format, finding: Finding): string {
  const { kind, code, instance, values, message } = finding;
  const where = instance ? `${instance}: ` : '';
  if (code === 'RA_AGENT_SILENT') {
    const seconds = values.silentSeconds;
    return seconds === undefined
      ? t('monitoring.finding.silent')
      : t('monitoring.finding.silentFor', { time: format.duration(seconds * 1000) });
  }
  const days = values.days ?? values.days_left;
  if (kind === 'disk-forecast' && days !== undefined) {
    if (days >= NO_END_DAYS) return where + t('monitoring.finding.noEnd');
    return where + t('monitoring.finding.fullIn', { time: format.duration(days * 86_400_000) });
  }
  if (code?.startsWith('RA_CHECK_TLS_EXPIRES') && days !== undefined) {
    return t('monitoring.finding.certificateEnds', { time: format.duration(days * 86_400_000) });
  }
  if (code === 'RA_CHECK_STATUS' && values.status !== undefined) {
    return t('monitoring.finding.status', { status: values.status });
  }
  const unit = UNITS[kind];
  if (unit !== undefined && values.value !== undefined) return where + format.measure(values.value, unit);
  if (code !== null && i18next.exists(`monitoring.code.${code}`)) {
    // Codes come from agents, so their keys cannot be typed; `exists` was asked before.
    const text = where + String(i18next.t(`monitoring.code.${code}` as never));
    return TOLD.has(code) && message ? t('monitoring.codeDetail', { text, message }) : text;
  }
  if (code === null && kind === 'availability') return t('monitoring.finding.heard');
  if (code === null && kind === 'heartbeat') return t('monitoring.finding.reported');
  if (code === null && kind === 'identity') return t('monitoring.finding.oneHost');
  if (code === null && (kind === 'service' || kind === 'process')) return t('monitoring.finding.running');
  if (code === null && values.total_ms !== undefined) {
    return t('monitoring.finding.answered', { time: `${format.number(values.total_ms, 0)} ms` });
  }
  return message;
}

export function useFindingText(): (finding: Finding) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return useCallback((finding) => findingText(t, format, finding), [t, format]);
}

/** A kind in the reader's language; undefined for one that this console does not know yet. */
export function kindWord(t: TFunction, kind: string): string | undefined {
  const key = `monitoring.kind.${kind}`;
  // Kinds come from the server, so their keys cannot be typed; `exists` is asked first.
  return i18next.exists(key) ? String(t(key as never)) : undefined;
}

/** Name of a check; names that the server made get the reader's word for their kind. */
export function useCheckName(): (kind: string, name: string) => string {
  const { t } = useTranslation();
  return useCallback(
    (kind, name) => {
      // The server's own names begin with the kind: `service nginx`.
      const word = kindWord(t, kind);
      if (!word || (name !== kind && !name.startsWith(`${kind} `))) return name;
      return word + name.slice(kind.length);
    },
    [t],
  );
}
