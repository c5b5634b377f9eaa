import type pg from 'pg';

/** What the transaction of the attacker was given. */
export interface Grip {
  /** app.client; missing: none was set. */
  client?: string;
  /** app.scope; missing: none was set. */
  scope?: readonly string[];
}

export interface Outcome {
  /** SQLSTATE of the refusal; missing when the statement ran. */
  code?: string;
  message?: string;
  rowCount: number;
  rows: Record<string, unknown>[];
}

export const PERMISSION_DENIED = '42501';
export const FOREIGN_KEY_VIOLATION = '23503';
export const UNIQUE_VIOLATION = '23505';
export const READ_ONLY = '25006';

/** A transaction of the application role; nothing of it stays. */
export class Attacker {
  readonly #client: pg.ClientBase;
  constructor(client: pg.ClientBase) {
    this.#client = client;
  }

  /** Runs one statement and goes on whatever comes of it. */
  async attempt(sql: string, values: unknown[] = []): Promise<Outcome> {
    await this.#client.query('savepoint attempt');
    try {
      const { rows, rowCount } = await this.#client.query<Record<string, unknown>>(sql, values);
      return { rows, rowCount: rowCount ?? 0 };
    } catch (error) {
      const { code, message } = error as pg.DatabaseError;
      if (code === undefined) throw error;
      await this.#client.query('rollback to savepoint attempt');
      return { code, message, rowCount: 0, rows: [] };
    } finally {
      await this.#client.query('release savepoint attempt');
    }
  }

  /** Adds a row given as JSON values by column. */
  insert(table: string, row: Record<string, unknown>, suffix = ''): Promise<Outcome> {
    const columns = Object.keys(row)
      .map((column) => `"${column}"`)
      .join(', ');
    return this.attempt(
      `insert into "${table}" (${columns}) overriding system value
       select ${columns} from jsonb_populate_record(null::"${table}", $1) ${suffix}`,
      [JSON.stringify(row)],
    );
  }

  /** Changes all rows that can be reached; columns and values as in a row. */
  update(table: string, row: Record<string, unknown>): Promise<Outcome> {
    const changes = Object.keys(row).map((column) => `"${column}" = n."${column}"`);
    return this.attempt(
      `update "${table}" set ${changes.join(', ')} from jsonb_populate_record(null::"${table}", $1) n`,
      [JSON.stringify(row)],
    );
  }
}

export async function attack<T>(
  pool: pg.Pool,
  grip: Grip,
  work: (attacker: Attacker) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    if (grip.client !== undefined)
      await client.query(`select set_config('app.client', $1, true)`, [grip.client]);
    if (grip.scope !== undefined)
      await client.query(`select set_config('app.scope', $1, true)`, [grip.scope.join(',')]);
    return await work(new Attacker(client));
  } finally {
    await client.query('rollback');
    client.release();
  }
}
