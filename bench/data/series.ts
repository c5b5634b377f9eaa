/**
 * A made-up fleet, the same in every run: a quarter of the series never changes, a third are counters, the rest are
 * sizes in pages of 4 KiB, percentages with two decimals, and a few fractions with all their digits.
 */
export type Kind = 'constant' | 'counter' | 'pages' | 'percent' | 'fraction';
export const SHARES: readonly (readonly [Kind, number])[] = [
  ['constant', 0.25],
  ['counter', 0.35],
  ['pages', 0.2],
  ['percent', 0.15],
  ['fraction', 0.05],
];

/** Linear congruential generator (Numerical Recipes' constants): whole numbers below 2^32. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
}

export function kindOf(series: number): Kind {
  // 37 has no divisor in common with 100, so every stretch of series has the same mixture.
  let rest = ((series * 37) % 100) / 100;
  for (const [kind, share] of SHARES) {
    if (rest < share) return kind;
    rest -= share;
  }
  return 'constant';
}

/** The values of one series. */
export function seriesValues(series: number, length: number): Float64Array {
  const next = generator(series * 7919 + 1);
  const values = new Float64Array(length);
  const kind = kindOf(series);
  let level = 1000 + (next() % 1_000_000);
  const rate = 1 + (next() % 400);
  for (let i = 0; i < length; i++) {
    const random = next() >>> 8;
    if (kind === 'counter') level += random % rate;
    else if (kind === 'pages') level = Math.max(0, level + (random % 65) - 32);
    else if (kind === 'percent') level = Math.min(10_000, Math.max(0, (level % 10_001) + (random % 81) - 40));
    values[i] =
      kind === 'pages'
        ? level * 4096
        : kind === 'percent'
          ? level / 100
          : kind === 'fraction'
            ? random / 16_777_216
            : level;
  }
  return values;
}

export const STEP_MS = 15_000;
export const seriesTimes = (from: number, length: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => from + i * STEP_MS);

export const labelsOf = (series: number): Record<string, string> => ({
  instance: `host-${Math.floor(series / 50)}.example.de:9100`,
  job: 'node',
  site: `site-${Math.floor(series / 500)}`,
  environment: 'production',
  device: `device-${series % 50}`,
  team: 'operations',
  region: 'eu-central',
});
export const nameOf = (series: number): string => `node_${kindOf(series)}_${series % 50}_total`;
