import type { Severity } from './types.ts';

/** How much depends on the system that is watched. */
export type Importance = 'low' | 'normal' | 'high' | 'critical';

const LESS: Readonly<Record<Severity, Severity>> = { critical: 'warning', warning: 'info', info: 'info' };

/**
 * Severity of the same condition on a system of this importance: what is critical on most systems is a warning on one
 * that nobody needs tonight, and a warning on one that everything depends on is critical.
 */
export function weighted(severity: Severity, importance: Importance): Severity {
  if (importance === 'low') return LESS[severity];
  return importance === 'critical' && severity === 'warning' ? 'critical' : severity;
}
