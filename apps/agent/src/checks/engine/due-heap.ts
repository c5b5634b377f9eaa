/** Something that is due at a time. */
export interface Due {
  /** Ticks, ms. */
  at: number;
  /** Its place in the heap, -1 while it is in none; belongs to the heap. */
  place: number;
}

/**
 * What is due next, of any number: a binary heap. Adding, removing and taking cost one step a doubling of the number
 * (15 for 20,000), and nothing while nothing is due: one timer is enough for all, and an idle process sleeps.
 */
export class DueHeap<T extends Due> {
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    this.#items.push(item);
    this.#up(item, this.#items.length - 1);
  }

  /** Takes the first item that is due at `now`. */
  takeDue(now: number): T | undefined {
    const first = this.#items[0];
    if (first === undefined || first.at > now) return undefined;
    this.remove(first);
    return first;
  }

  /** Does nothing when the item is in no heap. */
  remove(item: T): void {
    const { place } = item;
    if (place < 0) return;
    item.place = -1;
    const last = this.#items.pop()!;
    if (last === item) return;
    this.#up(last, place);
    this.#down(last, last.place);
  }

  #up(item: T, from: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const other = this.#items[parent]!;
      if (other.at <= item.at) break;
      this.#put(other, place);
      place = parent;
    }
    this.#put(item, place);
  }

  #down(item: T, from: number): void {
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.#items.length) break;
      const right = this.#items[child + 1];
      if (right !== undefined && right.at < this.#items[child]!.at) child++;
      const other = this.#items[child]!;
      if (other.at >= item.at) break;
      this.#put(other, place);
      place = child;
    }
    this.#put(item, place);
  }

  #put(item: T, place: number): void {
    this.#items[place] = item;
    item.place = place;
  }
}
