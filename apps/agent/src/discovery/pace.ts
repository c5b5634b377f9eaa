import { setTimeout as pause } from 'node:timers/promises';
import { monotonicMs } from '../clock.ts';

/** Hands out the moments at which packets may leave, evenly: no burst, and no catching up after a pause. */
export class Pace {
  readonly #gapMs: number;
  readonly #signal: AbortSignal;
  #next = 0;

  constructor(perSecond: number, signal: AbortSignal) {
    this.#gapMs = 1000 / perSecond;
    this.#signal = signal;
  }

  /**
   * Resolves when the first of `count` packets may leave; the time of all of them is then taken.
   * @throws the reason of the signal once that is aborted
   */
  async take(count = 1): Promise<void> {
    this.#signal.throwIfAborted();
    const now = monotonicMs();
    const at = Math.max(now, this.#next);
    this.#next = at + count * this.#gapMs;
    if (at > now) await pause(at - now, undefined, { signal: this.#signal });
  }
}
