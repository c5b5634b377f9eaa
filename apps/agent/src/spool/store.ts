import { closeSync, fdatasync, fdatasyncSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { ensurePrivateFolder, syncFolder } from '../data/files.ts';
import { encodeRecord, type StoredRecord } from './record.ts';
import {
  listSegments,
  SEGMENT_MAGIC,
  type Segment,
  SegmentReader,
  scanSegment,
  segmentPath,
} from './segment.ts';

/** A segment is ended after this time, so that dropping by age does not wait for it to fill. */
const SEGMENT_AGE_MS = 6 * 3_600_000;
/** When everything in it is delivered, a segment of this size makes room for an empty one. */
const RECYCLE_BYTES = 64 * 1024;

/** The segment files of the buffer: append at the end, read in order, remove at the front. */
export class SegmentStore {
  /** Number after the last intact record found when the folder was opened. */
  readonly openedAtNo: number;
  /** Bytes of an incomplete record that were cut off when the folder was opened. */
  readonly cutBytes: number = 0;
  private readonly folder: string;
  private readonly segmentBytes: number;
  private readonly maxPayload: number;
  private readonly segments: Segment[];
  private tail = -1;
  private tailBegan: number;
  private dirty = false;
  private reader: SegmentReader | undefined;

  constructor(folder: string, segmentBytes: number, maxPayload: number, now: number) {
    this.folder = folder;
    this.segmentBytes = segmentBytes;
    this.maxPayload = maxPayload;
    this.tailBegan = now;
    ensurePrivateFolder(folder);
    this.segments = listSegments(folder);
    const last = this.segments.at(-1);
    if (!last) {
      this.openedAtNo = 1;
      this.begin(1, now);
      return;
    }
    // Only the newest segment can end in a torn record; the others are verified when they are read.
    const { records, end } = scanSegment(last.path, maxPayload);
    const size = Math.max(end, SEGMENT_MAGIC.length);
    this.openedAtNo = (records.at(-1)?.no ?? last.firstNo - 1) + 1;
    this.tailBegan = records[0]?.at ?? now;
    this.cutBytes = Math.max(0, last.size - size);
    this.tail = openSync(last.path, 'r+');
    if (end === 0) writeSync(this.tail, SEGMENT_MAGIC, 0, SEGMENT_MAGIC.length, 0);
    ftruncateSync(this.tail, size);
    last.size = size;
  }

  /** Number of the oldest record that can still be here. */
  get firstNo(): number {
    return this.segments[0]!.firstNo;
  }

  get bytes(): number {
    return this.segments.reduce((sum, s) => sum + s.size, 0);
  }

  /** Whether there is a segment before the one that is being written. */
  get hasOld(): boolean {
    return this.segments.length > 1;
  }

  /** When the oldest segment was last written, Unix ms. */
  get oldestAt(): number {
    return this.segments[0]!.lastAt;
  }

  /** @throws the system's error, with nothing of the record left behind */
  write(record: StoredRecord): void {
    const current = this.segments.at(-1)!;
    const full = current.size >= this.segmentBytes || record.at - this.tailBegan > SEGMENT_AGE_MS;
    if (full && current.size > SEGMENT_MAGIC.length) this.begin(record.no, record.at);
    const segment = this.segments.at(-1)!;
    const bytes = encodeRecord(record, record.payload);
    // Always at the known end: what a failed attempt left there is overwritten.
    for (let done = 0; done < bytes.length; )
      done += writeSync(this.tail, bytes, done, bytes.length - done, segment.size + done);
    segment.size += bytes.length;
    segment.lastAt = record.at;
    this.dirty = true;
  }

  /** The oldest record from `no` on; records are read forward until `rewind`. */
  read(no: number): StoredRecord | undefined {
    for (;;) {
      this.reader ??= this.openReader(
        this.segments.find((_, i) => (this.segments[i + 1]?.firstNo ?? Infinity) > no),
      );
      for (let record = this.reader.next(); record; record = this.reader.next())
        if (record.no >= no) return record;
      const following = this.segments[this.segments.indexOf(this.reader.segment) + 1];
      if (!following) return undefined;
      this.rewind();
      this.reader = this.openReader(following);
    }
  }

  rewind(): void {
    this.reader?.close();
    this.reader = undefined;
  }

  /** Deletes what lies wholly before record `no`. `drained`: nothing from `no` on has been written yet. */
  removeBefore(no: number, drained: boolean, now: number): void {
    if (drained && this.segments.at(-1)!.size >= RECYCLE_BYTES) this.begin(no, now);
    while (this.hasOld && this.segments[1]!.firstNo <= no) this.removeOldest();
  }

  /** All records of the oldest segment that can be read, and the number before the next segment's first. */
  peekOldest(): { records: StoredRecord[]; through: number } {
    const { records } = scanSegment(this.segments[0]!.path, this.maxPayload);
    return { records, through: this.segments[1]!.firstNo - 1 };
  }

  removeOldest(): void {
    const oldest = this.segments[0]!;
    // An open file cannot be deleted on Windows.
    if (this.reader?.segment === oldest) this.rewind();
    this.segments.shift();
    rmSync(oldest.path, { force: true });
  }

  /** Makes what was written survive a power cut. */
  sync(done: (error: Error | null) => void): void {
    if (!this.dirty) return done(null);
    this.dirty = false;
    fdatasync(this.tail, done);
  }

  close(): void {
    this.rewind();
    if (this.dirty) fdatasyncSync(this.tail);
    closeSync(this.tail);
  }

  private openReader(segment: Segment | undefined): SegmentReader {
    return new SegmentReader(segment ?? this.segments.at(-1)!, this.maxPayload);
  }

  private begin(firstNo: number, now: number): void {
    const path = segmentPath(this.folder, firstNo);
    const file = openSync(path, 'w', 0o600);
    try {
      writeSync(file, SEGMENT_MAGIC);
      syncFolder(this.folder);
    } catch (error) {
      closeSync(file);
      rmSync(path, { force: true });
      throw error;
    }
    if (this.tail >= 0) {
      if (this.dirty) fdatasyncSync(this.tail);
      closeSync(this.tail);
    }
    this.tail = file;
    this.tailBegan = now;
    this.dirty = false;
    this.segments.push({ path, firstNo, size: SEGMENT_MAGIC.length, lastAt: now });
  }
}
