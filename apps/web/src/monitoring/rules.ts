import type { TFunction } from 'i18next';
import type { Format } from '../i18n/format.ts';
import type { Check } from './queries.ts';

export type Rule = Check['rule'];
export type Severity = 'info' | 'warning' | 'critical';
export type Level = Extract<Rule['condition'], { kind: 'value' }>['levels'][number];

const PERCENT: ReadonlySet<string> = new Set(['cpu', 'memory', 'disk', 'inodes', 'group']);

/** Unit of the number that a kind of check judges. */
export function unitOf(kind: Check['kind']): string {
  if (kind === 'clock') return 's';
  if (kind === 'disk-forecast') return 'd';
  return PERCENT.has(kind) ? '%' : '';
}

/** A rule in one sentence: "warning from 85 %, critical from 93 %, after 5 min". */
export function ruleText(t: TFunction, format: Format, kind: Check['kind'], rule: Rule): string {
  const parts: string[] = [];
  if (rule.condition.kind === 'status') {
    parts.push(t('monitoring.rule.failed', { severity: t(`ui.state.${rule.condition.failed}`) }));
  } else {
    const { direction, levels } = rule.condition;
    const unit = unitOf(kind);
    for (const { severity, threshold } of levels) {
      const value = unit === 'd' ? format.duration(threshold * 86_400_000) : format.measure(threshold, unit);
      const word = t(`ui.state.${severity}`);
      parts.push(
        direction === 'above'
          ? t('monitoring.rule.above', { severity: word, value })
          : t('monitoring.rule.below', { severity: word, value }),
      );
    }
  }
  if (rule.forMs > 0) parts.push(t('monitoring.rule.after', { time: format.duration(rule.forMs) }));
  return parts.join(', ');
}
