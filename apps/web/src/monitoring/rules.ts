import type { TFunction } from 'i18next';
import type { Format } from '../i18n/format.ts';
import type { Check } from './queries.ts';

export type Rule = Check['rule'];
export type Level = Extract<Rule['condition'], { kind: 'value' }>['levels'][number];

export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A rule as a form holds it. */
export interface RuleValues {
  /** Of a number: which side of its limits is bad. */
  direction: 'above' | 'below';
  levels: Level[];
  failed: Severity;
  /** Empty: a warning raises nothing. */
  warning: Severity | '';
  forMinutes: number;
  recoverMinutes: number;
  consecutive: number;
  /** 0: silence raises nothing. */
  silentMinutes: number;
  silentSeverity: Severity;
  flap: boolean;
  byImportance: boolean;
}

const MINUTE_MS = 60_000;
/** Percent of changes among the newest 21 results: six or more of them, and it is over at four. */
const FLAP = { high: 30, low: 20 };

export function valuesOf(rule: Rule): RuleValues {
  const { condition } = rule;
  return {
    direction: condition.kind === 'value' ? condition.direction : 'above',
    levels: condition.kind === 'value' ? condition.levels : [],
    failed: condition.kind === 'status' ? condition.failed : 'critical',
    warning: condition.kind === 'status' ? (condition.warning ?? '') : '',
    forMinutes: rule.forMs / MINUTE_MS,
    recoverMinutes: rule.recoverForMs / MINUTE_MS,
    consecutive: rule.consecutive ?? 1,
    silentMinutes: (rule.noData?.afterMs ?? 0) / MINUTE_MS,
    silentSeverity: rule.noData?.severity ?? 'warning',
    flap: rule.flap !== undefined,
    byImportance: rule.byImportance === true,
  };
}

/** The rule that a form describes; what the form does not show stays as it is in `before`. */
export function ruleFrom(before: Rule, values: RuleValues): Rule {
  const { consecutive: _count, noData: _silence, flap, byImportance: _weight, ...rest } = before;
  const { condition } = before;
  const ms = (minutes: number) => Math.round(minutes * MINUTE_MS);
  return {
    ...rest,
    condition:
      condition.kind === 'value'
        ? { ...condition, direction: values.direction, levels: values.levels }
        : {
            kind: 'status',
            failed: values.failed,
            ...(values.warning === '' ? {} : { warning: values.warning }),
          },
    forMs: ms(values.forMinutes),
    recoverForMs: ms(values.recoverMinutes),
    ...(values.consecutive > 1 ? { consecutive: values.consecutive } : {}),
    ...(values.silentMinutes > 0
      ? { noData: { afterMs: ms(values.silentMinutes), severity: values.silentSeverity } }
      : {}),
    ...(values.flap ? { flap: flap ?? FLAP } : {}),
    ...(values.byImportance ? { byImportance: true } : {}),
  };
}

/** Whether the values that it judges are kept, so that another rule can be tried on them. */
export const canBeTried = ({ kind, rule }: Pick<Check, 'kind' | 'rule'>): boolean =>
  rule.condition.kind === 'value' && TRIED.has(kind);
const TRIED: ReadonlySet<string> = new Set(['cpu', 'memory', 'disk', 'inodes', 'series']);

/** Whether either side of a limit can be bad: of most kinds it is always the same. */
export const goesBothWays = ({ kind }: Pick<Check, 'kind'>): boolean => kind === 'trend' || kind === 'series';

/** Whether its silence can raise something; agents that are silent have a check of their own. */
export const watchesSilence = ({ kind, rule }: Pick<Check, 'kind' | 'rule'>): boolean =>
  kind === 'series' || rule.noData !== undefined;

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
