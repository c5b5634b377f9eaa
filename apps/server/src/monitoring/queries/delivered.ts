import type { ScopeContext } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import type { LabelMatcher } from '../kinds/derived.ts';
import type { Matcher, Selector, SeriesKey, SeriesStore } from '../series/index.ts';
import { fingerprintOf, identityOf } from '../series/key.ts';
import type { SeriesView } from './series.ts';

/** Series that are looked at together; beyond that a label has to tell which are meant. */
export const MOST_DELIVERED = 200;
/** Choices that a person is offered; whoever knows more types it. */
const MOST_NAMES = 200;
const MOST_LABELS = 30;
const MOST_VALUES = 100;
const LONGEST_INSTANCE = 250;
const LONGEST_MS = 400 * 86_400_000;

/** What agents and checks measure has a system; what others deliver has none. */
const OF_NOBODY: readonly Matcher[] = [
  { label: 'asset', op: '=', value: '' },
  { label: 'check', op: '=', value: '' },
];

export const deliveredSelector = (metric: string, where: readonly LabelMatcher[]): Selector => ({
  names: [metric],
  matchers: [...OF_NOBODY, ...where],
});

/** Names of what is delivered to a client, with the number of their series. */
export async function deliveredNames(
  ctx: ScopeContext,
  store: SeriesStore,
  clientId: string,
  search: string,
): Promise<{ items: { name: string; series: number }[]; total: number }> {
  const counts = new Map<string, number>();
  const wanted = search.toLowerCase();
  for (const { name } of await store.find(ctx, clientId, { matchers: OF_NOBODY }))
    if (name.toLowerCase().includes(wanted)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const items = Array.from(counts, ([name, series]) => ({ name, series })).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  return { items: items.slice(0, MOST_NAMES), total: items.length };
}

export interface DeliveredRequest {
  metric: string;
  where: readonly LabelMatcher[];
  from: Date;
  to: Date;
  /** Buckets over the range; each gives minimum, average and maximum. */
  points: number;
}
export interface DeliveredSeries extends Omit<SeriesView, 'metric' | 'unit'> {
  labels: Readonly<Record<string, string>>;
}

/** What is found, what its labels may be narrowed down to, and the values, unless it is too much for one picture. */
export async function exploreDelivered(
  ctx: ScopeContext,
  store: SeriesStore,
  clientId: string,
  request: DeliveredRequest,
  most: number,
): Promise<{
  total: number;
  labels: { name: string; values: string[] }[];
  bucketMs: number;
  series: DeliveredSeries[];
}> {
  const keys = await store.find(ctx, clientId, deliveredSelector(request.metric, request.where));
  const found =
    keys.length > most ? { bucketMs: 0, series: [] } : await readDelivered(ctx, store, clientId, request);
  return { total: keys.length, labels: labelsOf(keys), ...found };
}

/** @throws AppError RA_SERIES_RANGE */
export async function readDelivered(
  ctx: ScopeContext,
  store: SeriesStore,
  clientId: string,
  { metric, where, ...range }: DeliveredRequest,
): Promise<{ bucketMs: number; series: DeliveredSeries[] }> {
  const [from, to] = [range.from.getTime(), range.to.getTime()];
  if (!(to > from) || to - from > LONGEST_MS) throw new AppError('RA_SERIES_RANGE');
  const answer = await store.query(ctx, clientId, {
    ...deliveredSelector(metric, where),
    from,
    to,
    step: Math.max(1000, Math.ceil((to - from) / range.points / 1000) * 1000),
  });
  const series = answer.series.map(({ key, at, min, avg, max }) => ({
    instance: instanceOf(key, where),
    labels: key.labels,
    points: Array.from(at, (time, i): SeriesView['points'][number] => [time, min[i]!, avg[i]!, max[i]!]),
  }));
  return { bucketMs: answer.step, series: series.sort((a, b) => (a.instance < b.instance ? -1 : 1)) };
}

/**
 * What tells a series from the others of a selection: the labels that the selection does not fix, in their order. The
 * same series has the same name as long as the selection stays the same.
 */
export function instanceOf(key: SeriesKey, where: readonly LabelMatcher[]): string {
  const fixed = new Set(where.filter(({ op }) => op === '=').map(({ label }) => label));
  const text = Object.entries(key.labels)
    .filter(([label]) => !fixed.has(label))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${label}=${value}`)
    .join(', ');
  if (text.length <= LONGEST_INSTANCE) return text;
  const mark = fingerprintOf(identityOf(key)).slice(0, 8);
  return `${text.slice(0, LONGEST_INSTANCE - 10).toWellFormed()}… ${mark}`;
}

function labelsOf(keys: readonly SeriesKey[]): { name: string; values: string[] }[] {
  const labels = new Map<string, Set<string>>();
  for (const key of keys)
    for (const [name, value] of Object.entries(key.labels)) {
      const values = labels.get(name) ?? new Set<string>();
      labels.set(name, values.add(value));
    }
  return Array.from(labels, ([name, values]) => ({ name, values: [...values].sort().slice(0, MOST_VALUES) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .slice(0, MOST_LABELS);
}
