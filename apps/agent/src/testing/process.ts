import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a command of the agent to its end, from source. */
export async function runAgentCommand(
  args: readonly string[],
  options: { stdin?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Finished> {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, ...options.env } });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  child.stdin.end(options.stdin ?? '');
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

/** An agent that runs as a process of its own until it is stopped. */
export class AgentProcess {
  readonly child: ChildProcess;
  log = '';

  constructor(dataFolder: string, env: NodeJS.ProcessEnv = {}) {
    this.child = spawn(process.execPath, [MAIN, 'run', '--data', dataFolder], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...env },
    });
    this.child.stderr?.on('data', (chunk) => {
      this.log += chunk;
    });
  }

  /** Resolves when the agent has logged this. */
  async logged(pattern: RegExp, withinMs = 15_000): Promise<void> {
    const signal = AbortSignal.timeout(withinMs);
    while (!pattern.test(this.log)) {
      await once(this.child.stderr!, 'data', { signal }).catch(() => {
        throw new Error(`waited in vain for ${pattern} in:\n${this.log}`);
      });
    }
  }

  /** @returns exit code, null when a signal ended it */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const exited = once(this.child, 'exit') as Promise<[number | null]>;
    this.child.kill(signal);
    return (await exited)[0];
  }
}
