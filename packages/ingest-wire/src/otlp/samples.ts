import { classicName } from '../labels.ts';
import type { Attributes, HistogramPoint, Metric, MetricsRequest } from './model.ts';

/** Takes one sample; `undefined` marks the end of a series. @returns false when the series is not taken */
export type TakeSample = (labels: [string, string][], time: number, value: number | undefined) => boolean;

export interface MetricsSummary {
  /** Data points that became samples, all of them. */
  accepted: number;
  /** Data points of which nothing was taken, with the first reason. */
  rejected: number;
  reason: string;
}

/** Units as Prometheus spells them (OpenTelemetry specification, Prometheus and OpenMetrics compatibility). */
const UNITS: Readonly<Record<string, string>> = {
  d: 'days',
  h: 'hours',
  min: 'minutes',
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
  By: 'bytes',
  KiBy: 'kibibytes',
  MiBy: 'mebibytes',
  GiBy: 'gibibytes',
  TiBy: 'tibibytes',
  KBy: 'kilobytes',
  MBy: 'megabytes',
  GBy: 'gigabytes',
  TBy: 'terabytes',
  B: 'bytes',
  m: 'meters',
  V: 'volts',
  A: 'amperes',
  J: 'joules',
  W: 'watts',
  g: 'grams',
  Cel: 'celsius',
  Hz: 'hertz',
  '%': 'percent',
};
const PER: Readonly<Record<string, string>> = {
  s: 'second',
  m: 'minute',
  min: 'minute',
  h: 'hour',
  d: 'day',
};

/**
 * Turns data points into samples of the Prometheus data model: names and units as the specification's compatibility
 * page has them, `job` and `instance` from service attributes, `host_name` from the resource. Delta temporality is
 * refused: adding up would need state that does not survive a restart, and a wrong counter is worse than none.
 */
export function metricsToSamples(request: MetricsRequest, take: TakeSample): MetricsSummary {
  const summary: MetricsSummary = { accepted: 0, rejected: 0, reason: '' };
  const count = (taken: boolean, reason: string): void => {
    if (taken) summary.accepted++;
    else {
      summary.rejected++;
      summary.reason ||= reason;
    }
  };
  for (const { attributes, metrics } of request.resources) {
    const shared = resourceLabels(attributes);
    for (const metric of metrics) {
      const { data } = metric;
      if (data.kind === 'unsupported') {
        for (let index = 0; index < data.points; index++) count(false, `${data.what} are not accepted`);
        continue;
      }
      if ((data.kind === 'sum' || data.kind === 'histogram') && data.temporality !== 'cumulative') {
        for (const _ of data.points)
          count(false, `${data.temporality} temporality is not accepted; send cumulative values`);
        continue;
      }
      const name = metricName(metric);
      for (const point of data.points) {
        const labels = [...shared, ...attributeLabels(point.attributes)];
        const one = (suffix: string, value: number, ...more: [string, string][]): boolean =>
          take(
            unique([['__name__', name + suffix], ...more, ...labels]),
            point.time,
            point.ended ? undefined : value,
          );
        // Not short-circuited: what can be taken of a point is taken.
        const taken =
          'value' in point
            ? [one('', point.value)]
            : 'quantiles' in point
              ? [
                  one('_sum', point.sum),
                  one('_count', point.count),
                  ...point.quantiles.map(({ quantile, value }) =>
                    one('', value, ['quantile', String(quantile)]),
                  ),
                ]
              : histogramSamples(point, one);
        count(
          taken.length > 0 && taken.every(Boolean),
          taken.length > 0 ? 'a series is not accepted' : 'the buckets of a histogram do not fit its bounds',
        );
      }
    }
  }
  return summary;
}

/** An explicit histogram as Prometheus stores one: cumulative buckets by upper bound. None when it contradicts itself. */
function histogramSamples(
  point: HistogramPoint,
  one: (suffix: string, value: number, ...more: [string, string][]) => boolean,
): boolean[] {
  const { buckets, bounds } = point;
  const fits = buckets.length === 0 ? bounds.length === 0 : buckets.length === bounds.length + 1;
  if (!fits || bounds.some((bound, index) => index > 0 && !(bound > bounds[index - 1]!))) return [];
  let below = 0;
  const taken = bounds.map((bound, index) => {
    below += buckets[index]!;
    return one('_bucket', below, ['le', String(bound)]);
  });
  taken.push(one('_bucket', point.count, ['le', '+Inf']), one('_count', point.count));
  if (point.sum !== undefined) taken.push(one('_sum', point.sum));
  return taken;
}

function metricName({ name, unit, data }: Metric): string {
  let result = classicName(name).replaceAll(/_{2,}/g, '_').replace(/_$/, '');
  const [amount = '', per] = unit.replaceAll(/\{[^}]*\}/g, '').split('/');
  const words: string[] = [];
  if (amount === '1' && per === undefined) {
    if (data.kind === 'gauge') words.push('ratio');
  } else {
    const word = UNITS[amount] ?? classicName(amount, false).replaceAll(/^_+|_+$/g, '');
    if (word !== '' && amount !== '1') words.push(word);
    if (per) words.push(`per_${PER[per] ?? classicName(per, false)}`);
  }
  for (const word of words) if (!result.endsWith(`_${word}`) && result !== word) result += `_${word}`;
  if (data.kind === 'sum' && data.monotonic && !result.endsWith('_total')) result += '_total';
  return result;
}

function resourceLabels(attributes: Attributes): [string, string][] {
  const found = new Map(attributes);
  const namespace = found.get('service.namespace');
  const service = found.get('service.name');
  const labels: [string, string][] = [];
  if (service) labels.push(['job', namespace ? `${namespace}/${service}` : service]);
  const instance = found.get('service.instance.id');
  if (instance) labels.push(['instance', instance]);
  const host = found.get('host.name');
  if (host) labels.push(['host_name', host]);
  return labels;
}

const attributeLabels = (attributes: Attributes): [string, string][] =>
  // An empty value is the same as no label; the data model has no place for it.
  // Names with two underscores in front are the system's own.
  attributes
    .filter(([name, value]) => value !== '' && !name.startsWith('__'))
    .map(([name, value]) => [classicName(name, false), value]);

/** Different attributes may get one label name; their values are joined, as the compatibility page asks. */
function unique(labels: [string, string][]): [string, string][] {
  const names = new Set(labels.map(([name]) => name));
  if (names.size === labels.length) return labels;
  const merged = new Map<string, string>();
  for (const [name, value] of labels) {
    const before = merged.get(name);
    merged.set(name, before === undefined ? value : `${before};${value}`);
  }
  return [...merged];
}
