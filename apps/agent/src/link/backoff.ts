const FIRST_MS = 1_000;
const MINUTE_MS = 60_000;
/** A restart or an update takes minutes; until then every agent is back, and its alerts with it, within seconds. */
const SHORT_OUTAGE_MS = 5 * MINUTE_MS;
const LONGEST_AT_FIRST_MS = 15_000;

/**
 * The longest pause between two attempts to connect.
 * @param outageMs how long the server has been out of reach
 */
export function longestPauseMs(outageMs: number): number {
  return outageMs < SHORT_OUTAGE_MS ? LONGEST_AT_FIRST_MS : MINUTE_MS;
}

/**
 * Full jitter: a time between 0 and twice the last upper end, so that a thousand agents whose server was restarted do
 * not come back in the same second. The first attempt comes within a second.
 * @param failures how many attempts failed since the last welcome, this one included; at least 1
 * @param outageMs time since the first of them
 * @param random a number from 0 to 1
 */
export function backoffMs(failures: number, outageMs: number, random: number): number {
  const longest = FIRST_MS * 2 ** Math.min(failures - 1, 20);
  return Math.round(random * Math.min(longestPauseMs(outageMs), longest));
}

/** Between half and the whole of a delay that somebody else named. */
export function spreadMs(delayMs: number, random: number): number {
  return Math.round(delayMs * (0.5 + random / 2));
}
