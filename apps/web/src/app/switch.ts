/** Something that is on or off, shared by components that do not know each other. */
export interface Switch {
  get(): boolean;
  set(on: boolean): void;
  subscribe(listener: () => void): () => void;
}

export function createSwitch(): Switch {
  let on = false;
  const listeners = new Set<() => void>();
  return {
    get: () => on,
    set(next) {
      on = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
