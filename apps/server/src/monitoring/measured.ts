import type { Rule, Severity } from '@rettungsanker/alert-rules';
import { METRICS, splitValueName } from '@rettungsanker/protocol';
import { deliveredConfig, type LabelMatcher, trendConfig } from './kinds/derived.ts';
import { CHECK_KINDS, type CheckKind, kindOf } from './kinds/index.ts';

/** The series behind an alert, with the values from which on it counts as bad. */
export interface Measured {
  metric: string;
  /** The check that measured it; null for what agents sample anyway. */
  checkId: string | null;
  /** Of a series that others deliver: the labels that say which. */
  where: LabelMatcher[] | null;
  instance: string;
  /** As a chart writes it: %, B, B/s, s, ms, d or empty. */
  unit: string;
  limits: { severity: Severity; value: number }[];
}

/** What is known of an alert and its check. */
export interface MeasuredAlert {
  kind: string;
  checkId: string;
  instance: string;
  code: string | null;
  values: Readonly<Record<string, number>>;
  config: Readonly<Record<string, unknown>>;
  rule: Rule;
}

/** Values of executed checks by what they tell of a fault, the best first. */
const TELLING = ['total_ms', 'loss_percent', 'days_left', 'value', 'free_percent', 'used_percent'];
const UNITS: readonly [suffix: string, unit: string][] = [
  ['_ms', 'ms'],
  ['_percent', '%'],
  ['_seconds', 's'],
  ['_bytes', 'B'],
  ['days_left', 'd'],
];

/** @returns null when no series says more about the alert than its own words */
export function measuredOf(alert: MeasuredAlert): Measured | null {
  const { kind, instance, config, rule } = alert;
  if (!Object.hasOwn(CHECK_KINDS, kind)) return null;
  const { source } = kindOf(kind as CheckKind);
  if (source.type === 'samples') return sampled(source.metric, instance, limitsOf(rule));
  // These judge where a series is going: the series is worth seeing, their limits are of another unit.
  if (kind === 'disk-forecast') return sampled('disk.used', instance, []);
  if (kind === 'series') {
    const { metric, where } = deliveredConfig.parse(config);
    return { ...sampled(metric, instance, limitsOf(rule)), where };
  }
  if (kind === 'trend') {
    const { metric, checkId = null, where = null } = trendConfig.parse(config);
    return { ...sampled(metric, instance, []), checkId, where };
  }
  return source.type === 'executed' ? executed(alert) : null;
}

const sampled = (metric: string, instance: string, limits: Measured['limits']): Measured => ({
  metric,
  checkId: null,
  where: null,
  instance,
  unit: Object.hasOwn(METRICS, metric) ? METRICS[metric as keyof typeof METRICS].unit : unitOf(metric),
  limits,
});

function executed({ checkId, code, values, config }: MeasuredAlert): Measured | null {
  const names = Object.keys(values);
  // Whatever a network check failed of: how long it took until then is what can be seen coming.
  const name = nameFor(code) ?? TELLING.find((each) => names.includes(each)) ?? names[0] ?? 'total_ms';
  const { metric, instance } = splitValueName(name);
  return {
    metric: `check.${metric}`,
    checkId,
    where: null,
    instance,
    unit: unitOf(metric),
    limits: limitsIn(name, config),
  };
}

function nameFor(code: string | null): string | undefined {
  if (code === 'RA_CHECK_SLOW') return 'total_ms';
  if (code === 'RA_CHECK_LOSS') return 'loss_percent';
  return code?.startsWith('RA_CHECK_TLS_EXPIRE') ? 'days_left' : undefined;
}

function limitsIn(name: string, config: Readonly<Record<string, unknown>>): Measured['limits'] {
  const limit = (severity: Severity, value: unknown) =>
    typeof value === 'number' ? [{ severity, value }] : [];
  if (name === 'total_ms') return limit('critical', config.maxMs);
  if (name === 'days_left')
    return [...limit('warning', config.warnDays), ...limit('critical', config.criticalDays)];
  return [];
}

const limitsOf = ({ condition }: Rule): Measured['limits'] =>
  condition.kind === 'value'
    ? condition.levels.map(({ severity, threshold }) => ({ severity, value: threshold }))
    : [];

const unitOf = (name: string): string => UNITS.find(([suffix]) => name.endsWith(suffix))?.[1] ?? '';
