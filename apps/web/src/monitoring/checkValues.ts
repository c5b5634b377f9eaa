import type { Check } from './queries.ts';

/** One thing that a check measures, as a series names it. */
export interface CheckValue {
  /** `total_ms`, `in_bps` */
  name: string;
  unit: string;
}

const UNITS: readonly [suffix: string, unit: string][] = [
  ['_ms', 'ms'],
  ['_percent', '%'],
  ['_seconds', 's'],
  ['_bytes', 'B'],
  ['_bps', 'bit/s'],
  ['days_left', 'd'],
];
/** What people ask for first. */
const FIRST = ['total_ms', 'in_bps', 'used_percent', 'loss_percent', 'days_left', 'value'];

/** What a check has measured, the most telling first; `in_bps[eth0]` and `in_bps[eth1]` are one thing. */
export function valuesOfCheck({ states }: Pick<Check, 'states'>): CheckValue[] {
  const names = new Set(
    states.flatMap(({ values }) => Object.keys(values).map((name) => name.replace(/(?<=.)\[.*\]$/, ''))),
  );
  const place = (name: string): number => {
    const at = FIRST.indexOf(name);
    return at < 0 ? FIRST.length : at;
  };
  return [...names]
    .sort((a, b) => place(a) - place(b) || a.localeCompare(b))
    .map((name) => ({ name, unit: UNITS.find(([suffix]) => name.endsWith(suffix))?.[1] ?? '' }));
}

/** Whether its numbers are kept as series of their own. */
export const keepsValues = ({ runsOn }: Pick<Check, 'runsOn'>): boolean => runsOn !== 'samples';
