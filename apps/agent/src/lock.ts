import { createHash, randomBytes } from 'node:crypto';
import { closeSync, linkSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { basename, dirname, join } from 'node:path';
import type { DataPaths } from './data/folder.ts';
import { AgentError, reasonOf, systemCode } from './errors.ts';

/*
 * One agent per data folder. The holder listens on a socket inside the folder (on Windows on a named pipe); the
 * kernel closes it when the process ends in whatever way, so there is no stale lock to be removed by hand, and
 * `status` asks the holder over the same socket. Only who may enter the folder (0700) can reach it.
 */

export interface Lock {
  release(): Promise<void>;
}

/** Longest path that fits sockaddr_un on all systems; Node cuts longer ones off silently on some. */
const MAX_SOCKET_PATH = 100;
const ASK_MS = 2_000;
const MAX_ANSWER_BYTES = 256 * 1024;

/**
 * Takes the folder for this process and answers `status` questions from then on.
 * @throws AgentError RA_AGENT_RUNNING with the pid of the holder
 */
export async function acquireLock(paths: DataPaths, status: () => object): Promise<Lock> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(`${JSON.stringify(status())}\n`);
  });
  // The lock alone does not keep a process alive that has nothing else to do.
  server.unref();
  if (process.platform === 'win32') {
    // Windows lets only one process create the first instance of a pipe.
    const error = await listen(server, pipeName(paths));
    if (error) throw await runningError(paths, error);
    return { release: () => close(server) };
  }
  const own = join(paths.root, `.agent-${randomBytes(6).toString('hex')}.sock`);
  const error = await withShortPath(own, (path) => listen(server, path));
  if (error)
    throw new AgentError('RA_DATA_FOLDER', `No socket can be made in ${paths.root}: ${reasonOf(error)}`);
  const inode = statSync(own).ino;
  try {
    await claim(own, paths);
  } catch (failure) {
    await close(server);
    throw failure;
  } finally {
    rmSync(own, { force: true });
  }
  return {
    release: async () => {
      if (inodeOf(paths.socket) === inode) rmSync(paths.socket, { force: true });
      await close(server);
    },
  };
}

/** Asks the agent that holds the folder. @returns undefined when none does */
export async function askAgent(paths: DataPaths): Promise<unknown> {
  if (process.platform === 'win32') return ask(pipeName(paths));
  if (inodeOf(paths.socket) === undefined) return undefined;
  return withShortPath(paths.socket, ask);
}

/**
 * Gives the listening socket its well-known name. `link` fails when the name exists, whoever is faster; a name whose
 * owner is dead is moved away first, and moved back when it turns out that another process was faster.
 */
async function claim(own: string, paths: DataPaths): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      linkSync(own, paths.socket);
      return;
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
    const seen = inodeOf(paths.socket);
    if (await isAlive(paths)) throw await runningError(paths);
    const aside = `${own}.stale`;
    try {
      renameSync(paths.socket, aside);
    } catch (error) {
      if (systemCode(error) === 'ENOENT') continue;
      throw error;
    }
    if (inodeOf(aside) !== seen) {
      try {
        linkSync(aside, paths.socket);
      } catch (error) {
        if (systemCode(error) !== 'EEXIST') throw error;
      }
    }
    rmSync(aside, { force: true });
  }
  throw await runningError(paths);
}

function isAlive(paths: DataPaths): Promise<boolean> {
  return withShortPath(
    paths.socket,
    (path) =>
      new Promise((resolve) => {
        const socket = connect(path);
        socket.once('connect', () => resolve(true));
        socket.once('error', (error) => resolve(systemCode(error) === 'EAGAIN'));
        socket.once('close', () => resolve(false));
        socket.once('connect', () => socket.destroy());
      }),
  );
}

async function runningError(paths: DataPaths, cause?: Error): Promise<AgentError> {
  const answer = await askAgent(paths);
  const pid =
    typeof answer === 'object' && answer !== null && 'pid' in answer ? String(answer.pid) : 'unknown';
  return new AgentError(
    'RA_AGENT_RUNNING',
    `An agent with the data folder ${paths.root} is running already (process ${pid})${cause ? `: ${cause.message}` : '.'}`,
    'Stop it first, or give this one a folder of its own with --data.',
  );
}

function ask(path: string): Promise<unknown> {
  return new Promise((resolve) => {
    const socket: Socket = connect(path);
    let text = '';
    const finish = (value: unknown): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(value);
    };
    const timer = setTimeout(() => finish(undefined), ASK_MS);
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (text.length > MAX_ANSWER_BYTES) finish(undefined);
    });
    socket.on('error', () => finish(undefined));
    socket.on('end', () => {
      try {
        finish(JSON.parse(text));
      } catch {
        finish(undefined);
      }
    });
  });
}

function listen(server: Server, path: string): Promise<Error | undefined> {
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen(path, () => {
      server.off('error', resolve);
      resolve(undefined);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

/** A path too long for a socket address is reached through the open folder (Linux). */
async function withShortPath<T>(path: string, use: (path: string) => Promise<T>): Promise<T> {
  if (path.length <= MAX_SOCKET_PATH || process.platform !== 'linux') return use(path);
  const folder = openSync(dirname(path), 'r');
  try {
    return await use(`/proc/self/fd/${folder}/${basename(path)}`);
  } finally {
    closeSync(folder);
  }
}

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

function pipeName(paths: DataPaths): string {
  const digest = createHash('sha256').update(paths.root.toLowerCase()).digest('hex').slice(0, 32);
  return `\\\\.\\pipe\\rettungsanker-agent-${digest}`;
}
