import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/*
 * What start-up and a reading of the inventory needed, idling never needs again. The engine keeps some 3 MB of it until
 * it is told that memory is short, and the kernel keeps 35 MB of the program's code mapped as long as nobody else wants
 * the memory. Measured (bench/agent-cost.ts): 55 MB of resident memory become 52 by the first step, and below 30 by
 * the second.
 */

/** Gives memory back that only start-up or an inventory needed. */
export function giveMemoryBack(): void {
  // There with --expose-gc, which the executable sets. The flavour also throws away compiled code that was not used.
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  reclaimPages();
}

/**
 * Asks the kernel to let go of pages of this process: what is still needed comes back from the page cache. Only where
 * the process is alone in its control group (a service) and may do it; never where there is swap for the group, because
 * then our own data would be pushed out instead of code.
 * @param root prefix of /proc and /sys, for tests
 * @returns whether the kernel was asked
 */
export function reclaimPages(root = ''): boolean {
  try {
    const groups = readFileSync(`${root}/proc/self/cgroup`, 'utf8');
    const unified = /^0::(\/.+)$/m.exec(groups)?.[1];
    const legacy = /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(\/.+)$/m.exec(groups)?.[1];
    if (legacy) return reclaim(`${root}/sys/fs/cgroup/memory${legacy}`, 'memory.force_empty', '0', root);
    if (unified) return reclaim(`${root}/sys/fs/cgroup${unified}`, 'memory.reclaim', '64M', root);
  } catch {
    // No control groups, not ours, or read-only.
  }
  return false;
}

function reclaim(group: string, file: string, request: string, root: string): boolean {
  const members = readFileSync(`${group}/cgroup.procs`, 'utf8').trim().split('\n');
  if (members.length !== 1 || members[0] !== String(process.pid)) return false;
  if (!hasNoSwap(group, root)) return false;
  try {
    writeFileSync(`${group}/${file}`, request, { flag: 'r+' });
  } catch (error) {
    // The kernel says EAGAIN when there was less to give back than asked for.
    if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
  }
  return true;
}

function hasNoSwap(group: string, root: string): boolean {
  if (/^SwapTotal:\s+0 kB$/m.test(readFileSync(`${root}/proc/meminfo`, 'utf8'))) return true;
  const limit = `${group}/memory.swap.max`;
  return existsSync(limit) && readFileSync(limit, 'utf8').trim() === '0';
}
