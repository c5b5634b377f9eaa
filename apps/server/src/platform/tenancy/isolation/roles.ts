import type pg from 'pg';
import type { Roles } from './findings.ts';

/** What the two roles are and what they could do beyond the tables. */
export async function inspectRoles(client: pg.ClientBase, { owner, app }: Roles): Promise<string[]> {
  const { rows } = await client.query<{ finding: string }>(
    `with me as (select * from pg_roles where rolname in ($1, $2)), app as (select oid from pg_roles where rolname = $2)
     select rolname || ': is a superuser' as finding from me where rolsuper
     union all select rolname || ': passes by row-level security' from me where rolbypassrls
     union all select rolname || ': may make roles' from me where rolcreaterole
     union all select rolname || ': may make databases' from me where rolcreatedb
     union all select rolname || ': may replicate' from me where rolreplication
     union all select $2 || ': is a member of ' || pg_get_userbyid(m.roleid) from pg_auth_members m, app where m.member = app.oid
     union all select $2 || ': owns ' || pg_describe_object(d.classid, d.objid, d.objsubid)
       from pg_shdepend d, app where d.refclassid = 'pg_authid'::regclass and d.refobjid = app.oid and d.deptype = 'o'
         and d.dbid in (0, (select oid from pg_database where datname = current_database()))
     union all select $2 || ': may use the schema ' || nspname from pg_namespace, app
       where nspname not in ('rettungsanker', 'public', 'pg_catalog', 'information_schema')
         and has_schema_privilege(app.oid, pg_namespace.oid, 'USAGE')
     union all select $2 || ': may make objects in the schema ' || nspname from pg_namespace, app
       where has_schema_privilege(app.oid, pg_namespace.oid, 'CREATE') and nspname !~ '^pg_(toast_)?temp_'
     union all select $2 || ': may make schemas' from app where has_database_privilege(app.oid, current_database(), 'CREATE')
     union all select $2 || ': may make temporary tables' from app where has_database_privilege(app.oid, current_database(), 'TEMP')
     union all select 'PUBLIC: may use the schema rettungsanker' from pg_namespace n, aclexplode(n.nspacl) a
       where n.nspname = 'rettungsanker' and a.grantee = 0
     union all select 'default privileges: ' || coalesce(r.rolname, 'PUBLIC') || ' is given ' || a.privilege_type
       from pg_default_acl d, aclexplode(d.defaclacl) a left join pg_roles r on r.oid = a.grantee where a.grantee <> d.defaclrole
     union all select 'settings: ' || s.setting || ' is set outside of a transaction'
       from pg_db_role_setting, unnest(setconfig) as s(setting) where s.setting ~ '^(app\\.|row_security)'
     union all select 'publication ' || pubname || ': carries rows away' from pg_publication
     union all select 'event trigger ' || evtname || ': is not listed' from pg_event_trigger
     union all select 'foreign server ' || srvname || ': is not listed' from pg_foreign_server
     union all select 'extension ' || extname || ': is not listed' from pg_extension where extname <> 'plpgsql'`,
    [owner, app],
  );
  return rows.map((row) => row.finding);
}
