/** A series that ended: the NaN that remote write and scraping use as its last sample (0x7ff0000000000002). */
export const STALE_LOW = 2;
export const STALE_HIGH = 0x7ff0_0000;

/**
 * Samples of one request as columns, without an object per sample. `values` and `words` are the same memory: values are
 * copied as bits, because a NaN that goes through a JavaScript number may lose its payload, and with it the mark of a
 * series that ended.
 */
export class SampleBatch {
  /** How many samples there are; the columns may be longer. */
  count = 0;
  /** Series, as numbers of the SeriesInterner. */
  refs: Int32Array<ArrayBuffer>;
  /** Unix milliseconds. */
  times: Float64Array<ArrayBuffer>;
  values: Float64Array<ArrayBuffer>;
  /** Low and high half of each value. */
  words: Uint32Array<ArrayBuffer>;

  constructor(capacity = 4096) {
    this.refs = new Int32Array(capacity);
    this.times = new Float64Array(capacity);
    this.values = new Float64Array(capacity);
    this.words = new Uint32Array(this.values.buffer);
  }

  push(ref: number, time: number, low: number, high: number): void {
    const { count } = this;
    if (count === this.refs.length) this.#grow();
    this.refs[count] = ref;
    this.times[count] = time;
    this.words[2 * count] = low;
    this.words[2 * count + 1] = high;
    this.count = count + 1;
  }

  /** For values that are numbers anyway; a NaN becomes the ordinary one. */
  pushValue(ref: number, time: number, value: number): void {
    const { count } = this;
    if (count === this.refs.length) this.#grow();
    this.refs[count] = ref;
    this.times[count] = time;
    this.values[count] = value;
    this.count = count + 1;
  }

  isStale(index: number): boolean {
    return this.words[2 * index] === STALE_LOW && this.words[2 * index + 1] === STALE_HIGH;
  }

  clear(): void {
    this.count = 0;
  }

  #grow(): void {
    const { refs, times, words } = this;
    const capacity = refs.length * 2;
    this.refs = new Int32Array(capacity);
    this.refs.set(refs);
    this.times = new Float64Array(capacity);
    this.times.set(times);
    this.values = new Float64Array(capacity);
    this.words = new Uint32Array(this.values.buffer);
    this.words.set(words);
  }
}
