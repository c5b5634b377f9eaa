import { useSyncExternalStore } from 'react';

/** A value kept in this browser and shared by all its tabs, with a hook to read it. */
export interface Stored<T> {
  get(): T;
  set(value: T): void;
  subscribe(listener: () => void): () => void;
}

/**
 * @param key name in localStorage, without the common prefix
 * @param parse turns whatever was stored (or nothing) into a valid value; must not throw
 */
export function createStored<T>(key: string, parse: (raw: unknown) => T): Stored<T> {
  const name = `ra-${key}`;
  const listeners = new Set<() => void>();
  const read = (): T => {
    try {
      return parse(JSON.parse(localStorage.getItem(name) ?? 'null'));
    } catch {
      // Storage is blocked or holds something else: the value lives in this tab only.
      return parse(null);
    }
  };
  let current = read();
  const announce = () => {
    for (const listener of listeners) listener();
  };
  addEventListener('storage', (event) => {
    if (event.key !== name) return;
    current = read();
    announce();
  });
  return {
    get: () => current,
    set(value) {
      current = value;
      try {
        localStorage.setItem(name, JSON.stringify(value));
      } catch {
        // See above.
      }
      announce();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useStored<T>(stored: Stored<T>): T {
  return useSyncExternalStore(stored.subscribe, stored.get);
}
