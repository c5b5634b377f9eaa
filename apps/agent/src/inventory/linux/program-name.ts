import { readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { readText } from '../command.ts';

/** What proc(5) tells about a process; the executable is visible to its user and to the privileged only. */
export interface ProcessFacts {
  /** The first thread's name, cut to 15 bytes by the kernel. */
  comm: string | undefined;
  /** Arguments, each ended by a zero byte. */
  cmdline: string | undefined;
  exe: string | undefined;
}

/** The name by which people know a process. */
export function readProgramName(pid: number): string | undefined {
  let exe: string | undefined;
  try {
    exe = readlinkSync(`/proc/${pid}/exe`);
  } catch {
    // Somebody else's process, or it is gone.
  }
  return programName({
    comm: readText(`/proc/${pid}/comm`)?.trim(),
    cmdline: readText(`/proc/${pid}/cmdline`),
    exe,
  });
}

/**
 * A script's process is named after the script, which says more than its interpreter. But a program may name its first
 * thread anything ("MainThread"); then the executable counts.
 */
export function programName({ comm, cmdline, exe }: ProcessFacts): string | undefined {
  const [program, script] = (cmdline ?? '').split('\0', 2).map((word) => basename(word));
  if (comm) for (const word of [program, script]) if (word && word.slice(0, 15) === comm) return word;
  if (exe) return basename(exe.replace(/ \(deleted\)$/, ''));
  return comm || undefined;
}
