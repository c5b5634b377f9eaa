import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const SERVER = path('apps/server/src/main.ts');
const AGENT = path('apps/agent/src/main.ts');

export interface Running {
  readonly child: ChildProcess;
  readonly pid: number;
  output(): string;
  /** Waits until the output matches. */
  says(pattern: RegExp, withinMs: number): Promise<RegExpExecArray>;
  /** Ends it as the kernel would, in the middle of whatever it does. */
  kill9(): Promise<void>;
  stop(): Promise<number | null>;
}

export function launch(file: string, words: string[], environment: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [file, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-200_000);
      for (const listener of listeners) listener();
    });
  }
  const ended = once(child, 'exit');
  return {
    child,
    pid: child.pid!,
    output: () => output,
    says(pattern, withinMs) {
      return new Promise((resolve, reject) => {
        const finish = (work: () => void): void => {
          clearTimeout(timer);
          listeners.delete(look);
          work();
        };
        const look = (): void => {
          const match = pattern.exec(output);
          if (match) finish(() => resolve(match));
        };
        const timer = setTimeout(
          () =>
            finish(() =>
              reject(
                new Error(
                  `${words[0]} did not say ${pattern} within ${withinMs} ms:\n${output.slice(-3000)}`,
                ),
              ),
            ),
          withinMs,
        );
        child.once('exit', (code) =>
          finish(() => reject(new Error(`${words[0]} ended with ${code}:\n${output.slice(-3000)}`))),
        );
        listeners.add(look);
        look();
      });
    },
    async kill9() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await ended;
      }
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await ended;
      }
      return child.exitCode;
    },
  };
}

export function launchServer(dataDir: string, port: number, flags: string[] = []): Running {
  return launch(
    SERVER,
    ['start', '--data-dir', dataDir, '--http-port', String(port), '--log-format', 'json', ...flags],
    { LANG: 'en_US.UTF-8' },
  );
}

export const launchAgent = (dataDir: string, environment: Record<string, string> = {}): Running =>
  launch(AGENT, ['run', '--data', dataDir], environment);

/** Enrols as a person would with the copied command. */
export async function enrolAgent(dataDir: string, code: string): Promise<void> {
  const run = launch(AGENT, ['enroll', '--data', dataDir, '--code', code]);
  const [exit] = (await once(run.child, 'exit')) as [number];
  if (exit !== 0) throw new Error(`enroll ended with ${exit}: ${run.output()}`);
}

/** Runs a command of the server to its end. */
export async function serverCommand(words: string[]): Promise<{ code: number; output: string }> {
  const run = launch(SERVER, words);
  const [code] = (await once(run.child, 'close')) as [number];
  return { code, output: run.output() };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
