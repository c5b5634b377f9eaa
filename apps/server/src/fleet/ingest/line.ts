import pLimit, { type LimitFunction } from 'p-limit';

/** How much the newest duration counts in the average. */
const WEIGHT = 0.1;

/** Work that waits for its turn, and knows for how long. */
export class Line {
  private readonly limit: LimitFunction;
  private readonly width: number;
  private averageMs = 0;

  /** @param width how many have their turn at once */
  constructor(width: number) {
    this.width = width;
    this.limit = pLimit(width);
  }

  /** How long whoever comes now will wait, ms, as far as one can tell from those before. */
  get waitMs(): number {
    return (this.limit.pendingCount * this.averageMs) / this.width;
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    return this.limit(async () => {
      const began = performance.now();
      try {
        return await work();
      } finally {
        this.averageMs += (performance.now() - began - this.averageMs) * WEIGHT;
      }
    });
  }
}
