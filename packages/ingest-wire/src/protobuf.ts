import { malformed } from './errors.ts';

/** Wire types (protobuf.dev, encoding). */
export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH = 2;
export const FIXED32 = 5;

/**
 * Reads the wire format field by field, without a schema and without objects. Every read is checked against the end of
 * its message, so damaged input ends in a WireError and never in memory of a neighbour.
 *
 *     while (reader.next(end)) switch (reader.field) { case 1: … default: reader.skip(end); }
 */
export class ProtoReader {
  bytes: Uint8Array = new Uint8Array(0);
  view: DataView = new DataView(this.bytes.buffer);
  at = 0;
  field = 0;
  wire = 0;

  /** Starts at the first byte of a message. */
  open(bytes: Uint8Array): this {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = 0;
    return this;
  }

  /** Moves to the next field of a message that ends at `end`; false at its end. */
  next(end: number): boolean {
    if (this.at >= end) return false;
    const tag = this.uint32(end);
    this.field = tag >>> 3;
    this.wire = tag & 7;
    if (this.field === 0) throw malformed('A field has no number.');
    return true;
  }

  /** A length, tag or index: at most 32 bits. */
  uint32(end: number): number {
    const { bytes } = this;
    if (this.at >= end) throw malformed('A number is cut off.');
    const first = bytes[this.at++]!;
    if (first < 128) return first;
    let value = first & 127;
    for (let shift = 7; shift < 35; shift += 7) {
      if (this.at >= end) throw malformed('A number is cut off.');
      const byte = bytes[this.at++]!;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) {
        if (value > 0xffff_ffff) break;
        return value;
      }
    }
    throw malformed('A number is too large.');
  }

  /** Signed 64 bits as a double: exact up to 2^53, what lies beyond keeps its order of magnitude. */
  int64(end: number): number {
    const { bytes } = this;
    let low = 0;
    let high = 0;
    for (let index = 0; index < 10; index++) {
      if (this.at >= end) throw malformed('A number is cut off.');
      const byte = bytes[this.at++]!;
      if (index < 4) low |= (byte & 127) << (7 * index);
      else if (index < 8) high |= (byte & 127) << (7 * index - 28);
      else if (index === 8) {
        // Bits 56 to 62 of 64; the last byte carries bit 63, the sign.
        const top = byte & 127;
        if (byte < 128) return low + high * 2 ** 28 + top * 2 ** 56;
        if (this.at >= end) throw malformed('A number is cut off.');
        const sign = bytes[this.at++]!;
        if (sign > 1) throw malformed('A number is too large.');
        if (sign === 0) return low + high * 2 ** 28 + top * 2 ** 56;
        // Two's complement: what is not set, plus one, is the magnitude. Summed up it is exact where it matters.
        return -(0x0fff_ffff - low + (0x0fff_ffff - high) * 2 ** 28 + (127 - top) * 2 ** 56 + 1);
      }
      if (byte < 128) return low + high * 2 ** 28;
    }
    throw malformed('A number is too large.');
  }

  double(end: number): number {
    this.#room(8, end);
    const value = this.view.getFloat64(this.at, true);
    this.at += 8;
    return value;
  }

  /** Unsigned 64 bits as a double, see int64. */
  fixed64(end: number): number {
    this.#room(8, end);
    const value = this.view.getUint32(this.at, true) + this.view.getUint32(this.at + 4, true) * 2 ** 32;
    this.at += 8;
    return value;
  }

  sfixed64(end: number): number {
    this.#room(8, end);
    const value = this.view.getUint32(this.at, true) + this.view.getInt32(this.at + 4, true) * 2 ** 32;
    this.at += 8;
    return value;
  }

  /** Enters a field of wire type LENGTH: its end. What is inside starts at `at`. */
  block(end: number): number {
    if (this.wire !== LENGTH) throw malformed('A field has the wrong type.');
    const length = this.uint32(end);
    if (length > end - this.at) throw malformed('A field is longer than its message.');
    return this.at + length;
  }

  /** @throws WireError when the field is not UTF-8 */
  text(end: number): string {
    const until = this.block(end);
    const text = decodeUtf8(this.bytes.subarray(this.at, until));
    this.at = until;
    return text;
  }

  skip(end: number): void {
    switch (this.wire) {
      case VARINT:
        for (let index = 0; index < 10; index++) {
          if (this.at >= end) throw malformed('A number is cut off.');
          if (this.bytes[this.at++]! < 128) return;
        }
        throw malformed('A number is too large.');
      case FIXED64:
        this.#room(8, end);
        this.at += 8;
        return;
      case LENGTH:
        this.at = this.block(end);
        return;
      case FIXED32:
        this.#room(4, end);
        this.at += 4;
        return;
      default:
        // Groups (3, 4) are not part of proto3; 6 and 7 do not exist.
        throw malformed('A field has an unknown type.');
    }
  }

  /** @throws WireError unless the current field has this wire type */
  expect(wire: number): void {
    if (this.wire !== wire) throw malformed('A field has the wrong type.');
  }

  #room(size: number, end: number): void {
    if (end - this.at < size) throw malformed('A number is cut off.');
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws WireError */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw malformed('A text is not UTF-8.');
  }
}
