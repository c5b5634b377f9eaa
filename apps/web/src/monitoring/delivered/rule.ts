import type { Level, Rule } from '../rules.ts';

/** What a form says about limits; an empty field of numbers is an empty text. */
export interface WatchValues {
  direction: 'above' | 'below';
  warning: number | '';
  critical: number | '';
  forMinutes: number;
  /** 0: silence raises nothing. */
  silentMinutes: number;
}

/** The rule that the form describes: an alert ends where it begins, until somebody sets the two apart. */
export function ruleOf({ direction, warning, critical, forMinutes, silentMinutes }: WatchValues): Rule {
  const level = (severity: Level['severity'], threshold: number | ''): Level[] =>
    threshold === '' ? [] : [{ severity, threshold, recovery: threshold }];
  return {
    condition: {
      kind: 'value',
      direction,
      levels: [...level('warning', warning), ...level('critical', critical)],
    },
    forMs: Math.round(forMinutes * 60_000),
    recoverForMs: 0,
    ...(silentMinutes > 0
      ? { noData: { afterMs: Math.round(silentMinutes * 60_000), severity: 'warning' } }
      : {}),
  };
}
