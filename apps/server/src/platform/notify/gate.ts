import { randomInt } from 'node:crypto';

/**
 * Keeps one receiver from holding all workers. Few deliveries to it run at once, a few more wait a moment for their
 * turn, and after one that was slow and failed nobody tries for a while. Whoever does not get in comes back later.
 */
export interface GateOptions {
  /** Deliveries to one receiver at once. */
  readonly capacity: number;
  /** Longest wait for a turn, ms. */
  readonly patienceMs: number;
}

/** A failure that took this long held a worker for nothing. */
const SLOW_MS = 1_000;
const CLOSED_MS = 30_000;
const WAITING = 3;
/** When to come back after no turn came free, ms. */
const AGAIN_MS = [1_000, 3_000] as const;

export type Entry = { leave(failed: boolean): void } | { comeBackInMs: number };

interface Receiver {
  busy: number;
  closedUntil: number;
  waiting: (() => void)[];
}

export function createGate(
  { capacity, patienceMs }: GateOptions,
  now: () => number = () => performance.now(),
) {
  const receivers = new Map<string, Receiver>();

  const take = (key: string, receiver: Receiver): Entry => {
    receiver.busy++;
    const started = now();
    return {
      leave(failed) {
        receiver.busy--;
        if (failed && now() - started >= SLOW_MS) receiver.closedUntil = now() + CLOSED_MS;
        receiver.waiting.shift()?.();
        const idle = receiver.busy === 0 && receiver.waiting.length === 0 && receiver.closedUntil <= now();
        if (idle) receivers.delete(key);
      },
    };
  };
  const comeBack = (receiver: Receiver): Entry => ({
    comeBackInMs: Math.max(0, receiver.closedUntil - now()) + randomInt(...AGAIN_MS),
  });

  return {
    /** @param key names the receiver */
    async enter(key: string): Promise<Entry> {
      const receiver = receivers.get(key) ?? { busy: 0, closedUntil: 0, waiting: [] };
      receivers.set(key, receiver);
      const closed = (): boolean => receiver.closedUntil > now();
      if (closed()) return comeBack(receiver);
      if (receiver.busy < capacity) return take(key, receiver);
      if (receiver.waiting.length >= WAITING) return comeBack(receiver);
      const { promise, resolve } = Promise.withResolvers<void>();
      receiver.waiting.push(resolve);
      const timer = setTimeout(resolve, patienceMs);
      await promise;
      clearTimeout(timer);
      const queued = receiver.waiting.indexOf(resolve);
      if (queued >= 0) receiver.waiting.splice(queued, 1);
      return closed() || receiver.busy >= capacity ? comeBack(receiver) : take(key, receiver);
    },
  };
}
export type Gate = ReturnType<typeof createGate>;
