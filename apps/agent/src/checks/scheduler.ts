import type { AssignedCheck, CheckOutcome, CheckResult, RunnableCheck } from '@rettungsanker/protocol';
import { outcomeOf } from './codes.ts';
import { isLocal } from './run.ts';

/** Time as the scheduler needs it. */
export interface SchedulerClock {
  /** Unix ms. */
  now(): number;
  /** @returns a function that cancels. */
  after(ms: number, run: () => void): () => void;
}

export interface CheckSchedulerOptions {
  /** Runs one check; must end soon after the signal is aborted. A rejection is reported as RA_CHECK_INTERNAL. */
  run: (check: RunnableCheck, signal: AbortSignal) => Promise<CheckOutcome>;
  /** Called once per finished run; must not throw. */
  onResult: (result: CheckResult) => void;
  /** The owner of the host may forbid kinds of checks; such a check reports RA_CHECK_NOT_ALLOWED at its times. */
  allowed?: (check: RunnableCheck) => boolean;
  /** Network checks at a time; default 64. */
  networkAtOnce?: number;
  /** Service and process checks at a time; default 2. They have their own lane: a dead network does not delay them. */
  localAtOnce?: number;
  clock?: SchedulerClock;
}

/** A failure is looked at again after that long, before it is reported: one lost packet is no outage. */
const CONFIRM_AFTER_MS = 250;
/** A failure that took longer to show has outlived several retransmissions: it needs no second look. */
const CONFIRM_WITHIN_MS = 1000;
/** The first run of a new check comes within that long, however long its interval is. */
const FIRST_RUN_WITHIN_MS = 5000;
/** A regular time that is nearer than that counts as reached; half of the shortest interval. */
const EARLY_MS = 500;

const systemClock: SchedulerClock = {
  now: Date.now,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

interface Lane {
  free: number;
  queue: Entry[];
}

interface Entry {
  assigned: AssignedCheck;
  /** Tells whether a new assignment is the same. */
  text: string;
  lane: Lane;
  cancelTimer: () => void;
  /** In the queue, or running: then a time that comes is left out. */
  busy: boolean;
  /** Reported as failed last time: another failure needs no confirmation. */
  failed: boolean;
  stop: AbortController;
}

/**
 * Runs the assigned checks, each at its interval and at a moment within the interval that depends on its id
 * only: stable over restarts, spread over time, never all at once. A check never runs twice at the same time;
 * when it is still busy at its next time, that time is left out.
 *
 * A failure that shows within a second is confirmed by a second run 250 ms later. A target that fails at once is
 * therefore reported at most interval + 0.3 s after the fault; in general interval + 0.25 s + twice the time in
 * which the failure shows (once, where that is more than a second).
 */
export class CheckScheduler {
  readonly #options: CheckSchedulerOptions;
  readonly #clock: SchedulerClock;
  readonly #entries = new Map<string, Entry>();
  readonly #network: Lane;
  readonly #local: Lane;

  constructor(options: CheckSchedulerOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#network = { free: options.networkAtOnce ?? 64, queue: [] };
    this.#local = { free: options.localAtOnce ?? 2, queue: [] };
  }

  /** Replaces the assignment. Checks that are the same go on undisturbed; results of removed ones are dropped. */
  assign(checks: readonly AssignedCheck[]): void {
    const wanted = new Map(checks.map((assigned) => [assigned.id, assigned]));
    const texts = new Map(checks.map((assigned) => [assigned.id, JSON.stringify(assigned)]));
    for (const [id, entry] of this.#entries) {
      if (texts.get(id) !== entry.text) {
        this.#remove(id, entry);
        continue;
      }
      // The newest object: the caller may know its permission or its guard by it.
      entry.assigned = wanted.get(id)!;
      wanted.delete(id);
    }
    for (const [id, assigned] of wanted) this.#add(assigned, texts.get(id)!);
  }

  /** Ends all timers and running checks; nothing is reported any more. */
  stop(): void {
    this.assign([]);
  }

  #add(assigned: AssignedCheck, text: string): void {
    const entry: Entry = {
      assigned,
      text,
      lane: isLocal(assigned.check) ? this.#local : this.#network,
      cancelTimer: () => {},
      busy: false,
      failed: false,
      stop: new AbortController(),
    };
    this.#entries.set(assigned.id, entry);
    const spread = Math.min(assigned.intervalMs, FIRST_RUN_WITHIN_MS);
    this.#wait(entry, phaseOf(assigned.id, spread));
  }

  #remove(id: string, entry: Entry): void {
    this.#entries.delete(id);
    entry.cancelTimer();
    const { queue } = entry.lane;
    const place = queue.indexOf(entry);
    if (place >= 0) queue.splice(place, 1);
    entry.stop.abort();
  }

  #wait(entry: Entry, ms: number): void {
    entry.cancelTimer = this.#clock.after(ms, () => {
      this.#due(entry);
      this.#wait(entry, this.#untilNext(entry.assigned));
    });
  }

  /** From the clock, not from the last run: lateness does not add up, and a clock that jumps costs one interval. */
  #untilNext({ id, intervalMs }: AssignedCheck): number {
    const into = (this.#clock.now() - phaseOf(id, intervalMs)) % intervalMs;
    const left = intervalMs - into;
    // A timer may fire a little early, and a first run may fall just before its regular time: one run is enough.
    return left < EARLY_MS ? left + intervalMs : left;
  }

  #due(entry: Entry): void {
    if (entry.busy) return;
    entry.busy = true;
    entry.lane.queue.push(entry);
    this.#pump(entry.lane);
  }

  #pump(lane: Lane): void {
    while (lane.free > 0) {
      const entry = lane.queue.shift();
      if (entry === undefined) return;
      lane.free--;
      void this.#judge(entry).then((outcome) => {
        lane.free++;
        entry.busy = false;
        if (!entry.stop.signal.aborted) {
          entry.failed = outcome.status === 'failed';
          this.#options.onResult({ checkId: entry.assigned.id, at: this.#clock.now(), outcome });
        }
        this.#pump(lane);
      });
    }
  }

  async #judge(entry: Entry): Promise<CheckOutcome> {
    const started = this.#clock.now();
    const first = await this.#run(entry);
    const took = this.#clock.now() - started;
    if (first.status !== 'failed' || entry.failed || took > CONFIRM_WITHIN_MS) return first;
    await this.#pause(entry);
    return entry.stop.signal.aborted ? first : this.#run(entry);
  }

  async #run({ assigned: { check }, stop }: Entry): Promise<CheckOutcome> {
    if (this.#options.allowed?.(check) === false) {
      return outcomeOf(
        'RA_CHECK_NOT_ALLOWED',
        `checks of the kind ${check.kind} are not allowed on this host`,
      );
    }
    try {
      return await this.#options.run(check, stop.signal);
    } catch (error) {
      return outcomeOf('RA_CHECK_INTERNAL', `unexpected: ${error instanceof Error ? error.message : error}`);
    }
  }

  #pause({ stop: { signal } }: Entry): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const cancel = this.#clock.after(CONFIRM_AFTER_MS, done);
      signal.addEventListener('abort', done);
    });
  }
}

/** A moment within `length` ms that depends on the id only (FNV-1a, 32 bit). */
export function phaseOf(id: string, length: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  return Math.floor(((hash >>> 0) / 2 ** 32) * length);
}
