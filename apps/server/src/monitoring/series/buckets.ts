import { decodeColumns, encodeColumns } from '@rettungsanker/series-codec';
import type { SeriesBuckets, SeriesKey } from './types.ts';

/**
 * Minimum, maximum, sum, number and last value of one series in buckets of one width. A NaN says that there is no
 * value, so it counts for nothing; that a series ended here is seen by the missing bucket.
 */
export class Buckets {
  private readonly from: number;
  private readonly width: number;
  private readonly min: Float64Array;
  private readonly max: Float64Array;
  private readonly sum: Float64Array;
  /** What the sum lost by rounding (Neumaier): tenths that are added up stay tenths, which pack well. */
  private readonly lost: Float64Array;
  private readonly count: Float64Array;
  private readonly last: Float64Array;

  constructor(from: number, width: number, length: number) {
    this.from = from;
    this.width = width;
    this.min = new Float64Array(length);
    this.max = new Float64Array(length);
    this.sum = new Float64Array(length);
    this.lost = new Float64Array(length);
    this.count = new Float64Array(length);
    this.last = new Float64Array(length);
  }

  /** Samples in the order of time, those outside of the buckets are passed over. */
  add(times: Float64Array, values: Float64Array): void {
    for (let i = 0; i < times.length; ) {
      const bucket = Math.floor((times[i]! - this.from) / this.width);
      const end = this.from + (bucket + 1) * this.width;
      const inside = bucket >= 0 && bucket < this.count.length;
      let [min, max, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
      let [sum, lost, count] = [0, 0, 0];
      for (; i < times.length && times[i]! < end; i++) {
        const value = values[i]!;
        if (Number.isNaN(value)) continue;
        if (value < min) min = value;
        if (value > max) max = value;
        const after = sum + value;
        lost += Math.abs(sum) >= Math.abs(value) ? sum - after + value : value - after + sum;
        sum = after;
        last = value;
        count++;
      }
      if (!inside || count === 0) continue;
      this.put(bucket, min, max, sum, count, last);
      this.lost[bucket]! += lost;
    }
  }

  /** Samples that belong between those that a roll-up counted: the last value of a bucket stays the roll-up's. */
  addLate(times: Float64Array, values: Float64Array): void {
    const counted = this.count.slice();
    const last = this.last.slice();
    this.add(times, values);
    for (let i = 0; i < counted.length; i++) if (counted[i]! > 0) this.last[i] = last[i]!;
  }

  /** Buckets of a roll-up whose width divides this one's. */
  addRollup(chunk: Uint8Array): void {
    const { times, columns } = decodeColumns(chunk);
    const [min, max, sum, count, last] = columns as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    for (let i = 0; i < times.length; i++) {
      const bucket = Math.floor((times[i]! - this.from) / this.width);
      if (bucket < 0 || bucket >= this.count.length) continue;
      this.put(bucket, min[i]!, max[i]!, sum[i]!, count[i]!, last[i]!);
    }
  }

  private put(bucket: number, min: number, max: number, sum: number, count: number, last: number): void {
    if (this.count[bucket] === 0) {
      this.min[bucket] = min;
      this.max[bucket] = max;
    } else {
      if (min < this.min[bucket]!) this.min[bucket] = min;
      if (max > this.max[bucket]!) this.max[bucket] = max;
    }
    const before = this.sum[bucket]!;
    const after = before + sum;
    this.lost[bucket]! += Math.abs(before) >= Math.abs(sum) ? before - after + sum : sum - after + before;
    this.sum[bucket] = after;
    this.count[bucket]! += count;
    this.last[bucket] = last;
  }

  private total(bucket: number): number {
    // Of infinite values nothing but the sum is left.
    const lost = this.lost[bucket]!;
    return Number.isFinite(lost) ? this.sum[bucket]! + lost : this.sum[bucket]!;
  }

  /** A column of the buckets that have samples. */
  private column(length: number, value: (bucket: number) => number): Float64Array {
    const column = new Float64Array(length);
    let place = 0;
    for (let i = 0; i < this.count.length; i++) if (this.count[i]! > 0) column[place++] = value(i);
    return column;
  }

  private filled(): number {
    let filled = 0;
    for (let i = 0; i < this.count.length; i++) if (this.count[i]! > 0) filled++;
    return filled;
  }

  /** The buckets that have samples, packed; undefined when none has. */
  encode(): Uint8Array | undefined {
    const filled = this.filled();
    if (filled === 0) return undefined;
    const column = (value: (bucket: number) => number): Float64Array => this.column(filled, value);
    return encodeColumns(
      column((i) => this.from + i * this.width),
      [
        column((i) => this.min[i]!),
        column((i) => this.max[i]!),
        column((i) => this.total(i)),
        column((i) => this.count[i]!),
        column((i) => this.last[i]!),
      ],
    );
  }

  answer(key: SeriesKey): SeriesBuckets {
    const filled = this.filled();
    const column = (value: (bucket: number) => number): Float64Array => this.column(filled, value);
    return {
      key,
      at: column((i) => this.from + i * this.width),
      min: column((i) => this.min[i]!),
      max: column((i) => this.max[i]!),
      // Rounding, or an overflow of the sum, must not carry it past the values it came from.
      avg: column((i) => Math.min(this.max[i]!, Math.max(this.min[i]!, this.total(i) / this.count[i]!))),
      last: column((i) => this.last[i]!),
      count: column((i) => this.count[i]!),
    };
  }
}
