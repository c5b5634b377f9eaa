import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import { AppError } from '../errors.ts';
import { SCHEMA } from './pool.ts';

const FOLDER = new URL('./migrations/', import.meta.url);
/** Key of the advisory lock that lets one process migrate at a time. */
const LOCK = 0x7261_6d67;

export interface MigrationReport {
  applied: number[];
  level: number;
}

interface Migration {
  number: number;
  name: string;
  sql: string;
  digest: string;
}

export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, FOLDER), 'utf8');
      return {
        number: Number(name.slice(0, 4)),
        name,
        sql,
        digest: createHash('sha256').update(sql).digest('hex'),
      };
    }),
  );
}

/**
 * Brings the schema to `upTo` (default: the newest level), forward only, each file in its own transaction.
 * @param pool connections as the owner role
 * @param appRole role that the program works as; placeholders {app} and {owner} in the files become the names
 * @throws AppError RA_DATABASE_NEWER, RA_DATABASE_MIGRATION
 */
export async function migrate(
  pool: pg.Pool,
  appRole: string,
  upTo = Number.POSITIVE_INFINITY,
): Promise<MigrationReport> {
  const migrations = (await readMigrations()).filter((m) => m.number <= upTo);
  const connection = await pool.connect();
  try {
    await connection.query('select pg_advisory_lock($1)', [LOCK]);
    await connection.query(`create schema if not exists ${SCHEMA}`);
    // Unless named last, a caller's temporary tables come first, also for functions that keep this path.
    await connection.query(`set search_path = ${SCHEMA}, pg_temp`);
    const app = pg.escapeIdentifier(appRole);
    await connection.query(`grant usage on schema ${SCHEMA} to ${app}`);
    await connection.query(
      'create table if not exists migration (number integer primary key, name text not null, digest text not null, applied_at timestamptz not null default now())',
    );
    const done = new Map(
      (
        await connection.query<{ number: number; digest: string }>('select number, digest from migration')
      ).rows.map((r) => [r.number, r.digest]),
    );
    const newest = migrations.at(-1)?.number ?? 0;
    const ahead = Math.max(0, ...done.keys());
    if (ahead > newest)
      throw new AppError(
        'RA_DATABASE_NEWER',
        `The database is at level ${ahead}, this version knows ${newest}.`,
      );
    const owner = pg.escapeIdentifier(
      (await connection.query<{ current_user: string }>('select current_user')).rows[0]!.current_user,
    );
    const applied: number[] = [];
    for (const migration of migrations) {
      const digest = done.get(migration.number);
      if (digest === migration.digest) continue;
      if (digest)
        throw new AppError('RA_DATABASE_MIGRATION', `${migration.name} is not the file that was applied.`);
      await connection.query('begin');
      try {
        await connection.query(migration.sql.replaceAll('{app}', app).replaceAll('{owner}', owner));
        await connection.query('insert into migration (number, name, digest) values ($1, $2, $3)', [
          migration.number,
          migration.name,
          migration.digest,
        ]);
        await connection.query('commit');
      } catch (error) {
        await connection.query('rollback');
        throw error;
      }
      applied.push(migration.number);
    }
    return { applied, level: newest };
  } finally {
    await connection.query('select pg_advisory_unlock_all()').catch(() => {});
    connection.release();
  }
}
