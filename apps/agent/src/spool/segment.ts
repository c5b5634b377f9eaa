import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeHead, findRecord, isIntact, RECORD_HEAD_BYTES, type StoredRecord } from './record.ts';

/** First bytes of a segment file: name and version of the format. */
export const SEGMENT_MAGIC = Buffer.from('RASPOOL1');

/** One file of records with rising numbers. Its name carries the number that its first record has or will have. */
export interface Segment {
  path: string;
  firstNo: number;
  size: number;
  /** When the file was last appended to, Unix ms. */
  lastAt: number;
}

const NAME = /^(\d{16})\.seg$/;

export function segmentPath(folder: string, firstNo: number): string {
  return join(folder, `${String(firstNo).padStart(16, '0')}.seg`);
}

/** The segments of a folder, oldest first. */
export function listSegments(folder: string): Segment[] {
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const { size, mtimeMs } = statSync(path);
      return { path, firstNo: Number(name.slice(0, 16)), size, lastAt: mtimeMs };
    });
}

export interface SegmentScan {
  records: StoredRecord[];
  /** Where the last intact record ends: what follows was being written when the power went, or is damaged. */
  end: number;
}

/** Reads a whole segment; damaged records are stepped over. */
export function scanSegment(path: string, maxPayload: number): SegmentScan {
  const bytes = readFileSync(path);
  const records: StoredRecord[] = [];
  let end = Math.min(SEGMENT_MAGIC.length, bytes.length);
  if (!bytes.subarray(0, SEGMENT_MAGIC.length).equals(SEGMENT_MAGIC)) return { records, end: 0 };
  for (let found = findRecord(bytes, end, maxPayload); found; found = findRecord(bytes, end, maxPayload)) {
    const start = found.offset + RECORD_HEAD_BYTES;
    end = start + found.head.length;
    records.push({ ...found.head, payload: bytes.subarray(start, end) });
  }
  return { records, end };
}

/** Reads records of one segment one after the other, holding one record in memory. */
export class SegmentReader {
  readonly segment: Segment;
  private readonly file: number;
  private readonly maxPayload: number;
  private readonly head = Buffer.alloc(RECORD_HEAD_BYTES);
  private offset = SEGMENT_MAGIC.length;

  constructor(segment: Segment, maxPayload: number) {
    this.segment = segment;
    this.maxPayload = maxPayload;
    this.file = openSync(segment.path, 'r');
  }

  /** @returns undefined at the end; a segment that still grows can have more later. */
  next(): StoredRecord | undefined {
    if (this.offset >= this.segment.size) return undefined;
    return this.readHere() ?? this.searchOn();
  }

  close(): void {
    closeSync(this.file);
  }

  private readHere(): StoredRecord | undefined {
    if (readSync(this.file, this.head, 0, RECORD_HEAD_BYTES, this.offset) < RECORD_HEAD_BYTES)
      return undefined;
    const head = decodeHead(this.head, 0, this.maxPayload);
    if (!head) return undefined;
    const record = Buffer.allocUnsafe(RECORD_HEAD_BYTES + head.length);
    const read = readSync(this.file, record, 0, record.length, this.offset);
    if (read < record.length || !isIntact(record, 0, head)) return undefined;
    this.offset += record.length;
    return { ...head, payload: record.subarray(RECORD_HEAD_BYTES) };
  }

  /** Something here is damaged: looks for the next intact record, once per damaged place. */
  private searchOn(): StoredRecord | undefined {
    const bytes = Buffer.alloc(fstatSync(this.file).size);
    readSync(this.file, bytes, 0, bytes.length, 0);
    const found = findRecord(bytes, this.offset, this.maxPayload);
    if (!found) {
      this.offset = Math.max(this.offset, this.segment.size);
      return undefined;
    }
    const start = found.offset + RECORD_HEAD_BYTES;
    this.offset = start + found.head.length;
    return { ...found.head, payload: bytes.subarray(start, this.offset) };
  }
}
