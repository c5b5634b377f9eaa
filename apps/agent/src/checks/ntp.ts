import { randomBytes } from 'node:crypto';
import type { CheckOutcome, NtpCheck } from '@rettungsanker/protocol';
import { outcomeOf } from './codes.ts';
import { exchangeDatagram } from './datagram.ts';
import type { Run } from './environment.ts';
import { tenths } from './values.ts';

/** From 1900 to 1970, s. */
const ERA = 2_208_988_800;
const PACKET_BYTES = 48;
/** LI 0, version 4, mode 3 (client). */
const CLIENT = 0x23;

/** What the packet of a server says (RFC 5905, 7.3). */
export interface NtpAnswer {
  /** 3: the server's clock is not synchronised. */
  leap: number;
  stratum: number;
  /** With stratum 0 the server's refusal: RATE, DENY, RSTR. */
  kiss: string;
  /** When the request came and the answer left, Unix ms by the server's clock. */
  receivedAt: number;
  sentAt: number;
}

/** @throws CheckError */
export async function checkNtp(check: NtpCheck, run: Run): Promise<CheckOutcome> {
  // A random number instead of our time: the server sends it back, and nobody learns our clock (RFC 5905, 9.2).
  let cookie: Buffer = Buffer.alloc(8);
  let sentAt = 0;
  let answer: NtpAnswer | undefined;
  const { dnsMs, answerMs } = await exchangeDatagram(
    check,
    () => {
      cookie = randomBytes(8);
      sentAt = run.now();
      return clientPacket(cookie);
    },
    (bytes) => {
      answer = parseNtp(bytes, cookie);
      return answer !== undefined;
    },
    run,
    2000,
  );
  const { leap, stratum, kiss, receivedAt, sentAt: answeredAt } = answer!;
  const delayMs = Math.max(0, answerMs - (answeredAt - receivedAt));
  const offsetMs = (receivedAt - sentAt + (answeredAt - (sentAt + answerMs))) / 2;
  const values = {
    dns_ms: tenths(dnsMs),
    delay_ms: tenths(delayMs),
    offset_ms: tenths(offsetMs),
    stratum,
    total_ms: tenths(dnsMs + answerMs),
  };
  if (stratum === 0) return outcomeOf('RA_CHECK_NOT_READY', `the time server refuses (${kiss})`, values);
  if (leap === 3 || stratum > 15) {
    return outcomeOf('RA_CHECK_TIME', 'the time server is not synchronised', values);
  }
  const differ = `its time and that of the checking host differ by ${Math.round(offsetMs)} ms`;
  const off = Math.abs(offsetMs);
  if (off > check.criticalMs) return outcomeOf('RA_CHECK_TIME', differ, values);
  if (off > check.warnMs) return outcomeOf('RA_CHECK_TIME', differ, values, 'warning');
  if (stratum > check.maxStratum) {
    return outcomeOf('RA_CHECK_TIME', `the time server has stratum ${stratum}`, values, 'warning');
  }
  return { status: 'ok', message: `stratum ${stratum}, offset ${Math.round(offsetMs)} ms`, values };
}

export function clientPacket(cookie: Buffer): Buffer {
  const packet = Buffer.alloc(PACKET_BYTES);
  packet[0] = CLIENT;
  cookie.copy(packet, 40);
  return packet;
}

/** @returns undefined when it is no answer of a server to the packet with this cookie */
export function parseNtp(packet: Buffer, cookie: Buffer): NtpAnswer | undefined {
  if (packet.length < PACKET_BYTES) return undefined;
  const mode = packet[0]! & 7;
  if (mode !== 4 || !packet.subarray(24, 32).equals(cookie)) return undefined;
  return {
    leap: packet[0]! >> 6,
    stratum: packet[1]!,
    kiss: packet.toString('latin1', 12, 16).replace(/[^A-Z0-9]/g, ''),
    receivedAt: timestamp(packet, 32),
    sentAt: timestamp(packet, 40),
  };
}

/** NTP's seconds begin anew in 2036; a small number belongs to the era after. */
function timestamp(packet: Buffer, at: number): number {
  const seconds = packet.readUInt32BE(at);
  const fraction = packet.readUInt32BE(at + 4) / 2 ** 32;
  const era = seconds < 0x8000_0000 ? 2 ** 32 : 0;
  return (seconds + era - ERA + fraction) * 1000;
}
