/** Who waits for a place. */
export interface Queued {
  /** When it was due, ticks. */
  at: number;
  /** Took long, or failed, last time. */
  suspect: boolean;
  /** Removed while it waited. */
  gone: boolean;
}

/** First in, first out; taking costs the same however many wait. */
class Fifo<T extends Queued> {
  #items: (T | undefined)[] = [];
  #head = 0;

  get first(): T | undefined {
    while (this.#items[this.#head]?.gone) this.take();
    return this.#items[this.#head];
  }

  get length(): number {
    return this.#items.length - this.#head;
  }

  add(item: T): void {
    this.#items.push(item);
  }

  take(): void {
    this.#items[this.#head++] = undefined;
    if (this.#head === this.#items.length) {
      this.#items = [];
      this.#head = 0;
    } else if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
  }
}

/**
 * The places of one kind of check. Whoever was due first goes first, but suspects get at most half of the places: a
 * dead network, each of whose checks lasts until its deadline, leaves the other half to those that answer.
 */
export class Lane<T extends Queued> {
  readonly #places: number;
  readonly #forSuspects: number;
  readonly #healthy = new Fifo<T>();
  readonly #suspects = new Fifo<T>();
  #running = 0;
  #runningSuspects = 0;

  constructor(places: number) {
    this.#places = places;
    this.#forSuspects = Math.ceil(places / 2);
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#healthy.length + this.#suspects.length;
  }

  add(item: T): void {
    (item.suspect ? this.#suspects : this.#healthy).add(item);
  }

  /** Takes the next for which there is a place; that place is then taken until `leave`. */
  enter(): T | undefined {
    if (this.#running >= this.#places) return undefined;
    const healthy = this.#healthy.first;
    const suspect = this.#runningSuspects < this.#forSuspects ? this.#suspects.first : undefined;
    const next =
      suspect !== undefined && (healthy === undefined || suspect.at < healthy.at) ? suspect : healthy;
    if (next === undefined) return undefined;
    (next === suspect ? this.#suspects : this.#healthy).take();
    this.#running++;
    if (next === suspect) this.#runningSuspects++;
    return next;
  }

  /** @param suspect as it was when it entered */
  leave(suspect: boolean): void {
    this.#running--;
    if (suspect) this.#runningSuspects--;
  }
}
