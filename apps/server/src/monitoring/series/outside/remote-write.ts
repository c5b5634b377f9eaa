/*
 * Messages of Prometheus remote write 1.0: protobuf WriteRequest in a snappy block. The block holds literals only, which
 * the format allows: between servers that stand side by side a fifth more bytes cost less than finding repetitions.
 */

/** Longest literal whose length fits two bytes. */
const LITERAL = 65_536;

/** Grows as needed; one message after the other is built in it. */
class Message {
  private bytes = Buffer.allocUnsafe(256);
  length = 0;

  private room(size: number): void {
    if (this.length + size <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + size));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
  }
  varint(value: number): void {
    this.room(10);
    let rest = value;
    // Two's complement of 64 bits, as protobuf wants it for what is below zero.
    if (rest < 0) {
      let big = BigInt.asUintN(64, BigInt(value));
      for (; big > 127n; big >>= 7n) this.bytes[this.length++] = Number(big & 127n) | 128;
      this.bytes[this.length++] = Number(big);
      return;
    }
    for (; rest > 127; rest = Math.floor(rest / 128)) this.bytes[this.length++] = (rest % 128) | 128;
    this.bytes[this.length++] = rest;
  }
  raw(content: Uint8Array): void {
    this.room(content.length);
    this.bytes.set(content, this.length);
    this.length += content.length;
  }
  field(number: number, content: Uint8Array): void {
    this.varint((number << 3) | 2);
    this.varint(content.length);
    this.raw(content);
  }
  take(): Buffer {
    return Buffer.from(this.bytes.subarray(0, this.length));
  }
}

/** Labels of a series as they stand in a message; made once a series. Names must be sorted. */
export function labelBytes(labels: readonly (readonly [name: string, value: string])[]): Buffer {
  const message = new Message();
  for (const [name, value] of labels) {
    const label = new Message();
    label.field(1, Buffer.from(name));
    label.field(2, Buffer.from(value));
    message.field(1, label.take());
  }
  return message.take();
}

export interface Written {
  labels: Uint8Array;
  /** Places of this series' samples in the columns, in the order of time. */
  places: readonly number[];
}

/** @param bits the values as 32-bit halves, low one first: NaN payloads stay */
export function writeRequest(series: Iterable<Written>, times: Float64Array, bits: Uint32Array): Buffer {
  const message = new Message();
  const double = Buffer.alloc(8);
  for (const { labels, places } of series) {
    const one = new Message();
    one.raw(labels);
    for (const place of places) {
      const sample = new Message();
      double.writeUInt32LE(bits[2 * place]!, 0);
      double.writeUInt32LE(bits[2 * place + 1]!, 4);
      sample.varint((1 << 3) | 1);
      sample.raw(double);
      sample.varint(2 << 3);
      sample.varint(times[place]!);
      one.field(2, sample.take());
    }
    message.field(1, one.take());
  }
  return snappy(message.take());
}

function snappy(content: Buffer): Buffer {
  const block = new Message();
  block.varint(content.length);
  for (let at = 0; at < content.length; at += LITERAL) {
    const part = content.subarray(at, at + LITERAL);
    // A literal whose length less one follows in two bytes.
    block.raw(Uint8Array.of(61 << 2, (part.length - 1) & 255, (part.length - 1) >>> 8));
    block.raw(part);
  }
  return block.take();
}
