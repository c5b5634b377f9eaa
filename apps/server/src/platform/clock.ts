import { randomBytes } from 'node:crypto';

/** Where time and randomness come from; tests pass their own. */
export interface Clock {
  now(): Date;
  randomBytes(size: number): Buffer;
}

export const systemClock: Clock = { now: () => new Date(), randomBytes: (size) => randomBytes(size) };

/** UUID version 7 (RFC 9562, 5.7): 48 bit milliseconds, then random; sorts by creation, which keeps indexes dense. */
export function uuid7(clock: Clock): string {
  const bytes = clock.randomBytes(16);
  bytes.writeUIntBE(clock.now().getTime(), 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
