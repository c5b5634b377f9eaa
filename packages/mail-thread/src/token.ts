import { createHmac, timingSafeEqual } from 'node:crypto';

export interface TicketToken {
  /** UUID, lower case. */
  clientId: string;
  ticketId: string;
}

const MAC_BYTES = 15;
const PREFIX = 't';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
/** 16 + 15 bytes in base 32. With the client's id too it would exceed the 64 octets of a local part (RFC 5321, 4.5.3.1.1). */
const LENGTH = Math.ceil(((16 + MAC_BYTES) * 8) / 5);

/**
 * The word in Reply-To (`support+WORD@…`) and Message-ID that names a ticket and that nobody else can make: 51 letters
 * and digits without case, because mail servers change it. The client is part of what is signed, not of the word; who
 * reads it looks the ticket up by its id and gives both.
 */
export function ticketToken(secret: Uint8Array, { clientId, ticketId }: TicketToken): string {
  if (!UUID.test(ticketId) || !UUID.test(clientId)) throw new TypeError('Both ids must be UUIDs.');
  return PREFIX + digits(Buffer.concat([bytes(ticketId), mac(secret, clientId, ticketId)]));
}

/**
 * Finds words of that form in an address, a message id or a text. Each has to be proved: `isTrue` is told the client
 * that the database holds for the ticket.
 */
export function readToken(
  text: string,
): { ticketId: string; isTrue: (secret: Uint8Array, clientId: string) => boolean } | undefined {
  const pattern = new RegExp(`(?<![0-9a-z])${PREFIX}([${DIGITS}]{${LENGTH}})(?![0-9a-z])`, 'i');
  const word = pattern.exec(text.slice(0, 2000))?.[1]?.toLowerCase();
  if (!word) return undefined;
  const raw = undigits(word);
  const hex = raw.toString('hex', 0, 16);
  const ticketId = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  return {
    ticketId,
    isTrue: (secret, clientId) =>
      timingSafeEqual(mac(secret, clientId, ticketId), raw.subarray(16, 16 + MAC_BYTES)),
  };
}

const bytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');

const mac = (secret: Uint8Array, clientId: string, ticketId: string): Buffer =>
  createHmac('sha256', secret).update(`ticket-token|${clientId}|${ticketId}`).digest().subarray(0, MAC_BYTES);

/** Base 32 without i, l, o, u (Crockford): fit for reading aloud, and for local parts. */
function digits(data: Buffer): string {
  let value = 0n;
  for (const byte of data) value = (value << 8n) | BigInt(byte);
  let text = '';
  for (let index = 0; index < LENGTH; index++, value >>= 5n) text = DIGITS[Number(value & 31n)]! + text;
  return text;
}

function undigits(text: string): Buffer {
  let value = 0n;
  for (const digit of text) value = (value << 5n) | BigInt(DIGITS.indexOf(digit));
  const data = Buffer.alloc(16 + MAC_BYTES);
  for (let index = data.length - 1; index >= 0; index--, value >>= 8n) data[index] = Number(value & 255n);
  return data;
}
