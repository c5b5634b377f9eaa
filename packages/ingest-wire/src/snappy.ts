import { malformed, WireError } from './errors.ts';

/** Copies run in words of four bytes and may write past their end, never past the output buffer. */
const SLOP = 64;

/**
 * Decoder of Snappy's block format (google/snappy, format_description.txt). The output buffer is kept between calls, so
 * an answer is valid only until the next one. Memory is bounded by `maxBytes`: the length is declared up front and is
 * checked before anything is allocated.
 */
export class SnappyDecoder {
  #output = new Uint8Array(0);
  #words = new DataView(this.#output.buffer);

  /**
   * @param maxBytes largest uncompressed size that is accepted
   * @returns a view into the kept buffer
   * @throws WireError
   */
  decode(input: Uint8Array, maxBytes: number): Uint8Array {
    let length = 0;
    let at = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= input.length || shift > 28)
        throw malformed('The length of the compressed data is not readable.');
      const byte = input[at++]!;
      // The fifth byte may carry four bits of a 32 bit length.
      if (shift === 28 && byte > 15) throw malformed('The length of the compressed data is not readable.');
      length += (byte & 127) * 2 ** shift;
      if (byte < 128) break;
    }
    if (length > maxBytes)
      throw new WireError(
        'too-large',
        `The data is ${length} bytes uncompressed; at most ${maxBytes} are accepted.`,
      );
    // No element makes more than 64 bytes out of two: a short body that declares much is a bomb or damaged.
    if (length > (input.length - at) * 32)
      throw malformed('The compressed data is shorter than it declares.');
    this.#reserve(length);
    this.#fill(input, at, length);
    return this.#output.subarray(0, length);
  }

  #reserve(length: number): void {
    const needed = length + SLOP;
    // One huge message must not hold its memory for ever.
    if (this.#output.length >= needed && this.#output.length <= Math.max(needed * 16, 1 << 20)) return;
    this.#output = new Uint8Array(needed + (needed >> 2));
    this.#words = new DataView(this.#output.buffer);
  }

  #fill(input: Uint8Array, start: number, length: number): void {
    const output = this.#output;
    const words = this.#words;
    const end = input.length;
    let from = start;
    let to = 0;
    while (from < end) {
      const tag = input[from++]!;
      let size: number;
      let offset: number;
      switch (tag & 3) {
        case 0: {
          size = (tag >> 2) + 1;
          if (size > 60) {
            const bytes = size - 60;
            if (from + bytes > end) throw malformed('A literal is cut off.');
            size = 1;
            for (let i = 0; i < bytes; i++) size += input[from + i]! * 2 ** (8 * i);
            from += bytes;
          }
          if (size > end - from || size > length - to) throw malformed('A literal is longer than the data.');
          if (size <= 48) for (let i = 0; i < size; i++) output[to + i] = input[from + i]!;
          else output.set(input.subarray(from, from + size), to);
          from += size;
          to += size;
          continue;
        }
        case 1:
          if (from >= end) throw malformed('A copy is cut off.');
          size = ((tag >> 2) & 7) + 4;
          offset = ((tag >> 5) << 8) | input[from]!;
          from += 1;
          break;
        case 2:
          if (from + 2 > end) throw malformed('A copy is cut off.');
          size = (tag >> 2) + 1;
          offset = input[from]! | (input[from + 1]! << 8);
          from += 2;
          break;
        default:
          if (from + 4 > end) throw malformed('A copy is cut off.');
          size = (tag >> 2) + 1;
          offset =
            (input[from]! | (input[from + 1]! << 8) | (input[from + 2]! << 16)) +
            input[from + 3]! * 0x1000000;
          from += 4;
      }
      if (offset === 0 || offset > to) throw malformed('A copy points before the data.');
      if (size > length - to) throw malformed('A copy is longer than the data.');
      if (offset >= 4) {
        // Each word is written before the next is read, so a copy may overlap itself.
        const source = to - offset;
        for (let i = 0; i < size; i += 8) {
          words.setInt32(to + i, words.getInt32(source + i, true), true);
          words.setInt32(to + i + 4, words.getInt32(source + i + 4, true), true);
        }
      } else {
        // It repeats what it is just writing.
        for (let i = 0; i < size; i++) output[to + i] = output[to - offset + i]!;
      }
      to += size;
    }
    if (to !== length) throw malformed('The compressed data is shorter than it declares.');
  }
}
