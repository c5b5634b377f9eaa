import { setTimeout as sleep } from 'node:timers/promises';

/** deadlock_detected, serialization_failure: the database ended one of two transactions so that the other can go on. */
const CONFLICTS = new Set(['40P01', '40001']);
const TRIES = 4;

/**
 * Runs a transaction again when the database gave it up for another one. Nothing of it was written then, so the second
 * run starts from what the other one left; `work` must not touch anything outside of its transaction.
 * @throws what the work throws, and the conflict when it comes back for the fourth time
 */
export async function pastConflicts<T>(
  work: () => Promise<T>,
  wait: (milliseconds: number) => Promise<unknown> = sleep,
): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await work();
    } catch (error) {
      if (tried === TRIES || !CONFLICTS.has((error as { code?: string }).code ?? '')) throw error;
      // Two that met once must not start together again.
      await wait(20 * tried * (0.5 + Math.random()));
    }
  }
}
