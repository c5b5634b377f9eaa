/**
 * Code that is loaded when it is first needed. `import()` of a loaded module still costs as much as a tenth of a
 * check, so its result is kept.
 */
export function lazy<T extends object>(load: () => Promise<T>): () => T | Promise<T> {
  let loaded: T | undefined;
  return () =>
    loaded ??
    load().then((module) => {
      loaded = module;
      return module;
    });
}
