import { BitReader, BitWriter } from './bits.ts';
import { MalformedSeriesError } from './errors.ts';
import { readIntegers, writeIntegers } from './integers.ts';
import { halves, readValues, writeValues } from './values.ts';

/** A chunk has at most this many samples; whatever its bytes claim, reading it takes no more memory than that. */
export const MAX_SAMPLES = 65_536;
/** Columns of values beside the times. */
export const MAX_COLUMNS = 15;
/** Times lie between minus and plus this many milliseconds (to the year 10889). */
export const MAX_TIME = 2 ** 48;

const VERSION = 1;

export interface Columns {
  /** Milliseconds since 1970, whole numbers. */
  times: Float64Array;
  /** All as long as the times. */
  columns: Float64Array[];
}
export interface Samples {
  times: Float64Array;
  values: Float64Array;
}

const writer = new BitWriter();

/**
 * Packs samples without loss: every double comes back bit by bit, also NaN with its payload and -0.
 * @param times whole milliseconds within MAX_TIME, in any order (rising ones pack best)
 * @param columns one to MAX_COLUMNS columns of values
 * @throws RangeError for no samples or too many, for a time that is not whole or too far away
 */
export function encodeColumns(
  times: Float64Array,
  columns: readonly Float64Array[],
  length = times.length,
): Uint8Array {
  if (length < 1 || length > MAX_SAMPLES)
    throw new RangeError(`A chunk has 1 to ${MAX_SAMPLES} samples, not ${length}.`);
  if (columns.length < 1 || columns.length > MAX_COLUMNS) throw new RangeError(`${columns.length} columns`);
  for (let i = 0; i < length; i++) {
    const time = times[i]!;
    if (!(Math.abs(time) <= MAX_TIME) || time !== Math.floor(time))
      throw new RangeError(`The time ${time} has no place.`);
  }
  writer.reset();
  writer.write(VERSION | (columns.length << 4), 8);
  writer.writeNumber(length);
  writeIntegers(writer, times, length);
  for (const values of columns) writeValues(writer, values, length);
  return writer.finish();
}

/**
 * @param room memory for the columns, which grows to what is needed; what is returned is then valid until its next use.
 *   Whoever reads many chunks one by one saves the engine megabytes of memory outside its heap
 * @throws MalformedSeriesError for everything that `encodeColumns` did not write; never for what it wrote
 */
export function decodeColumns(bytes: Uint8Array, room?: Columns): Columns {
  const reader = new BitReader(bytes);
  const head = reader.read(8);
  const width = head >>> 4;
  if ((head & 15) !== VERSION || width === 0) throw new MalformedSeriesError('an unknown version');
  const length = reader.readNumber();
  if (length < 1 || length > MAX_SAMPLES) throw new MalformedSeriesError(`${length} samples`);
  reader.check();
  const times = column(room, -1, length);
  readIntegers(reader, times, length);
  for (let i = 0; i < length; i++)
    if (!(Math.abs(times[i]!) <= MAX_TIME)) throw new MalformedSeriesError('a time without a place');
  const columns: Float64Array[] = [];
  for (let i = 0; i < width; i++) {
    const values = column(room, i, length);
    readValues(reader, values, length);
    columns.push(values);
  }
  reader.finish();
  return { times, columns };
}

/** @param index of the column, -1 for the times */
function column(room: Columns | undefined, index: number, length: number): Float64Array {
  if (room === undefined) return new Float64Array(length);
  let kept = index < 0 ? room.times : room.columns[index];
  if (kept === undefined || kept.length < length) {
    kept = new Float64Array(Math.max(length, 2 * (kept?.length ?? 0)));
    if (index < 0) room.times = kept;
    else room.columns[index] = kept;
  }
  return kept.subarray(0, length);
}

/** Memory for `decodeColumns` and `decodeChunk`. */
export const makeRoom = (): Columns => ({ times: new Float64Array(0), columns: [] });

/** One column of values; see `encodeColumns`. */
export const encodeChunk = (times: Float64Array, values: Float64Array, length = times.length): Uint8Array =>
  encodeColumns(times, [values], length);

/**
 * @param room see `decodeColumns`
 * @throws MalformedSeriesError, also for a chunk of more than one column
 */
export function decodeChunk(bytes: Uint8Array, room?: Columns): Samples {
  const { times, columns } = decodeColumns(bytes, room);
  if (columns.length !== 1) throw new MalformedSeriesError(`${columns.length} columns`);
  return { times, values: columns[0]! };
}

/** Samples one after the other, decoded when the first is asked for. */
export function* samplesOf(bytes: Uint8Array): Generator<[time: number, value: number], void> {
  const { times, values } = decodeChunk(bytes);
  for (let i = 0; i < times.length; i++) yield [times[i]!, values[i]!];
}

/** Collects the samples of one series as they come; the packing is chosen when all are known. */
export class ChunkBuilder {
  private times = new Float64Array(64);
  private values = new Float64Array(64);
  private used = 0;

  get length(): number {
    return this.used;
  }

  /** @throws RangeError when the chunk is full */
  append(time: number, value: number): void {
    this.grow();
    this.times[this.used] = time;
    this.values[this.used++] = value;
  }

  /** For values whose bits matter (NaN payloads): takes them over without passing them through a number. */
  appendFrom(time: number, values: Float64Array, index: number): void {
    this.grow();
    this.times[this.used] = time;
    this.values.set(values.subarray(index, index + 1), this.used++);
  }

  /** @throws RangeError as `encodeColumns` does; the builder goes on to collect */
  encode(): Uint8Array {
    return encodeChunk(this.times, this.values, this.used);
  }

  reset(): void {
    this.used = 0;
  }

  private grow(): void {
    if (this.used === MAX_SAMPLES) throw new RangeError(`A chunk has at most ${MAX_SAMPLES} samples.`);
    if (this.used < this.times.length) return;
    const [times, values] = [this.times, this.values];
    this.times = new Float64Array(times.length * 2);
    this.values = new Float64Array(values.length * 2);
    this.times.set(times);
    this.values.set(values);
  }
}

const STALE_LOW = 0x0000_0002;
const STALE_HIGH = 0x7ff0_0000;

/** Writes the staleness marker of Prometheus: a NaN that says that the series ended here. */
export function setStale(values: Float64Array, index: number): void {
  const bits = halves(values);
  bits[2 * index] = STALE_LOW;
  bits[2 * index + 1] = STALE_HIGH;
}

export function isStale(values: Float64Array, index: number): boolean {
  const bits = halves(values);
  return bits[2 * index] === STALE_LOW && bits[2 * index + 1] === STALE_HIGH;
}
