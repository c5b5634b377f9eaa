import type pg from 'pg';
import type { Roles } from './findings.ts';
import { inspectFunctions } from './functions.ts';
import { inspectKeys } from './keys.ts';
import { inspectRoles } from './roles.ts';
import { inspectTables } from './tables.ts';

/**
 * Reads the catalogue of a migrated database and tells everything that breaks the rules of tenancy.
 * @param client a connection as owner or superuser
 * @returns one sentence each; empty when the database is as it must be
 */
export async function inspect(client: pg.ClientBase, roles: Roles): Promise<string[]> {
  await client.query(`set search_path = rettungsanker, pg_temp`);
  const findings: string[] = [];
  // One after the other: they share the connection.
  for (const look of [inspectTables, inspectKeys, inspectFunctions, inspectRoles])
    findings.push(...(await look(client, roles)));
  return findings;
}
