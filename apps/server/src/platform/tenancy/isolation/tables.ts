import type pg from 'pg';
import { INSTALLATION_TABLES, KEY_COLUMN, NARROWED, TRIGGERS } from './exceptions.ts';
import { leftovers, type Roles } from './findings.ts';

interface Relation {
  name: string;
  kind: 'r' | 'p' | 'v' | 'm' | 'f' | 'S' | 'c';
  owner: string;
  partition: boolean;
  secured: boolean;
  forced: boolean;
  options: string[];
  /** `grantee: PRIVILEGE, …` of everybody but the owner; PUBLIC is called PUBLIC. */
  grants: string[];
  column_grants: string[];
  /** Type of the column that names the client, when there is one and it is not null. */
  key_type: string | null;
}

interface Policy {
  table: string;
  policy: string;
}

const ALL = 'DELETE, INSERT, SELECT, UPDATE';

/** Tables, views, sequences, their policies, grants, triggers and rules. */
export async function inspectTables(client: pg.ClientBase, roles: Roles): Promise<string[]> {
  const relations = await readRelations(client);
  const policies = await readPolicies(client);
  const findings: string[] = [];
  const wrong = (name: string, what: string): void => void findings.push(`${name}: ${what}`);

  for (const relation of relations) {
    const { name, kind } = relation;
    if (relation.owner !== roles.owner) wrong(name, `belongs to ${relation.owner}`);
    for (const grant of relation.column_grants) wrong(name, `grants columns: ${grant}`);
    const expectGrants = (may: string): void => {
      const expected = may === '' ? [] : [`${roles.app}: ${may}`];
      if (relation.grants.join('; ') !== expected.join('; '))
        wrong(
          name,
          `grants ${relation.grants.join('; ') || 'nothing'} instead of ${expected.join('; ') || 'nothing'}`,
        );
    };
    const expectPolicies = (expected: string[]): void => {
      if (!relation.secured) wrong(name, 'row-level security is not enabled');
      if (!relation.forced) wrong(name, 'row-level security is not forced');
      const found = policies.filter((p) => p.table === name).map((p) => p.policy);
      for (const policy of expected.filter((p) => !found.includes(p)))
        wrong(name, `lacks the policy ${policy}`);
      for (const policy of found.filter((p) => !expected.includes(p)))
        wrong(name, `has another policy: ${policy}`);
    };

    if (kind === 'S') expectGrants('');
    else if (kind === 'v') {
      if (!relation.options.some((option) => /^security_invoker=(true|on|1)$/.test(option)))
        wrong(name, 'is a view without security_invoker, which shows the rows of all clients');
      if (relation.grants.length > 0) expectGrants('SELECT');
    } else if (kind === 'm' || kind === 'f')
      wrong(name, 'row-level security cannot protect this kind of relation');
    else if (kind === 'c') continue;
    else if (relation.partition) {
      expectGrants('');
      expectPolicies([ownerPolicy(roles)]);
    } else if (name in INSTALLATION_TABLES) {
      if (relation.key_type !== null) wrong(name, 'names a client, so it is no table of the installation');
      expectGrants(INSTALLATION_TABLES[name]!.may);
    } else {
      if (relation.key_type !== 'uuid')
        wrong(name, 'has no column client_id uuid not null, and is not in the list');
      expectPolicies(clientPolicies(name, roles));
      expectGrants(NARROWED[name]?.may ?? ALL);
    }
  }

  const names = relations.map((relation) => relation.name);
  return [
    ...findings,
    ...leftovers('INSTALLATION_TABLES', INSTALLATION_TABLES, names),
    ...leftovers('NARROWED', NARROWED, names),
    ...(await inspectTriggers(client)),
  ];
}

/** Names of the tables that hold rows of clients, partitions left out. */
export async function clientTables(client: pg.ClientBase): Promise<string[]> {
  const relations = await readRelations(client);
  return relations
    .filter((r) => (r.kind === 'r' || r.kind === 'p') && !r.partition && !(r.name in INSTALLATION_TABLES))
    .map((r) => r.name);
}

async function readRelations(client: pg.ClientBase): Promise<Relation[]> {
  const { rows } = await client.query<Relation>(
    `select c.relname as name, c.relkind as kind, pg_get_userbyid(c.relowner) as owner, c.relispartition as partition,
       c.relrowsecurity as secured, c.relforcerowsecurity as forced, coalesce(c.reloptions, '{}') as options,
       array(
         select coalesce(r.rolname, 'PUBLIC') || ': ' || string_agg(
             a.privilege_type || case when a.is_grantable then ' with grant option' else '' end, ', ' order by a.privilege_type)
         from aclexplode(c.relacl) a left join pg_roles r on r.oid = a.grantee
         where a.grantee <> c.relowner group by r.rolname order by r.rolname) as grants,
       array(
         select t.attname || ' ' || t.attacl::text from pg_attribute t where t.attrelid = c.oid and t.attacl is not null) as column_grants,
       (select format_type(t.atttypid, t.atttypmod) from pg_attribute t
         where t.attrelid = c.oid and t.attnotnull and not t.attisdropped
           and t.attname = coalesce($1::jsonb ->> c.relname::text, 'client_id')) as key_type
     from pg_class c
     where c.relnamespace = 'rettungsanker'::regnamespace and c.relkind not in ('i', 'I', 't') order by c.relname`,
    [JSON.stringify(KEY_COLUMN)],
  );
  return rows;
}

async function readPolicies(client: pg.ClientBase): Promise<Policy[]> {
  const { rows } = await client.query<Policy>(
    `select tablename as table, format('%s %s for %s to %s using %s check %s', policyname, lower(permissive), lower(cmd),
       array_to_string(roles, ','), coalesce(qual, '-'), coalesce(with_check, '-')) as policy
     from pg_policies where schemaname = 'rettungsanker' order by 1, 2`,
  );
  return rows;
}

function clientPolicies(table: string, roles: Roles): string[] {
  const key = KEY_COLUMN[table] ?? 'client_id';
  const read = `(${key} = ANY (( SELECT app_scope() AS app_scope)::uuid[]))`;
  const write = `(${key} = ( SELECT app_client() AS app_client))`;
  return [
    `client_read permissive for select to ${roles.app} using ${read} check -`,
    `client_insert permissive for insert to ${roles.app} using - check ${write}`,
    `client_update permissive for update to ${roles.app} using ${write} check ${write}`,
    `client_delete permissive for delete to ${roles.app} using ${write} check -`,
    ownerPolicy(roles),
  ];
}

const ownerPolicy = (roles: Roles): string =>
  `owner_all permissive for all to ${roles.owner} using true check true`;

/** A trigger or rule can do anything with a row, so each is listed. */
async function inspectTriggers(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{
    table: string;
    trigger: string;
    enabled: string;
    definition: string;
  }>(
    `select c.relname as table, t.tgname as trigger, t.tgenabled as enabled, pg_get_triggerdef(t.oid) as definition
     from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where c.relnamespace = 'rettungsanker'::regnamespace and not t.tgisinternal and t.tgparentid = 0
     union all
     select c.relname, r.rulename, r.ev_enabled, 'rule' from pg_rewrite r join pg_class c on c.oid = r.ev_class
     where c.relnamespace = 'rettungsanker'::regnamespace and c.relkind <> 'v'`,
  );
  const findings: string[] = [];
  for (const { table, trigger, enabled, definition } of rows) {
    if (TRIGGERS[table] !== trigger)
      findings.push(`${table}: has a trigger or rule that is not listed: ${trigger}`);
    else if (enabled !== 'O' || !/BEFORE DELETE OR UPDATE OR TRUNCATE .* FOR EACH STATEMENT/.test(definition))
      findings.push(`${table}: is not append-only for its owner: ${definition} (${enabled})`);
  }
  return [
    ...findings,
    ...leftovers(
      'TRIGGERS',
      TRIGGERS,
      rows.map((row) => row.table),
    ),
  ];
}
