/** Waits until `probe` gives something that is neither undefined, null nor false; looks every few milliseconds, or less often at what counts requests. */
export async function until<T>(
  probe: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  withinMs = 5000,
  everyMs = 5,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== null && value !== false) return value;
    if (Date.now() > deadline) throw new Error(`Nothing came within ${withinMs} ms: ${probe}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
