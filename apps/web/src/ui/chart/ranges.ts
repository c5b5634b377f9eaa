/** Ranges of time as they stand in the address: `?range=24h`, or `?range=1772611200-1772614800` in unix seconds. */

export const PRESETS = ['1h', '6h', '24h', '7d', '30d'] as const;
export type Preset = (typeof PRESETS)[number];

export type Range = { kind: 'preset'; preset: Preset } | { kind: 'fixed'; from: number; to: number };

const HOUR = 3_600;
const SECONDS: Record<Preset, number> = {
  '1h': HOUR,
  '6h': 6 * HOUR,
  '24h': 24 * HOUR,
  '7d': 7 * 24 * HOUR,
  '30d': 30 * 24 * HOUR,
};

/** @param otherwise what is shown when the address names no range */
export function parseRange(text: string | undefined, otherwise: Preset = '24h'): Range {
  const preset = PRESETS.find((each) => each === text);
  if (preset) return { kind: 'preset', preset };
  const [from, to] = (text ?? '').split('-').map(Number);
  if (Number.isInteger(from) && Number.isInteger(to) && from! < to!)
    return { kind: 'fixed', from: from!, to: to! };
  return { kind: 'preset', preset: otherwise };
}

export function writeRange(range: Range): string {
  return range.kind === 'preset' ? range.preset : `${Math.round(range.from)}-${Math.round(range.to)}`;
}

/** Start and end in unix seconds. @param now unix milliseconds */
export function rangeBounds(range: Range, now: number): { from: number; to: number } {
  if (range.kind === 'fixed') return { from: range.from, to: range.to };
  const to = Math.floor(now / 1000);
  return { from: to - SECONDS[range.preset], to };
}
