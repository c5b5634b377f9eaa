import { type BitReader, type BitWriter, bitLength } from './bits.ts';
import { MalformedSeriesError } from './errors.ts';

/*
 * A column of whole numbers. What all have in common is taken out first (the first number, the greatest common
 * divisor), then each is predicted from those before it, and what the prediction missed is written in Rice codes:
 * short for small misses. Every 64 numbers choose their own parameter, as FLAC does for sound
 * (RFC 9639, section 9.2.7): a series that is quiet for minutes and busy for others pays for neither twice.
 * Times profit the same way: the second differences of regular times are zero (Pelkonen et al., "Gorilla", VLDB 2015,
 * section 4.1.1).
 */

/** Numbers may lie between minus and plus this: all differences of differences stay exact in a double. */
export const INTEGER_LIMIT = 2 ** 49;

const BLOCK = 64;
/** Parameter of a block in which every prediction was right. */
const ALL_RIGHT = 63;
/** Longest run of ones; a miss that would need more is written with its length instead. */
const LONGEST_RUN = 20;
const ESCAPE_BITS = LONGEST_RUN + 6;
const LARGEST_PARAMETER = 40;

/** How the next number is predicted. */
const AROUND = 0; // all lie around one number
const STEP = 1; // each is the one before and a step
const SLOPE = 2; // each goes on as the two before
const LINE = 3; // all lie on a line: nothing more to say
type Predictor = typeof AROUND | typeof STEP | typeof SLOPE | typeof LINE;

const POWER = Float64Array.from({ length: 54 }, (_, i) => 2 ** i);
const misses = new Float64Array(BLOCK);
let scaled = new Float64Array(1024);

/** @param numbers whole, within INTEGER_LIMIT, at least one; neither NaN nor -0 */
export function writeIntegers(writer: BitWriter, numbers: Float64Array, length: number): void {
  const first = numbers[0]!;
  writer.writeSigned(first);
  if (length === 1) return;
  if (scaled.length < length) scaled = new Float64Array(length * 2);
  let divisor = 0;
  for (let i = 0; i < length; i++) {
    const y = numbers[i]! - first;
    scaled[i] = y;
    if (divisor !== 1 && y !== 0) divisor = greatestCommonDivisor(divisor, Math.abs(y));
  }
  divisor ||= 1;
  if (divisor > 1) for (let i = 0; i < length; i++) scaled[i]! /= divisor;
  writer.writeNumber(divisor);

  const step = scaled[1]!;
  let onLine = 1;
  while (onLine < length && scaled[onLine]! === step * onLine) onLine++;
  if (onLine === length) {
    writer.reserve(2);
    writer.write(LINE, 2);
    writer.writeSigned(step);
    return;
  }
  const around = typical(length, (i) => scaled[i]!);
  const usual = typical(length - 1, (i) => scaled[i + 1]! - scaled[i]!);
  const predictor = cheapest(length, around, usual);
  const constant = predictor === AROUND ? around : predictor === STEP ? usual : 0;
  writer.reserve(2);
  writer.write(predictor, 2);
  writer.writeSigned(constant);
  for (let from = 1; from < length; from += BLOCK)
    writeBlock(writer, predictor, constant, from, Math.min(BLOCK, length - from));
}

/** Reads `length` numbers into `numbers`. Values beyond INTEGER_LIMIT are possible only in what was made up. */
export function readIntegers(reader: BitReader, numbers: Float64Array, length: number): void {
  const first = reader.readSigned();
  numbers[0] = first;
  if (length === 1) return;
  const divisor = reader.readNumber();
  const predictor = reader.read(2) as Predictor;
  const constant = reader.readSigned();
  if (predictor === LINE) {
    for (let i = 1; i < length; i++) numbers[i] = first + constant * i * divisor;
    return;
  }
  const base = constant;
  let y = 0;
  let delta = 0;
  for (let from = 1; from < length; from += BLOCK) {
    const count = Math.min(BLOCK, length - from);
    readMisses(reader, count);
    for (let i = 0; i < count; i++) {
      const miss = misses[i]!;
      if (predictor === AROUND) y = base + miss;
      else if (predictor === STEP) y += base + miss;
      else {
        delta += miss;
        y += delta;
      }
      numbers[from + i] = first + y * divisor;
    }
  }
}

function writeBlock(
  writer: BitWriter,
  predictor: Predictor,
  constant: number,
  from: number,
  count: number,
): void {
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const folded = fold(missAt(predictor, constant, from + i));
    misses[i] = folded;
    sum += folded;
  }
  writer.reserve(6 + count * (ESCAPE_BITS + 64));
  if (sum === 0) {
    writer.write(ALL_RIGHT, 6);
    return;
  }
  const parameter = bestParameter(count, sum);
  writer.write(parameter, 6);
  for (let i = 0; i < count; i++) {
    const folded = misses[i]!;
    const run =
      parameter < 32 && folded < 2_147_483_648
        ? folded >>> parameter
        : Math.floor(folded / POWER[parameter]!);
    if (run < LONGEST_RUN) {
      writer.write((1 << run) - 1, run + 1);
      writer.writeLong(folded - run * POWER[parameter]!, parameter);
    } else {
      const bits = bitLength(folded);
      writer.write(2 ** LONGEST_RUN - 1, LONGEST_RUN);
      writer.write(bits, 6);
      writer.writeLong(folded, bits);
    }
  }
}

/** Misses of the next block, unfolded, into `misses`. */
function readMisses(reader: BitReader, count: number): void {
  const parameter = reader.read(6);
  if (parameter === ALL_RIGHT) {
    misses.fill(0, 0, count);
    return;
  }
  if (parameter > LARGEST_PARAMETER) throw new MalformedSeriesError('an unknown parameter');
  const mask = parameter < 32 ? POWER[parameter]! - 1 : 0;
  for (let i = 0; i < count; i++) {
    const word = reader.peek();
    const gap = ~word;
    const run = gap === 0 ? 32 : 31 - Math.clz32(gap & -gap);
    if (run < LONGEST_RUN) {
      const used = run + 1 + parameter;
      if (used <= 31) {
        reader.position += used;
        // Run and parameter together have at most 30 bits here, so this stays a small integer.
        const folded = (run << parameter) | ((word >>> (run + 1)) & mask);
        misses[i] = (folded >>> 1) ^ -(folded & 1);
      } else {
        reader.position += run + 1;
        misses[i] = unfold(run * POWER[parameter]! + reader.readLong(parameter));
      }
    } else {
      reader.position += LONGEST_RUN;
      const bits = reader.read(6);
      if (bits > 53) throw new MalformedSeriesError('a number is too long');
      misses[i] = unfold(reader.readLong(bits));
    }
  }
  reader.check();
}

function missAt(predictor: Predictor, constant: number, i: number): number {
  const y = scaled[i]!;
  if (predictor === AROUND) return y - constant;
  const delta = y - scaled[i - 1]!;
  if (predictor === STEP) return delta - constant;
  return i === 1 ? delta : delta - (scaled[i - 1]! - scaled[i - 2]!);
}

/** Signed to unsigned, small stays small: 0, -1, 1, -2, … become 0, 1, 2, 3, … */
const fold = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
const unfold = (folded: number): number => (folded % 2 === 1 ? -(folded + 1) / 2 : folded / 2);

/** The predictor whose misses have the fewest bits. */
function cheapest(length: number, around: number, usual: number): Predictor {
  let best: Predictor = STEP;
  let fewest = Number.POSITIVE_INFINITY;
  for (const predictor of [STEP, AROUND, SLOPE] as const) {
    const constant = predictor === AROUND ? around : predictor === STEP ? usual : 0;
    let bits = 0;
    for (let i = 1; i < length; i++) bits += bitLength(fold(missAt(predictor, constant, i)));
    if (bits < fewest) {
      fewest = bits;
      best = predictor;
    }
  }
  return best;
}

/** Starts at the parameter that fits the mean and walks downhill. */
function bestParameter(count: number, sum: number): number {
  let best = Math.min(LARGEST_PARAMETER, Math.max(0, bitLength(Math.floor(sum / count)) - 1));
  let bits = cost(count, best);
  for (const direction of [-1, 1]) {
    for (let next = best + direction; next >= 0 && next <= LARGEST_PARAMETER; next += direction) {
      const other = cost(count, next);
      if (other >= bits) break;
      bits = other;
      best = next;
    }
  }
  return best;
}

function cost(count: number, parameter: number): number {
  const unit = 1 / POWER[parameter]!;
  let bits = 0;
  for (let i = 0; i < count; i++) {
    const run = misses[i]! * unit;
    bits += run < LONGEST_RUN ? (run | 0) + 1 + parameter : ESCAPE_BITS + bitLength(misses[i]!);
  }
  return bits;
}

/** Median of up to 31 of them, evenly spread: a few outliers do not move it. */
function typical(length: number, at: (i: number) => number): number {
  const count = Math.min(31, length);
  const some = new Float64Array(count);
  for (let i = 0; i < count; i++) some[i] = at(Math.floor((i * length) / count));
  return some.sort()[count >> 1]!;
}

function greatestCommonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
