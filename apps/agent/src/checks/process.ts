import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { CheckOutcome, ProcessCheck } from '@rettungsanker/protocol';
import { CheckError, outcomeOf } from './codes.ts';
import type { HostView } from './environment.ts';

/** The kernel cuts comm after 15 characters (TASK_COMM_LEN). */
const COMM_LENGTH = 15;
/** Processes looked at before other work gets its turn: about 2 ms. */
const AT_A_TIME = 100;

interface Process {
  /** Names it goes by: comm, and the file name of its program. */
  names: readonly string[];
  command: string;
}

/**
 * Counts the running processes that have the name and the part of the command line. A zombie is not running.
 *
 * @throws CheckError
 */
export async function checkProcess(
  check: ProcessCheck,
  host: HostView,
  signal: AbortSignal,
): Promise<CheckOutcome> {
  const { name, commandContains, minimum } = check;
  if (name === undefined && commandContains === undefined) {
    throw new CheckError('RA_CHECK_INVALID', 'neither a name nor a part of the command line is given');
  }
  let count = 0;
  for await (const { names, command } of processes(check, host, signal)) {
    const named = name === undefined || names.includes(name);
    if (named && (commandContains === undefined || command.includes(commandContains))) count++;
  }
  const message = `${count} running, ${minimum} required`;
  if (count < minimum) return outcomeOf('RA_CHECK_NOT_RUNNING', message, { count });
  return { status: 'ok', message, values: { count } };
}

/** Is there a process with this id, and is it more than a zombie? */
export function isAlive(pid: number, root = ''): boolean {
  return statOf(pid, root) !== undefined;
}

function processes(check: ProcessCheck, host: HostView, signal: AbortSignal): AsyncIterable<Process> {
  switch (host.platform) {
    case 'linux':
      return linuxProcesses(check.name, host.root);
    case 'win32':
      return windowsProcesses(check, host, signal);
    default:
      return unixProcesses(host, signal);
  }
}

async function* linuxProcesses(name: string | undefined, root: string): AsyncIterable<Process> {
  let looked = 0;
  for (const entry of readdirSync(`${root}/proc`)) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    if (++looked % AT_A_TIME === 0) await setImmediate();
    // A process may end between any two lines here; then it does not run.
    const comm = statOf(pid, root);
    if (comm === undefined) continue;
    const args = read(`${root}/proc/${pid}/cmdline`)?.split('\0') ?? [];
    const names = [comm, baseName(args[0])];
    // Cut by the kernel, or an interpreter with the script as its first argument.
    if (comm === name?.slice(0, COMM_LENGTH)) names.push(baseName(args[1]));
    yield { names, command: args.join(' ') };
  }
}

/** @returns comm, undefined when there is no such process or it is dead. See proc_pid_stat(5). */
function statOf(pid: number, root: string): string | undefined {
  const stat = read(`${root}/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // comm may itself hold parentheses and spaces: the last parenthesis ends it.
  const end = stat.lastIndexOf(')');
  const state = stat[end + 2];
  if (state === undefined || 'ZXx'.includes(state)) return undefined;
  return stat.slice(stat.indexOf('(') + 1, end);
}

/** Synchronous on purpose: /proc never waits for a disk, and a promise costs more than the read. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

async function* unixProcesses(host: HostView, signal: AbortSignal): AsyncIterable<Process> {
  const list = async (column: string) => {
    const { exitCode, stdout } = await host.command(
      'ps',
      ['-axww', '-o', 'pid=,stat=,', '-o', `${column}=`],
      signal,
    );
    if (exitCode !== 0) throw new CheckError('RA_CHECK_LOCAL', `ps ended with ${exitCode}`);
    return stdout.split('\n').flatMap((line) => {
      const [, pid, state, text] = /^\s*(\d+)\s+(\S+)\s+(.*?)\s*$/.exec(line) ?? [];
      return pid === undefined || text === undefined || state?.startsWith('Z') ? [] : [[pid, text] as const];
    });
  };
  const commands = new Map(await list('command'));
  for (const [pid, comm] of await list('ucomm')) {
    const command = commands.get(pid);
    if (command === undefined) continue;
    yield { names: [comm, baseName(command.split(' ')[0])], command };
  }
}

async function* windowsProcesses(
  { name, commandContains }: ProcessCheck,
  host: HostView,
  signal: AbortSignal,
): AsyncIterable<Process> {
  if (commandContains !== undefined) {
    throw new CheckError('RA_CHECK_UNSUPPORTED', 'command lines cannot be read on Windows');
  }
  const file = `${process.env.SystemRoot ?? 'C:\\Windows'}\\System32\\tasklist.exe`;
  const { exitCode, stdout } = await host.command(file, ['/FO', 'CSV', '/NH'], signal);
  if (exitCode !== 0) throw new CheckError('RA_CHECK_LOCAL', `tasklist ended with ${exitCode}`);
  for (const [, image = ''] of stdout.matchAll(/^"([^"]+)",/gm)) {
    // Names of files differ in nothing but case here, and nobody writes the extension.
    const wanted = name?.toLowerCase();
    const same = [image.toLowerCase(), image.toLowerCase().replace(/\.exe$/, '')].includes(wanted ?? '');
    yield { names: same && name !== undefined ? [name] : [], command: image };
  }
}

function baseName(path = ''): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
