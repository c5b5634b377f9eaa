/**
 * Turns counters into rates. Time is monotonic: a step of the wall clock must not make a peak.
 * A counter that runs backwards (device replaced, overflow) gives no value once.
 */
export class Rates {
  private readonly before = new Map<string, number>();
  private seen = new Set<string>();
  private seconds = Number.NaN;
  private lastMs: number | undefined;

  /** Begins a round. */
  begin(monotonicMs: number): void {
    this.seconds = this.lastMs === undefined ? Number.NaN : (monotonicMs - this.lastMs) / 1000;
    this.lastMs = monotonicMs;
    this.seen = new Set();
  }

  /** Change of a counter per second since the last round; NaN when that cannot be told. */
  perSecond(key: string, counter: number): number {
    const last = this.before.get(key);
    this.before.set(key, counter);
    this.seen.add(key);
    if (last === undefined || counter < last || !(this.seconds > 0)) return Number.NaN;
    return (counter - last) / this.seconds;
  }

  /** Forgets counters that were not asked for in this round: what comes back later starts anew. */
  end(): void {
    for (const key of this.before.keys()) if (!this.seen.has(key)) this.before.delete(key);
  }
}
