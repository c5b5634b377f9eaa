import pg from 'pg';
import { AppError } from '../../errors.ts';
import { SCHEMA } from '../pool.ts';
import type { SequenceRecord, TableRecord } from './records.ts';

/**
 * Tables in which a schema counts its own migrations: they tell the level of a backup and are no content.
 * `exact`: rows of an older level must not go into a newer table, since a migration may have to convert them; ours
 * can stop at any level, the job queue's only knows its newest, whose tables take the older columns.
 */
const MIGRATIONS = [
  { schema: SCHEMA, table: 'migration', column: 'number', exact: true },
  { schema: 'graphile_worker', table: 'migrations', column: 'id', exact: false },
] as const;

export const isExact = (schema: string) => MIGRATIONS.find((m) => m.schema === schema)?.exact === true;

/** Values in a form that every version of PostgreSQL reads the same way. */
export const PORTABLE = `set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local timezone = 'UTC';
  set local extra_float_digits = 3; set local bytea_output = 'hex'; set local xmloption = 'content';
  set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0;`;

/** A table or sequence by its full name, quoted. */
export const qualified = (relation: { schema: string; name: string }) =>
  `${pg.escapeIdentifier(relation.schema)}.${pg.escapeIdentifier(relation.name)}`;

export const columnList = (table: TableRecord) =>
  table.columns.map((column) => pg.escapeIdentifier(column)).join(', ');

/** The newest migration of each schema that has any. */
export async function levels(
  client: pg.ClientBase,
  schemas: readonly string[],
): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { schema, table, column } of MIGRATIONS) {
    if (!schemas.includes(schema)) continue;
    const { rows: made } = await client.query<{ made: boolean }>(
      'select to_regclass($1) is not null as made',
      [qualified({ schema, name: table })],
    );
    if (!made[0]!.made) continue;
    const { rows } = await client.query<{ level: number }>(
      `select coalesce(max(${column}), 0)::integer as level from ${qualified({ schema, name: table })}`,
    );
    found[schema] = rows[0]!.level;
  }
  return found;
}

/**
 * The tables of the schemas with the columns that hold content (generated ones follow from them), by name; of a
 * partitioned table the whole, since its partitions come and go.
 * @throws AppError RA_BACKUP_INVALID for inheritance other than plain partitions
 */
export async function tables(client: pg.ClientBase, schemas: readonly string[]): Promise<TableRecord[]> {
  const { rows } = await client.query<TableRecord & { nested: boolean }>(
    `select n.nspname as schema, c.relname as name,
       (select coalesce(array_agg(a.attname::text order by a.attnum), '{}') from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
       (select coalesce(jsonb_agg(jsonb_build_object('schema', pn.nspname, 'name', p.relname,
            'bound', pg_get_expr(p.relpartbound, p.oid), 'closed', p.relrowsecurity) order by p.relname), '[]')
        from pg_inherits i join pg_class p on p.oid = i.inhrelid join pg_namespace pn on pn.oid = p.relnamespace
        where i.inhparent = c.oid and c.relkind = 'p') as partitions,
       exists (select from pg_inherits i join pg_class p on p.oid = i.inhrelid
        where i.inhparent = c.oid and (p.relkind = 'p' or c.relkind = 'r')) as nested
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any ($1) and c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't'
     order by 1, 2`,
    [schemas],
  );
  return rows
    .filter((row) => !MIGRATIONS.some((m) => m.schema === row.schema && m.table === row.name))
    .map(({ nested, ...table }) => {
      if (!nested && table.columns.length > 0) return table;
      throw new AppError(
        'RA_BACKUP_INVALID',
        `${qualified(table)} has no columns, or tables below it that are no plain partitions; a backup does not know such tables.`,
      );
    });
}

/** The value that each sequence gives next; also of those behind identity columns. They are not part of a snapshot: read them after the tables. */
export async function sequences(
  client: pg.ClientBase,
  schemas: readonly string[],
): Promise<SequenceRecord[]> {
  const { rows } = await client.query<{ schema: string; name: string; step: string }>(
    `select schemaname as schema, sequencename as name, increment_by::text as step
     from pg_sequences where schemaname = any ($1) order by 1, 2`,
    [schemas],
  );
  const found: SequenceRecord[] = [];
  for (const { schema, name, step } of rows) {
    // The view does not tell a sequence that was set from one that was never used.
    const state = await client.query<{ next: string }>(
      `select (case when is_called then last_value::numeric + $1 else last_value end)::text as next from ${qualified({ schema, name })}`,
      [step],
    );
    found.push({ schema, name, next: state.rows[0]!.next });
  }
  return found;
}

/**
 * Tables of which row-level security may hide rows from us: it is in force for this role, and no policy simply lets it
 * read everything. A backup without those rows would look complete.
 */
export async function hidden(client: pg.ClientBase, schemas: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any ($1) and c.relkind in ('r', 'p') and not c.relispartition and row_security_active(c.oid)
       and not (
         exists (select from pg_policy p where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('*', 'r')
           and pg_get_expr(p.polqual, p.polrelid) = 'true'
           and (p.polroles = '{0}' or exists (select from unnest(p.polroles) r where pg_has_role(r, 'usage'))))
         and not exists (select from pg_policy p where p.polrelid = c.oid and not p.polpermissive))
     order by 1`,
    [schemas],
  );
  return rows.map((row) => row.name);
}
