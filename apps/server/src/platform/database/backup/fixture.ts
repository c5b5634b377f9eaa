import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { AppError, type ErrorCode } from '../../errors.ts';
import type { Connection } from '../embedded/index.ts';
import { temporaryDatabase } from '../embedded/testing.ts';

export const SCHEMAS = ['rettungsanker', 'Zweites Schema'];

/** A database with its owner's pool and a superuser's eyes. */
export interface Place {
  readonly owner: pg.Pool;
  readonly superuser: pg.Pool;
  drop(): Promise<void>;
}

/** An empty database of a role without any privilege, on the suite's server or on another one. */
export async function place(server?: Connection): Promise<Place> {
  const { connection, drop } = server ? await emptyDatabase(server) : await temporaryDatabase();
  const superuser = new pg.Pool({ ...connection, max: 4 });
  const role = `ra_owner_${randomBytes(4).toString('hex')}`;
  await superuser.query(`create role ${role} login nosuperuser nobypassrls noinherit password 'owner'`);
  await superuser.query(`alter database ${connection.database} owner to ${role}`);
  const owner = new pg.Pool({
    ...connection,
    user: role,
    password: 'owner',
    max: 4,
    options: '-c statement_timeout=60000',
  });
  owner.on('error', () => {});
  return {
    owner,
    superuser,
    async drop() {
      await Promise.all([owner.end(), superuser.end()]);
      await drop();
      await maintain(connection, `drop role ${role}`);
    },
  };
}

async function emptyDatabase(server: Connection): Promise<{ connection: Connection; drop(): Promise<void> }> {
  const database = `ra_backup_${randomBytes(4).toString('hex')}`;
  await maintain(server, `create database ${database}`);
  return { connection: { ...server, database }, drop: () => maintain(server, `drop database ${database}`) };
}

async function maintain(server: Connection, sql: string): Promise<void> {
  const client = new pg.Client({ ...server, database: 'postgres' });
  await client.connect();
  await client.query(sql);
  await client.end();
}

const OLDEST = '/usr/lib/postgresql/15/bin';

/** Debian's server, the oldest version that is supported; undefined where it is not installed. */
export async function startOldest(): Promise<{ connection: Connection; stop(): Promise<void> } | undefined> {
  if (spawnSync(join(OLDEST, 'postgres'), ['--version']).status !== 0) return undefined;
  const folder = await mkdtemp('/tmp/rettungsanker-oldest-');
  // PostgreSQL refuses root; nobody has a name, which initdb wants.
  const account = process.getuid!() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  if (account.uid !== undefined) await chown(folder, account.uid, account.gid);
  await chmod(folder, 0o700);
  const data = join(folder, 'data');
  const made = spawnSync(
    join(OLDEST, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale', 'C', '--no-sync'],
    { cwd: '/', encoding: 'utf8', ...account },
  );
  if (made.status !== 0) throw new Error(made.stderr);
  const server = spawn(
    join(OLDEST, 'postgres'),
    ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off', '-c', 'max_connections=30'],
    { cwd: '/', stdio: 'ignore', ...account },
  );
  const connection = { host: folder, port: 5432, database: 'postgres', user: 'postgres', password: '' };
  while (!(await answers(connection))) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL 15 ended with ${server.exitCode}`);
    await sleep(10);
  }
  return {
    connection,
    async stop() {
      const gone = once(server, 'exit');
      server.kill('SIGINT');
      await gone;
      await rm(folder, { recursive: true });
    },
  };
}

async function answers(connection: Connection): Promise<boolean> {
  const client = new pg.Client(connection);
  client.on('error', () => {});
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

/** A schema with everything that is awkward to copy, made by its owner as a migration would. */
export async function migrateAwkward({ owner }: Place): Promise<void> {
  await owner.query(`
    create schema rettungsanker;
    create schema "Zweites Schema";
    set search_path = rettungsanker;
    create table migration (number integer primary key, applied_at timestamptz not null default clock_timestamp());
    insert into migration values (1), (2), (7);
    create type mood as enum ('gut', 'Ärger, "groß"', 'it''s');
    create type pair as (a integer, b text);
    create domain small as integer check (value < 1000);
    create table kinds (
      id bigint generated always as identity (start with 5 increment by 3) primary key,
      mood mood, moods mood[], tags text[], matrix integer[][], raw bytea, doc jsonb, plain json, amount numeric, money numeric(12, 2),
      at timestamptz, local timestamp, day date, hour timetz, span interval, during tstzrange, address inet, network cidr,
      uid uuid, f double precision, r real, flag boolean, t text, c char(5), bits bit varying, both_ pair, n small, x xml,
      "Komische ""Spalte""" text, doubled bigint generated always as (id * 2) stored
    );
    create table parent (client_id uuid, id integer, primary key (client_id, id));
    create table child (
      client_id uuid, id integer, parent_id integer, above integer,
      primary key (client_id, id),
      constraint child_parent foreign key (client_id, parent_id) references parent on delete cascade deferrable initially deferred,
      constraint child_above foreign key (client_id, above) references child (client_id, id)
    );
    comment on constraint child_parent on child is 'whose it''s';
    create table chicken (id integer primary key, egg integer, place integer unique deferrable initially deferred);
    create table egg (id integer primary key, chicken integer not null references chicken);
    alter table chicken add foreign key (egg) references egg;
    create table "Zweites Schema"."Tabelle mit Leerzeichen" (id integer primary key, kind bigint references kinds);
    create table sample (client_id uuid not null, at timestamptz not null, value double precision, primary key (client_id, at)) partition by range (at);
    create table sample_other partition of sample default;
    alter table sample enable row level security;
    alter table sample force row level security;
    create policy owner_all on sample for all to current_user using (true) with check (true);
    create policy client_read on sample for select to public using (client_id::text = current_setting('app.client', true));
    create table log (n integer generated always as identity, line text);
    create function append_only() returns trigger language plpgsql as $$ begin raise exception 'append only'; end $$;
    create trigger log_is_append_only before update or delete or truncate on log for each statement execute function append_only();
    create trigger sleeping before insert on log for each statement execute function append_only();
    alter table log disable trigger sleeping;
    create sequence downwards increment by -2 minvalue -100 maxvalue 10 start with 10;
    create sequence untouched start with 77;
    create sequence touched;
  `);
}

export const CLIENT = '018f3c5e-0000-7000-8000-000000000001';

export const SAMPLES = 20_000;

export async function fillAwkward({ owner }: Place): Promise<void> {
  await owner.query(`
    set search_path = rettungsanker;
    insert into kinds (mood, moods, tags, matrix, raw, doc, plain, amount, money, at, local, day, hour, span, during, address,
      network, uid, f, r, flag, t, c, bits, both_, n, x, "Komische ""Spalte""") values
      ('gut', '{gut,it''s}', '{}', '{{1,2},{3,4}}', '\\x00ff5c0a', '{"a": [1, null, "\\u00e4"], "b": 1e400}', '{"b" : 1,  "b":2}',
       12345678901234567890.123456789012345678901234567890, -0.05, 'infinity', '-infinity', '0044-03-15 BC', '12:00:00.5+05:30',
       '-1 year 2 mons -3 days 04:05:06.789', '[2026-01-01 00:00+01,)', '2001:db8::1/64', '10.0.0.0/8',
       '${CLIENT}', 'NaN', '-infinity', true, E'tab\\t line\\n back\\\\slash \\\\. \\\\N 😀', 'ab', '10110', '(1,"x,""y""")', 999, '<a>&lt;</a>', 'äöü'),
      ('Ärger, "groß"', '{"Ärger, \\"groß\\"",NULL}', '{NULL,"NULL","",",","\\"","{}"," a "}', null, '', 'null', 'null', 'NaN', null,
       '-infinity', 'infinity', 'infinity', null, '178000000 years', 'empty', null, null, null, 1e-320, 1e38, false, '', '', '', '(,)', -5, null, null),
      (null, null, null, '[0:1]={7,8}', null, null, null, 1e-1000, null, '2026-10-25 02:30:00.123456+02', null, null, null, null, null, null, null, null,
       0.1::float8 + 0.2::float8, '-0', null, repeat('long line ', 100000), null, null, null, null, null, '\\.');
    insert into parent select '${CLIENT}', n from generate_series(1, 50) n;
    insert into child select '${CLIENT}', n, 51 - n, nullif(n + 1, 51) from generate_series(50, 1, -1) n;
    begin;
    insert into chicken values (1, null, 2), (2, null, 1);
    insert into egg values (1, 2), (2, 1);
    update chicken set egg = id;
    commit;
    insert into "Zweites Schema"."Tabelle mit Leerzeichen" values (1, 5), (2, 8), (3, null);
    create table sample_20261001 partition of sample for values from ('2026-10-01') to ('2026-10-02');
    alter table sample_20261001 enable row level security;
    alter table sample_20261001 force row level security;
    create policy owner_all on sample_20261001 for all to current_user using (true) with check (true);
    create table sample_old partition of sample for values from (minvalue) to ('2020-01-01');
    insert into sample select '${CLIENT}', timestamptz '2026-10-01' + n * interval '1 s', random() from generate_series(1, ${SAMPLES}) n;
    insert into sample values ('${CLIENT}', '2019-12-31', 1), ('${CLIENT}', '2031-01-01', 2), ('${CLIENT}', 'infinity', 3);
    insert into log (line) select 'line ' || n from generate_series(1, 10) n;
    select nextval('downwards'), nextval('downwards'), setval('touched', 41, false);
  `);
}

export async function refused(work: Promise<unknown>, code: ErrorCode, words: RegExp): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof AppError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, words);
    return true;
  });
}

/** Everything that a copy has to have in common with its original, as text, seen by a superuser. */
export async function portrait({ superuser }: Place): Promise<Record<string, string>> {
  const client = await superuser.connect();
  try {
    await client.query("set timezone = 'UTC'");
    const facts: Record<string, string> = {};
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = any ($1) and c.relkind in ('r', 'p') and c.relname <> 'migration' order by 1`,
      [SCHEMAS],
    );
    for (const { name } of tables) {
      const { rows } = await client.query<{ digest: string }>(
        `select count(*) || ' rows ' || coalesce(md5(string_agg(t::text, e'\\n' order by t::text)), '') as digest from ${name} t`,
      );
      facts[name] = rows[0]!.digest;
    }
    const catalogue = {
      constraints: `select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || ' ' || coalesce(obj_description(oid, 'pg_constraint'), '')
        from pg_constraint where connamespace = any (select oid from pg_namespace where nspname = any ($1)) and conrelid <> 0 and contype <> 'n'`,
      triggers: `select tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text from pg_trigger where not tgisinternal`,
      security: `select oid::regclass || ' ' || relrowsecurity || ' ' || relforcerowsecurity from pg_class
        where relkind in ('r', 'p') and relnamespace = any (select oid from pg_namespace where nspname = any ($1))`,
      policies: `select tablename || ' ' || policyname || ' ' || cmd || ' ' || qual || cardinality(roles) from pg_policies where schemaname = any ($1)`,
      partitions: `select inhrelid::regclass || ' ' || pg_get_expr(relpartbound, oid) from pg_inherits join pg_class on oid = inhrelid where relkind = 'r'`,
    };
    for (const [kind, sql] of Object.entries(catalogue)) {
      const { rows } = await client.query({
        text: sql,
        values: sql.includes('$1') ? [SCHEMAS] : [],
        rowMode: 'array',
      });
      facts[kind] = (rows as unknown[][])
        .map((row) => String(row[0]))
        .sort()
        .join('\n');
    }
    const steps = { kinds_id_seq: 3, log_n_seq: 1, downwards: -2, untouched: 1, touched: 1 };
    for (const [sequence, step] of Object.entries(steps)) {
      const { rows } = await client.query<{ next: string }>(
        `select (last_value + case when is_called then ${step} else 0 end)::text as next from rettungsanker.${sequence}`,
      );
      facts[sequence] = rows[0]!.next;
    }
    return facts;
  } finally {
    client.release();
  }
}
