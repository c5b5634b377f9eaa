import { createStored, type Stored } from '../stored.ts';
import type { ListSearch } from './search.ts';

/** A name for a state of a list. Kept in this browser; to share one, share its address. */
export interface SavedView {
  name: string;
  search: ListSearch;
}

const stores = new Map<string, Stored<SavedView[]>>();

/** @param table name of the list, the same for all who show it */
export function savedViews(table: string): Stored<SavedView[]> {
  let store = stores.get(table);
  if (!store) {
    store = createStored(`views-${table}`, (raw) => (Array.isArray(raw) ? raw.filter(isView) : []));
    stores.set(table, store);
  }
  return store;
}

function isView(value: unknown): value is SavedView {
  if (typeof value !== 'object' || value === null) return false;
  const { name, search } = value as Partial<SavedView>;
  return typeof name === 'string' && typeof search === 'object' && search !== null;
}

/** Whether a list stands as the view says. */
export function isShown(view: ListSearch, search: ListSearch): boolean {
  const names = new Set([...Object.keys(view), ...Object.keys(search)]);
  return [...names].every((name) => (view[name] ?? '') === (search[name] ?? ''));
}
