import type { BitReader, BitWriter } from './bits.ts';
import { MalformedSeriesError } from './errors.ts';
import { INTEGER_LIMIT, readIntegers, writeIntegers } from './integers.ts';

/*
 * A column of doubles, kept bit by bit. Most of what is measured was a decimal number before it became a double, and
 * division by a power of ten is correctly rounded (IEEE 754): a value that equals m / 10^e for a whole m comes back
 * exactly, and m packs far better than the double. What does not fit (NaN with its payload, -0, a stray fraction) is
 * written beside it; a column that does not fit at all is written as differences of bits.
 */

const SAME = 0;
const DECIMAL = 1;
const XOR = 2;

const LARGEST_EXPONENT = 14;
const TEN = Float64Array.from({ length: LARGEST_EXPONENT + 1 }, (_, e) => 10 ** e);
/** Above this many bits a value the other way may be shorter. */
const DEAR_BITS = 20;

let whole = new Float64Array(1024);
let odd = new Int32Array(64);
let oddCount = 0;

/** The same memory as 32-bit halves, low one first: NaN payloads survive only this way. */
export const halves = (values: Float64Array): Uint32Array =>
  new Uint32Array(values.buffer, values.byteOffset, values.length * 2);

export function writeValues(writer: BitWriter, values: Float64Array, length: number): void {
  const bits = halves(values);
  writer.reserve(2);
  if (allSame(bits, length)) {
    writer.write(SAME, 2);
    writeRaw(writer, bits, 0);
    return;
  }
  const mark = writer.bits;
  const exponent = decimals(values, bits, length);
  if (exponent === undefined) {
    writeXor(writer, bits, length);
    return;
  }
  writer.write(DECIMAL, 2);
  writer.reserve(5);
  writer.write(exponent, 4);
  writer.writeNumber(oddCount);
  let before = -1;
  for (let i = 0; i < oddCount; i++) {
    const index = odd[i]!;
    writer.writeNumber(index - before - 1);
    writeRaw(writer, bits, index);
    before = index;
  }
  writeIntegers(writer, whole, length);
  const used = writer.bits - mark;
  if (used <= length * DEAR_BITS) return;
  writeXor(writer, bits, length);
  if (writer.bits - mark - used < used) {
    // The second is shorter: write it again in place of the first.
    writer.rewind(mark);
    writeXor(writer, bits, length);
  } else writer.rewind(mark + used);
}

export function readValues(reader: BitReader, values: Float64Array, length: number): void {
  const bits = halves(values);
  const mode = reader.read(2);
  if (mode === SAME) {
    const low = reader.read(32);
    const high = reader.read(32);
    reader.check();
    for (let i = 0; i < length; i++) {
      bits[2 * i] = low;
      bits[2 * i + 1] = high;
    }
  } else if (mode === DECIMAL) readDecimal(reader, values, bits, length);
  else if (mode === XOR) readXor(reader, bits, length);
  else throw new MalformedSeriesError('an unknown mode');
}

function readDecimal(reader: BitReader, values: Float64Array, bits: Uint32Array, length: number): void {
  const exponent = reader.read(4);
  if (exponent > LARGEST_EXPONENT) throw new MalformedSeriesError('an unknown mode');
  const count = reader.readNumber();
  if (count > length) throw new MalformedSeriesError('more exceptions than values');
  const exceptions = new Uint32Array(count * 3);
  let index = -1;
  for (let i = 0; i < count; i++) {
    index += 1 + reader.readNumber();
    if (index >= length) throw new MalformedSeriesError('an exception behind the end');
    exceptions[3 * i] = index;
    exceptions[3 * i + 1] = reader.read(32);
    exceptions[3 * i + 2] = reader.read(32);
  }
  readIntegers(reader, values, length);
  const scale = TEN[exponent]!;
  if (exponent > 0) for (let i = 0; i < length; i++) values[i]! /= scale;
  for (let i = 0; i < exceptions.length; i += 3) {
    bits[2 * exceptions[i]!] = exceptions[i + 1]!;
    bits[2 * exceptions[i]! + 1] = exceptions[i + 2]!;
  }
}

/**
 * The smallest e for which all but a few values are m / 10^e; the m are left in `whole`, those that do not fit in
 * `odd`. Undefined: too many do not fit.
 */
function decimals(values: Float64Array, bits: Uint32Array, length: number): number | undefined {
  if (whole.length < length) {
    whole = new Float64Array(length * 2);
    odd = new Int32Array(length);
  }
  const mostOdd = 1 + (length >> 4);
  oddCount = 0;
  let exponent = 0;
  let scale = 1;
  let rescaleTo = 0;
  for (let i = 0; i < length; i++) {
    const value = values[i]!;
    let m = Math.round(value * scale);
    if (
      m / scale !== value ||
      m > INTEGER_LIMIT ||
      m < -INTEGER_LIMIT ||
      (m === 0 && bits[2 * i + 1] !== 0)
    ) {
      const finer = m === 0 && value === 0 ? undefined : finerExponent(value, exponent);
      if (finer === undefined) {
        if (oddCount === mostOdd) return undefined;
        odd[oddCount++] = i;
        m = i === 0 ? 0 : whole[i - 1]!;
      } else {
        exponent = finer;
        scale = TEN[exponent]!;
        m = Math.round(value * scale);
        rescaleTo = i;
      }
    }
    whole[i] = m;
  }
  return rescaleTo === 0 || rescale(values, scale, rescaleTo) ? exponent : undefined;
}

function finerExponent(value: number, above: number): number | undefined {
  for (let e = above + 1; e <= LARGEST_EXPONENT; e++) {
    const m = Math.round(value * TEN[e]!);
    if (!(Math.abs(m) <= INTEGER_LIMIT)) return undefined;
    if (m / TEN[e]! === value) return e;
  }
  return undefined;
}

/** Values before `end` were scaled by less. False when one of them gets too large, which is rare enough to give up. */
function rescale(values: Float64Array, scale: number, end: number): boolean {
  let nextOdd = 0;
  for (let i = 0; i < end; i++) {
    if (nextOdd < oddCount && odd[nextOdd] === i) {
      nextOdd++;
      whole[i] = i === 0 ? 0 : whole[i - 1]!;
      continue;
    }
    const m = Math.round(values[i]! * scale);
    if (m > INTEGER_LIMIT || m < -INTEGER_LIMIT || m / scale !== values[i]) return false;
    whole[i] = m;
  }
  return true;
}

/** Differences of bits as in Pelkonen et al., "Gorilla", VLDB 2015, section 4.1.2, on two 32-bit halves. */
function writeXor(writer: BitWriter, bits: Uint32Array, length: number): void {
  writer.reserve(2 + length * 80);
  writer.write(XOR, 2);
  writeRaw(writer, bits, 0);
  let leading = 65;
  let trailing = 0;
  for (let i = 1; i < length; i++) {
    const low = (bits[2 * i]! ^ bits[2 * i - 2]!) >>> 0;
    const high = (bits[2 * i + 1]! ^ bits[2 * i - 1]!) >>> 0;
    if (low === 0 && high === 0) {
      writer.write(0, 1);
      continue;
    }
    const zerosBefore = Math.min(31, high === 0 ? 32 + Math.clz32(low) : Math.clz32(high));
    const zerosAfter = low === 0 ? 32 + trailingZeros(high) : trailingZeros(low);
    if (zerosBefore >= leading && zerosAfter >= trailing) writer.write(0b01, 2);
    else {
      leading = zerosBefore;
      trailing = zerosAfter;
      writer.write(0b11 | (leading << 2) | ((64 - leading - trailing - 1) << 7), 13);
    }
    writeMiddle(writer, low, high, trailing, 64 - leading - trailing);
  }
}

function readXor(reader: BitReader, bits: Uint32Array, length: number): void {
  let low = reader.read(32);
  let high = reader.read(32);
  bits[0] = low;
  bits[1] = high;
  let size = 0;
  let trailing = 0;
  for (let i = 1; i < length; i++) {
    const word = reader.peek();
    if ((word & 1) === 0) reader.position += 1;
    else {
      if ((word & 2) === 0) reader.position += 2;
      else {
        reader.position += 13;
        const leading = (word >>> 2) & 31;
        size = ((word >>> 7) & 63) + 1;
        trailing = 64 - leading - size;
        if (trailing < 0) throw new MalformedSeriesError('more bits than a double has');
      }
      if (size === 0) throw new MalformedSeriesError('a window that was not opened');
      const first = reader.read(Math.min(32, size));
      const second = size > 32 ? reader.read(size - 32) : 0;
      if (trailing === 0) {
        low ^= first;
        high ^= second;
      } else if (trailing < 32) {
        low ^= first << trailing;
        high ^= (first >>> (32 - trailing)) | (second << trailing);
      } else high ^= first << (trailing - 32);
    }
    bits[2 * i] = low;
    bits[2 * i + 1] = high;
  }
  reader.check();
}

function writeMiddle(writer: BitWriter, low: number, high: number, trailing: number, size: number): void {
  let first: number;
  let second: number;
  if (trailing === 0) {
    first = low;
    second = high;
  } else if (trailing < 32) {
    first = ((low >>> trailing) | (high << (32 - trailing))) >>> 0;
    second = high >>> trailing;
  } else {
    first = high >>> (trailing - 32);
    second = 0;
  }
  writer.write(first, Math.min(32, size));
  if (size > 32) writer.write(second, size - 32);
}

function allSame(bits: Uint32Array, length: number): boolean {
  for (let i = 1; i < length; i++) if (bits[2 * i] !== bits[0] || bits[2 * i + 1] !== bits[1]) return false;
  return true;
}

function writeRaw(writer: BitWriter, bits: Uint32Array, index: number): void {
  writer.reserve(64);
  writer.write(bits[2 * index]!, 32);
  writer.write(bits[2 * index + 1]!, 32);
}

const trailingZeros = (word: number): number => 31 - Math.clz32(word & -word);
