/**
 * The parts of an OTLP metrics request (opentelemetry-proto, metrics.proto) that become samples. The same shape is read
 * from protobuf and from JSON; what is not used here is skipped, as both formats demand.
 */
export interface MetricsRequest {
  resources: ResourceMetrics[];
}
export interface ResourceMetrics {
  attributes: Attributes;
  metrics: Metric[];
}
/** Values as text: they become labels. */
export type Attributes = [name: string, value: string][];

/** 0 means that the sender did not say; the protocol forbids it. */
export type Temporality = 'unspecified' | 'delta' | 'cumulative';

export interface Metric {
  name: string;
  unit: string;
  data:
    | { kind: 'gauge'; points: NumberPoint[] }
    | { kind: 'sum'; points: NumberPoint[]; temporality: Temporality; monotonic: boolean }
    | { kind: 'histogram'; points: HistogramPoint[]; temporality: Temporality }
    | { kind: 'summary'; points: SummaryPoint[] }
    /** Only counted: exponential histograms and what a later version brings. */
    | { kind: 'unsupported'; what: string; points: number };
}

interface Point {
  attributes: Attributes;
  /** Unix milliseconds. */
  time: number;
  /** The flag NO_RECORDED_VALUE: the series ended here. */
  ended: boolean;
}
export interface NumberPoint extends Point {
  value: number;
}
export interface HistogramPoint extends Point {
  count: number;
  sum: number | undefined;
  /** One more than `bounds`, or none. */
  buckets: number[];
  bounds: number[];
}
export interface SummaryPoint extends Point {
  count: number;
  sum: number;
  quantiles: { quantile: number; value: number }[];
}

/** A request of allowed size can still hold many tiny things: 4 bytes a point at the least. */
export const MAX_POINTS = 200_000;
/** Attributes of one resource or point that are read; more than any limit of labels. */
export const MAX_ATTRIBUTES = 256;

export const TEMPORALITIES: readonly Temporality[] = ['unspecified', 'delta', 'cumulative'];

/**
 * Unix nanoseconds to milliseconds. As a double the former are exact to 256 ns only, and may lie below a whole
 * millisecond that was meant; so microseconds are rounded first.
 */
export const millisOf = (nanoseconds: number): number => Math.floor(Math.round(nanoseconds / 1e3) / 1e3);
