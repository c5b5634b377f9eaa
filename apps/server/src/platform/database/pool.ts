import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Tables } from './tables.ts';

/** Every table, view and function of the product lives in this schema. */
export const SCHEMA = 'rettungsanker';

/** How to reach a database: embedded (socket folder) or outside (URL); the same shape for both roles. */
export interface DatabaseAddress {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string | undefined;
  ssl?: pg.ConnectionConfig['ssl'];
}

const { builtins } = pg.types;
const types: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    // Identities and counts stay below 2^53; a string would make every comparison a trap.
    if (oid === builtins.INT8) return Number;
    if (oid === builtins.NUMERIC) return Number;
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

export function createPool(address: DatabaseAddress, name: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    ...address,
    max,
    types,
    application_name: `rettungsanker ${name}`,
    options: `-c search_path=${SCHEMA} -c timezone=UTC -c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000`,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
  });
  // A broken idle connection is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

export function createKysely(pool: pg.Pool): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
}

/** Parses postgres://user:password@host:port/database?sslmode=… into an address. */
export function parseDatabaseUrl(url: string): DatabaseAddress {
  const parsed = new URL(url);
  const sslmode = parsed.searchParams.get('sslmode');
  const socket = parsed.searchParams.get('host');
  return {
    host: socket ?? (decodeURIComponent(parsed.hostname) || 'localhost'),
    port: Number(parsed.port || parsed.searchParams.get('port') || 5432),
    database: decodeURIComponent(parsed.pathname.slice(1)) || 'rettungsanker',
    user: decodeURIComponent(parsed.username) || 'rettungsanker',
    password: parsed.password ? decodeURIComponent(parsed.password) : undefined,
    ...(sslmode && sslmode !== 'disable'
      ? { ssl: { rejectUnauthorized: sslmode.startsWith('verify') } }
      : {}),
  };
}
