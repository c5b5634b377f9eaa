import { malformed, WireError } from '../errors.ts';
import {
  type Attributes,
  type HistogramPoint,
  MAX_ATTRIBUTES,
  MAX_POINTS,
  type Metric,
  type MetricsRequest,
  millisOf,
  type NumberPoint,
  type SummaryPoint,
  TEMPORALITIES,
  type Temporality,
} from './model.ts';
import { attributeText } from './protobuf.ts';

type Dict = Readonly<Record<string, unknown>>;

/**
 * Reads the JSON form (OTLP specification, JSON Protobuf Encoding): names in lowerCamelCase, 64 bit integers as text or
 * number, enumerations as numbers, unknown names skipped.
 * @throws WireError
 */
export function decodeMetricsJson(text: string): MetricsRequest {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw malformed('The body is not JSON.');
  }
  const budget = { points: 0 };
  return {
    resources: list(dict(parsed).resourceMetrics).map((entry) => {
      const { resource, scopeMetrics } = dict(entry);
      return {
        attributes: attributes(resource === undefined ? undefined : dict(resource).attributes),
        metrics: list(scopeMetrics).flatMap((scope) =>
          list(dict(scope).metrics).map((metric) => readMetric(dict(metric), budget)),
        ),
      };
    }),
  };
}

function readMetric(metric: Dict, budget: { points: number }): Metric {
  const points = <T>(data: Dict, read: (point: Dict) => T): T[] =>
    list(data.dataPoints).map((entry) => {
      const point = dict(entry);
      budget.points += 1 + (Array.isArray(point.bucketCounts) ? point.bucketCounts.length : 0);
      if (budget.points > MAX_POINTS)
        throw new WireError('too-large', `More than ${MAX_POINTS} data points.`);
      return read(point);
    });
  const read = (): Metric['data'] => {
    if (metric.gauge !== undefined) return { kind: 'gauge', points: points(dict(metric.gauge), number) };
    if (metric.sum !== undefined) {
      const sum = dict(metric.sum);
      return {
        kind: 'sum',
        points: points(sum, number),
        temporality: temporality(sum.aggregationTemporality),
        monotonic: sum.isMonotonic === true,
      };
    }
    if (metric.histogram !== undefined) {
      const data = dict(metric.histogram);
      return {
        kind: 'histogram',
        points: points(data, histogram),
        temporality: temporality(data.aggregationTemporality),
      };
    }
    if (metric.summary !== undefined)
      return { kind: 'summary', points: points(dict(metric.summary), summary) };
    if (metric.exponentialHistogram !== undefined) {
      const { length } = points(dict(metric.exponentialHistogram), () => 0);
      return { kind: 'unsupported', what: 'exponential histograms', points: length };
    }
    return { kind: 'unsupported', what: 'no data', points: 0 };
  };
  return { name: string(metric.name), unit: string(metric.unit), data: read() };
}

const point = (from: Dict): { attributes: Attributes; time: number; ended: boolean } => ({
  attributes: attributes(from.attributes),
  time: millisOf(numeric(from.timeUnixNano)),
  ended: (numeric(from.flags) & 1) !== 0,
});
const number = (from: Dict): NumberPoint => ({
  ...point(from),
  value: numeric(from.asDouble ?? from.asInt),
});
const histogram = (from: Dict): HistogramPoint => ({
  ...point(from),
  count: numeric(from.count),
  sum: from.sum === undefined ? undefined : numeric(from.sum),
  buckets: list(from.bucketCounts).map(numeric),
  bounds: list(from.explicitBounds).map(numeric),
});
const summary = (from: Dict): SummaryPoint => ({
  ...point(from),
  count: numeric(from.count),
  sum: numeric(from.sum),
  quantiles: list(from.quantileValues).map((entry) => {
    const { quantile, value } = dict(entry);
    return { quantile: numeric(quantile), value: numeric(value) };
  }),
});

/** Numbers as the specification says; names are what other encoders of protobuf JSON write. */
function temporality(value: unknown): Temporality {
  if (typeof value === 'number') return TEMPORALITIES[value] ?? 'unspecified';
  return (
    TEMPORALITIES.find((one) => value === `AGGREGATION_TEMPORALITY_${one.toUpperCase()}`) ?? 'unspecified'
  );
}

function attributes(value: unknown): Attributes {
  const entries = list(value);
  if (entries.length > MAX_ATTRIBUTES)
    throw new WireError('too-large', `More than ${MAX_ATTRIBUTES} attributes.`);
  return entries.map((entry) => {
    const { key, value: held } = dict(entry);
    return [string(key), attributeText(plain(held, 0))];
  });
}

function plain(value: unknown, depth: number): unknown {
  if (depth > 8) throw malformed('Values are nested too deeply.');
  if (value === undefined || value === null) return null;
  const held = dict(value);
  if (held.stringValue !== undefined) return string(held.stringValue);
  if (held.boolValue !== undefined) return held.boolValue === true;
  if (held.intValue !== undefined) return numeric(held.intValue);
  if (held.doubleValue !== undefined) return numeric(held.doubleValue);
  if (held.bytesValue !== undefined) return string(held.bytesValue);
  if (held.arrayValue !== undefined)
    return list(dict(held.arrayValue).values).map((one) => plain(one, depth + 1));
  if (held.kvlistValue !== undefined)
    return Object.fromEntries(
      list(dict(held.kvlistValue).values).map((entry) => {
        const { key, value: inner } = dict(entry);
        return [string(key), plain(inner, depth + 1)];
      }),
    );
  return null;
}

function dict(value: unknown): Dict {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Dict;
  throw malformed('An object is expected.');
}
function list(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw malformed('A list is expected.');
}
function string(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  throw malformed('A text is expected.');
}
/** "NaN", "Infinity" and "-Infinity" are how protobuf's JSON writes what JSON cannot. */
function numeric(value: unknown): number {
  if (value === undefined || value === null) return 0;
  if (typeof value === 'number') return value;
  if (
    typeof value === 'string' &&
    (value === 'NaN' || /^-?(Infinity|\d+(\.\d+)?([eE][-+]?\d+)?)$/.test(value))
  )
    return Number(value);
  throw malformed('A number is expected.');
}
