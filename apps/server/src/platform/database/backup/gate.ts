import pg from 'pg';
import { qualified } from './catalogue.ts';
import type { TableRecord } from './records.ts';

interface Relation {
  schema: string;
  name: string;
}

/**
 * Opens the tables for loading, within the transaction of the restore, and closes them again exactly as they were:
 * - foreign keys are taken off and put on again, which checks all rows at once, so the order of the tables (or a
 *   circle among them) does not matter and no queue of checks grows with the number of rows;
 * - triggers are off: what they would do was done when the rows were first written;
 * - forced row-level security would not let even the owner COPY into a table.
 */
export class Gate {
  readonly #client: pg.ClientBase;
  readonly #schemas: readonly string[];
  readonly #tables: readonly TableRecord[];
  readonly #undo: string[] = [];

  constructor(client: pg.ClientBase, schemas: readonly string[], tables: readonly TableRecord[]) {
    this.#client = client;
    this.#schemas = schemas;
    this.#tables = tables;
  }

  /** @throws error 55P03 of the database when others use the tables */
  async open(patienceMs: number): Promise<void> {
    if (this.#tables.length === 0) return;
    await this.#client.query(`set local lock_timeout = ${patienceMs}`);
    await this.#client.query(`lock table ${this.#tables.map(qualified).join(', ')} in access exclusive mode`);
    await this.#liftRowSecurity();
    await this.#silenceTriggers();
    await this.#takeOffForeignKeys();
  }

  async close(): Promise<void> {
    // Checks that a table puts off until the commit would forbid changing it.
    await this.#client.query('set constraints all immediate');
    for (const statement of this.#undo.reverse()) await this.#client.query(statement);
  }

  async #takeOffForeignKeys(): Promise<void> {
    const { rows } = await this.#client.query<
      Relation & { key: string; definition: string; comment: string | null }
    >(
      `select n.nspname as schema, c.relname as name, k.conname as key, pg_get_constraintdef(k.oid) as definition,
         obj_description(k.oid, 'pg_constraint') as comment
       from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
       where k.contype = 'f' and k.conparentid = 0 and n.nspname = any ($1) order by 1, 2, 3`,
      [this.#schemas],
    );
    for (const { key, definition, comment, ...table } of rows) {
      const name = pg.escapeIdentifier(key);
      await this.#client.query(`alter table ${qualified(table)} drop constraint ${name}`);
      if (comment !== null)
        this.#undo.push(
          `comment on constraint ${name} on ${qualified(table)} is ${pg.escapeLiteral(comment)}`,
        );
      this.#undo.push(`alter table ${qualified(table)} add constraint ${name} ${definition}`);
    }
  }

  /** Those of a partitioned table reach its partitions too, also new ones. */
  async #silenceTriggers(): Promise<void> {
    const { rows } = await this.#client.query<Relation & { trigger: string; enabled: 'O' | 'R' | 'A' }>(
      `select n.nspname as schema, c.relname as name, t.tgname as trigger, t.tgenabled as enabled
       from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
       where not t.tgisinternal and t.tgparentid = 0 and t.tgenabled <> 'D' and c.relkind in ('r', 'p') and n.nspname = any ($1) order by 1, 2, 3`,
      [this.#schemas],
    );
    const how = { O: 'enable', R: 'enable replica', A: 'enable always' };
    for (const { trigger, enabled, ...table } of rows) {
      const name = pg.escapeIdentifier(trigger);
      await this.#client.query(`alter table ${qualified(table)} disable trigger ${name}`);
      this.#undo.push(`alter table ${qualified(table)} ${how[enabled]} trigger ${name}`);
    }
  }

  async #liftRowSecurity(): Promise<void> {
    const { rows } = await this.#client.query<Relation>(
      `select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relforcerowsecurity and c.relkind in ('r', 'p') and n.nspname = any ($1) order by 1, 2`,
      [this.#schemas],
    );
    for (const table of rows) {
      await this.#client.query(`alter table ${qualified(table)} no force row level security`);
      this.#undo.push(`alter table ${qualified(table)} force row level security`);
    }
  }
}
