import type {
  AssignedCheck,
  CheckOutcome,
  CheckResult,
  RunnableCheck,
  RunnableKind,
} from '@rettungsanker/protocol';
import { outcomeOf } from '../codes.ts';
import type { StopSignal } from '../environment.ts';
import { runnerOf } from '../runners.ts';
import { type Due, DueHeap } from './due-heap.ts';
import { Lane, type Queued } from './lane.ts';
import { noteDelay } from './own-delay.ts';
import { Stop } from './stop.ts';

/** Time as the scheduler needs it. */
export interface SchedulerClock {
  /** Unix ms; may jump. */
  now(): number;
  /** Ms since any moment; never jumps. */
  ticks(): number;
  /** @returns a function that cancels. */
  after(ms: number, run: () => void): () => void;
  /** Calls `run` once this turn of the event loop, with all the answers that have arrived, is done. */
  soon(run: () => void): void;
}

export interface CheckSchedulerOptions {
  /** Runs one check; must end soon after the signal is aborted. A rejection is reported as RA_CHECK_INTERNAL. */
  run: (check: RunnableCheck, signal: StopSignal, id: string) => Promise<CheckOutcome>;
  /** Called once per finished run; must not throw. */
  onResult: (result: CheckResult) => void;
  /** The owner of the host may forbid kinds of checks; such a check reports RA_CHECK_NOT_ALLOWED at its times. */
  allowed?: (check: RunnableCheck) => boolean;
  /** Checks of one kind at a time, where that is less than the kind's own number of places. */
  atMost?: number;
  clock?: SchedulerClock;
}

/** How the scheduler gets along. */
export interface SchedulerLoad {
  checks: number;
  running: number;
  /** Due, and without a place. */
  waiting: number;
  /** Since the start: runs, and regular times that were left out because the check was still waiting or running. */
  runs: number;
  leftOut: number;
  /** By how much starts are late, ms; a moving average. */
  lateMs: number;
}

/** A failure is looked at again after that long, before it is reported: one lost packet is no outage. */
const CONFIRM_AFTER_MS = 250;
/** A failure that took longer to show has outlived several retransmissions: it needs no second look. */
const CONFIRM_WITHIN_MS = 1000;
/** The first run of a new check comes within that long, however long its interval is ... */
const FIRST_RUN_WITHIN_MS = 5000;
/** ... unless so many are new that this many a second do not get through (a start with all its checks). */
const FIRST_RUNS_A_SECOND = 200;
/** A regular time that is nearer than that counts as reached; half of the shortest interval. */
const EARLY_MS = 500;
/** A run that takes that long makes its check a suspect. */
const SLOW_MS = 1000;
/**
 * Starts in one turn of the event loop. Between the turns the answers of what runs are read, so that a process with
 * more to do than it can do has checks waiting for their start, which is harmless, and not for their answers.
 */
const STARTS_A_TURN = 32;

const systemClock: SchedulerClock = {
  now: Date.now,
  ticks: () => performance.now(),
  after(ms, run) {
    const due = performance.now() + ms;
    const timer = setTimeout(() => {
      const now = performance.now();
      noteDelay(now - due, now);
      run();
    }, ms);
    return () => clearTimeout(timer);
  },
  soon: setImmediate,
};

interface Entry extends Due, Queued {
  assigned: AssignedCheck;
  /** Tells whether a new assignment is the same. */
  text: string;
  lane: Lane<Entry>;
  /** The regular time after the one that is being served, ticks. */
  nextAt: number;
  startedAt: number;
  /** A first failure is being looked at again. */
  confirming: boolean;
  /** Reported as failed last time: another failure needs no confirmation. */
  failed: boolean;
  stop: Stop;
}

/**
 * Runs the assigned checks, each at its interval and at a moment within the interval that depends on its id
 * only: stable over restarts, spread over time, never all at once. A check never runs twice at the same time;
 * when it is still waiting or busy at its next time, that time is left out. With more checks than the machine can
 * carry the intervals of all stretch alike; nothing is reported as failed for that reason.
 *
 * A failure that shows within a second is confirmed by a second run 250 ms later. A target that fails at once is
 * therefore reported at most interval + 0.3 s after the fault; in general interval + 0.25 s + twice the time in
 * which the failure shows (once, where that is more than a second).
 *
 * Costs grow with runs, not with checks: a run takes its place in a heap and a queue, and there is one timer for all.
 */
export class CheckScheduler {
  readonly #options: CheckSchedulerOptions;
  readonly #clock: SchedulerClock;
  readonly #entries = new Map<string, Entry>();
  readonly #due = new DueHeap<Entry>();
  readonly #lanes = new Map<RunnableKind, Lane<Entry>>();
  #cancelTimer: () => void = () => {};
  #armedFor = Infinity;
  #startsLeft = STARTS_A_TURN;
  #runs = 0;
  #leftOut = 0;
  #lateMs = 0;

  constructor(options: CheckSchedulerOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Replaces the assignment. Checks that are the same go on undisturbed; results of removed ones are dropped. */
  assign(checks: readonly AssignedCheck[]): void {
    const wanted = new Map(checks.map((assigned) => [assigned.id, assigned]));
    for (const [id, entry] of this.#entries) {
      const assigned = wanted.get(id);
      // The same object is the same check: with thousands of them, only those that are new are compared.
      if (assigned !== entry.assigned && (!assigned || JSON.stringify(assigned) !== entry.text)) {
        this.#remove(id, entry);
        continue;
      }
      // The newest object: the caller may know its permission or its guard by it.
      entry.assigned = assigned;
      wanted.delete(id);
    }
    const firstWithin = Math.max(FIRST_RUN_WITHIN_MS, (wanted.size / FIRST_RUNS_A_SECOND) * 1000);
    for (const assigned of wanted.values()) this.#add(assigned, firstWithin);
    this.#arm();
  }

  /** Ends all timers and running checks; nothing is reported any more. */
  stop(): void {
    this.assign([]);
  }

  load(): SchedulerLoad {
    const lanes = [...this.#lanes.values()];
    return {
      checks: this.#entries.size,
      running: lanes.reduce((sum, lane) => sum + lane.running, 0),
      waiting: lanes.reduce((sum, lane) => sum + lane.waiting, 0),
      runs: this.#runs,
      leftOut: this.#leftOut,
      lateMs: this.#lateMs,
    };
  }

  #add(assigned: AssignedCheck, firstWithin: number): void {
    const { id, intervalMs, check } = assigned;
    const at = this.#clock.ticks() + phaseOf(id, Math.min(intervalMs, firstWithin));
    const entry: Entry = {
      assigned,
      text: JSON.stringify(assigned),
      lane: this.#laneOf(check.kind),
      at,
      place: -1,
      nextAt: at,
      startedAt: 0,
      confirming: false,
      failed: false,
      suspect: false,
      gone: false,
      stop: new Stop(),
    };
    this.#entries.set(id, entry);
    this.#due.push(entry);
  }

  #remove(id: string, entry: Entry): void {
    this.#entries.delete(id);
    this.#due.remove(entry);
    entry.gone = true;
    entry.stop.abort();
  }

  #laneOf(kind: RunnableKind): Lane<Entry> {
    let lane = this.#lanes.get(kind);
    if (lane === undefined) {
      lane = new Lane(Math.min(runnerOf(kind).places, this.#options.atMost ?? Infinity));
      this.#lanes.set(kind, lane);
    }
    return lane;
  }

  /** One timer, for the check that is due next. */
  #arm(): void {
    const at = this.#due.peek()?.at ?? Infinity;
    if (at === this.#armedFor) return;
    this.#cancelTimer();
    this.#cancelTimer = () => {};
    this.#armedFor = at;
    if (at === Infinity) return;
    this.#cancelTimer = this.#clock.after(Math.max(0, at - this.#clock.ticks()), () => this.#onTimer(at));
  }

  /** @param reached what the timer was set for: it may fire a little early, and counts whole milliseconds */
  #onTimer(reached: number): void {
    this.#armedFor = Infinity;
    const now = Math.max(reached, this.#clock.ticks() + 1);
    for (let entry = this.#due.takeDue(now); entry !== undefined; entry = this.#due.takeDue(now)) {
      if (!entry.confirming) entry.nextAt = this.#clock.ticks() + this.#untilNext(entry.assigned, EARLY_MS);
      entry.lane.add(entry);
    }
    for (const lane of this.#lanes.values()) this.#pump(lane);
    this.#arm();
  }

  /**
   * From the clock, not from the last run: lateness does not add up, and a clock that jumps costs one interval.
   *
   * @param early a regular time that is nearer than that is being served already
   */
  #untilNext({ id, intervalMs }: AssignedCheck, early: number): number {
    const into = (this.#clock.now() - phaseOf(id, intervalMs)) % intervalMs;
    const left = intervalMs - into;
    return left < early ? left + intervalMs : left;
  }

  #pump(lane: Lane<Entry>): void {
    while (this.#startsLeft > 0) {
      const entry = lane.enter();
      if (entry === undefined) return;
      if (this.#startsLeft-- === STARTS_A_TURN) this.#clock.soon(() => this.#onTurn());
      this.#start(entry);
    }
  }

  #onTurn(): void {
    this.#startsLeft = STARTS_A_TURN;
    for (const lane of this.#lanes.values()) this.#pump(lane);
  }

  #start(entry: Entry): void {
    const { suspect } = entry;
    entry.startedAt = this.#clock.ticks();
    this.#runs++;
    this.#lateMs += (Math.max(0, entry.startedAt - entry.at) - this.#lateMs) / 100;
    void this.#run(entry).then((outcome) => {
      entry.lane.leave(suspect);
      if (!entry.gone) this.#finish(entry, outcome);
      this.#pump(entry.lane);
    });
  }

  async #run({ assigned: { id, check }, stop }: Entry): Promise<CheckOutcome> {
    if (this.#options.allowed?.(check) === false) {
      return outcomeOf(
        'RA_CHECK_NOT_ALLOWED',
        `checks of the kind ${check.kind} are not allowed on this host`,
      );
    }
    try {
      return await this.#options.run(check, stop, id);
    } catch (error) {
      return outcomeOf('RA_CHECK_INTERNAL', `unexpected: ${error instanceof Error ? error.message : error}`);
    }
  }

  #finish(entry: Entry, outcome: CheckOutcome): void {
    const now = this.#clock.ticks();
    const took = now - entry.startedAt;
    const isFailed = outcome.status === 'failed';
    entry.suspect = isFailed || took > SLOW_MS;
    if (isFailed && !entry.failed && !entry.confirming && took <= CONFIRM_WITHIN_MS) {
      entry.confirming = true;
      entry.at = now + CONFIRM_AFTER_MS;
    } else {
      entry.confirming = false;
      entry.failed = isFailed;
      this.#options.onResult({ checkId: entry.assigned.id, at: this.#clock.now(), outcome });
      entry.at = this.#nextTime(entry, now);
    }
    // Whoever is told of a result may have removed the check.
    if (entry.gone) return;
    this.#due.push(entry);
    this.#arm();
  }

  #nextTime(entry: Entry, now: number): number {
    if (entry.nextAt > now) return entry.nextAt;
    this.#leftOut += 1 + Math.floor((now - entry.nextAt) / entry.assigned.intervalMs);
    return now + this.#untilNext(entry.assigned, 0);
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
