import { createSocket } from 'node:dgram';
import type { TestContext } from 'node:test';

/* SNMP devices that do not behave. */

/** What comes back for the n-th packet; nothing when undefined. */
export type Answer = (request: Buffer, count: number) => Buffer | undefined;

/** @returns port of a UDP socket that answers each packet as told */
export async function fakeDevice(t: TestContext, answer: Answer): Promise<number> {
  const socket = createSocket('udp4');
  t.after(() => socket.close());
  let count = 0;
  socket.on('message', (request, from) => {
    const reply = answer(request, count++);
    if (reply !== undefined) socket.send(reply, from.port, from.address);
  });
  await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done));
  return socket.address().port;
}

export function garbage(_request: Buffer, count: number): Buffer {
  return Buffer.from([0x30, 0x82, 0xff, 0xff, count & 0xff]);
}

/** A GetResponse with one integer at 1.3.6.1.2.1.X; community and request identifier are those of the request. */
export function response(request: Buffer, tail: number[]): Buffer {
  const id = requestId(request);
  const oid = tlv(6, Buffer.from([0x2b, 6, 1, 2, 1, ...tail.flatMap(base128)]));
  const bind = tlv(0x30, Buffer.concat([oid, tlv(2, Buffer.from([1]))]));
  const one = Buffer.from([0]);
  // As many as a real device would put into one packet.
  const pdu = tlv(0xa2, Buffer.concat([tlv(2, id), tlv(2, one), tlv(2, one), tlv(0x30, bind)]));
  return tlv(0x30, Buffer.concat([tlv(2, Buffer.from([1])), tlv(4, Buffer.from('secret-ro')), pdu]));
}

function base128(number: number): number[] {
  return number < 128 ? [number] : [...base128(number >> 7).map((byte) => byte | 0x80), number & 0x7f];
}

/** The PDU of a message: SEQUENCE, version, community, then it. */
export function pduOf(message: Buffer): { tag: number; content: Buffer } {
  const sequence = element(message, 0);
  const version = element(message, sequence.start);
  const community = element(message, version.end);
  const pdu = element(message, community.end);
  return { tag: message[community.end]!, content: message.subarray(pdu.start, pdu.end) };
}

function requestId(request: Buffer): Buffer {
  const { content } = pduOf(request);
  const id = element(content, 0);
  return content.subarray(id.start, id.end);
}

/** Where the content of the element at an offset begins and ends (X.690, 8.1.3: long lengths say their own length). */
function element(bytes: Buffer, at: number): { start: number; end: number } {
  const first = bytes[at + 1]!;
  if (first < 128) return { start: at + 2, end: at + 2 + first };
  const count = first & 0x7f;
  const start = at + 2 + count;
  return { start, end: start + bytes.readUIntBE(at + 2, count) };
}

function tlv(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag, content.length]), content]);
}
