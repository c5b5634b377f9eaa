import { statfs } from 'node:fs/promises';
import type { Logger } from 'pino';

/**
 * Watches the free space of the data folder. Below the reserve the server takes in no new data, keeps what it has,
 * says so on every page, and goes on by itself once there is space again.
 */
export interface StorageGuard {
  readonly full: boolean;
  readonly freeBytes: number;
  /** The database ran into the wall before the next look. */
  reportFull(): void;
  stop(): void;
}

const EVERY_MS = 5_000;

export async function startStorageGuard(options: {
  folder: string;
  reserveBytes: number;
  log: Logger;
  onChange(full: boolean): void;
  everyMs?: number;
}): Promise<StorageGuard> {
  let full = false;
  let freeBytes = Number.POSITIVE_INFINITY;
  const set = (next: boolean): void => {
    if (next === full) return;
    full = next;
    if (full)
      options.log.error({ freeBytes }, 'Storage is full: new data is refused until space is free again.');
    else options.log.warn({ freeBytes }, 'Storage has space again: new data is accepted.');
    options.onChange(full);
  };
  const look = async (): Promise<void> => {
    const stats = await statfs(options.folder);
    freeBytes = stats.bavail * stats.bsize;
    // A tenth on top before it opens again, so that it does not flip at the border.
    set(freeBytes < options.reserveBytes * (full ? 1.1 : 1));
  };
  await look();
  const timer = setInterval(() => void look().catch(() => {}), options.everyMs ?? EVERY_MS);
  timer.unref();
  return {
    get full() {
      return full;
    },
    get freeBytes() {
      return freeBytes;
    },
    reportFull: () => set(true),
    stop: () => clearInterval(timer),
  };
}
