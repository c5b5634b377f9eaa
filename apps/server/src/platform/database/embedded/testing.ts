import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { parseDatabaseUrl } from '../pool.ts';
import { exists } from './files.ts';
import { findHome } from './home.ts';
import { type Connection, type EmbeddedDatabase, startEmbeddedDatabase } from './index.ts';
import { MAINTENANCE } from './instance.ts';
import { findPostmaster, stopPostmaster } from './postmaster.ts';

/** Address of a server to test on, with a superuser. The runner of the suite sets it; anybody may, e.g. for an older PostgreSQL. */
export const TEST_DATABASE = 'RA_TEST_DATABASE';

/** What every database of a test starts with. */
export interface Template {
  /** Changes with what `fill` makes, e.g. a digest of the migrations; letters, digits and `_`. */
  readonly key: string;
  /** Makes the content, once a server. Must close its connections. */
  fill(connection: Connection): Promise<void>;
}

export interface TemporaryDatabase {
  /** As superuser and owner of this database. */
  readonly connection: Connection;
  drop(): Promise<void>;
}

export interface TestServer {
  /** For RA_TEST_DATABASE. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Nothing of a test has to survive a power cut, so the disk is never waited for. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  max_connections: '200',
  shared_buffers: '128MB',
  max_wal_size: '2GB',
};
/** How long sessions may take to leave a database that is to be dropped. */
const LEAVING_MS = 1_000;
const PREFIX = 'rettungsanker-test-';
/** Lets one process make a template at a time. */
const TEMPLATE_LOCK = 0x7261_7465;

/** When we are root the server's account must get through, which a TMPDIR of root's own may not allow. */
const PARENT = process.getuid!() === 0 ? '/tmp' : tmpdir();

/** Starts the server for a whole suite: its runner hands `url` to the test files in RA_TEST_DATABASE. */
export async function startTestServer(): Promise<TestServer> {
  const { folder, database } = await launch();
  const { user, password, host } = database.connection;
  return {
    url: `postgres://${user}:${password}@localhost/${MAINTENANCE}?host=${encodeURIComponent(host)}`,
    async stop() {
      await database.stop();
      await rm(folder, { recursive: true });
    },
  };
}

async function launch(): Promise<{ folder: string; database: EmbeddedDatabase }> {
  await removeLeftovers();
  const folder = await mkdtemp(join(PARENT, `${PREFIX}${process.pid}-`));
  await chmod(folder, 0o711);
  const database = await startEmbeddedDatabase({
    dataDir: join(folder, 'database'),
    log: () => {},
    settings: SETTINGS,
  });
  return { folder, database };
}

/** Ends the servers of test processes that were killed. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(PARENT)) {
    const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (owner === undefined || (await exists(`/proc/${owner}`))) continue;
    try {
      const home = await findHome(join(PARENT, name, 'database'));
      const server = home && (await findPostmaster(home));
      if (server) await stopPostmaster(server, home);
      await rm(join(PARENT, name), { recursive: true });
    } catch {
      // Another user's, or another process is just doing the same.
    }
  }
}

/**
 * A database of its own for a test file, copied from the template in about 30 ms. Taken from the suite's server
 * when RA_TEST_DATABASE is set, else from a server that this process starts and ends with itself.
 */
export async function temporaryDatabase(template?: Template): Promise<TemporaryDatabase> {
  const connection = await testConnection();
  const source = template ? await ensureTemplate(connection, template) : 'template0';
  const database = `ra_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  // A copy of the files: four times as fast here as one through the write-ahead log.
  await asAdministrator(connection, (admin) =>
    admin.query(`create database ${database} template ${source} strategy file_copy`),
  );
  return {
    connection: { ...connection, database },
    async drop() {
      await asAdministrator(connection, async (admin) => {
        await untilLeft(admin, database);
        await admin.query(`drop database ${database} with (force)`);
      });
    },
  };
}

/** A pool that was ended has said good-bye, but its sessions may not be gone; cut now, they would raise an error in it. */
async function untilLeft(admin: pg.Client, database: string): Promise<void> {
  const deadline = Date.now() + LEAVING_MS;
  while (Date.now() < deadline) {
    const { rowCount } = await admin.query('select from pg_stat_activity where datname = $1', [database]);
    if (rowCount === 0) return;
    await sleep(2);
  }
}

const templates = new Map<string, Promise<string>>();

/** One making at a time: within the process by the map, between processes by a lock. */
function ensureTemplate(connection: Connection, template: Template): Promise<string> {
  const made = templates.get(template.key) ?? makeTemplate(connection, template);
  templates.set(template.key, made);
  return made;
}

function makeTemplate(connection: Connection, { key, fill }: Template): Promise<string> {
  const name = `ra_template_${key}`;
  return asAdministrator(connection, async (admin) => {
    // Ends with the connection.
    await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 1) return name;
    // The final name only when it is complete: a test that was killed may have left half of it.
    const half = `${name}_new`;
    await admin.query(`drop database if exists ${half} with (force)`);
    await admin.query(`create database ${half} template template0`);
    await fill({ ...connection, database: half });
    await admin.query(`alter database ${half} rename to ${name}`);
    return name;
  });
}

let server: Promise<Connection> | undefined;

function testConnection(): Promise<Connection> {
  const url = process.env[TEST_DATABASE];
  server ??= url ? Promise.resolve(fromUrl(url)) : startOwn();
  return server;
}

function fromUrl(url: string): Connection {
  const { host, port, database, user, password = '' } = parseDatabaseUrl(url);
  return { host, port, database, user, password };
}

async function startOwn(): Promise<Connection> {
  const { folder, database } = await launch();
  process.once('exit', () => endAtOnce(folder));
  return { ...database.connection, database: MAINTENANCE };
}

/** Nothing can be awaited when a process ends. */
function endAtOnce(folder: string): void {
  const pid = Number.parseInt(readFileSync(join(folder, 'database/cluster/data/postmaster.pid'), 'utf8'), 10);
  process.kill(pid, 'SIGQUIT');
  const pause = new Int32Array(new SharedArrayBuffer(4));
  // Our child stays a zombie, since nobody waits for it any more, and has no working folder then.
  while (existsSync(`/proc/${pid}/cwd/.`)) Atomics.wait(pause, 0, 0, 2);
  rmSync(folder, { recursive: true });
}

async function asAdministrator<T>(
  connection: Connection,
  work: (admin: pg.Client) => Promise<T>,
): Promise<T> {
  const admin = new pg.Client(connection);
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
