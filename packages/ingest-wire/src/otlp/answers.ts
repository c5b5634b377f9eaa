/** Answers of OTLP/HTTP in protobuf and JSON. */

export interface PartialSuccess {
  rejected: number;
  reason: string;
}

/** An ExportMetricsServiceResponse; without `partial` everything was taken and the message is empty. */
export function metricsResponse(format: 'protobuf' | 'json', partial?: PartialSuccess): Buffer {
  if (format === 'json') {
    // 64 bit integers are text in protobuf's JSON.
    const body = partial
      ? { partialSuccess: { rejectedDataPoints: String(partial.rejected), errorMessage: partial.reason } }
      : {};
    return Buffer.from(JSON.stringify(body));
  }
  if (!partial) return Buffer.alloc(0);
  return field(
    1,
    Buffer.concat([Buffer.from([0x08]), varint(partial.rejected), field(2, Buffer.from(partial.reason))]),
  );
}

/** A google.rpc.Status, which is the body of every error. @param code gRPC status code */
export function statusResponse(format: 'protobuf' | 'json', code: number, message: string): Buffer {
  if (format === 'json') return Buffer.from(JSON.stringify({ code, message }));
  return Buffer.concat([Buffer.from([0x08]), varint(code), field(2, Buffer.from(message))]);
}

function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(content.length), content]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}
