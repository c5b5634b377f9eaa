import { WEEKDAYS } from '../maintenance/windows.ts';
import type { Layer } from './queries.ts';

/** Hours in which a layer counts; they end on the next day when they end before they begin. */
export type Hours = NonNullable<Layer['windows']>[number];

/** What most want first: the hours outside the office. */
export const NIGHTS: Hours = {
  recurrence: { kind: 'weekly', weekdays: [...WEEKDAYS] },
  from: '17:00',
  until: '08:00',
};

/** What is missing, by the path of its field in the form of a schedule. */
export function hoursProblems(layers: readonly Layer[], required: string): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const [layer, { windows = [] }] of layers.entries())
    for (const [index, { recurrence, from, until }] of windows.entries()) {
      const path = `layers.${layer}.windows.${index}`;
      if (recurrence.kind === 'weekly' && recurrence.weekdays.length === 0)
        problems[`${path}.weekdays`] = required;
      if (!from) problems[`${path}.from`] = required;
      if (!until) problems[`${path}.until`] = required;
    }
  return problems;
}

/** A length in days belongs to the times it was made for. */
export function withTimes(
  { untilDays: _, ...hours }: Hours,
  times: Partial<Pick<Hours, 'from' | 'until'>>,
): Hours {
  return { ...hours, ...times };
}

/** No hours at all means always. */
export function savedLayers(layers: readonly Layer[]): Layer[] {
  return layers.map(({ windows, ...layer }) => (windows?.length ? { ...layer, windows } : layer));
}
