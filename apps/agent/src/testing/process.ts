import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleAgent } from '../bundle.ts';
import { TestServer } from './server.ts';

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A folder with the bundled agent, and servers and data folders for as many tests as run at a time. */
export class AgentLab {
  readonly root: string;
  /** Words that start the agent. */
  readonly program: readonly string[];

  private constructor(root: string, program: readonly string[]) {
    this.root = root;
    this.program = program;
  }

  /** From the source, or with a program that was built before. */
  static async open(executable?: string): Promise<AgentLab> {
    const root = mkdtempSync(join(tmpdir(), 'ra-agent-'));
    if (executable) return new AgentLab(root, [executable]);
    const bundle = await bundleAgent(join(root, 'bundle'), process.platform);
    return new AgentLab(root, [process.execPath, bundle['main.cjs']]);
  }

  close(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** A server and an empty data folder; `use` may leave agents behind. */
  async with(use: (bench: AgentBench) => Promise<void>): Promise<void> {
    const bench = new AgentBench(this, mkdtempSync(join(this.root, 'test-')));
    await bench.server.start();
    try {
      await use(bench);
    } catch (error) {
      throw new Error(`failed beside this agent:\n${bench.agent?.log ?? '(none)'}`, { cause: error });
    } finally {
      await bench.agent?.end('SIGKILL');
      await bench.server.stop();
    }
  }
}

export class AgentBench {
  readonly server = new TestServer();
  /** Not there yet. */
  readonly data: string;
  agent: AgentProcess | undefined;
  private readonly lab: AgentLab;

  constructor(lab: AgentLab, folder: string) {
    this.lab = lab;
    this.data = join(folder, 'data');
  }

  /** Runs a command to its end. */
  async command(args: readonly string[], stdin = '', env: NodeJS.ProcessEnv = {}): Promise<Finished> {
    const [file = '', ...rest] = this.lab.program;
    const child = spawn(file, [...rest, ...args], { env: { ...process.env, ...env } });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => {
      output.stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output.stderr += chunk;
    });
    child.stdin.on('error', () => {}).end(stdin);
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, ...output };
  }

  async enrol(): Promise<void> {
    const { code, stderr } = await this.command(['enroll', '--data', this.data], `${this.server.code()}\n`);
    if (code !== 0) throw new Error(stderr);
    // Asking apt what could be updated takes seconds of a processor, at every start of every agent.
    this.policy('[deny]\ninventory = ["updates"]\n');
  }

  /** Writes the owner's agent.toml. */
  policy(toml: string): void {
    writeFileSync(join(this.data, 'agent.toml'), toml);
  }

  /** The data folder on a file system of 2 MB. Needs root. */
  async withSmallDisk(use: () => Promise<void>): Promise<void> {
    mkdirSync(this.data, { mode: 0o700 });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m,mode=700', 'ra-test', this.data]);
    try {
      await use();
    } finally {
      await this.agent?.end('SIGKILL');
      execFileSync('umount', [this.data]);
    }
  }

  /** Takes the last byte of the data folder's disk. */
  fillDisk(): void {
    const file = openSync(join(this.data, 'filler'), 'w');
    try {
      for (;;) writeSync(file, Buffer.alloc(4096));
    } catch {
      // Full.
    } finally {
      closeSync(file);
    }
  }

  /** @param prefix words before the program: the agent runs in a namespace, for example */
  start(prefix: readonly string[] = []): AgentProcess {
    this.agent = new AgentProcess([...prefix, ...this.lab.program, 'run', '--data', this.data]);
    return this.agent;
  }
}

/** An agent that runs as a process of its own until it is stopped. */
export class AgentProcess {
  readonly child: ChildProcess;
  log = '';

  constructor(command: readonly string[]) {
    const [file = '', ...args] = command;
    this.child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'] });
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
