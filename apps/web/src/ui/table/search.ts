/**
 * State of a list as it stands in the address, so that it can be shared: `?q=web&status=critical,warning&sort=-since`.
 * Everything is text; what a list does not know is left alone.
 */
export type ListSearch = { [key: string]: string | undefined };

/** Names that are never the id of a column. */
const RESERVED = new Set(['q', 'sort', 'columns', 'tab', 'range']);

export interface Sorting {
  id: string;
  descending: boolean;
}

/** Flat text pairs instead of the router's JSON, so that addresses can be read and typed. */
export function parseSearch(search: string): ListSearch {
  return Object.fromEntries(new URLSearchParams(search));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const pairs = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') pairs.set(key, String(value));
  }
  // A comma separates values and needs no escape in a query (RFC 3986, 3.4).
  const text = pairs.toString().replaceAll('%2C', ',');
  return text ? `?${text}` : '';
}

export const validateListSearch = (search: Record<string, unknown>): ListSearch =>
  Object.fromEntries(
    Object.entries(search).flatMap(([key, value]) =>
      typeof value === 'string' && value !== '' ? [[key, value]] : [],
    ),
  );

export function readSorting(search: ListSearch): Sorting | undefined {
  const { sort } = search;
  if (!sort) return undefined;
  return sort.startsWith('-') ? { id: sort.slice(1), descending: true } : { id: sort, descending: false };
}

export const writeSorting = (sorting: Sorting | undefined): string | undefined =>
  sorting && `${sorting.descending ? '-' : ''}${sorting.id}`;

/** Chosen values of a filter; empty means "all". */
export const readChoices = (search: ListSearch, id: string): string[] =>
  RESERVED.has(id) ? [] : (search[id]?.split(',').filter(Boolean) ?? []);

export const writeChoices = (values: readonly string[]): string | undefined =>
  values.length > 0 ? values.join(',') : undefined;

/** Columns that were switched against their default: `-os` hides, `address` shows. */
export function readColumns(search: ListSearch): Map<string, boolean> {
  const names = search.columns?.split(',').filter(Boolean) ?? [];
  return new Map(names.map((name) => (name.startsWith('-') ? [name.slice(1), false] : [name, true])));
}

export function writeColumns(switched: ReadonlyMap<string, boolean>): string | undefined {
  return writeChoices([...switched].map(([id, shown]) => (shown ? id : `-${id}`)));
}
