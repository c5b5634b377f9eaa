import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Attacker, attack, PERMISSION_DENIED } from './isolation/attacker.ts';
import { type Stage, setStage } from './isolation/stage.ts';
import type { SeededClient } from './isolation/two-clients.ts';

let stage: Stage;
let a: SeededClient;
let b: SeededClient;
before(async () => {
  stage = await setStage();
  ({ a, b } = stage);
});
after(() => stage.close());

const asA = <T>(work: (attacker: Attacker) => Promise<T>): Promise<T> =>
  attack(stage.pool, { client: a.id, scope: [a.id] }, work);

describe('ASVS 8.4.1: the application role cannot get out', () => {
  const partition = `(select relname from pg_class where relispartition and relkind = 'r' limit 1)`;
  const REFUSED: Record<string, string[]> = {
    'by switching protection off': [
      'alter table site disable row level security',
      'alter table site no force row level security',
      'drop policy client_read on site',
      'alter policy client_read on site using (true)',
      `create policy mine on site using (true)`,
      'set local row_security = off; select count(*) from site',
      `alter role current_user bypassrls`,
      `alter role current_user superuser`,
      'set local session_replication_role = replica',
      'alter table audit_entry disable trigger all',
    ],
    'by becoming somebody else': [
      'set local role rettungsanker_owner',
      'set session authorization rettungsanker_owner',
      'set local role postgres',
      'grant rettungsanker_owner to rettungsanker_app',
      'create role helper',
      'reassign owned by rettungsanker_owner to rettungsanker_app',
    ],
    'by passing rights on or taking more': [
      'truncate site',
      'truncate audit_entry',
      'delete from audit_entry',
      `update audit_entry set actor_name = 'nobody'`,
      'delete from audit_head',
      'update audit_checkpoint set seq = 0',
      'update ticket_event set actor_name = actor_name',
      'alter table site owner to rettungsanker_app',
    ],
    'by making objects of its own': [
      'create table rettungsanker.mine (n integer)',
      'create table public.mine (n integer)',
      'create temporary table membership (client_id uuid, person_id uuid)',
      'create view mine as select * from site',
      'create schema mine',
      `create function mine() returns integer language sql as 'select 1'`,
      'create extension dblink',
      'create trigger mine before insert on site for each row execute function audit_is_append_only()',
      'create publication mine for table site',
    ],
    'by ways around the tables': [
      'select * from graphile_worker._private_jobs',
      `select graphile_worker.add_job('x')`,
      `call protect_client_table('site')`,
      `select pg_read_file('/etc/passwd')`,
      `copy site to '/tmp/site'`,
      `copy site to program 'cat'`,
      `select lo_import('/etc/passwd')`,
      'select * from pg_authid',
      'select * from pg_statistic',
      `select nextval('event_id_seq')`,
      'select last_value from event_id_seq',
    ],
  };
  for (const [how, statements] of Object.entries(REFUSED))
    test(how, async () => {
      await asA(async (attacker) => {
        for (const statement of statements) {
          const { code, message } = await attacker.attempt(statement);
          assert.equal(code, PERMISSION_DENIED, `${statement}: ${message ?? 'was done'}`);
        }
      });
    });

  test('by a grant, which PostgreSQL answers with a mere warning', async () => {
    await asA(async (attacker) => {
      await attacker.attempt('grant truncate on site to rettungsanker_app, public');
      const { rows } = await attacker.attempt(`select has_table_privilege('site', 'truncate') as granted`);
      assert.deepEqual(rows, [{ granted: false }]);
    });
  });

  test('by reading a partition instead of its table', async () => {
    await asA(async (attacker) => {
      const { rows } = await attacker.attempt(`select ${partition} as name`);
      for (const verb of ['select * from', 'delete from', 'truncate'])
        assert.equal((await attacker.attempt(`${verb} ${rows[0]!.name}`)).code, PERMISSION_DENIED);
    });
  });

  test('by asking the statistics, where samples of columns are kept', async () => {
    await stage.database.owner.query('analyze site, person');
    await asA(async (attacker) => {
      const seen = await attacker.attempt(
        `select * from pg_stats where schemaname = 'rettungsanker' and tablename = 'site'`,
      );
      assert.equal(seen.rowCount, 0);
    });
  });

  test('by a condition that fails on rows of others', async () => {
    await asA(async (attacker) => {
      const { code, rowCount } = await attacker.attempt(
        `select from site where 1 / (case when client_id = $1 then 0 else 1 end) = 1`,
        [b.id],
      );
      assert.deepEqual({ code, rowCount }, { code: undefined, rowCount: 1 });
    });
  });

  test('by merging into rows of others', async () => {
    await attack(stage.pool, { client: a.id, scope: [a.id, b.id] }, async (attacker) => {
      const { code } = await attacker.attempt(
        `merge into site s using (select * from site where client_id = $1) o on s.client_id = o.client_id and s.id = o.id
         when matched then update set name = 'mine'`,
        [b.id],
      );
      assert.equal(code, PERMISSION_DENIED);
    });
  });

  test('by removing what it shares: the other client keeps its rows', async () => {
    await asA(async (attacker) => {
      await attacker.attempt('delete from ticket');
      await attacker.attempt('delete from asset');
      await attacker.attempt(`select set_config('app.scope', $1, true)`, [b.id]);
      for (const table of ['asset', 'ticket', 'ticket_message', 'alert'])
        assert.equal((await attacker.attempt(`select from "${table}"`)).rowCount, 1, table);
    });
  });

  test('by asking the doors about a client that is not in scope', async () => {
    await asA(async (attacker) => {
      for (const door of ['people_of', 'staff_of', 'webhooks_for'])
        assert.equal((await attacker.attempt(`select from ${door}($1)`, [b.id])).rowCount, 0, door);
      assert.equal((await attacker.attempt(`select from people_of($1)`, [a.id])).rowCount, 1);
    });
  });

  test('by dropping partitions: the last week stays', async () => {
    await asA(async (attacker) => {
      for (const day of [0, 6])
        await attacker.attempt(`select series_partitions(current_date - ${day}, current_date - ${day})`);
      await attacker.attempt(`select series_partitions_drop('9999-12-31', '9999-12-31', '9999-12-31')`);
      const { rows } = await attacker.attempt(
        `select count(*)::int as left from pg_inherits where inhparent = 'series_block'::regclass`,
      );
      assert.deepEqual(rows, [{ left: 2 }]);
    });
  });

  test('not even the owner changes the audit log', async () => {
    for (const table of ['audit_entry', 'audit_checkpoint'])
      for (const statement of [`delete from ${table}`, `update ${table} set seq = seq`, `truncate ${table}`])
        await assert.rejects(stage.database.owner.query(statement), { code: 'RA001' }, statement);
  });
});
