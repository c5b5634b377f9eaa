import { CheckError } from './codes.ts';

/**
 * Runs a program with arguments as they are, never through a shell.
 *
 * @throws CheckError RA_CHECK_LOCAL when it cannot be started, is stopped by the signal or floods its output.
 */
export type RunCommand = (
  file: string,
  args: readonly string[],
  signal: AbortSignal,
) => Promise<{ exitCode: number; stdout: string }>;

const OUTPUT_BYTES = 4 * 1024 * 1024;
/** Nothing of the agent's own environment (it may hold secrets) reaches an init script; messages stay English. */
const ENVIRONMENT = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' };

export const runCommand: RunCommand = async (file, args, signal) => {
  const { spawn } = await import('node:child_process');
  const windows = process.platform === 'win32';
  return new Promise((resolve, reject) => {
    const fail = (why: string) =>
      reject(new CheckError('RA_CHECK_LOCAL', `${file} could not be asked (${why})`));
    if (signal.aborted) return fail('stopped');
    const child = spawn(file, args, {
      stdio: ['ignore', 'pipe', 'ignore'],
      // A group of its own: what the program starts is ended with it.
      detached: !windows,
      windowsHide: true,
      // Windows programs do not start without SystemRoot and its companions.
      env: windows ? process.env : ENVIRONMENT,
    });
    const end = () => {
      if (windows || child.pid === undefined) child.kill('SIGKILL');
      else killGroup(child.pid);
    };
    signal.addEventListener('abort', end, { once: true });

    const chunks: Buffer[] = [];
    let bytes = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > OUTPUT_BYTES) end();
      else chunks.push(chunk);
    });
    child.once('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
    child.once('close', (exitCode, killedBy) => {
      signal.removeEventListener('abort', end);
      if (exitCode === null) fail(bytes > OUTPUT_BYTES ? 'too much output' : String(killedBy));
      else resolve({ exitCode, stdout: Buffer.concat(chunks).toString('utf8') });
    });
  });
};

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Ended by itself in the meantime.
  }
}
