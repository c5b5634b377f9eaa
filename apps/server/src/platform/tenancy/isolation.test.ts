import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { type TestDatabase, testDatabase } from '../../testing/database.ts';
import { APP_ROLE, OWNER_ROLE } from '../database/open.ts';
import { inspect } from './isolation/inspect.ts';

const ROLES = { owner: OWNER_ROLE, app: APP_ROLE };
let database: TestDatabase;
let admin: pg.Client;
before(async () => {
  database = await testDatabase();
  await database.owner.query('select series_partitions(current_date, current_date)');
  admin = new pg.Client(database.superuser);
  await admin.connect();
});
after(async () => {
  await admin.end();
  await database.close();
});

test('ASVS 8.4.1: the migrated database keeps every rule of tenancy', async () => {
  assert.deepEqual(await inspect(admin, ROLES), []);
});

/** As the owner makes a new table in a migration. */
const TABLE = `create table spare (client_id uuid not null references client (id), id uuid not null, site_id uuid, name text,
  primary key (client_id, id)); call protect_client_table('spare');`;

/** What somebody could get wrong, and what must be said about it. */
const MISTAKES: Record<string, { sql: string; said: RegExp; as?: 'superuser' }> = {
  'a table without any protection': {
    sql: 'create table spare (client_id uuid not null references client (id), id uuid, primary key (client_id, id))',
    said: /^spare: row-level security is not enabled/m,
  },
  'a table that names no client and is not listed': {
    sql: 'create table spare (id uuid primary key)',
    said: /^spare: has no column client_id uuid not null, and is not in the list/m,
  },
  'a client that may be missing': {
    sql: `${TABLE} alter table spare drop constraint spare_pkey; alter table spare alter client_id drop not null`,
    said: /^spare: has no column client_id uuid not null/m,
  },
  'a client nobody checks': {
    sql: `${TABLE} alter table spare drop constraint spare_client_id_fkey`,
    said: /^spare: nothing makes sure that its client exists/m,
  },
  'row-level security that does not bind the owner': {
    sql: 'alter table site no force row level security',
    said: /^site: row-level security is not forced/m,
  },
  'one more policy, which widens the others': {
    sql: `create policy helpful on site for select to ${APP_ROLE} using (true)`,
    said: /^site: has another policy: helpful permissive for select/m,
  },
  'a policy that reads by the wrong setting': {
    sql: 'alter policy client_update on site using (client_id = any ((select app_scope())::uuid[]))',
    said: /^site: lacks the policy client_update/m,
  },
  'a policy without its check on what is written': {
    sql: 'alter policy client_update on site with check (true)',
    said: /^site: lacks the policy client_update/m,
  },
  'a table of the installation that names a client': {
    sql: 'alter table person add column client_id uuid not null',
    said: /^person: names a client, so it is no table of the installation/m,
  },
  'a right too many': { sql: `grant truncate on site to ${APP_ROLE}`, said: /^site: grants .*TRUNCATE/m },
  'a right that was taken away on purpose': {
    sql: `grant update on audit_entry to ${APP_ROLE}`,
    said: /^audit_entry: grants rettungsanker_app: INSERT, SELECT, UPDATE instead of/m,
  },
  'a right for everybody': {
    sql: 'grant select on site to public',
    said: /^site: grants .*; PUBLIC: SELECT instead of/m,
  },
  'a right on one column': {
    sql: `grant update (action) on audit_entry to ${APP_ROLE}`,
    said: /^audit_entry: grants columns: action/m,
  },
  'a right that can be passed on': {
    sql: `grant select on site to ${APP_ROLE} with grant option`,
    said: /^site: grants .*SELECT with grant option/m,
  },
  'a right on a partition, which has no policy for it': {
    sql: `do $$ declare part name; begin
      select relname into part from pg_class where relispartition and relkind = 'r' limit 1;
      execute format('grant select on %I to ${APP_ROLE}', part); end $$`,
    said: /^series_(block|rollup_\w+)_\d{8}: grants rettungsanker_app: SELECT instead of nothing/m,
  },
  'a partition that was made by hand': {
    sql: `create table series_block_19990101 partition of series_block for values from ('1999-01-01') to ('1999-01-02')`,
    said: /^series_block_19990101: row-level security is not enabled/m,
  },
  'a view that shows what its owner sees': {
    sql: `create view everything as select * from site; grant select on everything to ${APP_ROLE}`,
    said: /^everything: is a view without security_invoker/m,
  },
  'a materialised view': {
    sql: 'create materialized view everything as select * from site',
    said: /^everything: row-level security cannot protect this kind of relation/m,
  },
  'a right on a sequence, which tells how much others do': {
    sql: `grant select on sequence event_id_seq to ${APP_ROLE}`,
    said: /^event_id_seq: grants/m,
  },
  "a simple foreign key to another client's row": {
    sql: `alter table site add constraint site_id_key unique (id); ${TABLE}
      alter table spare add constraint loose foreign key (site_id) references site (id)`,
    said: /^spare: foreign key loose does not start with the client/m,
  },
  'a foreign key that leaves the client': {
    sql: `${TABLE} alter table spare add constraint loose foreign key (id) references person (id)`,
    said: /^spare: foreign key loose leaves the client for person/m,
  },
  'a foreign key that takes the client off a row': {
    sql: `${TABLE} alter table spare add constraint loose foreign key (client_id, site_id) references site (client_id, id) on delete set null`,
    said: /^spare: foreign key loose would take the client off the row/m,
  },
  'a foreign key from the installation to a client': {
    sql: 'alter table session add column client uuid references client (id)',
    said: /^session: foreign key .* refers from the installation to rows of a client/m,
  },
  'a unique key over all clients': {
    sql: 'create unique index site_name on site (name)',
    said: /^site: unique key site_name does not start with the client/m,
  },
  'a unique key over an expression': {
    sql: 'create unique index site_name on site (lower(name), client_id)',
    said: /^site: unique key site_name does not start with the client/m,
  },
  'a trigger that nobody knows of': {
    sql: `create trigger audit_append_only before delete on site for each statement execute function audit_is_append_only()`,
    said: /^site: has a trigger or rule that is not listed/m,
  },
  'a rule that writes elsewhere': {
    sql: 'create rule aside as on insert to site do also notify elsewhere',
    said: /^site: has a trigger or rule that is not listed: aside/m,
  },
  'an audit log that its owner may change': {
    sql: 'alter table audit_checkpoint disable trigger audit_append_only',
    said: /^audit_checkpoint: is not append-only for its owner/m,
  },
  'a function that runs as its owner and is not listed': {
    sql: `create function peek() returns bigint language sql security definer set search_path from current as 'select count(*) from site'`,
    said: /^peek\(\): runs as its owner and is not listed/m,
  },
  "a function that looks into its caller's temporary tables first": {
    sql: 'alter function access_of(uuid) set search_path = rettungsanker',
    said: /^access_of\(uuid\): has search_path=rettungsanker instead of/m,
  },
  'a function without a fixed path': {
    sql: 'alter function access_of(uuid) reset search_path',
    said: /^access_of\(uuid\): has no fixed search_path/m,
  },
  'a function for everybody': {
    sql: 'grant execute on function access_of(uuid) to public',
    said: /^access_of\(uuid\): may be called by PUBLIC,rettungsanker_app/m,
  },
  'migration tools in the hands of the program': {
    sql: `grant execute on procedure protect_client_table(regclass, name) to ${APP_ROLE}`,
    said: /^protect_client_table\(regclass,name\): may be called by rettungsanker_app instead of nobody/m,
  },
  'rights for whatever comes': {
    sql: `alter default privileges grant select on tables to ${APP_ROLE}`,
    said: /^default privileges: rettungsanker_app is given SELECT/m,
  },
  'an application role that owns a table': {
    sql: `alter table site owner to ${APP_ROLE}`,
    said: /^rettungsanker_app: owns table site/m,
    as: 'superuser',
  },
  'an application role that is a superuser': {
    sql: `alter role ${APP_ROLE} superuser`,
    said: /^rettungsanker_app: is a superuser/m,
    as: 'superuser',
  },
  'an application role that passes by': {
    sql: `alter role ${APP_ROLE} bypassrls`,
    said: /^rettungsanker_app: passes by row-level security/m,
    as: 'superuser',
  },
  'an application role that can become the owner': {
    sql: `grant ${OWNER_ROLE} to ${APP_ROLE}`,
    said: /^rettungsanker_app: is a member of rettungsanker_owner/m,
    as: 'superuser',
  },
  'a look into the queue': {
    sql: `grant usage on schema graphile_worker to ${APP_ROLE}`,
    said: /^rettungsanker_app: may use the schema graphile_worker/m,
  },
  'a place for temporary tables': {
    sql: `do $$ begin execute format('grant temporary on database %I to ${APP_ROLE}', current_database()); end $$`,
    said: /^rettungsanker_app: may make temporary tables/m,
  },
  'a scope that every new connection starts with': {
    sql: `alter role ${APP_ROLE} set app.scope = '00000000-0000-7000-8000-000000000000'`,
    said: /^settings: app.scope=.* is set outside of a transaction/m,
    as: 'superuser',
  },
};

describe('the inspection notices', () => {
  for (const [mistake, { sql, said, as }] of Object.entries(MISTAKES))
    test(mistake, async () => {
      await admin.query('begin');
      try {
        await admin.query('set local search_path = rettungsanker, pg_temp');
        if (as !== 'superuser') await admin.query(`set local role ${OWNER_ROLE}`);
        await admin.query(sql);
        await admin.query('reset role');
        assert.match((await inspect(admin, ROLES)).join('\n'), said);
      } finally {
        await admin.query('rollback');
      }
    });
});
