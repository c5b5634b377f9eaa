/** Encoders of what senders put on the wire, made by hand and independent of the decoders. */

export type Pair = readonly [name: string, value: string];
export interface TestSeries {
  labels: readonly Pair[];
  /** Unix milliseconds and value. */
  samples?: readonly (readonly [time: number, value: number | Buffer])[];
  histograms?: number;
  exemplars?: number;
}

export function varint(value: number | bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}
export const block = (field: number, content: Buffer | string): Buffer => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return Buffer.concat([varint((field << 3) | 2), varint(bytes.length), bytes]);
};
const double = (field: number, value: number | Buffer): Buffer => {
  const bytes = Buffer.alloc(9);
  bytes[0] = (field << 3) | 1;
  if (typeof value === 'number') bytes.writeDoubleLE(value, 1);
  else value.copy(bytes, 1);
  return bytes;
};
const integer = (field: number, value: number): Buffer => Buffer.concat([varint(field << 3), varint(value)]);
const sample = (time: number, value: number | Buffer): Buffer =>
  block(2, Buffer.concat([double(1, value), integer(2, time)]));
const times = (count: number | undefined, field: number): Buffer[] =>
  Array.from({ length: count ?? 0 }, () =>
    block(field, Buffer.concat([double(2, 1), integer(3, Date.now())])),
  );

/** prometheus.WriteRequest, not compressed. */
export function writeRequest(series: readonly TestSeries[]): Buffer {
  return Buffer.concat(
    series.map(({ labels, samples = [], histograms, exemplars }) =>
      block(
        1,
        Buffer.concat([
          ...labels.map(([name, value]) => block(1, Buffer.concat([block(1, name), block(2, value)]))),
          ...samples.map(([time, value]) => sample(time, value)),
          ...times(exemplars, 3),
          ...times(histograms, 4),
        ]),
      ),
    ),
  );
}

/** io.prometheus.write.v2.Request, not compressed. */
export function request2(series: readonly TestSeries[]): Buffer {
  const symbols = new Map<string, number>([['', 0]]);
  const reference = (text: string): Buffer => {
    if (!symbols.has(text)) symbols.set(text, symbols.size);
    return varint(symbols.get(text)!);
  };
  const blocks = series.map(({ labels, samples = [], histograms, exemplars }) =>
    block(
      5,
      Buffer.concat([
        block(1, Buffer.concat(labels.flatMap(([name, value]) => [reference(name), reference(value)]))),
        ...samples.map(([time, value]) => sample(time, value)),
        ...times(histograms, 3),
        ...times(exemplars, 4),
      ]),
    ),
  );
  return Buffer.concat([...[...symbols.keys()].map((text) => block(4, text)), ...blocks]);
}

/** Snappy's block format, with copies of up to 64 bytes found through a table of four-byte words, in pieces of 64 KiB. */
export function snappy(input: Buffer): Buffer {
  const out = Buffer.alloc(input.length + (input.length >> 5) + 64);
  let to = varint(input.length).copy(out);
  const literal = (from: number, end: number): void => {
    for (let at = from; at < end; ) {
      const size = Math.min(end - at, 65_536);
      if (size <= 60) out[to++] = (size - 1) << 2;
      else {
        out[to++] = 61 << 2;
        to = out.writeUInt16LE(size - 1, to);
      }
      to += input.copy(out, to, at, at + size);
      at += size;
    }
  };
  for (let start = 0; start < input.length; start += 65_536) {
    const end = Math.min(input.length, start + 65_536);
    const table = new Int32Array(1 << 14).fill(-1);
    let pending = start;
    let at = start;
    while (at + 4 <= end) {
      const hash = Math.imul(input.readUInt32LE(at), 0x1e35a7bd) >>> 18;
      const candidate = table[hash]!;
      table[hash] = at;
      if (candidate < 0 || input.readUInt32LE(candidate) !== input.readUInt32LE(at)) {
        at++;
        continue;
      }
      literal(pending, at);
      const offset = at - candidate;
      let size = 4;
      while (size < 64 && at + size < end && input[candidate + size] === input[at + size]) size++;
      out[to++] = ((size - 1) << 2) | 2;
      to = out.writeUInt16LE(offset, to);
      at += size;
      pending = at;
    }
    literal(pending, end);
  }
  return out.subarray(0, to);
}

export const STALE = Buffer.from('020000000000f07f', 'hex');

/** What an OTLP exporter sends as JSON: gauges. */
export const otlpGauges = (points: readonly { name: string; value: number; time: number }[]): string =>
  JSON.stringify({
    resourceMetrics: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
        scopeMetrics: [
          {
            metrics: points.map(({ name, value, time }) => ({
              name,
              gauge: { dataPoints: [{ asDouble: value, timeUnixNano: `${time}000000` }] },
            })),
          },
        ],
      },
    ],
  });

/** A request of the Zabbix sender protocol. */
export function zabbixRequest(data: readonly object[]): Buffer {
  const body = Buffer.from(JSON.stringify({ request: 'sender data', data }));
  const header = Buffer.from('ZBXD\x01\0\0\0\0\0\0\0\0', 'latin1');
  header.writeUInt32LE(body.length, 5);
  return Buffer.concat([header, body]);
}
