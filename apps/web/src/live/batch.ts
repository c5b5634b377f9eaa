/**
 * Collects keys and hands them over together: a burst of a hundred events refreshes a list once.
 *
 * @param flush receives each key once
 * @param waitMs time after the first key until the batch is handed over
 */
export function createBatch<K>(flush: (keys: K[]) => void, waitMs: number) {
  const waiting = new Map<string, K>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    add(keys: readonly K[]): void {
      for (const key of keys) waiting.set(JSON.stringify(key), key);
      timer ??= setTimeout(() => {
        timer = undefined;
        const batch = [...waiting.values()];
        waiting.clear();
        flush(batch);
      }, waitMs);
    },
    stop(): void {
      clearTimeout(timer);
      timer = undefined;
      waiting.clear();
    },
  };
}
