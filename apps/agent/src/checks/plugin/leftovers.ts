import { readdirSync, readFileSync } from 'node:fs';

/** Environment variable that everything a plugin starts inherits. */
export const MARK = 'RETTUNGSANKER_PLUGIN_RUN';

/**
 * Ends the processes that carry this mark in their environment. A plugin that makes a daemon of itself leaves its
 * process group; it does not leave its environment. On systems without /proc nothing is found.
 */
export function endMarked(mark: string): void {
  let entries: string[];
  try {
    entries = readdirSync('/proc');
  } catch {
    return;
  }
  for (const entry of entries) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    try {
      if (readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`${MARK}=${mark}`)) {
        process.kill(pid, 'SIGKILL');
      }
    } catch {
      // Gone in the meantime, or not ours.
    }
  }
}
