import type { Samples } from './chunk.ts';
import { halves } from './values.ts';

/** True when every time is later than the one before. */
export function isRising(times: Float64Array, length = times.length): boolean {
  for (let i = 1; i < length; i++) if (!(times[i]! > times[i - 1]!)) return false;
  return true;
}

/**
 * Samples in the order of their times, one a time: of several with the same time the first that came stays, so that
 * what was delivered twice counts once. Returns its argument when there is nothing to do.
 */
export function orderSamples(samples: Samples): Samples {
  const { times } = samples;
  if (isRising(times)) return samples;
  const order = Uint32Array.from(times, (_, i) => i).sort((a, b) => times[a]! - times[b]! || a - b);
  let kept = 0;
  for (const index of order)
    if (kept === 0 || times[order[kept - 1]!] !== times[index]) order[kept++] = index;
  return pick(samples, order.subarray(0, kept));
}

/** Both together, each in order; where both have a time, the sample of the first stays. */
export function mergeSamples(first: Samples, second: Samples): Samples {
  if (first.times.length === 0) return second;
  if (second.times.length === 0) return first;
  const together = {
    times: new Float64Array(first.times.length + second.times.length),
    values: new Float64Array(first.times.length + second.times.length),
  };
  together.times.set(first.times);
  together.times.set(second.times, first.times.length);
  together.values.set(first.values);
  together.values.set(second.values, first.times.length);
  return orderSamples(together);
}

/** Copies bit by bit: a number on its way through a variable may lose the payload of a NaN. */
function pick({ times, values }: Samples, indices: Uint32Array): Samples {
  const picked = { times: new Float64Array(indices.length), values: new Float64Array(indices.length) };
  const from = halves(values);
  const to = halves(picked.values);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    picked.times[i] = times[index]!;
    to[2 * i] = from[2 * index]!;
    to[2 * i + 1] = from[2 * index + 1]!;
  }
  return picked;
}
