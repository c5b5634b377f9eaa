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
  const { execFile } = await import('node:child_process');
  return new Promise((resolve, reject) => {
    execFile(
      file,
      args,
      {
        signal,
        killSignal: 'SIGKILL',
        maxBuffer: OUTPUT_BYTES,
        windowsHide: true,
        // Windows programs do not start without SystemRoot and its companions.
        env: process.platform === 'win32' ? process.env : ENVIRONMENT,
      },
      (error, stdout) => {
        if (error === null) return resolve({ exitCode: 0, stdout });
        if (typeof error.code === 'number') return resolve({ exitCode: error.code, stdout });
        const why = error.code ?? error.signal ?? error.message;
        reject(new CheckError('RA_CHECK_LOCAL', `${file} could not be asked (${why})`));
      },
    );
  });
};
