/**
 * Flapping: a check whose result changes so often that each change says nothing any more. The share of changes in
 * the newest 21 results counts, newer ones more (from 0.8 to 1.2), as monitoring systems of the Nagios family have
 * done it for twenty years; it begins at the high and ends at the low threshold.
 */
export interface FlapThresholds {
  /** Percent of changes at which flapping begins and below which it ends; `low` is less than `high`. */
  high: number;
  low: number;
}

export const FLAP_RESULTS = 21;
const MASK = 2 ** FLAP_RESULTS - 1;
const CHANGES = FLAP_RESULTS - 1;

/** Small and plain JSON. */
export interface FlapState {
  /** One bit per result, the newest lowest; set when it was bad. */
  results: number;
  on?: boolean | undefined;
}

/** Weighted share of changes in the newest 21 results, 0 to 100. Results that were never seen count as equal. */
export function flapPercent(results: number): number {
  const changes = (results ^ (results >> 1)) & (MASK >> 1);
  if (changes === 0) return 0;
  let sum = 0;
  for (let age = 0; age < CHANGES; age++) if ((changes >> age) & 1) sum += 1.2 - (0.4 * age) / (CHANGES - 1);
  return (100 * sum) / CHANGES;
}

/** Takes one result. The first one fills the window, so that a new check does not begin with a change. */
export function flap(thresholds: FlapThresholds, state: FlapState | undefined, bad: boolean): FlapState {
  const filled = state?.results ?? (bad ? MASK : 0);
  const results = ((filled << 1) | (bad ? 1 : 0)) & MASK;
  const percent = flapPercent(results);
  const on = percent >= thresholds.high || (state?.on === true && percent >= thresholds.low);
  return on ? { results, on } : { results };
}
