/** A counter of a device at a moment. */
export interface Reading {
  /** Unix ms. */
  at: number;
  value: bigint;
}

/**
 * Change per second between two readings of a counter (RFC 2578, section 7.1.6).
 *
 * A 32-bit counter that went down has wrapped once; a fast line wraps it several times a minute, which is why
 * `most` (the largest possible rate) throws out what cannot be. A 64-bit counter wraps after years: one that went
 * down was set back.
 *
 * @param reset the device was restarted, or says that its counters begin anew
 * @returns undefined when nothing can be said
 */
export function counterRate(
  before: Reading | undefined,
  now: Reading,
  options: { bits: 32 | 64; reset: boolean; most?: number },
): number | undefined {
  if (before === undefined || options.reset || now.at <= before.at) return undefined;
  let change = now.value - before.value;
  if (change < 0n) {
    if (options.bits === 64) return undefined;
    change += 1n << 32n;
  }
  const rate = (Number(change) * 1000) / (now.at - before.at);
  return options.most !== undefined && rate > options.most ? undefined : rate;
}
