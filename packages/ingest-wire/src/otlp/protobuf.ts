import { malformed, WireError } from '../errors.ts';
import { FIXED64, LENGTH, ProtoReader, VARINT } from '../protobuf.ts';
import {
  type Attributes,
  type HistogramPoint,
  MAX_ATTRIBUTES,
  MAX_POINTS,
  type Metric,
  type MetricsRequest,
  millisOf,
  type NumberPoint,
  type ResourceMetrics,
  type SummaryPoint,
  TEMPORALITIES,
  type Temporality,
} from './model.ts';

/** Values inside of values, as in lists of lists. */
const MAX_DEPTH = 8;
/** DATA_POINT_FLAGS_NO_RECORDED_VALUE_MASK */
const NO_VALUE = 1;

/** Reads an ExportMetricsServiceRequest. @throws WireError */
export function decodeMetricsProtobuf(bytes: Uint8Array): MetricsRequest {
  return new Decoding(bytes).request();
}

class Decoding {
  readonly #reader: ProtoReader;
  readonly #end: number;
  #points = 0;

  constructor(bytes: Uint8Array) {
    this.#reader = new ProtoReader().open(bytes);
    this.#end = bytes.length;
  }

  request(): MetricsRequest {
    const resources: ResourceMetrics[] = [];
    this.#each(this.#end, (field, end) => {
      if (field === 1) resources.push(this.#resourceMetrics(this.#reader.block(end)));
      else this.#reader.skip(end);
    });
    return { resources };
  }

  #each(end: number, read: (field: number, end: number) => void): void {
    while (this.#reader.next(end)) read(this.#reader.field, end);
  }

  #resourceMetrics(end: number): ResourceMetrics {
    const found: ResourceMetrics = { attributes: [], metrics: [] };
    this.#each(end, (field) => {
      if (field === 1)
        this.#each(this.#reader.block(end), (inner, until) => {
          if (inner === 1) this.#attribute(found.attributes, until);
          else this.#reader.skip(until);
        });
      else if (field === 2)
        this.#each(this.#reader.block(end), (inner, until) => {
          if (inner === 2) found.metrics.push(this.#metric(this.#reader.block(until)));
          else this.#reader.skip(until);
        });
      else this.#reader.skip(end);
    });
    return found;
  }

  #metric(end: number): Metric {
    const metric: Metric = { name: '', unit: '', data: { kind: 'unsupported', what: 'no data', points: 0 } };
    this.#each(end, (field) => {
      const reader = this.#reader;
      if (field === 1) metric.name = reader.text(end);
      else if (field === 3) metric.unit = reader.text(end);
      else if (field === 5 || field === 7 || field === 9 || field === 10 || field === 11)
        metric.data = this.#data(field, reader.block(end));
      else reader.skip(end);
    });
    return metric;
  }

  #data(kind: 5 | 7 | 9 | 10 | 11, end: number): Metric['data'] {
    let temporality: Temporality = 'unspecified';
    let monotonic = false;
    const numbers: NumberPoint[] = [];
    const histograms: HistogramPoint[] = [];
    const summaries: SummaryPoint[] = [];
    let others = 0;
    this.#each(end, (field) => {
      const reader = this.#reader;
      if (field === 1) {
        const until = reader.block(end);
        if (++this.#points > MAX_POINTS)
          throw new WireError('too-large', `More than ${MAX_POINTS} data points.`);
        if (kind === 5 || kind === 7) numbers.push(this.#number(until));
        else if (kind === 9) histograms.push(this.#histogram(until));
        else if (kind === 11) summaries.push(this.#summary(until));
        else {
          others++;
          reader.at = until;
        }
      } else if (field === 2 && reader.wire === VARINT)
        temporality = TEMPORALITIES[reader.uint32(end)] ?? 'unspecified';
      else if (field === 3 && reader.wire === VARINT) monotonic = reader.uint32(end) !== 0;
      else reader.skip(end);
    });
    if (kind === 5) return { kind: 'gauge', points: numbers };
    if (kind === 7) return { kind: 'sum', points: numbers, temporality, monotonic };
    if (kind === 9) return { kind: 'histogram', points: histograms, temporality };
    if (kind === 11) return { kind: 'summary', points: summaries };
    return { kind: 'unsupported', what: 'exponential histograms', points: others };
  }

  #number(end: number): NumberPoint {
    const point: NumberPoint = { attributes: [], time: 0, ended: false, value: 0 };
    this.#each(end, (field) => {
      const reader = this.#reader;
      if (field === 3) point.time = this.#time(end);
      else if (field === 4) point.value = this.#double(end);
      else if (field === 6) {
        reader.expect(FIXED64);
        point.value = reader.sfixed64(end);
      } else if (field === 7) this.#attribute(point.attributes, end);
      else if (field === 8) point.ended = this.#ended(end);
      else reader.skip(end);
    });
    return point;
  }

  #histogram(end: number): HistogramPoint {
    const point: HistogramPoint = {
      attributes: [],
      time: 0,
      ended: false,
      count: 0,
      sum: undefined,
      buckets: [],
      bounds: [],
    };
    this.#each(end, (field) => {
      const reader = this.#reader;
      if (field === 3) point.time = this.#time(end);
      else if (field === 4) point.count = this.#fixed(end);
      else if (field === 5) point.sum = this.#double(end);
      else if (field === 6) this.#repeated(end, (until) => point.buckets.push(reader.fixed64(until)));
      else if (field === 7) this.#repeated(end, (until) => point.bounds.push(reader.double(until)));
      else if (field === 9) this.#attribute(point.attributes, end);
      else if (field === 10) point.ended = this.#ended(end);
      else reader.skip(end);
    });
    this.#points += point.buckets.length;
    if (this.#points > MAX_POINTS) throw new WireError('too-large', `More than ${MAX_POINTS} data points.`);
    return point;
  }

  #summary(end: number): SummaryPoint {
    const point: SummaryPoint = { attributes: [], time: 0, ended: false, count: 0, sum: 0, quantiles: [] };
    this.#each(end, (field) => {
      const reader = this.#reader;
      if (field === 3) point.time = this.#time(end);
      else if (field === 4) point.count = this.#fixed(end);
      else if (field === 5) point.sum = this.#double(end);
      else if (field === 6) {
        const one = { quantile: 0, value: 0 };
        this.#each(reader.block(end), (inner, until) => {
          if (inner === 1) one.quantile = this.#double(until);
          else if (inner === 2) one.value = this.#double(until);
          else reader.skip(until);
        });
        point.quantiles.push(one);
      } else if (field === 7) this.#attribute(point.attributes, end);
      else if (field === 8) point.ended = this.#ended(end);
      else reader.skip(end);
    });
    return point;
  }

  #time(end: number): number {
    return millisOf(this.#fixed(end));
  }
  #fixed(end: number): number {
    this.#reader.expect(FIXED64);
    return this.#reader.fixed64(end);
  }
  #double(end: number): number {
    this.#reader.expect(FIXED64);
    return this.#reader.double(end);
  }
  #ended(end: number): boolean {
    this.#reader.expect(VARINT);
    return (this.#reader.uint32(end) & NO_VALUE) !== 0;
  }

  /** Repeated numbers of eight bytes, packed or one by one. */
  #repeated(end: number, read: (until: number) => void): void {
    const reader = this.#reader;
    if (reader.wire === LENGTH) {
      const until = reader.block(end);
      while (reader.at < until) read(until);
    } else {
      reader.expect(FIXED64);
      read(end);
    }
  }

  #attribute(into: Attributes, end: number): void {
    const reader = this.#reader;
    const until = reader.block(end);
    let name = '';
    let value: unknown = '';
    this.#each(until, (field) => {
      if (field === 1) name = reader.text(until);
      else if (field === 2) value = this.#value(reader.block(until), 0);
      else reader.skip(until);
    });
    if (into.length >= MAX_ATTRIBUTES)
      throw new WireError('too-large', `More than ${MAX_ATTRIBUTES} attributes.`);
    into.push([name, attributeText(value)]);
  }

  /** AnyValue */
  #value(end: number, depth: number): unknown {
    if (depth > MAX_DEPTH) throw malformed('Values are nested too deeply.');
    const reader = this.#reader;
    let value: unknown = null;
    this.#each(end, (field) => {
      if (field === 1) value = reader.text(end);
      else if (field === 2) {
        reader.expect(VARINT);
        value = reader.uint32(end) !== 0;
      } else if (field === 3) {
        reader.expect(VARINT);
        value = reader.int64(end);
      } else if (field === 4) value = this.#double(end);
      else if (field === 5) {
        const list: unknown[] = [];
        this.#each(reader.block(end), (inner, until) => {
          if (inner === 1) list.push(this.#value(reader.block(until), depth + 1));
          else reader.skip(until);
        });
        value = list;
      } else if (field === 6) {
        const entries: [string, unknown][] = [];
        this.#each(reader.block(end), (inner, until) => {
          if (inner !== 1) return reader.skip(until);
          const last = reader.block(until);
          let key = '';
          let held: unknown = null;
          this.#each(last, (part) => {
            if (part === 1) key = reader.text(last);
            else if (part === 2) held = this.#value(reader.block(last), depth + 1);
            else reader.skip(last);
          });
          entries.push([key, held]);
        });
        value = Object.fromEntries(entries);
      } else if (field === 7) {
        const until = reader.block(end);
        value = Buffer.from(reader.bytes.subarray(reader.at, until)).toString('base64');
        reader.at = until;
      } else reader.skip(end);
    });
    return value;
  }
}

/** Attribute values as labels carry them (OpenTelemetry, Prometheus compatibility): text as it is, the rest as JSON. */
export function attributeText(value: unknown): string {
  return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
}
