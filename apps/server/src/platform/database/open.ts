import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { runMigrations } from 'graphile-worker';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { JOB_SCHEMA } from '../jobs/jobs.ts';
import { requireRestrictedRole } from '../tenancy/restricted-role.ts';
import { type EmbeddedDatabase, startEmbeddedDatabase } from './embedded/index.ts';
import { type MigrationReport, migrate } from './migrate.ts';
import { createKysely, createPool, type DatabaseAddress, parseDatabaseUrl } from './pool.ts';
import type { Tables } from './tables.ts';

/** The program works as this role: it owns nothing and is bound by every policy. */
export const APP_ROLE = 'rettungsanker_app';
/** Owns schema, migrations and background queue of the embedded database. */
export const OWNER_ROLE = 'rettungsanker_owner';
const DATABASE = 'rettungsanker';
const ROLE_LOCK = 0x7261_726f;

export interface OpenDatabase {
  readonly ownerAddress: DatabaseAddress;
  readonly appAddress: DatabaseAddress;
  /** As owner: queue, migrations, backup. */
  readonly owner: pg.Pool;
  readonly app: pg.Pool;
  readonly db: Kysely<Tables>;
  readonly migrations: MigrationReport;
  readonly embedded: boolean;
  /** The embedded server ended by itself. */
  onExit(listener: (reason: string) => void): void;
  close(): Promise<void>;
}

export interface OpenOptions {
  dataDir: string;
  /** Empty: embedded. */
  url: string;
  appUrl: string;
  poolSize: number;
  /** Of the embedded server: what the operator wants otherwise. */
  settings?: Readonly<Record<string, string>>;
  kek: Buffer;
  log(message: string, fields?: Record<string, unknown>): void;
  progress?(step: string, detail?: string): void;
  /** Highest migration to apply; a restore goes to the level of its backup first. */
  migrateTo?: number;
}

/** Starts or reaches the database, brings it to this version's level, and opens the pools of both roles. */
export async function openDatabase(options: OpenOptions): Promise<OpenDatabase> {
  const password = rolePassword(options.kek);
  let embedded: EmbeddedDatabase | undefined;
  let ownerAddress: DatabaseAddress;
  let appAddress: DatabaseAddress;
  if (options.url) {
    ownerAddress = parseDatabaseUrl(options.url);
    appAddress = options.appUrl
      ? parseDatabaseUrl(options.appUrl)
      : { ...ownerAddress, user: APP_ROLE, password: password(APP_ROLE) };
    if (!options.appUrl) await ensureRole(ownerAddress, APP_ROLE, appAddress.password!);
  } else {
    embedded = await startEmbeddedDatabase({
      dataDir: join(options.dataDir, 'database'),
      settings: { ...options.settings },
      log: options.log,
      ...(options.progress ? { progress: options.progress } : {}),
    });
    ({ ownerAddress, appAddress } = await prepareCluster(embedded.connection, DATABASE, password));
  }
  options.progress?.('migrating');
  return pools(ownerAddress, appAddress, options.poolSize, embedded, options.migrateTo);
}

/** The pools of a database that another process runs and keeps at its level. */
export async function reachDatabase(
  superuser: DatabaseAddress,
  kek: Buffer,
  poolSize: number,
): Promise<OpenDatabase> {
  const { ownerAddress, appAddress } = await prepareCluster(superuser, DATABASE, rolePassword(kek));
  return pools(ownerAddress, appAddress, poolSize, undefined);
}

async function pools(
  ownerAddress: DatabaseAddress,
  appAddress: DatabaseAddress,
  poolSize: number,
  embedded: EmbeddedDatabase | undefined,
  migrateTo?: number,
): Promise<OpenDatabase> {
  const owner = createPool(ownerAddress, 'owner', 12);
  const app = createPool(appAddress, 'app', poolSize);
  const close = async (): Promise<void> => {
    await Promise.all([owner.end(), app.end()]);
    await embedded?.stop();
  };
  try {
    const migrations = await bringUp(owner, appAddress.user, migrateTo);
    await requireRestrictedRole(app);
    return {
      ownerAddress,
      appAddress,
      owner,
      app,
      db: createKysely(app),
      migrations,
      embedded: embedded !== undefined,
      onExit: (listener) => embedded?.onExit(listener),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Queue and schema, as owner. */
export async function bringUp(owner: pg.Pool, appRole: string, upTo?: number): Promise<MigrationReport> {
  await runMigrations({ pgPool: owner, schema: JOB_SCHEMA });
  return migrate(owner, appRole, upTo);
}

/** Roles and database on a cluster that is ours alone; repeatable. */
export async function prepareCluster(
  superuser: DatabaseAddress,
  database: string,
  password: (role: string) => string,
): Promise<{ ownerAddress: DatabaseAddress; appAddress: DatabaseAddress }> {
  await ensureRole(superuser, OWNER_ROLE, password(OWNER_ROLE));
  await ensureRole(superuser, APP_ROLE, password(APP_ROLE));
  const client = new pg.Client(superuser);
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`);
    await client.query(`alter database ${pg.escapeIdentifier(database)} owner to ${OWNER_ROLE}`);
    await client.query(`revoke all on database ${pg.escapeIdentifier(database)} from public`);
    await client.query(`grant connect on database ${pg.escapeIdentifier(database)} to ${APP_ROLE}`);
  } finally {
    await client.end();
  }
  return {
    ownerAddress: { ...superuser, database, user: OWNER_ROLE, password: password(OWNER_ROLE) },
    appAddress: { ...superuser, database, user: APP_ROLE, password: password(APP_ROLE) },
  };
}

/** Passwords of the roles follow from the key file: nothing more to store, and a copied database folder alone opens nothing. */
const rolePassword =
  (kek: Buffer) =>
  (role: string): string =>
    createHmac('sha256', kek).update(`database role ${role}`).digest('hex');

/** Makes the role, or gives it the expected password; never a superuser, never past row-level security. */
async function ensureRole(admin: DatabaseAddress, role: string, password: string): Promise<void> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [ROLE_LOCK]);
    const { rows } = await client.query<{ rolsuper: boolean; rolbypassrls: boolean }>(
      'select rolsuper, rolbypassrls from pg_roles where rolname = $1',
      [role],
    );
    const attributes = 'login nosuperuser nobypassrls nocreatedb nocreaterole noinherit';
    const secret = pg.escapeLiteral(password);
    if (rows.length === 0)
      await client.query(`create role ${pg.escapeIdentifier(role)} ${attributes} password ${secret}`);
    else if (!(await canSignIn({ ...admin, user: role, password })))
      await client.query(`alter role ${pg.escapeIdentifier(role)} login password ${secret}`);
    if (rows[0]?.rolsuper || rows[0]?.rolbypassrls)
      await client.query(`alter role ${pg.escapeIdentifier(role)} nosuperuser nobypassrls`);
  } finally {
    await client.end();
  }
}

async function canSignIn(address: DatabaseAddress): Promise<boolean> {
  const client = new pg.Client(address);
  try {
    await client.connect();
    return true;
  } catch (error) {
    // 28P01 wrong password; 3D000 / 42501: signed in, but this database is not there or not open to the role yet.
    return ['3D000', '42501'].includes((error as { code?: string }).code ?? '');
  } finally {
    await client.end().catch(() => {});
  }
}
