import { spawn } from 'node:child_process';
import { open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../errors.ts';
import { type Home, PORT } from './home.ts';
import { lastLines, startFailure } from './logs.ts';
import type { Programs } from './programs.ts';

/** The server of a cluster, as its postmaster.pid describes it. */
export interface Postmaster {
  readonly pid: number;
  readonly socket: string;
  /** `starting`, `ready`, `stopping`; empty in its first moments. */
  readonly state: string;
}

const POLL_MS = 5;
/** The server lets transactions end by itself, then (SIGQUIT) stops like after a power cut, which loses nothing. */
const FAST_STOP_MS = 5_000;
const IMMEDIATE_STOP_MS = 8_000;
const STILL_WAITING_MS = 3_000;

/**
 * The live server of this cluster; undefined when there is none. A pid alone proves nothing, since another process
 * may have got it: the process must be a postgres whose working folder is this very cluster.
 */
export async function findPostmaster(home: Pick<Home, 'data'>): Promise<Postmaster | undefined> {
  const claimed = await readPidFile(home.data);
  if (!claimed) return undefined;
  if (await isServerOf(claimed.pid, home.data)) return claimed;
  // In a container of its own its pid means nothing here, but its socket answers.
  return (await answers(claimed.socket)) ? claimed : undefined;
}

/** Format: storage/pidfile.h of PostgreSQL: pid, folder, start, port, socket folder, address, memory key, state. */
async function readPidFile(data: string): Promise<Postmaster | undefined> {
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return { pid, socket: lines[4] ?? '', state: lines[7]?.trim() ?? '' };
}

async function isServerOf(pid: number, data: string): Promise<boolean> {
  try {
    const [name, folder, cluster] = await Promise.all([
      readFile(`/proc/${pid}/comm`, 'utf8'),
      stat(`/proc/${pid}/cwd`),
      stat(data),
    ]);
    return name === 'postgres\n' && folder.dev === cluster.dev && folder.ino === cluster.ino;
  } catch {
    // Gone, a zombie, or somebody else's.
    return false;
  }
}

function answers(socket: string): Promise<boolean> {
  if (socket === '') return Promise.resolve(false);
  return new Promise((resolve) => {
    const connection = connect(join(socket, `.s.PGSQL.${PORT}`));
    connection.once('error', () => resolve(false));
    connection.once('connect', () => {
      connection.destroy();
      resolve(true);
    });
  });
}

/**
 * Clears what a killed server left: its children, who would go on writing until their statement ends, and its pid file,
 * whose pid may by now be any other process, which PostgreSQL would take for a live server.
 * To be called only when findPostmaster() found none.
 */
export async function clearRemains(home: Home, socket: string): Promise<void> {
  for (;;) {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
    const alive = (
      await Promise.all(pids.map(async (pid) => ((await isServerOf(pid, home.data)) ? [pid] : [])))
    ).flat();
    if (alive.length === 0) break;
    for (const pid of alive) signal(pid, 'SIGKILL');
    await sleep(POLL_MS);
  }
  await rm(join(home.data, 'postmaster.pid'), { force: true });
  await rm(join(socket, `.s.PGSQL.${PORT}.lock`), { force: true });
}

/**
 * Starts the server and waits until it accepts connections, however long its recovery takes.
 * It is detached, so that Ctrl-C in the terminal reaches only us, and it survives us when we are killed.
 * @throws AppError RA_DATABASE_FOLDER, RA_DATABASE_VERSION, RA_DATABASE_START
 */
export async function startPostmaster(
  home: Home,
  programs: Programs,
  stillWaiting: () => void,
): Promise<Postmaster> {
  const since = Date.now();
  const log = await open(home.startLog, 'w', 0o600);
  let ended: string | undefined;
  try {
    const child = spawn(programs.postgres, ['-D', home.data, '-c', `config_file=${home.config}`], {
      cwd: '/',
      env: programs.env,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      ...(home.account.foreign ? { uid: home.account.uid, gid: home.account.gid } : {}),
    });
    child.once('error', (error) => (ended = error.message));
    child.once('exit', (code, by) => (ended = by ?? `exit code ${code}`));
    child.unref();
    const pid = child.pid;
    const report = setInterval(stillWaiting, STILL_WAITING_MS);
    try {
      for (;;) {
        const now = await readPidFile(home.data);
        if (now?.state === 'ready' && now.pid === pid) return now;
        if (ended !== undefined) throw await startFailure(ended, await lastLines(home, since), home.data);
        await sleep(POLL_MS);
      }
    } finally {
      clearInterval(report);
    }
  } finally {
    await log.close();
  }
}

/** Waits until a server that was found is ready; undefined when it ended instead. */
export async function waitUntilReady(home: Home, stillWaiting: () => void): Promise<Postmaster | undefined> {
  const report = setInterval(stillWaiting, STILL_WAITING_MS);
  try {
    for (;;) {
      const server = await findPostmaster(home);
      if (!server || server.state === 'ready') return server;
      await sleep(POLL_MS);
    }
  } finally {
    clearInterval(report);
  }
}

export function isAlive(server: Postmaster, home: Home): Promise<boolean> {
  return isServerOf(server.pid, home.data);
}

/**
 * Ends the server: sessions are cut and everything is written (fast shutdown); when that takes too long at once, to
 * be recovered at the next start.
 * @throws AppError RA_DATABASE_START when it does not end at all
 */
export async function stopPostmaster(server: Postmaster, home: Home): Promise<void> {
  for (const [by, patience] of [
    ['SIGINT', FAST_STOP_MS],
    ['SIGQUIT', IMMEDIATE_STOP_MS],
  ] as const) {
    const deadline = Date.now() + patience;
    for (let told = false; Date.now() < deadline; await sleep(POLL_MS)) {
      if (!(await isAlive(server, home))) return;
      if (!told) signal(server.pid, by);
      told = true;
    }
  }
  throw new AppError('RA_DATABASE_START', `The database server (process ${server.pid}) does not end.`);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
