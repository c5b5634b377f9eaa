import { join } from 'node:path';
import { type Dropped, LIMITS } from '@rettungsanker/protocol';
import { AgentError, reasonOf } from '../errors.ts';
import type { Log } from '../log.ts';
import { lossBody, lossOf } from './loss.ts';
import { loadPosition, type Position, savePosition } from './position.ts';
import { FLAG_DROPPED, type StoredRecord } from './record.ts';
import { SegmentStore } from './store.ts';

/*
 * What was measured and is not yet acknowledged, in order, on disk.
 *
 * Every batch is written to a segment file before it is sent. The write goes to the page cache, so a killed process
 * loses nothing; it is not synced at once, because a batch is normally acknowledged within milliseconds and delivered
 * segments are deleted: an agent that is online costs the disk a few pages per minute. What stays unacknowledged is
 * synced every few seconds (`sync`), so that a power cut costs seconds, not days.
 *
 * Two numberings. A record's `no` is local and never changes; numbers are missing where something was dropped.
 * The wire wants `seq` without gaps: seq = no - shift, and `shift` changes only in `resume`, when the server has said
 * what it knows. Numbers that turn out to be missing later travel as empty batches.
 */

export interface SpoolOptions {
  folder: string;
  maxBytes: number;
  maxAgeMs: number;
  log: Log;
  /** Unix ms. */
  now: () => number;
  /** Something was dropped, damaged or refused. */
  onLoss?: () => void;
  /** Size at which a new segment is begun; smaller in tests. */
  segmentBytes?: number;
}

/** A batch on its way: `body` is the part of the frame's JSON behind `sentAt`, possibly empty. */
export interface Outgoing {
  seq: number;
  body: Buffer;
}

/** What the server's last sequence number says about this folder. */
export type ResumeVerdict = 'in-step' | 'server-ahead' | 'server-behind';

const MAX_PAYLOAD = LIMITS.frameBytes - 256;
const SEGMENT_BYTES = 1024 * 1024;
/** What is kept in memory while the disk of the host is full. */
const OVERFLOW_BYTES = 4 * 1024 * 1024;
const EMPTY = Buffer.alloc(0);

export class Spool {
  private readonly options: SpoolOptions;
  private readonly store: SegmentStore;
  private position: Position;
  private nextNo: number;
  /** First record that is not known to be delivered. */
  private headNo: number;
  /** Last record that was handed out on this connection. */
  private sentNo: number;
  /** Last record that the server could have seen. */
  private knownNo: number;
  /** Read from disk, but its turn comes after a hole. */
  private ahead: StoredRecord | undefined;
  /** The report about a hole that is on its way: carried by `no`, it covers everything up to `through`. */
  private holeReport: { no: number; through: number } | undefined;
  private overflow: StoredRecord[] = [];
  private overflowBytes = 0;
  private readonly refused = new Set<number>();

  /** Opens the buffer and mends what a crash left behind. @throws AgentError RA_DATA_FOLDER */
  constructor(options: SpoolOptions) {
    this.options = options;
    const segmentBytes = Math.min(options.segmentBytes ?? SEGMENT_BYTES, Math.ceil(options.maxBytes / 8));
    this.store = new SegmentStore(options.folder, segmentBytes, MAX_PAYLOAD, options.now());
    this.position = loadPosition(this.positionFile);
    this.nextNo = this.store.openedAtNo;
    this.headNo = this.store.firstNo;
    this.sentNo = this.headNo - 1;
    this.knownNo = this.nextNo - 1;
    if (this.store.cutBytes > 0)
      options.log.warn('An incomplete record at the end of the buffer was cut off.', {
        bytes: this.store.cutBytes,
      });
    this.enforceBounds();
  }

  /**
   * Keeps the body of a batch until the server has acknowledged it.
   * Never fails for a full disk: memory takes over for a while, and what does not fit is reported as dropped.
   * @throws AgentError RA_BATCH_TOO_LARGE
   */
  append(body: string | Buffer): void {
    const payload = typeof body === 'string' ? Buffer.from(body) : body;
    if (payload.length > MAX_PAYLOAD)
      throw new AgentError('RA_BATCH_TOO_LARGE', `A batch of ${payload.length} bytes does not fit a frame.`);
    this.keep(payload, 0);
    this.enforceBounds();
  }

  /** A connection is up and this is what the server has: `next` starts with the batch after `lastSeq`. */
  resume(lastSeq: number): ResumeVerdict {
    const delivered = lastSeq + this.position.shift;
    let verdict: ResumeVerdict = 'in-step';
    if (delivered > this.knownNo) {
      // The server knows numbers that were never sent from here: the folder was restored from a copy, or the power
      // went before the last records were on disk. What was found on disk was sent then; what came since is new.
      verdict = 'server-ahead';
      this.headNo = this.knownNo + 1;
    } else if (delivered + 1 >= this.headNo) {
      this.headNo = delivered + 1;
    } else if (this.headNo - 1 > this.position.announced) {
      // The server lost what it had acknowledged, or this folder lost its oldest segment.
      verdict = 'server-behind';
    }
    this.headNo = Math.max(this.headNo, this.position.announced + 1);
    this.setPosition({ ...this.position, shift: this.headNo - 1 - lastSeq });
    this.rewind();
    this.forgetDelivered();
    return verdict;
  }

  /** The next batch to send, in order; undefined when everything has been handed out. */
  next(): Outgoing | undefined {
    const no = this.sentNo + 1;
    if (no >= this.nextNo) return undefined;
    this.ahead ??= this.read(no);
    const record = this.ahead;
    this.sentNo = no;
    this.knownNo = Math.max(this.knownNo, no);
    const seq = no - this.position.shift;
    if (record?.no !== no) return { seq, body: this.fillHole(no, record) };
    this.ahead = undefined;
    return { seq, body: this.refused.has(no) ? lossBody(lossOf([record], 'refused')!) : record.payload };
  }

  /** The server has stored everything up to `seq`. */
  acknowledge(seq: number): void {
    const no = seq + this.position.shift;
    if (no < this.headNo || no > this.sentNo) return;
    if (this.holeReport && no >= this.holeReport.no) {
      this.setPosition({
        ...this.position,
        announced: Math.max(this.position.announced, this.holeReport.through),
      });
      this.holeReport = undefined;
    }
    this.headNo = no + 1;
    this.forgetDelivered();
  }

  /** The connection is gone: what was sent and not acknowledged will be sent again. */
  rewind(): void {
    this.sentNo = this.headNo - 1;
    this.ahead = undefined;
    this.holeReport = undefined;
    this.store.rewind();
  }

  /** The server will never take the oldest batch: its place is kept, its content is reported as dropped. */
  refuseHead(): void {
    this.refused.add(this.headNo);
    this.options.onLoss?.();
  }

  /** Batches not acknowledged. */
  get pending(): number {
    return this.nextNo - Math.max(this.headNo, this.position.announced + 1);
  }

  /** Batches handed out and not acknowledged. */
  get inFlight(): number {
    return this.sentNo - this.headNo + 1;
  }

  /** Sequence number of the oldest batch that is not acknowledged. */
  get headSeq(): number {
    return this.headNo - this.position.shift;
  }

  /** On disk and in memory, delivered parts of the oldest segment included. */
  get bytes(): number {
    return this.store.bytes + this.overflowBytes;
  }

  /** Makes what is not acknowledged survive a power cut. */
  sync(): void {
    if (this.pending === 0) return;
    this.drainOverflow();
    this.store.sync((error) => {
      if (error)
        this.options.log.warn('The buffer could not be synced to disk.', { reason: reasonOf(error) });
    });
  }

  close(): void {
    this.drainOverflow();
    this.store.close();
  }

  private get positionFile(): string {
    return join(this.options.folder, 'position.json');
  }

  private setPosition(position: Position): void {
    if (position.shift === this.position.shift && position.announced === this.position.announced) return;
    this.position = position;
    try {
      savePosition(this.positionFile, position);
    } catch (error) {
      // A full disk must not stop the delivery that tells about it. At worst a later crash doubles a few batches.
      this.options.log.error('The position in the buffer could not be saved.', { reason: reasonOf(error) });
    }
  }

  private keep(payload: Buffer, flags: number): void {
    const record = { no: this.nextNo++, at: this.options.now(), flags, length: payload.length, payload };
    if (this.drainOverflow() && this.write(record)) return;
    this.overflow.push(record);
    this.overflowBytes += payload.length;
    while (this.overflowBytes > OVERFLOW_BYTES) {
      // Not what is on its way: its acknowledgement must still find it.
      const victim = this.overflow.findIndex(({ no }) => no > this.sentNo && this.ahead?.no !== no);
      if (victim < 0) return;
      this.overflowBytes -= this.overflow.splice(victim, 1)[0]!.length;
    }
  }

  /** @returns whether nothing waits in memory any more. */
  private drainOverflow(): boolean {
    while (this.overflow.length > 0) {
      const record = this.overflow[0]!;
      if (!this.write(record)) return false;
      this.overflow.shift();
      this.overflowBytes -= record.length;
    }
    return true;
  }

  private write(record: StoredRecord): boolean {
    try {
      this.store.write(record);
      return true;
    } catch (error) {
      if (this.overflow.length === 0)
        this.options.log.error('The buffer cannot be written; batches wait in memory.', {
          reason: reasonOf(error),
        });
      return false;
    }
  }

  private read(no: number): StoredRecord | undefined {
    return this.store.read(no) ?? this.overflow.find((record) => record.no >= no);
  }

  /** An empty batch in place of a missing record; the first one of a hole says what is missing. */
  private fillHole(no: number, following: StoredRecord | undefined): Buffer {
    const through = (following?.no ?? this.nextNo) - 1;
    if (no <= this.position.announced || (this.holeReport && no <= this.holeReport.through)) return EMPTY;
    this.holeReport = { no, through };
    this.options.onLoss?.();
    const at = following?.at ?? this.options.now();
    const inMemory = following !== undefined && this.overflow.includes(following);
    const reason = inMemory ? 'disk' : 'corrupt';
    this.options.log.error('Batches in the buffer are missing or damaged.', {
      batches: through - no + 1,
      reason,
    });
    return lossBody({ batches: through - no + 1, bytes: 0, from: at, to: at, reason });
  }

  private forgetDelivered(): void {
    for (const no of this.refused) if (no < this.headNo) this.refused.delete(no);
    while (this.overflow[0] && this.overflow[0].no < this.headNo)
      this.overflowBytes -= this.overflow.shift()!.length;
    try {
      this.store.removeBefore(this.headNo, this.pending === 0, this.options.now());
    } catch (error) {
      this.options.log.warn('Delivered batches could not be removed.', { reason: reasonOf(error) });
    }
  }

  private enforceBounds(): void {
    const { maxBytes, maxAgeMs, now } = this.options;
    while (this.store.hasOld && this.store.bytes > maxBytes) this.dropOldest('size');
    while (this.store.hasOld && now() - this.store.oldestAt > maxAgeMs) this.dropOldest('age');
  }

  /** First the report, then the deletion: a crash between them reports too much, never too little. */
  private dropOldest(reason: Dropped['reason']): void {
    const { records, through } = this.store.peekOldest();
    const loss = lossOf(
      records.filter((record) => record.no >= this.headNo),
      reason,
    );
    if (loss) {
      this.options.onLoss?.();
      this.keep(lossBody(loss), FLAG_DROPPED);
      this.options.log.warn('The buffer is at its limit; the oldest batches were dropped.', {
        batches: loss.batches,
        bytes: loss.bytes,
        reason,
      });
    }
    this.setPosition({ ...this.position, announced: through });
    this.store.removeOldest();
    if (this.ahead && this.ahead.no <= through) this.ahead = undefined;
  }
}
