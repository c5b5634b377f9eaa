/*
 * A record of the buffer: 32 bytes of head, then the payload.
 *    0  u32  marker, to find the next record behind a damaged one
 *    4  u32  length of the payload
 *    8  f64  number of the record (exact up to 2^53)
 *   16  f64  when it was made, Unix ms
 *   24  u32  flags
 *   28  u32  CRC-32 of bytes 4..27 and of the payload
 */
export const RECORD_HEAD_BYTES = 32;
const MARKER = 0x31724152;
/** Payload is a report about dropped batches; such a report is merged, not lost, when it has to go itself. */
export const FLAG_DROPPED = 1;

export interface RecordHead {
  length: number;
  no: number;
  at: number;
  flags: number;
}

/** A record with its payload, as it stands on disk or in memory. */
export interface StoredRecord extends RecordHead {
  payload: Buffer;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** CRC-32 (ISO 3309); own, because node:zlib costs 2 MB of memory. `seed` continues an earlier call. */
export function crc32(bytes: Uint8Array, seed = 0): number {
  let crc = ~seed;
  for (let i = 0; i < bytes.length; i++) crc = CRC_TABLE[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

export function encodeRecord(head: Omit<RecordHead, 'length'>, payload: Uint8Array): Buffer {
  const record = Buffer.allocUnsafe(RECORD_HEAD_BYTES + payload.length);
  record.writeUInt32LE(MARKER, 0);
  record.writeUInt32LE(payload.length, 4);
  record.writeDoubleLE(head.no, 8);
  record.writeDoubleLE(head.at, 16);
  record.writeUInt32LE(head.flags, 24);
  record.writeUInt32LE(crc32(payload, crc32(record.subarray(4, 28))), 28);
  record.set(payload, RECORD_HEAD_BYTES);
  return record;
}

/** Reads a head without looking at the payload. @returns undefined when these bytes are no head. */
export function decodeHead(bytes: Buffer, offset: number, maxPayload: number): RecordHead | undefined {
  if (offset + RECORD_HEAD_BYTES > bytes.length || bytes.readUInt32LE(offset) !== MARKER) return undefined;
  const length = bytes.readUInt32LE(offset + 4);
  const no = bytes.readDoubleLE(offset + 8);
  if (length > maxPayload || !Number.isSafeInteger(no) || no < 1) return undefined;
  return { length, no, at: bytes.readDoubleLE(offset + 16), flags: bytes.readUInt32LE(offset + 24) };
}

/** Whether the record that starts at `offset` of `bytes` is whole and undamaged. */
export function isIntact(bytes: Buffer, offset: number, head: RecordHead): boolean {
  const end = offset + RECORD_HEAD_BYTES + head.length;
  if (end > bytes.length) return false;
  const crc = crc32(
    bytes.subarray(offset + RECORD_HEAD_BYTES, end),
    crc32(bytes.subarray(offset + 4, offset + 28)),
  );
  return crc === bytes.readUInt32LE(offset + 28);
}

/** First intact record at or behind `from`, stepping over damaged bytes. */
export function findRecord(
  bytes: Buffer,
  from: number,
  maxPayload: number,
): { offset: number; head: RecordHead } | undefined {
  const marker = Buffer.alloc(4);
  marker.writeUInt32LE(MARKER);
  for (let at = bytes.indexOf(marker, from); at >= 0; at = bytes.indexOf(marker, at + 1)) {
    const head = decodeHead(bytes, at, maxPayload);
    if (head && isIntact(bytes, at, head)) return { offset: at, head };
  }
  return undefined;
}
