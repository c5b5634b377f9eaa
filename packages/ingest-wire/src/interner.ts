import { WireError } from './errors.ts';
import {
  DEFAULT_LABEL_LIMITS,
  isClassic,
  type LabelLimits,
  type Labels,
  labelKey,
  labelProblem,
  type NameRules,
  sortLabels,
} from './labels.ts';
import { ProtoReader } from './protobuf.ts';

/** Why a series is not taken. Negative, so that one number tells a series or a reason. */
export const REJECTED_LABELS = -1;
export const REJECTED_LIMIT = -2;

export interface InternerOptions {
  /** Series that may be active at a time. */
  readonly maxSeries: number;
  readonly limits?: LabelLimits;
  /** Makes collisions of hashes unpredictable for senders. */
  readonly seed: number;
  /** A series that was not seen for this long gives its place to others, once the places are used up. */
  readonly idleMs?: number;
}

const HOUR = 3_600_000;
const NONE = -1;
/** Bytes of remembered spellings per place of a series: one of a usual length and some that are sorted differently. */
const KEY_BYTES = 600;

/**
 * Numbers the series of one sender's world. A stable sender repeats the same label bytes in the same order, request
 * after request; so the bytes of the series that followed last time are compared first, which is true nearly always and
 * costs one pass over the bytes: no hash, no string, no object.
 *
 * The key is the bytes as remote write 1.0 puts them on the wire: fields 1 (LENGTH) of {1: name, 2: value}. Decoders of
 * other formats write their labels in this form. Different spellings of one series (order of labels) get one number.
 */
export class SeriesInterner {
  readonly limits: LabelLimits;
  readonly #seed: number;
  readonly #idleMs: number;
  #maxSeries: number;

  // One spelling: where its bytes are, whose it is, what followed it last time.
  #keys = new Uint8Array(16_384);
  #keyView = new DataView(this.#keys.buffer);
  #keysUsed = 0;
  #starts = new Int32Array(256);
  #lengths = new Int32Array(256);
  #owners = new Int32Array(256);
  #following = new Int32Array(256);
  #sameHash = new Int32Array(256);
  #spellings = 0;
  #byHash = new Map<number, number>();
  #previous = NONE;

  // One series.
  #labels: (Labels | undefined)[] = [];
  #classic: boolean[] = [];
  #seen = new Float64Array(256);
  #byLabels = new Map<string, number>();
  #free: number[] = [];
  #sweptAt = Number.NEGATIVE_INFINITY;

  readonly #reader = new ProtoReader();
  /** What was wrong with the label set that was rejected last. */
  problem = '';
  /** Changes when numbers were given back: what a caller keeps by number is void then. */
  generation = 0;
  expectedEnd = 0;

  constructor(options: InternerOptions) {
    this.#maxSeries = options.maxSeries;
    this.limits = options.limits ?? DEFAULT_LABEL_LIMITS;
    this.#seed = options.seed | 0;
    this.#idleMs = options.idleMs ?? HOUR;
  }

  /** Series that hold a place. */
  get size(): number {
    return this.#byLabels.size;
  }

  /** Numbers of series lie below this. */
  get capacity(): number {
    return this.#labels.length;
  }

  set maxSeries(value: number) {
    this.#maxSeries = value;
  }

  /** Labels of a series number; undefined when it gave its place to another. */
  labelsOf(ref: number): Labels | undefined {
    return this.#labels[ref];
  }

  /** Call before each request, so that its first series is not compared with what another one ended with. */
  start(): void {
    this.#previous = NONE;
  }

  /**
   * The number of the series with these label bytes, or a REJECTED_… reason.
   * @param view over the same bytes
   * @param now Unix milliseconds
   * @throws WireError when the bytes are no labels
   */
  find(bytes: Uint8Array, view: DataView, start: number, end: number, rules: NameRules, now: number): number {
    const length = end - start;
    const predicted = this.#previous === NONE ? NONE : this.#following[this.#previous]!;
    if (predicted !== NONE && this.#equals(predicted, view, bytes, start, length))
      return this.#found(predicted, rules, now);
    const hash = this.#hash(view, bytes, start, length);
    let spelling = this.#byHash.get(hash) ?? NONE;
    while (spelling !== NONE && !this.#equals(spelling, view, bytes, start, length))
      spelling = this.#sameHash[spelling]!;
    if (spelling === NONE) {
      const ref = this.#add(bytes, start, end, rules, now);
      if (ref < 0) return ref;
      spelling = this.#remember(bytes, start, end, hash, ref);
    }
    if (this.#previous !== NONE) this.#following[this.#previous] = spelling;
    return this.#found(spelling, rules, now);
  }

  /**
   * The number of the series that followed last time, if the bytes at `start` begin with its labels; `expectedEnd` is
   * then where they end. Whether more labels follow is for the caller to see. -1 when they are others.
   */
  expect(
    bytes: Uint8Array,
    view: DataView,
    start: number,
    end: number,
    rules: NameRules,
    now: number,
  ): number {
    const spelling = this.#previous === NONE ? NONE : this.#following[this.#previous]!;
    if (spelling === NONE) return NONE;
    const length = this.#lengths[spelling]!;
    if (length > end - start || !this.#equals(spelling, view, bytes, start, length)) return NONE;
    const ref = this.#owners[spelling]!;
    if (rules === 'classic' && !this.#classic[ref]) return NONE;
    this.expectedEnd = start + length;
    return this.#found(spelling, rules, now);
  }

  /** The number of a series given as labels; for formats whose cost is elsewhere. They are sorted in place. */
  findLabels(pairs: [string, string][], rules: NameRules, now: number): number {
    return this.#place(sortLabels(pairs), rules, now);
  }

  #found(spelling: number, rules: NameRules, now: number): number {
    this.#previous = spelling;
    const ref = this.#owners[spelling]!;
    if (rules === 'classic' && !this.#classic[ref])
      return this.#reject('a name with characters that are not allowed');
    this.#seen[ref] = now;
    return ref;
  }

  #reject(problem: string): number {
    this.problem = problem;
    return REJECTED_LABELS;
  }

  #add(bytes: Uint8Array, start: number, end: number, rules: NameRules, now: number): number {
    const reader = this.#reader.open(bytes);
    reader.at = start;
    const pairs: [string, string][] = [];
    while (reader.next(end)) {
      const until = reader.block(end);
      // Far beyond any limit: not worth reading on.
      if (pairs.length > this.limits.labels) return this.#reject(`more than ${this.limits.labels} labels`);
      let name = '';
      let value = '';
      while (reader.next(until)) {
        if (reader.field === 1) name = reader.text(until);
        else if (reader.field === 2) value = reader.text(until);
        else reader.skip(until);
      }
      pairs.push([name, value]);
    }
    return this.#place(sortLabels(pairs), rules, now);
  }

  #place(labels: Labels, rules: NameRules, now: number): number {
    const problem = labelProblem(labels, rules, this.limits);
    if (problem !== undefined) return this.#reject(problem);
    const key = labelKey(labels);
    const known = this.#byLabels.get(key);
    if (known !== undefined) {
      this.#seen[known] = now;
      return known;
    }
    if (this.#byLabels.size >= this.#maxSeries) this.#sweep(now);
    if (this.#byLabels.size >= this.#maxSeries) return REJECTED_LIMIT;
    const ref = this.#free.pop() ?? this.#labels.length;
    this.#labels[ref] = labels;
    this.#classic[ref] = isClassic(labels);
    if (ref >= this.#seen.length) this.#seen = grown(this.#seen, Float64Array);
    this.#seen[ref] = now;
    this.#byLabels.set(key, ref);
    return ref;
  }

  #remember(bytes: Uint8Array, start: number, end: number, hash: number, ref: number): number {
    const length = end - start;
    // Spellings are a cache: what does not fit any more starts again, series keep their numbers.
    if (this.#keysUsed + length > Math.max(65_536, this.#maxSeries * KEY_BYTES)) this.#forgetSpellings();
    while (this.#keysUsed + length > this.#keys.length) {
      this.#keys = grown(this.#keys, Uint8Array);
      this.#keyView = new DataView(this.#keys.buffer);
    }
    const spelling = this.#spellings++;
    if (spelling >= this.#starts.length) {
      this.#starts = grown(this.#starts, Int32Array);
      this.#lengths = grown(this.#lengths, Int32Array);
      this.#owners = grown(this.#owners, Int32Array);
      this.#following = grown(this.#following, Int32Array);
      this.#sameHash = grown(this.#sameHash, Int32Array);
    }
    this.#keys.set(bytes.subarray(start, end), this.#keysUsed);
    this.#starts[spelling] = this.#keysUsed;
    this.#lengths[spelling] = length;
    this.#owners[spelling] = ref;
    this.#following[spelling] = NONE;
    this.#sameHash[spelling] = this.#byHash.get(hash) ?? NONE;
    this.#byHash.set(hash, spelling);
    this.#keysUsed += length;
    return spelling;
  }

  #forgetSpellings(): void {
    this.#byHash.clear();
    this.#keysUsed = 0;
    this.#spellings = 0;
    this.#previous = NONE;
  }

  /** Frees the places of series that were not seen for a while; at most once a minute, because it looks at all of them. */
  #sweep(now: number): void {
    if (now - this.#sweptAt < 60_000) return;
    this.#sweptAt = now;
    let freed = false;
    for (const [key, ref] of this.#byLabels) {
      if (now - this.#seen[ref]! < this.#idleMs) continue;
      this.#byLabels.delete(key);
      this.#labels[ref] = undefined;
      this.#free.push(ref);
      freed = true;
    }
    if (!freed) return;
    this.generation++;
    this.#forgetSpellings();
  }

  #equals(spelling: number, view: DataView, bytes: Uint8Array, start: number, length: number): boolean {
    if (this.#lengths[spelling] !== length) return false;
    const from = this.#starts[spelling]!;
    const keyView = this.#keyView;
    let index = 0;
    for (; index + 8 <= length; index += 8) {
      const first = keyView.getInt32(from + index, true) ^ view.getInt32(start + index, true);
      const second = keyView.getInt32(from + index + 4, true) ^ view.getInt32(start + index + 4, true);
      if ((first | second) !== 0) return false;
    }
    for (; index < length; index++) if (this.#keys[from + index] !== bytes[start + index]) return false;
    return true;
  }

  /** Multiply and rotate over words; seeded, so that nobody can prepare label sets that collide. */
  #hash(view: DataView, bytes: Uint8Array, start: number, length: number): number {
    let hash = this.#seed ^ length;
    let index = 0;
    for (; index + 4 <= length; index += 4) {
      hash = Math.imul(hash ^ view.getInt32(start + index, true), 0x9e3779b1);
      hash = (hash << 15) | (hash >>> 17);
    }
    for (; index < length; index++) hash = Math.imul(hash ^ bytes[start + index]!, 0x85ebca6b);
    return hash ^ (hash >>> 15);
  }
}

type Column = Uint8Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
function grown<T extends Column>(column: T, kind: new (length: number) => T): T {
  const larger = new kind(column.length * 2);
  larger.set(column as never);
  return larger;
}

/** Largest label set that is looked at, in bytes on the wire. */
export const MAX_LABEL_BYTES = 65_536;

/** Writes labels in the form that SeriesInterner takes, into a buffer that is kept. */
export class LabelWriter {
  bytes = new Uint8Array(MAX_LABEL_BYTES);
  view = new DataView(this.bytes.buffer);
  at = 0;

  reset(): void {
    this.at = 0;
  }

  /** One label from ranges of `from`. @throws WireError when all labels together are too large */
  label(from: Uint8Array, nameStart: number, nameEnd: number, valueStart: number, valueEnd: number): void {
    const name = nameEnd - nameStart;
    const value = valueEnd - valueStart;
    const inner = 2 + varintSize(name) + varintSize(value) + name + value;
    if (this.at + inner + 6 > MAX_LABEL_BYTES) throw tooManyLabels();
    this.bytes[this.at++] = 0x0a;
    this.#varint(inner);
    this.bytes[this.at++] = 0x0a;
    this.#varint(name);
    this.#copy(from, nameStart, nameEnd);
    this.bytes[this.at++] = 0x12;
    this.#varint(value);
    this.#copy(from, valueStart, valueEnd);
  }

  /** Bytes that are in this form already. */
  raw(from: Uint8Array, start: number, end: number): void {
    if (this.at + end - start > MAX_LABEL_BYTES) throw tooManyLabels();
    this.#copy(from, start, end);
  }

  /** Symbols are short: a loop beats a call. */
  #copy(from: Uint8Array, start: number, end: number): void {
    const { bytes } = this;
    let { at } = this;
    for (let index = start; index < end; index++) bytes[at++] = from[index]!;
    this.at = at;
  }

  #varint(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.bytes[this.at++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.bytes[this.at++] = rest;
  }
}

export const tooManyLabels = (): WireError =>
  new WireError('too-large', `The labels of a series are larger than ${MAX_LABEL_BYTES} bytes.`);

function varintSize(value: number): number {
  return value < 128 ? 1 : value < 16_384 ? 2 : 3;
}
