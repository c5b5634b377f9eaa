import { AppError } from '../../platform/errors.ts';
import { labelOf } from './key.ts';
import { compilePattern } from './pattern.ts';
import type { Matcher, SeriesKey } from './types.ts';

const MOST_MATCHERS = 20;
const MOST_VALUES = 10_000;

/** @throws AppError RA_SERIES_SELECTOR */
export function compileMatchers(matchers: readonly Matcher[]): (key: SeriesKey) => boolean {
  if (matchers.length > MOST_MATCHERS) throw new AppError('RA_SERIES_SELECTOR');
  const tests = matchers.map(compile);
  return (key) => tests.every((test) => test(key));
}

function compile({ label, op, value }: Matcher): (key: SeriesKey) => boolean {
  if (op === 'in') {
    if (typeof value === 'string' || value.length > MOST_VALUES) throw new AppError('RA_SERIES_SELECTOR');
    const values = new Set(value);
    return (key) => values.has(labelOf(key, label));
  }
  if (typeof value !== 'string') throw new AppError('RA_SERIES_SELECTOR');
  if (op === '=') return (key) => labelOf(key, label) === value;
  if (op === '!=') return (key) => labelOf(key, label) !== value;
  const pattern = compilePattern(value);
  // Labels repeat: every value is looked at once.
  const seen = new Map<string, boolean>();
  return (key) => {
    const text = labelOf(key, label);
    let matched = seen.get(text);
    if (matched === undefined) {
      matched = pattern(text);
      seen.set(text, matched);
    }
    return matched === (op === '=~');
  };
}
