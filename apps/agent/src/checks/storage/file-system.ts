import { statfs } from 'node:fs/promises';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';

export interface FileSystemAnswer {
  /** Until the file system answered; a program's start (some ms) included. */
  ms: number;
  /** Bytes. */
  free: number;
  size: number;
}

/** Paths whose question hangs. One process that nothing can end is enough for each. */
const hanging = new Set<string>();

/**
 * Asks for the size of the file system below a path, from a process of its own: a dead NFS or SMB server blocks
 * whoever asks it, for ever and in the kernel, and the few threads that this process has for files would all be
 * gone after a few runs. Whoever wants to work with files that may lie on a share asks here first.
 *
 * @throws CheckError RA_CHECK_UNREACHABLE, and RA_CHECK_TIMEOUT when an earlier question still hangs
 */
export async function askFileSystem(path: string, run: Run): Promise<FileSystemAnswer> {
  if (hanging.has(path))
    throw new CheckError('RA_CHECK_TIMEOUT', `${path} still blocks the question of an earlier run`);
  hanging.add(path);
  run.enter('answering');
  try {
    const started = performance.now();
    const sizes = await sizesOf(path, run);
    return { ms: performance.now() - started, ...sizes };
  } finally {
    hanging.delete(path);
  }
}

async function sizesOf(path: string, run: Run): Promise<Omit<FileSystemAnswer, 'ms'>> {
  switch (run.host.platform) {
    case 'linux': {
      const numbers = await numbersOf(run, 'stat', ['-f', '-c', '%a %b %S', '--', path], path);
      const [available, blocks, unit] = numbers as [number, number, number];
      return { free: available * unit, size: blocks * unit };
    }
    case 'win32': {
      // Windows gives up on a server by itself, after some 20 s.
      const facts = await statfs(path).catch(() => undefined);
      if (facts === undefined) throw unreachable(path);
      return { free: facts.bavail * facts.bsize, size: facts.blocks * facts.bsize };
    }
    default: {
      const [size, , free] = (await numbersOf(run, 'df', ['-Pk', '--', path], path)) as [
        number,
        number,
        number,
      ];
      return { free: free * 1024, size: size * 1024 };
    }
  }
}

/** The first three numbers in a row that the program prints. */
async function numbersOf(run: Run, program: string, args: string[], path: string): Promise<number[]> {
  const { exitCode, stdout } = await run.host.command(program, args, run.signal);
  const [, ...numbers] = /(?:^|\s)(\d+)\s+(\d+)\s+(\d+)(?:\s|$)/.exec(stdout) ?? [];
  if (exitCode !== 0 || numbers.length === 0) throw unreachable(path);
  return numbers.map(Number);
}

function unreachable(path: string): CheckError {
  return new CheckError(
    'RA_CHECK_UNREACHABLE',
    `${path} cannot be read: not there, not mounted, or its server is gone`,
  );
}
