import type pg from 'pg';
import { SCHEMA } from '../database/pool.ts';
import { AppError } from '../errors.ts';

/**
 * Row-level security protects from a role only if that role can neither pass by it nor become the owner of the tables.
 * An administrator names the role in database.app-url, so it is looked at before any work is done with it.
 * @param app connections as the application role, after the migrations
 * @throws AppError RA_CONFIG_INVALID, which says what the role could do
 */
export async function requireRestrictedRole(app: pg.Pool): Promise<void> {
  const { rows } = await app.query<{ role: string; super: boolean; bypass: boolean; owner: boolean }>(
    `select r.rolname as role, r.rolsuper as super, r.rolbypassrls as bypass,
       exists (select from pg_class c where c.relnamespace = $1::regnamespace
         and pg_has_role(r.rolname, c.relowner, 'MEMBER')) as owner
     from pg_roles r where r.rolname = current_user`,
    [SCHEMA],
  );
  const { role, ...can } = rows[0]!;
  const problem = can.super
    ? 'is a superuser'
    : can.bypass
      ? 'has BYPASSRLS'
      : can.owner
        ? 'owns the tables or can become their owner'
        : undefined;
  if (problem)
    throw new AppError(
      'RA_CONFIG_INVALID',
      `database.app-url: the role ${role} ${problem}, so nothing would keep clients apart. Give a role of its own: create role rettungsanker_app login nosuperuser nobypassrls.`,
    );
}
