/** Just enough of remote write 1.0 to fill a peer: protobuf by hand, snappy as literals only. */
export interface WriteSeries {
  labels: [name: string, value: string][];
  times: ArrayLike<number>;
  values: ArrayLike<number>;
}

export function writeRequest(series: readonly WriteSeries[]): Buffer {
  return literals(
    Buffer.concat(
      series.map(({ labels, times, values }) =>
        field(
          1,
          Buffer.concat([
            ...labels.map(([name, value]) =>
              field(1, Buffer.concat([field(1, Buffer.from(name)), field(2, Buffer.from(value))])),
            ),
            ...Array.from(times, (time, i) => field(2, sample(values[i]!, time))),
          ]),
        ),
      ),
    ),
  );
}

function sample(value: number, time: number): Buffer {
  const double = Buffer.alloc(9);
  double[0] = 0x09;
  double.writeDoubleLE(value, 1);
  return Buffer.concat([double, Buffer.of(0x10), varint(time)]);
}

const field = (number: number, content: Buffer): Buffer =>
  Buffer.concat([Buffer.of((number << 3) | 2), varint(content.length), content]);

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return Buffer.from(bytes);
}

/** Snappy's block format allows to compress nothing. */
function literals(content: Buffer): Buffer {
  const parts: Buffer[] = [varint(content.length)];
  for (let at = 0; at < content.length; at += 65_536) {
    const part = content.subarray(at, at + 65_536);
    const head = Buffer.of(61 << 2, 0, 0);
    head.writeUInt16LE(part.length - 1, 1);
    parts.push(head, part);
  }
  return Buffer.concat(parts);
}
