const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/**
 * Full jitter: a time between 0 and twice the last upper end, so that a thousand agents whose server was restarted do
 * not come back in the same second. The first attempt comes within a second.
 * @param failures how many attempts failed since the last welcome, this one included; at least 1
 * @param random a number from 0 to 1
 */
export function backoffMs(failures: number, random: number): number {
  return Math.round(random * Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20)));
}

/** Between half and the whole of a delay that somebody else named. */
export function spreadMs(delayMs: number, random: number): number {
  return Math.round(delayMs * (0.5 + random / 2));
}
