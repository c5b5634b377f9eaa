import { randomUUID } from 'node:crypto';
import type { CheckOutcome, PluginCheck } from '@rettungsanker/protocol';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';
import { shown, Verdict } from '../verdict.ts';
import { requireAllowed } from './allowed.ts';
import { endMarked, MARK } from './leftovers.ts';
import { parsePluginOutput } from './output.ts';

/** What a plugin has to say fits into that; whoever prints more is ended. */
const OUTPUT_BYTES = 256 * 1024;
/** After the plugin itself has ended, its children get that long to let go of its output. */
const LINGER_MS = 100;
const STATUS = ['ok', 'warning', 'failed', 'unknown'] as const;

interface Ended {
  exitCode: number;
  output: string;
}

/**
 * Runs a monitoring plugin: exit code 0 to 3 is the status, the first line the message, performance data the
 * values. No shell; the arguments are handed over as they are. A plugin that hangs or floods is ended with all
 * processes that it started.
 *
 * @throws CheckError
 */
export async function checkPlugin(check: PluginCheck, run: Run): Promise<CheckOutcome> {
  if (run.pluginFolders.length === 0) {
    throw new CheckError(
      'RA_CHECK_NOT_ALLOWED',
      'the owner of this host allows no folder of plugins (agent.toml)',
    );
  }
  await requireAllowed(check.plugin, run.pluginFolders);
  const { exitCode, output } = await execute(check, run.signal);
  const { text, performance } = parsePluginOutput(output);
  const verdict = new Verdict();
  for (const { label, value } of performance) verdict.value('perf', value, label);
  const message = shown(text, 900) || `the plugin said nothing and ended with ${exitCode}`;
  const status = STATUS[exitCode];
  if (status === undefined) {
    verdict.problem(
      'RA_CHECK_PLUGIN',
      `the plugin ended with the exit code ${exitCode}: ${message}`,
      'unknown',
    );
  } else if (status !== 'ok') verdict.problem('RA_CHECK_PLUGIN', message, status);
  return verdict.outcome(message);
}

async function execute({ plugin, args, timeoutMs }: PluginCheck, signal: AbortSignal): Promise<Ended> {
  const { spawn } = await import('node:child_process');
  const windows = process.platform === 'win32';
  const mark = randomUUID();
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new CheckError('RA_CHECK_CANCELLED', 'the check was stopped'));
    const child = spawn(plugin, args, {
      stdio: ['ignore', 'pipe', 'ignore'],
      // A group of its own: what the plugin starts is ended with it.
      detached: !windows,
      windowsHide: true,
      cwd: windows ? undefined : '/',
      // Nothing of the agent's own environment (it may hold secrets); numbers with a decimal point.
      env: {
        ...(windows ? process.env : { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' }),
        [MARK]: mark,
      },
    });
    let why: CheckError | undefined;
    const end = (reason: CheckError) => {
      why ??= reason;
      endGroup(child.pid, windows);
      // What left the group has to be looked for.
      endMarked(mark);
    };
    const late = () => end(new CheckError('RA_CHECK_LOCAL', `the plugin did not end within ${timeoutMs} ms`));
    const timer = setTimeout(late, timeoutMs);
    const cancel = () => end(new CheckError('RA_CHECK_CANCELLED', 'the check was stopped'));
    signal.addEventListener('abort', cancel, { once: true });

    const chunks: Buffer[] = [];
    let bytes = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= OUTPUT_BYTES) chunks.push(chunk);
      else end(new CheckError('RA_CHECK_LOCAL', `the plugin printed more than ${OUTPUT_BYTES / 1024} kB`));
    });
    const settle = (exitCode: number | null, by: string | null) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      child.stdout.destroy();
      if (why === undefined && exitCode !== null) {
        resolve({ exitCode, output: Buffer.concat(chunks).toString('utf8') });
      } else reject(why ?? new CheckError('RA_CHECK_LOCAL', `the plugin was ended by ${by}`));
    };
    child.once('error', (error: NodeJS.ErrnoException) => {
      why = new CheckError(
        'RA_CHECK_LOCAL',
        `the plugin could not be started (${error.code ?? error.message})`,
      );
      settle(null, null);
    });
    child.once('exit', (exitCode, by) => {
      // Its output stays open as long as a child of it lives; a daemon that it left behind is not waited for.
      const linger = setTimeout(() => {
        endGroup(child.pid, windows);
        endMarked(mark);
        settle(exitCode, by);
      }, LINGER_MS);
      child.once('close', () => {
        clearTimeout(linger);
        endGroup(child.pid, windows);
        settle(exitCode, by);
      });
    });
  });
}

function endGroup(pid: number | undefined, windows: boolean): void {
  if (pid === undefined) return;
  if (windows) {
    void import('node:child_process').then(({ spawn }) =>
      spawn('taskkill.exe', ['/T', '/F', '/PID', String(pid)], { stdio: 'ignore', windowsHide: true }).on(
        'error',
        () => {},
      ),
    );
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}
