import type pg from 'pg';
import {
  FOREIGN_KEYS_OUT,
  INSTALLATION_TABLES,
  KEY_COLUMN,
  NO_CLIENT_REFERENCE,
  UNIQUE_ACROSS_CLIENTS,
} from './exceptions.ts';
import { leftovers } from './findings.ts';

interface ForeignKey {
  name: string;
  table: string;
  columns: string[];
  target: string;
  target_columns: string[];
  /** Columns that become null when the target goes; empty when that is not what happens. */
  nulled: string[];
}

interface UniqueKey {
  name: string;
  table: string;
  /** First column; null for an expression. */
  first: string | null;
}

const keyOf = (table: string): string => KEY_COLUMN[table] ?? 'client_id';
const ofClient = (table: string): boolean => !(table in INSTALLATION_TABLES);

/**
 * Foreign and unique keys. A simple foreign key lets one client refer to another one's row, and a unique key over all
 * clients tells that a value exists: the database checks both past row-level security.
 */
export async function inspectKeys(client: pg.ClientBase): Promise<string[]> {
  const foreign = await foreignKeys(client);
  const unique = await uniqueKeys(client);
  const findings: string[] = [];

  for (const key of foreign) {
    const wrong = (what: string): void => void findings.push(`${key.table}: foreign key ${key.name} ${what}`);
    if (!ofClient(key.table)) {
      if (ofClient(key.target)) wrong(`refers from the installation to rows of a client (${key.target})`);
      continue;
    }
    if (!ofClient(key.target)) {
      if (key.columns.length !== 1 || !(`${key.table}.${key.columns[0]}` in FOREIGN_KEYS_OUT))
        wrong(`leaves the client for ${key.target}`);
      continue;
    }
    if (key.columns[0] !== keyOf(key.table) || key.target_columns[0] !== keyOf(key.target))
      wrong('does not start with the client');
    if (key.nulled.includes(keyOf(key.table))) wrong('would take the client off the row');
  }
  for (const key of unique)
    if (ofClient(key.table) && key.first !== keyOf(key.table) && !(key.name in UNIQUE_ACROSS_CLIENTS))
      findings.push(`${key.table}: unique key ${key.name} does not start with the client`);

  const tables = new Set(unique.map((key) => key.table));
  const referring = new Set(
    foreign.filter((key) => key.target === 'client' && key.columns.length === 1).map((key) => key.table),
  );
  for (const table of tables)
    if (ofClient(table) && table !== 'client' && !referring.has(table) && !(table in NO_CLIENT_REFERENCE))
      findings.push(`${table}: nothing makes sure that its client exists`);

  return [
    ...findings,
    ...leftovers(
      'FOREIGN_KEYS_OUT',
      FOREIGN_KEYS_OUT,
      foreign.map((key) => `${key.table}.${key.columns[0]}`),
    ),
    ...leftovers(
      'UNIQUE_ACROSS_CLIENTS',
      UNIQUE_ACROSS_CLIENTS,
      unique.map((key) => key.name),
    ),
    ...leftovers('NO_CLIENT_REFERENCE', NO_CLIENT_REFERENCE, tables),
    ...(await tablesWithoutKey(client)),
  ];
}

/** Foreign keys of all tables, those of partitions left out. */
export async function foreignKeys(client: pg.ClientBase): Promise<ForeignKey[]> {
  const names = (columns: string, relation: string): string =>
    `array(select a.attname::text from unnest(${columns}) with ordinality as u(n, i)
       join pg_attribute a on a.attrelid = ${relation} and a.attnum = u.n order by u.i)`;
  const { rows } = await client.query<ForeignKey>(
    `select k.conname as name, c.relname as table, t.relname as target, ${names('k.conkey', 'k.conrelid')} as columns,
       ${names('k.confkey', 'k.confrelid')} as target_columns,
       case when k.confdeltype in ('n', 'd') then ${names('coalesce(k.confdelsetcols, k.conkey)', 'k.conrelid')} else '{}' end as nulled
     from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class t on t.oid = k.confrelid
     where k.contype = 'f' and k.conparentid = 0 and c.relnamespace = 'rettungsanker'::regnamespace order by 2, 1`,
  );
  return rows;
}

/** Primary keys, unique constraints and indexes, exclusion constraints. */
async function uniqueKeys(client: pg.ClientBase): Promise<UniqueKey[]> {
  const { rows } = await client.query<UniqueKey>(
    `select x.relname as name, c.relname as table, a.attname as first
     from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
     left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
     where (i.indisunique or i.indisexclusion) and not c.relispartition
       and c.relnamespace = 'rettungsanker'::regnamespace order by 2, 1`,
  );
  return rows;
}

async function tablesWithoutKey(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c
     where c.relnamespace = 'rettungsanker'::regnamespace and c.relkind in ('r', 'p')
       and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)`,
  );
  return rows.map(({ name }) => `${name}: has no primary key`);
}
