import { isUtf8 } from 'node:buffer';
import { randomFillSync } from 'node:crypto';

/** Operation codes of RFC 6455, section 5.2. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** A complete message or control frame of the server. */
export interface Message {
  opcode: number;
  payload: Buffer;
}

/** Why a stream of frames was given up; `status` is the code for the close frame (RFC 6455, section 7.4.1). */
export class FrameError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** One frame of a client: always final, always masked (RFC 6455, section 5.3). */
export function encodeFrame(opcode: number, payload: Uint8Array): Buffer {
  const length = payload.length;
  const extra = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const start = 2 + extra + 4;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (extra === 0 ? length : extra === 2 ? 126 : 127);
  if (extra === 2) frame.writeUInt16BE(length, 2);
  if (extra === 8) frame.writeBigUInt64BE(BigInt(length), 2);
  const mask = randomFillSync(frame.subarray(start - 4, start));
  for (let i = 0; i < length; i++) frame[start + i] = payload[i]! ^ mask[i & 3]!;
  return frame;
}

/** Cuts the bytes of a server into messages; holds at most one message of `maxBytes`. */
export class FrameReader {
  private readonly maxBytes: number;
  private pending: Buffer = Buffer.alloc(0);
  private parts: Buffer[] = [];
  private partsBytes = 0;
  private opcode = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  /** @throws FrameError when the stream breaks the rules; it cannot be read on then */
  push(chunk: Buffer, receive: (message: Message) => void): void {
    let bytes = this.pending.length > 0 ? Buffer.concat([this.pending, chunk]) : chunk;
    for (let frame = this.readFrame(bytes); frame; frame = this.readFrame(bytes)) {
      bytes = bytes.subarray(frame.end);
      const message = this.assemble(frame.final, frame.opcode, frame.payload);
      if (message) receive(message);
    }
    // A copy, so that a few waiting bytes do not keep a large chunk alive.
    this.pending = Buffer.from(bytes);
  }

  private readFrame(
    bytes: Buffer,
  ): { final: boolean; opcode: number; payload: Buffer; end: number } | undefined {
    if (bytes.length < 2) return undefined;
    const [first, second] = [bytes[0]!, bytes[1]!];
    if (first & 0x70) throw new FrameError(1002, 'a reserved bit is set');
    if (second & 0x80) throw new FrameError(1002, 'a frame of the server is masked');
    const opcode = first & 0x0f;
    const short = second & 0x7f;
    const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
    if (bytes.length < 2 + extra) return undefined;
    const length =
      extra === 0 ? short : extra === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
    const final = (first & 0x80) !== 0;
    if (opcode >= 8 && (length > 125 || !final)) throw new FrameError(1002, 'a control frame is too long');
    if (this.partsBytes + length > this.maxBytes) throw new FrameError(1009, 'a message is too large');
    const end = 2 + extra + length;
    if (bytes.length < end) return undefined;
    return { final, opcode, payload: bytes.subarray(2 + extra, end), end };
  }

  private assemble(final: boolean, opcode: number, payload: Buffer): Message | undefined {
    if (opcode >= 8) return { opcode, payload };
    const continues = this.parts.length > 0;
    if (opcode > 2 || continues !== (opcode === OPCODE.continuation))
      throw new FrameError(1002, 'a frame is out of order');
    if (!continues) this.opcode = opcode;
    this.parts.push(Buffer.from(payload));
    this.partsBytes += payload.length;
    if (!final) return undefined;
    const message = { opcode: this.opcode, payload: Buffer.concat(this.parts) };
    this.parts = [];
    this.partsBytes = 0;
    if (message.opcode === OPCODE.text && !isUtf8(message.payload))
      throw new FrameError(1007, 'a text is not UTF-8');
    return message;
  }
}
