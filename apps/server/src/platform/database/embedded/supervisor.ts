import { chown, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { AppError } from '../../errors.ts';
import { exists, writeDurably } from './files.ts';
import { type Home, openHome, PORT, socketFolder } from './home.ts';
import { makeCluster, SUPERUSER } from './initialise.ts';
import { lockInstance } from './instance.ts';
import { lastLines, pruneLogs } from './logs.ts';
import {
  clearRemains,
  findPostmaster,
  isAlive,
  type Postmaster,
  startPostmaster,
  stopPostmaster,
  waitUntilReady,
} from './postmaster.ts';
import { findPrograms, MAJOR, type Programs } from './programs.ts';
import { ACCESS, type Configuration, configuration, FINGERPRINT } from './settings.ts';
import type { Connection, EmbeddedDatabase, EmbeddedDatabaseOptions } from './types.ts';

/** The product's database in the cluster. */
const DATABASE = 'rettungsanker';
/** Not /var/lib/rettungsanker: that is a usual place for a whole data folder, closed to the server's account. */
const ELSEWHERE = '/var/lib/rettungsanker-database';
const PRUNE_LOGS_MS = 3_600_000;
const RELOCK_MS = 50;

interface Prepared {
  home: Home;
  programs: Programs;
  socket: string;
  config: Configuration;
}

interface Running {
  server: Postmaster;
  /** Holds the instance's lock. */
  lock: pg.Client;
  connection: Connection;
  adopted: boolean;
}

/** The work behind startEmbeddedDatabase(), which keeps others away from the folder meanwhile. */
export async function supervise(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const prepared = await prepare(options);
  await pruneLogs(prepared.home.log);
  const running = await run(prepared, options);
  return new Supervisor(prepared.home, running, options);
}

async function prepare(options: EmbeddedDatabaseOptions): Promise<Prepared> {
  const elsewhere = options.elsewhere ?? ELSEWHERE;
  const home = await openHome(options.dataDir, elsewhere);
  await checkVersion(home);
  const socket = await socketFolder(home);
  const programs = await findPrograms(home.account, home.libraries, elsewhere, () =>
    options.progress?.('copying', elsewhere),
  );
  const config = configuration(home, socket, programs.version, options.settings ?? {});
  await makeCluster(home, programs, () => {
    if (home.elsewhere) options.progress?.('elsewhere', home.root);
    options.progress?.('creating');
  });
  await home.settle();
  return { home, programs, socket, config };
}

async function checkVersion(home: Home): Promise<void> {
  if (!(await exists(home.cluster))) return;
  const major = (await readFile(join(home.data, 'PG_VERSION'), 'utf8').catch(() => '')).trim();
  if (major === '')
    throw new AppError(
      'RA_DATABASE_FOLDER',
      `${home.data} is not a database. Move it away, or put back what was there.`,
    );
  if (major !== MAJOR) {
    throw new AppError(
      'RA_DATABASE_VERSION',
      `${home.data} was made by PostgreSQL ${major}, this version of Rettungsanker brings PostgreSQL ${MAJOR}. ` +
        'Start the version that made it, run "rettungsanker backup FILE", and restore that file into a new data folder.',
    );
  }
}

async function run(
  { home, programs, socket, config }: Prepared,
  options: EmbeddedDatabaseOptions,
): Promise<Running> {
  const waiting = () => options.progress?.('waiting');
  for (;;) {
    const found = await findPostmaster(home);
    if (!found) return startAnew();
    const server = await waitUntilReady(home, waiting);
    if (!server) continue;
    const connection = await connectionTo(home, server.socket);
    const lock = await lockInstance(connection, options.dataDir).catch(unlessStopping);
    if (!lock) continue;
    if (!(await isAlive(server, home))) {
      await lock.end();
      throw new AppError(
        'RA_DATABASE_IN_USE',
        `A database server in another container serves ${options.dataDir}. Stop it first.`,
      );
    }
    if (await runsWith(lock, config)) {
      options.log('took over the running database server', { pid: server.pid });
      options.progress?.('adopting');
      return { server, lock, connection, adopted: true };
    }
    options.progress?.('restarting');
    await stopPostmaster(server, home);
  }

  async function startAnew(): Promise<Running> {
    options.progress?.('starting');
    await clearRemains(home, socket);
    await configure(home, config);
    const server = await startPostmaster(home, programs, waiting);
    try {
      const connection = await connectionTo(home, server.socket);
      const lock = await lockInstance(connection, options.dataDir);
      await makeDatabase(lock);
      options.log('started the database server', {
        pid: server.pid,
        version: programs.version,
        uid: home.account.uid,
      });
      return { server, lock, connection, adopted: false };
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'RA_DATABASE_IN_USE'))
        await stopPostmaster(server, home);
      throw error;
    }
  }
}

/** The server goes down, recovers, or just cut its sessions: what follows shows in its pid file. */
function unlessStopping(error: { code?: string; message: string }): undefined {
  const cut = error.message === 'Connection terminated unexpectedly';
  if (cut || /^(57P0|ECONN|ENOENT$|EPIPE$)/.test(error.code ?? '')) return undefined;
  throw error;
}

async function configure(home: Home, config: Configuration): Promise<void> {
  for (const [path, text] of [
    [home.config, config.text],
    [home.access, ACCESS],
  ] as const) {
    await writeDurably(path, text, home.account.foreign ? 0o640 : 0o600);
    if (home.account.foreign) await chown(path, 0, home.account.gid);
  }
}

async function runsWith(client: pg.Client, config: Configuration): Promise<boolean> {
  const { rows } = await client.query<{ value: string | null }>('select current_setting($1, true) as value', [
    FINGERPRINT,
  ]);
  return rows[0]?.value === config.fingerprint;
}

async function makeDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
  if (rowCount === 0) await client.query(`create database ${DATABASE}`);
}

export async function connectionTo(home: Home, socket: string): Promise<Connection> {
  const password = (await readFile(home.password, 'utf8')).trim();
  return { host: socket, port: PORT, database: DATABASE, user: SUPERUSER, password };
}

class Supervisor implements EmbeddedDatabase {
  readonly connection: Connection;
  readonly adopted: boolean;
  readonly #home: Home;
  readonly #server: Postmaster;
  readonly #options: EmbeddedDatabaseOptions;
  readonly #pruning: NodeJS.Timeout;
  readonly #listeners: ((reason: string) => void)[] = [];
  #exit: string | undefined;
  #stopped: Promise<void> | undefined;

  constructor(home: Home, running: Running, options: EmbeddedDatabaseOptions) {
    this.connection = running.connection;
    this.adopted = running.adopted;
    this.#home = home;
    this.#server = running.server;
    this.#options = options;
    this.#pruning = setInterval(() => void pruneLogs(home.log).catch(() => {}), PRUNE_LOGS_MS).unref();
    this.#watch(running.lock);
  }

  onExit(listener: (reason: string) => void): void {
    if (this.#exit === undefined) this.#listeners.push(listener);
    else listener(this.#exit);
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    clearInterval(this.#pruning);
    await stopPostmaster(this.#server, this.#home);
    this.#options.log('stopped the database server', { pid: this.#server.pid });
  }

  /** The lock's connection ends with the server, whoever started it: no polling, and it works for an adopted one. */
  #watch(lock: pg.Client): void {
    lock.once('end', () => void this.#lost());
  }

  /** When one backend crashes, the server cuts all connections, recovers and goes on: then the lock is taken again. */
  async #lost(): Promise<void> {
    while (this.#stopped === undefined) {
      if (!(await isAlive(this.#server, this.#home)))
        return this.#ended(`The database server (process ${this.#server.pid}) ended.`);
      try {
        this.#watch(await lockInstance(this.connection, this.#options.dataDir));
        this.#options.log('the database server recovered from the crash of a session');
        return;
      } catch (error) {
        if (error instanceof AppError) return this.#ended(error.message);
        await sleep(RELOCK_MS, undefined, { ref: false });
      }
    }
  }

  async #ended(reason: string): Promise<void> {
    clearInterval(this.#pruning);
    const lines = await lastLines(this.#home, 0).catch(() => '');
    this.#options.log('the database server ended', { lines });
    this.#exit = reason;
    for (const listener of this.#listeners) listener(reason);
  }
}
