import pg from 'pg';
import { KEY_COLUMN } from '../platform/tenancy/isolation/exceptions.ts';
import { clientTables } from '../platform/tenancy/isolation/tables.ts';
import { type SeededClient, seedTwoClients } from '../platform/tenancy/isolation/two-clients.ts';
import type { TestProgram } from './program.ts';

export type Rows = Readonly<Record<string, readonly Record<string, unknown>[]>>;

/** Two clients with a row in every table, for a running program; the superuser sees all of them. */
export interface TwoClients {
  readonly a: SeededClient;
  readonly b: SeededClient;
  readonly superuser: pg.Client;
  /** Every row of a client and of its people, by table. */
  rows(of: SeededClient): Promise<Rows>;
  /** Every id in these rows by the column where it stands; a table's own id as table_id. */
  ids(of: SeededClient): Promise<ReadonlyMap<string, readonly string[]>>;
}

/** Tables of the installation about one person: table and the column that names the person. */
const OF_PEOPLE = { person: 'id', account: 'person_id', session: 'person_id', two_factor: 'person_id' };
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

export async function seededClients(program: TestProgram): Promise<TwoClients> {
  const superuser = new pg.Client(program.database.superuser);
  await superuser.connect();
  await superuser.query('set search_path to rettungsanker');
  const { a, b } = await seedTwoClients(superuser);
  // What is sealed in the rows fits no key, so the program makes keys of its own.
  await superuser.query('delete from client_key');
  const tables = await clientTables(superuser);

  const rows = async (of: SeededClient): Promise<Rows> => {
    const read = async (table: string, condition: string, value: string) => {
      const found = await superuser.query<{ row: Record<string, unknown> }>(
        `select to_jsonb(t) as row from "${table}" t where ${condition} order by t::text`,
        [value],
      );
      return [table, found.rows.map(({ row }) => row)] as const;
    };
    const all: (readonly [string, Record<string, unknown>[]])[] = [];
    for (const table of tables)
      all.push(await read(table, `${KEY_COLUMN[table] ?? 'client_id'} = $1`, of.id));
    for (const [table, column] of Object.entries(OF_PEOPLE))
      all.push(
        await read(table, `${column} in (select person_id from membership where client_id = $1)`, of.id),
      );
    return Object.fromEntries(all);
  };
  const ids = async (of: SeededClient): Promise<Map<string, string[]>> => {
    const found = new Map<string, Set<string>>();
    for (const [table, list] of Object.entries(await rows(of)))
      for (const row of list)
        for (const [column, value] of Object.entries(row)) {
          if (typeof value !== 'string' || !UUID.test(value)) continue;
          const name = column === 'id' ? `${table}_id` : column;
          found.set(name, (found.get(name) ?? new Set()).add(value));
        }
    return new Map([...found].map(([name, values]) => [name, [...values]]));
  };
  return { a, b, superuser, rows, ids };
}

/** The ids that fit a parameter: assetId, or asset, or a part of the name, as keyId for api_key_id; else all. */
export function idsFor(ids: ReadonlyMap<string, readonly string[]>, name: string): readonly string[] {
  const column = `${name.replace(/Id$/, '').replaceAll(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)}_id`;
  const exact = ids.get(column);
  if (exact) return exact;
  const similar = [...ids].filter(([key]) => key.endsWith(`_${column}`)).flatMap(([, values]) => values);
  return similar.length > 0 ? similar : [...new Set([...ids.values()].flat())];
}
