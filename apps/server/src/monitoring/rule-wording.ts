import type { Rule, Severity } from '@rettungsanker/alert-rules';
import type { Locale } from '../platform/context.ts';
import { formatMinutes } from '../platform/i18n/words.ts';
import { type Finding, formatNumber, seconds } from './wording.ts';

/** An alert as far as its rule goes. */
export interface Fired extends Finding {
  rule: Rule;
  severity: Severity;
  intervalMs: number;
}

const SEVERITY: Readonly<Record<Locale, Readonly<Record<Severity, string>>>> = {
  de: { info: 'Hinweis', warning: 'Warnung', critical: 'kritisch' },
  en: { info: 'note', warning: 'warning', critical: 'critical' },
};
const PERCENT: ReadonlySet<string> = new Set(['cpu', 'memory', 'disk', 'inodes', 'group']);

/** What was measured, and from where on the rule says so: "gemessen 97 %, Schwelle über 93 % (kritisch)". */
export function describeRule(locale: Locale, fired: Fired): string {
  const { rule, severity } = fired;
  const de = locale === 'de';
  const { condition } = rule;
  if (condition.kind === 'value') {
    const level = condition.levels.find((one) => one.severity === severity) ?? condition.levels[0]!;
    const above = condition.direction === 'above';
    const than = de ? (above ? 'über' : 'unter') : above ? 'above' : 'below';
    const measured = measure(locale, fired.kind, fired.values.value ?? fired.values.days);
    const threshold = `${than} ${measure(locale, fired.kind, level.threshold)}`;
    const lasting = rule.forMs > 0 ? `, ${minutes(locale, rule.forMs)}` : '';
    return de
      ? `gemessen ${measured}, Schwelle ${threshold}${lasting} (${SEVERITY.de[severity]})`
      : `measured ${measured}, threshold ${threshold}${lasting} (${SEVERITY.en[severity]})`;
  }
  const found = foundAndExpected(locale, fired);
  const lasting = rule.forMs > 0 ? `, ${minutes(locale, rule.forMs)}` : '';
  const every = de
    ? `geprüft alle ${seconds('de', fired.intervalMs / 1000)}`
    : `checked every ${seconds('en', fired.intervalMs / 1000)}`;
  return `${found === undefined ? every : `${found}, ${every}`}${lasting} (${SEVERITY[locale][severity]})`;
}

/** Numbers behind a result that was judged by the check itself. */
function foundAndExpected(locale: Locale, { kind, code, values, config }: Fired): string | undefined {
  const de = locale === 'de';
  const n = (value: unknown, digits = 0): string => formatNumber(locale, value, digits);
  if (kind === 'availability') {
    const silent = seconds(locale, values.silentSeconds);
    return de ? `letzte Meldung vor ${silent}` : `last report ${silent} ago`;
  }
  if (kind === 'process' && values.count !== undefined)
    return de
      ? `gefunden ${n(values.count)}, erwartet mindestens ${n(config.minimum)}`
      : `found ${n(values.count)}, expected at least ${n(config.minimum)}`;
  if (code === 'RA_CHECK_STATUS')
    return de
      ? `Status ${n(values.status)}, erwartet ${String(config.status)}`
      : `status ${n(values.status)}, expected ${String(config.status)}`;
  if (code === 'RA_CHECK_SLOW')
    return de
      ? `gemessen ${n(values.total_ms)} ms, erlaubt ${n(config.maxMs)} ms`
      : `measured ${n(values.total_ms)} ms, allowed ${n(config.maxMs)} ms`;
  if (code === 'RA_CHECK_TLS_EXPIRES_SOON')
    return de
      ? `noch ${n(values.days_left, 1)} Tage gültig, Warnung unter ${n(config.warnDays)}, kritisch unter ${n(config.criticalDays)} Tagen`
      : `valid for ${n(values.days_left, 1)} more days, warning below ${n(config.warnDays)}, critical below ${n(config.criticalDays)} days`;
  return undefined;
}

function measure(locale: Locale, kind: string, value: unknown): string {
  const number = formatNumber(locale, value, 1);
  if (PERCENT.has(kind)) return locale === 'de' ? `${number} %` : `${number}%`;
  if (kind === 'clock') return `${number} s`;
  if (kind === 'disk-forecast') return `${number} ${locale === 'de' ? 'Tage' : 'days'}`;
  return number;
}

const minutes = (locale: Locale, ms: number): string =>
  locale === 'de'
    ? `mindestens ${formatMinutes('de', ms / 60_000)} lang`
    : `for at least ${formatMinutes('en', ms / 60_000)}`;
