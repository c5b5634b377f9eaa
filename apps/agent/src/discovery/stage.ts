import type { Neighbourhood } from './neighbourhood.ts';
import type { Pace } from './pace.ts';

/** What every part of a sweep works with. */
export interface Stage {
  hood: Neighbourhood;
  pace: Pace;
  /** Ends everything: withdrawn, agent stopped, or out of time. */
  signal: AbortSignal;
  /** How far this part is, 0 to 1. */
  progress(part: number): void;
}

/** Works on all items, on at most `atOnce` at a time, in their order. The first failure ends it. */
export async function eachOf<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
  progress: (part: number) => void,
): Promise<void> {
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      await work(items[next++]!);
      progress(++done / items.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}
