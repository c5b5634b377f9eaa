/** Milliseconds that no correction of the wall clock moves. Stands still while the host is suspended. */
export const monotonicMs = (): number => process.uptime() * 1000;
