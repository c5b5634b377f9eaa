import { assertPosition, type ChainedEntry, type ChainPosition, entryHash } from './chain.ts';
import { ChainError } from './errors.ts';

/**
 * altered    an entry, its hash or its number is not what was written
 * removed    entries are missing
 * reordered  entries were moved
 * inserted   an entry that was not written here, or a second copy of one
 * rewritten  the chain is whole in itself, but is not the one that was signed
 *
 * That the chain is broken is certain; the reason is the simplest change that explains what is seen.
 */
export type BreakReason = 'altered' | 'removed' | 'reordered' | 'inserted' | 'rewritten';

export interface ChainBreak {
  /**
   * The place at which it breaks; what lies before it is as it was written, except for `rewritten`: that shows at a
   * checkpoint and may have begun anywhere after the one before.
   */
  readonly seq: number;
  readonly reason: BreakReason;
  /** One sentence in English for the log. */
  readonly detail: string;
}

export interface ChainReport {
  readonly ok: boolean;
  /** Entries found good, from the start to the end or to the break. */
  readonly checked: number;
  /** Position of the last of them, or of the start. */
  readonly last: ChainPosition;
  /** Only if not `ok`. */
  readonly break?: ChainBreak;
}

export interface VerifyOptions {
  /** The trusted position before the first entry: `chainStart(id)`, or a checkpoint whose signature was verified. */
  readonly from: ChainPosition;
  /**
   * Positions known to be true because their signatures were verified. Only they show that the end was cut off, or
   * that everything was written anew. Those before `from` say nothing and are passed over.
   */
  readonly checkpoints?: readonly ChainPosition[];
}

/**
 * Checks a chain entry by entry, with constant memory. Entries after the last checkpoint cannot be told from honest
 * ones if they are appended correctly: whoever may append may append anything.
 * @param entries in the order in which they are stored
 * @throws ChainError RA_CHAIN_SEQ, RA_CHAIN_HASH for bad options; what is wrong with the entries is in the report
 */
export async function verifyChain(
  entries: Iterable<ChainedEntry> | AsyncIterable<ChainedEntry>,
  options: VerifyOptions,
): Promise<ChainReport> {
  const verifier = new ChainVerifier(options);
  for await (const entry of entries) if (!verifier.push(entry)) break;
  return verifier.report();
}

/** As `verifyChain`, for entries at hand. */
export function verifyChainSync(entries: Iterable<ChainedEntry>, options: VerifyOptions): ChainReport {
  const verifier = new ChainVerifier(options);
  for (const entry of entries) if (!verifier.push(entry)) break;
  return verifier.report();
}

/** An entry that is sound in itself but does not follow the last good one; what comes after it tells why. */
interface Stranger {
  readonly entry: ChainedEntry;
  /** The entry that should be here was seen later. */
  expectedSeen: boolean;
  /** The entry that it follows was seen later. */
  predecessorSeen: boolean;
}

class ChainVerifier {
  #last: ChainPosition;
  /** Hash that the last good entry follows. */
  #beforeLast: string | undefined;
  #checked = 0;
  #break: ChainBreak | undefined;
  #stranger: Stranger | undefined;
  readonly #checkpoints: readonly ChainPosition[];
  #passed = 0;

  constructor({ from, checkpoints = [] }: VerifyOptions) {
    for (const position of [from, ...checkpoints]) assertPosition(position);
    this.#last = from;
    this.#checkpoints = checkpoints.filter(({ seq }) => seq >= from.seq).sort((a, b) => a.seq - b.seq);
    if (!this.#agrees(from)) {
      this.#break = {
        seq: from.seq,
        reason: 'rewritten',
        detail: 'the start is not the one that was signed',
      };
    }
  }

  /** Takes the next entry; false if further ones would change nothing. */
  push(entry: ChainedEntry): boolean {
    if (this.#break) return false;
    if (this.#stranger) return this.#look(this.#stranger, entry);
    const seq = this.#last.seq + 1;
    if (!isSound(entry)) {
      this.#broken('altered', `entry ${seq} does not match its hash`);
    } else if (entry.previousHash !== this.#last.hash) {
      if (entry.previousHash === this.#beforeLast) {
        this.#broken('inserted', `two entries follow entry ${seq - 2}, at ${seq - 1} and at ${seq}`);
      } else {
        this.#stranger = { entry, expectedSeen: false, predecessorSeen: false };
      }
    } else if (entry.seq !== seq) {
      this.#broken('altered', `entry ${seq} is numbered ${numberOf(entry)}`);
    } else if (!this.#agrees(entry)) {
      this.#broken('rewritten', `entry ${seq} is not the one that was signed`);
    } else {
      this.#beforeLast = this.#last.hash;
      this.#last = { seq, hash: entry.hash };
      this.#checked++;
    }
    return this.#break === undefined;
  }

  report(): ChainReport {
    if (this.#stranger) this.#explain(this.#stranger);
    const missing = this.#checkpoints[this.#passed];
    if (!this.#break && missing) {
      this.#broken('removed', `entries ${this.#last.seq + 1} to ${missing.seq} were signed and are missing`);
    }
    const found = { checked: this.#checked, last: this.#last };
    return this.#break ? { ok: false, ...found, break: this.#break } : { ok: true, ...found };
  }

  #broken(reason: BreakReason, detail: string): void {
    this.#break = { seq: this.#last.seq + 1, reason, detail };
  }

  /** Compares with the checkpoints of this place, which are then passed. */
  #agrees({ seq, hash }: ChainPosition): boolean {
    for (
      let next = this.#checkpoints[this.#passed];
      next?.seq === seq;
      next = this.#checkpoints[this.#passed]
    ) {
      if (next.hash !== hash) return false;
      this.#passed++;
    }
    return true;
  }

  #look(stranger: Stranger, entry: ChainedEntry): boolean {
    if (isEntry(entry)) {
      if (entry.previousHash === this.#last.hash) stranger.expectedSeen = true;
      if (entry.hash === stranger.entry.previousHash) stranger.predecessorSeen = true;
    }
    return !(stranger.expectedSeen && stranger.predecessorSeen);
  }

  #explain({ entry, expectedSeen, predecessorSeen }: Stranger): void {
    const seq = this.#last.seq + 1;
    if (expectedSeen && predecessorSeen) {
      this.#broken(
        'reordered',
        `entry ${seq} comes later, the one in its place is numbered ${numberOf(entry)}`,
      );
    } else if (expectedSeen || entry.seq < seq) {
      this.#broken(
        'inserted',
        `the entry in place ${seq} does not belong there, it is numbered ${numberOf(entry)}`,
      );
    } else if (entry.seq > seq) {
      this.#broken('removed', `entries ${seq} to ${entry.seq - 1} are missing`);
    } else {
      this.#broken('altered', `entry ${seq} follows another entry ${seq - 1} than the one that is there`);
    }
  }
}

/** Whether an entry has the shape and the hash that its content and its predecessor give. */
function isSound(entry: ChainedEntry): boolean {
  if (!isEntry(entry)) return false;
  try {
    return entryHash(entry.previousHash, entry.entry) === entry.hash;
  } catch (error) {
    if (error instanceof ChainError) return false;
    throw error;
  }
}

/** The number as stored, for a message; it may be anything. */
function numberOf({ seq }: ChainedEntry): string {
  return typeof seq === 'number' ? String(seq) : `with a ${typeof seq}`;
}

/** Entries come from a store that somebody may have changed: the type promises nothing. */
function isEntry(entry: ChainedEntry): boolean {
  return typeof entry === 'object' && entry !== null;
}
