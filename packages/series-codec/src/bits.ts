import { MalformedSeriesError } from './errors.ts';

/*
 * A stream of bits, the lowest bit of a byte first, worked on as 32-bit words. Like every platform of Node this code
 * assumes that the lowest byte of a word comes first.
 */

/** Longest number that fits: 53 bits are a whole double. */
const NUMBER_BITS = 53;
const TWO_32 = 4_294_967_296;

/** Bits that a whole number from 0 to 2^53 - 1 needs; 0 for 0. */
export const bitLength = (value: number): number =>
  value < TWO_32 ? 32 - Math.clz32(value) : 64 - Math.clz32(value / TWO_32);

export class BitWriter {
  private words = new Uint32Array(256);
  private position = 0;

  /** Makes room for that many bits more; `write` and its kin do not look. */
  reserve(bits: number): void {
    const needed = ((this.position + bits) >>> 5) + 2;
    if (needed <= this.words.length) return;
    const grown = new Uint32Array(Math.max(needed, this.words.length * 2));
    grown.set(this.words);
    this.words = grown;
  }

  /** @param bits 0 to 32; higher bits of the value must be 0 */
  write(value: number, bits: number): void {
    const index = this.position >>> 5;
    const offset = this.position & 31;
    this.words[index]! |= value << offset;
    if (offset + bits > 32) this.words[index + 1] = value >>> (32 - offset);
    this.position += bits;
  }

  /** @param value whole, 0 to 2^bits - 1 @param bits 0 to 53 */
  writeLong(value: number, bits: number): void {
    if (bits <= 32) this.write(value >>> 0, bits);
    else {
      this.write(value >>> 0, 32);
      this.write(Math.floor(value / TWO_32), bits - 32);
    }
  }

  /** A whole number from 0 to 2^53 - 1: six bits of length, then the number. */
  writeNumber(value: number): void {
    this.reserve(64);
    const bits = bitLength(value);
    this.write(bits, 6);
    this.writeLong(value, bits);
  }

  writeSigned(value: number): void {
    this.reserve(1);
    this.write(value < 0 ? 1 : 0, 1);
    this.writeNumber(Math.abs(value));
  }

  get bits(): number {
    return this.position;
  }

  /** What was written, filled up to whole bytes with zeros. */
  finish(): Uint8Array {
    return new Uint8Array(this.words.buffer, 0, (this.position + 7) >>> 3).slice();
  }

  /** Empties it for the next use. */
  reset(): void {
    this.words.fill(0, 0, (this.position >>> 5) + 2);
    this.position = 0;
  }

  /** Takes back everything after a mark that `bits` gave. */
  rewind(mark: number): void {
    const index = mark >>> 5;
    const kept = (this.words[index]! & ((1 << (mark & 31)) - 1)) >>> 0;
    this.words.fill(0, index, (this.position >>> 5) + 2);
    this.words[index] = kept;
    this.position = mark;
  }
}

export class BitReader {
  /** A copy, zeros behind its end: reading past it is noticed by `check`, not at every bit. */
  readonly words: Uint32Array;
  position = 0;
  private readonly end: number;

  constructor(bytes: Uint8Array) {
    this.words = new Uint32Array((bytes.length >>> 2) + 4);
    new Uint8Array(this.words.buffer).set(bytes);
    this.end = bytes.length * 8;
  }

  /** The next 32 bits without moving on; zeros behind the end. */
  peek(): number {
    const index = this.position >>> 5;
    const offset = this.position & 31;
    if (index + 1 >= this.words.length) throw new MalformedSeriesError('it ends too early');
    const low = this.words[index]!;
    return offset === 0 ? low : ((low >>> offset) | (this.words[index + 1]! << (32 - offset))) >>> 0;
  }

  /** @param bits 0 to 32 */
  read(bits: number): number {
    const word = this.peek();
    this.position += bits;
    return bits === 32 ? word : (word & ((1 << bits) - 1)) >>> 0;
  }

  /** @param bits 0 to 53 */
  readLong(bits: number): number {
    if (bits <= 32) return this.read(bits);
    const low = this.read(32);
    return low + this.read(bits - 32) * TWO_32;
  }

  readNumber(): number {
    const bits = this.read(6);
    if (bits > NUMBER_BITS) throw new MalformedSeriesError('a number is too long');
    return this.readLong(bits);
  }

  readSigned(): number {
    const negative = this.read(1) === 1;
    const value = this.readNumber();
    return negative ? -value : value;
  }

  /** @throws MalformedSeriesError when more was read than there is */
  check(): void {
    if (this.position > this.end) throw new MalformedSeriesError('it ends too early');
  }

  /** At the end of everything: no whole byte may be left, and what fills the last one must be zero. */
  finish(): void {
    this.check();
    if (this.end - this.position >= 8) throw new MalformedSeriesError('something follows its end');
    if (this.read(this.end - this.position) !== 0)
      throw new MalformedSeriesError('something follows its end');
  }
}
