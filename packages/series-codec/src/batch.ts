import { MAX_TIME } from './chunk.ts';
import { MalformedSeriesError } from './errors.ts';

/*
 * Samples of many series as they came in, for a write-ahead log: made to be written and read fast, about ten bytes a
 * sample. Layout, lowest byte first: version, three bytes of zero, number of samples (32 bits), the values as they
 * are, then for every sample the difference of its series and of its time to the sample before, zigzag as LEB128.
 */

const VERSION = 1;
/** The layout that SQL can write: highest byte first; series (32 bits), time and value (doubles) of every sample. */
const PLAIN = 0;
const PLAIN_BYTES = 20;
const HEAD = 8;
/** A difference of two times has at most 50 bits, so zigzag 51: eight bytes of seven. */
const LONGEST = 5 + 8;

export interface Batch {
  /** Number of the series of each sample. */
  refs: Uint32Array;
  /** Whole milliseconds. */
  times: Float64Array;
  values: Float64Array;
}

let scratch = new Uint8Array(64 * 1024);

/** @throws RangeError for a time that is not whole or beyond MAX_TIME */
export function packBatch(batch: Batch): Uint8Array {
  return packBatches([batch]).slice();
}

/**
 * Packs the samples of several batches as one.
 * @returns a view into memory that is used again: valid until the next call
 * @throws RangeError for a time that is not whole or beyond MAX_TIME
 */
export function packBatches(batches: readonly Batch[]): Uint8Array {
  let length = 0;
  for (const { refs } of batches) length += refs.length;
  const most = HEAD + length * (8 + LONGEST);
  if (scratch.length < most) scratch = new Uint8Array(most * 2);
  scratch.fill(0, 0, HEAD);
  scratch[0] = VERSION;
  new Uint32Array(scratch.buffer, 4, 1)[0] = length;
  let to = HEAD;
  for (const { values } of batches) {
    scratch.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), to);
    to += values.byteLength;
  }
  place.at = to;
  place.ref = 0;
  place.time = 0;
  for (const batch of batches) writeDifferences(batch);
  return scratch.subarray(0, place.at);
}

/** How far packing has come: the sample before, and where the next one goes. */
const place = { at: 0, ref: 0, time: 0 };

function writeDifferences({ refs, times }: Batch): void {
  let { at, ref, time } = place;
  for (let i = 0; i < refs.length; i++) {
    const nextTime = times[i]!;
    const nextRef = refs[i]!;
    const step = nextRef - ref;
    at = step >= 0 && step < 64 ? put(at, step << 1) : writeVarint(at, step);
    const pause = nextTime - time;
    if (pause === 0) scratch[at++] = 0;
    else {
      if (!(Math.abs(nextTime) <= MAX_TIME) || nextTime !== Math.floor(nextTime))
        throw new RangeError(`The time ${nextTime} has no place.`);
      at = writeVarint(at, pause);
    }
    ref = nextRef;
    time = nextTime;
  }
  place.at = at;
  place.ref = ref;
  place.time = time;
}

/** @throws MalformedSeriesError for what neither `packBatch` nor the plain layout's writer made */
export function unpackBatch(bytes: Uint8Array): Batch {
  if (bytes[0] === PLAIN) return unpackPlain(bytes);
  if (bytes.length < HEAD || bytes[0] !== VERSION || bytes[1] !== 0 || bytes[2] !== 0 || bytes[3] !== 0)
    throw new MalformedSeriesError('an unknown version');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  // Ten bytes are the least a sample takes, so a made up length asks for no more memory than was sent.
  if (length * 10 > bytes.length - HEAD) throw new MalformedSeriesError('it ends too early');
  const refs = new Uint32Array(length);
  const times = new Float64Array(length);
  const values = new Float64Array(length);
  new Uint8Array(values.buffer).set(bytes.subarray(HEAD, HEAD + length * 8));
  let at = HEAD + length * 8;
  let ref = 0;
  let time = 0;
  for (let i = 0; i < length; i++) {
    for (let column = 0; column < 2; column++) {
      let byte = bytes[at++]!;
      let folded = byte & 127;
      if (byte > 127) {
        let factor = 128;
        do {
          if (factor > 2 ** 49 || at >= bytes.length) throw new MalformedSeriesError('a number is too long');
          byte = bytes[at++]!;
          folded += (byte & 127) * factor;
          factor *= 128;
        } while (byte > 127);
      }
      const difference = folded % 2 === 1 ? -(folded + 1) / 2 : folded / 2;
      if (column === 0) ref += difference;
      else time += difference;
    }
    if (!(ref >= 0 && ref < 2 ** 32) || !(Math.abs(time) <= MAX_TIME))
      throw new MalformedSeriesError('a sample without a place');
    refs[i] = ref;
    times[i] = time;
  }
  if (at !== bytes.length) throw new MalformedSeriesError('its length is wrong');
  return { refs, times, values };
}

function unpackPlain(bytes: Uint8Array): Batch {
  const length = (bytes.length - 1) / PLAIN_BYTES;
  if (length !== Math.floor(length)) throw new MalformedSeriesError('its length is wrong');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const refs = new Uint32Array(length);
  const times = new Float64Array(length);
  const values = new Float64Array(length);
  const bits = new BigUint64Array(values.buffer);
  for (let i = 0, at = 1; i < length; i++, at += PLAIN_BYTES) {
    refs[i] = view.getUint32(at);
    const time = view.getFloat64(at + 4);
    if (!(Math.abs(time) <= MAX_TIME) || time !== Math.floor(time))
      throw new MalformedSeriesError('a sample without a place');
    times[i] = time;
    bits[i] = view.getBigUint64(at + 12);
  }
  return { refs, times, values };
}

function put(at: number, byte: number): number {
  scratch[at] = byte;
  return at + 1;
}

function writeVarint(start: number, value: number): number {
  let at = start;
  let folded = value < 0 ? -2 * value - 1 : 2 * value;
  while (folded >= 2_147_483_648) {
    scratch[at++] = (folded % 128) | 128;
    folded = Math.floor(folded / 128);
  }
  while (folded > 127) {
    scratch[at++] = (folded & 127) | 128;
    folded >>>= 7;
  }
  scratch[at++] = folded;
  return at;
}
