import { isDeepStrictEqual } from 'node:util';

/** What differs, field by field; this is how audit entries and histories tell of a change. */
export type Changes = Record<string, { from: unknown; to: unknown }>;

/**
 * @param before the whole row
 * @param after the fields that were asked for; undefined ones were not
 */
export function changesOf(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Changes {
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
  return Object.fromEntries(
    Object.entries(after)
      .filter(([name, to]) => to !== undefined && !isDeepStrictEqual(plain(before[name]), plain(to)))
      .map(([name, to]) => [name, { from: before[name] ?? null, to }]),
  );
}
