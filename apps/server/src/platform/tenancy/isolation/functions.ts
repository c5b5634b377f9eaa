import type pg from 'pg';
import { DOORS, HELPERS, OWNERS_ONLY } from './exceptions.ts';
import { leftovers, type Roles } from './findings.ts';

interface Routine {
  signature: string;
  owner: string;
  definer: boolean;
  settings: string[];
  language: string;
  /** Who may call it besides its owner. */
  callers: string[];
}

/** With the caller's temporary tables last: named nowhere they would come first. */
const PATH = 'search_path=rettungsanker, pg_temp';

/** Functions and procedures: what runs as the owner is a hole in the wall and must be one on purpose. */
export async function inspectFunctions(client: pg.ClientBase, roles: Roles): Promise<string[]> {
  const { rows } = await client.query<Routine>(
    `select p.oid::regprocedure::text as signature, pg_get_userbyid(p.proowner) as owner, p.prosecdef as definer,
       coalesce(p.proconfig, '{}') as settings, l.lanname as language,
       array(select coalesce(r.rolname::text, 'PUBLIC') from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
         left join pg_roles r on r.oid = a.grantee where a.grantee <> p.proowner order by 1) as callers
     from pg_proc p join pg_language l on l.oid = p.prolang
     where p.pronamespace = 'rettungsanker'::regnamespace order by 1`,
  );
  const findings: string[] = [];
  for (const routine of rows) {
    const { signature } = routine;
    const wrong = (what: string): void => void findings.push(`${signature}: ${what}`);
    if (routine.owner !== roles.owner) wrong(`belongs to ${routine.owner}`);
    if (!['sql', 'plpgsql'].includes(routine.language)) wrong(`is written in ${routine.language}`);
    if (routine.definer !== signature in DOORS)
      wrong(routine.definer ? 'runs as its owner and is not listed' : 'does not run as its owner');
    const settings = routine.settings.filter((setting) => !/^(lock|statement)_timeout=/.test(setting));
    if (routine.definer && settings.join('; ') !== PATH)
      wrong(`has ${settings.join('; ') || 'no fixed search_path'} instead of ${PATH}`);
    const expected = signature in OWNERS_ONLY ? '' : roles.app;
    if (!(signature in DOORS || signature in HELPERS || signature in OWNERS_ONLY)) wrong('is not listed');
    else if (routine.callers.join() !== expected)
      wrong(`may be called by ${routine.callers.join() || 'nobody'} instead of ${expected || 'nobody'}`);
  }
  const listed = { ...DOORS, ...HELPERS, ...OWNERS_ONLY };
  return [
    ...findings,
    ...leftovers(
      'functions',
      listed,
      rows.map((row) => row.signature),
    ),
  ];
}
