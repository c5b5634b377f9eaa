import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Long enough for an apt simulation on a slow disk, short enough that a hanging program is noticed. */
const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 32 * 1024 * 1024;

export interface CommandOutput {
  exitCode: number;
  stdout: string;
}

/**
 * Runs a program of the system with its arguments as they are, never through a shell.
 * @returns undefined when there is no such program
 * @throws when it cannot be run, takes too long or floods its output
 */
export function run(
  file: string,
  args: readonly string[],
  timeoutMs = TIMEOUT_MS,
): Promise<CommandOutput | undefined> {
  // Messages in English, and nothing of our own environment.
  const env =
    process.platform === 'win32'
      ? process.env
      : { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' };
  return new Promise((resolve, reject) => {
    execFile(
      file,
      args,
      { timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: MAX_OUTPUT_BYTES, windowsHide: true, env },
      (error, stdout) => {
        if (error === null) resolve({ exitCode: 0, stdout });
        else if (error.code === 'ENOENT') resolve(undefined);
        else if (typeof error.code === 'number') resolve({ exitCode: error.code, stdout });
        else reject(new Error(`${file} ${error.killed ? 'took too long' : `failed: ${error.message}`}`));
      },
    );
  });
}

/** Content of a file, undefined when it cannot be read for whatever reason. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** First line without blanks around it; undefined when there is none. */
export function readLine(path: string): string | undefined {
  return readText(path)?.split('\n')[0]?.trim() || undefined;
}

/** Cuts to the length that the protocol allows. */
export function cut(text: string, length = 255): string {
  return text.length > length ? text.slice(0, length) : text;
}

/** An object without its undefined values, as the wire wants it. */
export function defined<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
