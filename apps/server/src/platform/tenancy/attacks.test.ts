import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import {
  type Attacker,
  attack,
  FOREIGN_KEY_VIOLATION,
  type Grip,
  type Outcome,
  PERMISSION_DENIED,
  UNIQUE_VIOLATION,
} from './isolation/attacker.ts';
import { KEY_COLUMN, NARROWED } from './isolation/exceptions.ts';
import { foreignKeys } from './isolation/keys.ts';
import { type Stage, setStage } from './isolation/stage.ts';
import { clientTables } from './isolation/tables.ts';
import type { SeededClient } from './isolation/two-clients.ts';

type Row = Record<string, unknown>;

let stage: Stage;
let a: SeededClient;
let b: SeededClient;
/** The one row of each client in every table, as the owner sees it. */
const own = new Map<string, Row>();
const victims = new Map<string, Row>();

const keyOf = (table: string): string => KEY_COLUMN[table] ?? 'client_id';
const mayUpdate = (table: string): boolean => (NARROWED[table]?.may ?? 'UPDATE').includes('UPDATE');
const mayDelete = (table: string): boolean => (NARROWED[table]?.may ?? 'DELETE').includes('DELETE');
const asA = <T>(work: (attacker: Attacker) => Promise<T>): Promise<T> =>
  attack(stage.pool, { client: a.id, scope: [a.id] }, work);

before(async () => {
  stage = await setStage();
  ({ a, b } = stage);
  const owner = await stage.database.owner.connect();
  try {
    for (const table of await clientTables(owner))
      for (const [client, rows] of [
        [a, own],
        [b, victims],
      ] as const) {
        const found = await owner.query<{ row: Row }>(
          `select to_jsonb(t) as row from "${table}" t where ${keyOf(table)} = $1`,
          [client.id],
        );
        assert.equal(
          found.rowCount,
          1,
          `isolation/two-clients.ts has to give each client one row in ${table}`,
        );
        rows.set(table, found.rows[0]!.row);
      }
  } finally {
    owner.release();
  }
});
after(() => stage.close());

/** Grips with which client A, or somebody who reads for both, must not be able to write to B. */
const GRIPS: Record<string, () => Grip> = {
  'for its own client': () => ({ client: a.id, scope: [a.id] }),
  'with a scope that is wider than its client': () => ({ client: a.id, scope: [a.id, b.id] }),
  'with a scope and no client': () => ({ client: '', scope: [a.id, b.id] }),
  'with nothing set': () => ({}),
};

/** Columns of which a row has exactly one. */
const ONE_OF: Readonly<Record<string, readonly string[]>> = {
  alert_dependency: ['site_id', 'asset_id', 'check_id'],
};

describe('ASVS 8.4.1: over all tables, the application role', () => {
  test('reads nothing of another client', async () => {
    await asA(async (attacker) => {
      for (const [table, victim] of victims) {
        const everything = await attacker.attempt(`select to_jsonb(t) as row from "${table}" t`);
        assert.deepEqual(
          everything.rows.map((found) => found.row),
          [own.get(table)],
          table,
        );
        const aimed = await attacker.attempt(`select from "${table}" where ${keyOf(table)} = $1`, [b.id]);
        assert.equal(aimed.rowCount, 0, table);
        assert.ok(!JSON.stringify(everything.rows).includes(b.marker), `${table}: ${JSON.stringify(victim)}`);
      }
    });
  });

  test('reads nothing at all when no client was set', async () => {
    for (const grip of [{}, { client: '', scope: [] }, { client: a.id }])
      await attack(stage.pool, grip, async (attacker) => {
        for (const table of victims.keys())
          assert.equal(
            (await attacker.attempt(`select from "${table}"`)).rowCount,
            0,
            `${table} ${JSON.stringify(grip)}`,
          );
      });
  });

  test('reads the clients of its scope and no others', async () => {
    await attack(stage.pool, { scope: [b.id] }, async (attacker) => {
      for (const [table, victim] of victims)
        assert.deepEqual((await attacker.attempt(`select to_jsonb(t) as row from "${table}" t`)).rows, [
          { row: victim },
        ]);
    });
  });

  for (const [how, grip] of Object.entries(GRIPS)) {
    test(`changes and removes nothing of another client ${how}`, async () => {
      await attack(stage.pool, grip(), async (attacker) => {
        for (const table of victims.keys()) {
          const key = keyOf(table);
          for (const [allowed, sql] of [
            [mayUpdate(table), `update "${table}" set ${key} = ${key} where ${key} = $1`],
            [mayDelete(table), `delete from "${table}" where ${key} = $1`],
            // Locks a row as if to change it, which already stops others.
            [mayUpdate(table), `select from "${table}" where ${key} = $1 for no key update`],
          ] as const) {
            const { code, rowCount } = await attacker.attempt(sql, [b.id]);
            assert.equal(rowCount, 0, sql);
            if (!allowed) assert.equal(code, PERMISSION_DENIED, sql);
          }
        }
      });
    });

    test(`adds nothing to another client, and learns nothing from trying, ${how}`, async () => {
      await attack(stage.pool, grip(), async (attacker) => {
        for (const [table, victim] of victims) {
          const isThere = await attacker.insert(table, victim);
          assert.equal(isThere.code, PERMISSION_DENIED, table);
          const isNotThere = await attacker.insert(table, await fresh(table, victim));
          assert.deepEqual(isThere, isNotThere, `${table}: the answer tells whether the row exists`);
          const quietly = await attacker.insert(table, victim, 'on conflict do nothing');
          assert.equal(quietly.code, PERMISSION_DENIED, table);
        }
      });
    });
  }

  test('moves none of its rows to another client, and none of theirs to itself', async () => {
    await attack(stage.pool, { client: a.id, scope: [a.id, b.id] }, async (attacker) => {
      for (const table of victims.keys()) {
        if (!mayUpdate(table)) continue;
        const key = keyOf(table);
        const away = await attacker.attempt(`update "${table}" set ${key} = $1 where ${key} = $2`, [
          b.id,
          a.id,
        ]);
        assert.equal(away.code, PERMISSION_DENIED, table);
        const here = await attacker.attempt(`update "${table}" set ${key} = $1 where ${key} = $2`, [
          a.id,
          b.id,
        ]);
        assert.equal(here.rowCount, 0, table);
      }
    });
  });

  test('takes ids that another client uses without noticing', async () => {
    await asA(async (attacker) => {
      for (const [table, victim] of victims) {
        if (table === 'client') continue;
        // B's row with A's name on it: what it refers to is not A's, so that must be the only thing that is wrong.
        const outcome = await attacker.insert(table, { ...victim, client_id: a.id });
        const unique = outcome.code === UNIQUE_VIOLATION && own.get(table);
        assert.ok(
          outcome.code === undefined || outcome.code === FOREIGN_KEY_VIOLATION || unique,
          `${table}: ${outcome.code} ${outcome.message}`,
        );
        assert.ok(!outcome.message?.includes(b.id), `${table}: ${outcome.message}`);
      }
    });
  });

  test('refers to no row of another client, and learns nothing from trying', async () => {
    const owner = await stage.database.owner.connect();
    const keys = await foreignKeys(owner).finally(() => owner.release());
    let tried = 0;
    await asA(async (attacker) => {
      for (const { table, target, columns } of keys) {
        const [first, ...others] = columns;
        if (first !== 'client_id' || others.length === 0) continue;
        tried++;
        const alternatives = others.some((column) => ONE_OF[table]?.includes(column)) ? ONE_OF[table]! : [];
        const changed = (from: Row): Row => ({
          ...Object.fromEntries(alternatives.map((column) => [column, null])),
          ...Object.fromEntries(others.map((column) => [column, from[column]])),
        });
        const attempt = async (from: Row): Promise<Outcome> =>
          mayUpdate(table)
            ? attacker.update(table, changed(from))
            : attacker.insert(table, { ...(await fresh(table, own.get(table)!)), ...changed(from) });
        // What the victim's own row leaves empty, another row of it could refer to.
        const victim: Row = Object.fromEntries(
          others.map((column) => [column, victims.get(table)![column] ?? victims.get(target)!.id]),
        );
        const isThere = await attempt(victim);
        assert.equal(isThere.code, FOREIGN_KEY_VIOLATION, `${table} -> ${target}: ${isThere.message}`);
        const isNotThere = await attempt(
          Object.fromEntries(others.map((column) => [column, other(victim[column])])),
        );
        assert.deepEqual(
          isThere,
          isNotThere,
          `${table} -> ${target}: the answer tells whether the row exists`,
        );
      }
    });
    assert.ok(tried >= 17, `${tried} foreign keys were tried`);
  });

  test('copies out its own rows only, and copies in nothing', async () => {
    const client = await stage.pool.connect();
    try {
      await client.query('begin');
      await client.query(`select set_config('app.client', $1, true), set_config('app.scope', $1, true)`, [
        a.id,
      ]);
      for (const table of victims.keys()) {
        // A partitioned table can only be copied as a query.
        const what = PARTITIONED.test(table) ? `(select * from ${table})` : `"${table}"`;
        const copied = await text(client.query(copyTo(`copy ${what} to stdout`)));
        assert.equal(copied.trim().split('\n').length, 1, table);
        assert.ok(!copied.includes(b.id), table);
      }
      const stream = client.query(copyFrom('copy site from stdin'));
      const refused = new Promise<pg.DatabaseError>((resolve) => stream.once('error', resolve as never));
      stream.end();
      assert.match((await refused).message, /COPY FROM not supported with row-level security/);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});

/** The row with other values in its primary key, as far as those name nothing else, and in what is unique with it. */
async function fresh(table: string, row: Row): Promise<Row> {
  const columns = await freeColumns(table);
  return { ...row, ...Object.fromEntries(columns.map((column) => [column, other(row[column])])) };
}

const PARTITIONED = /^series_(block|rollup)/;
const free = new Map<string, string[]>();
/** Columns of unique keys that are neither the client nor part of a foreign key. */
async function freeColumns(table: string): Promise<string[]> {
  const known = free.get(table);
  if (known) return known;
  const { rows } = await stage.database.owner.query<{ name: string }>(
    `select distinct a.attname::text as name from pg_index i, unnest(i.indkey::int2[]) as k(n)
     join pg_attribute a on a.attnum = k.n
     where i.indrelid = $1::regclass and a.attrelid = i.indrelid and i.indisunique and a.attname not in ('client_id', 'kind', 'channel')
       and not exists (select from pg_constraint f where f.contype = 'f' and f.conrelid = i.indrelid and k.n = any (f.conkey))`,
    [`rettungsanker."${table}"`],
  );
  free.set(
    table,
    rows.map((row) => row.name),
  );
  return free.get(table)!;
}

/** Another value of the same kind. */
function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1_000_000;
  if (typeof value !== 'string') return value;
  if (/^\d+$/.test(value)) return `${value}1`;
  if (/^\\x[0-9a-f]*$/.test(value)) return `${value}00`;
  if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value)) return randomUUID();
  return /^\d{4}-\d\d-\d\d/.test(value) ? value : `${value}X`;
}
