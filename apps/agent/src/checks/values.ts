/** Durations of an outcome are kept in tenths of a millisecond. */
export function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}

/** Durations as values of an outcome: `connectMs` becomes `connect_ms`. */
export function milliseconds(durations: Record<`${string}Ms`, number | undefined>): Record<string, number> {
  const values: Record<string, number> = {};
  for (const [name, ms] of Object.entries(durations)) {
    if (ms === undefined) continue;
    values[name.replace(/([A-Z])/g, (letter) => `_${letter.toLowerCase()}`)] = tenths(ms);
  }
  return values;
}
