/** The two roles by name. */
export interface Roles {
  readonly owner: string;
  readonly app: string;
}

/** Entries of an exception list that nothing in the database needs any more. */
export function leftovers(
  list: string,
  entries: Readonly<Record<string, unknown>>,
  seen: Iterable<string>,
): string[] {
  const used = new Set(seen);
  return Object.keys(entries)
    .filter((entry) => !used.has(entry))
    .map((entry) => `${list}: ${entry} is listed but not there`);
}
