import {
  type Columns,
  decodeChunk,
  encodeChunk,
  MAX_SAMPLES,
  MalformedSeriesError,
  type Samples,
} from '@rettungsanker/series-codec';

/*
 * A row of a table costs about a hundred bytes beside what is in it, a constant series of two hours twenty. So neighbouring
 * series share a row: 32, as PostgreSQL keeps large values in pieces of 2 kB and loses half of the last one. Layout:
 * version; four bytes that say which of the 32 are there (lowest byte first); for each of those the length of its chunk
 * (four bytes); the chunks.
 */

const VERSION = 1;
const SHIFT = 5;
const HEAD = 5;
export const GROUP_SIZE = 1 << SHIFT;

export const groupOf = (ref: number): number => ref >>> SHIFT;

/** @param chunks by number of the series; all of one group, none empty */
export function packBlock(chunks: ReadonlyMap<number, Uint8Array>): Buffer {
  const refs = [...chunks.keys()].sort((a, b) => a - b);
  const head = HEAD + 4 * refs.length;
  const block = Buffer.alloc(head + [...chunks.values()].reduce((sum, chunk) => sum + chunk.length, 0));
  block[0] = VERSION;
  block.writeUInt32LE(refs.reduce((mask, ref) => mask | (1 << (ref % GROUP_SIZE)), 0) >>> 0, 1);
  let at = head;
  for (const [i, ref] of refs.entries()) {
    const chunk = chunks.get(ref)!;
    block.writeUInt32LE(chunk.length, HEAD + 4 * i);
    block.set(chunk, at);
    at += chunk.length;
  }
  return block;
}

/** Chunks by number of the series, as views into the block. @throws MalformedSeriesError */
export function unpackBlock(group: number, block: Buffer): Map<number, Uint8Array> {
  if (block.length < HEAD || block[0] !== VERSION) throw new MalformedSeriesError('an unknown block');
  const mask = block.readUInt32LE(1);
  const refs = Array.from({ length: GROUP_SIZE }, (_, i) => i).filter((i) => mask & (1 << i));
  let at = HEAD + 4 * refs.length;
  if (at > block.length) throw new MalformedSeriesError('the block ends too early');
  const chunks = new Map<number, Uint8Array>();
  for (const [i, place] of refs.entries()) {
    const length = block.readUInt32LE(HEAD + 4 * i);
    if (length > block.length - at) throw new MalformedSeriesError('the block ends too early');
    chunks.set(group * GROUP_SIZE + place, block.subarray(at, at + length));
    at += length;
  }
  if (at !== block.length) throw new MalformedSeriesError('the block has another length');
  return chunks;
}

/** First byte of several chunks in a row; a single one begins with another. */
const SEVERAL = 0;

/** As one chunk, or where a series is too busy for that (more than nine samples a second) as several in a row. */
export function encodeSamples({ times, values }: Samples): Uint8Array {
  if (times.length <= MAX_SAMPLES) return encodeChunk(times, values);
  const parts: Uint8Array[] = [Uint8Array.of(SEVERAL)];
  for (let i = 0; i < times.length; i += MAX_SAMPLES) {
    const chunk = encodeChunk(times.subarray(i, i + MAX_SAMPLES), values.subarray(i, i + MAX_SAMPLES));
    const head = Buffer.alloc(4);
    head.writeUInt32LE(chunk.length);
    parts.push(head, chunk);
  }
  return Buffer.concat(parts);
}

/**
 * @param room memory that may be used for the answer, which is then valid until its next use
 * @throws MalformedSeriesError
 */
export function decodeSamples(bytes: Uint8Array, room?: Columns): Samples {
  if (bytes[0] !== SEVERAL) return decodeChunk(bytes, room);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const parts: Samples[] = [];
  for (let at = 1; at < bytes.length; ) {
    if (at + 4 > bytes.length) throw new MalformedSeriesError('it ends too early');
    const length = view.getUint32(at, true);
    if (at + 4 + length > bytes.length) throw new MalformedSeriesError('it ends too early');
    parts.push(decodeChunk(bytes.subarray(at + 4, at + 4 + length)));
    at += 4 + length;
  }
  return joinSamples(parts);
}

/** Parts of one series that follow each other, as one. */
export function joinSamples(parts: readonly Samples[]): Samples {
  if (parts.length === 1) return parts[0]!;
  const length = parts.reduce((sum, part) => sum + part.times.length, 0);
  const times = new Float64Array(length);
  const values = new Float64Array(length);
  let at = 0;
  for (const part of parts) {
    times.set(part.times, at);
    values.set(part.values, at);
    at += part.times.length;
  }
  return { times, values };
}
