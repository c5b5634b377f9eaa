import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { AppError } from '../../errors.ts';
import type { TableReport } from './backup.ts';
import { columnList, isExact, levels, PORTABLE, qualified, tables } from './catalogue.ts';
import { onConnection } from './connection.ts';
import { asBackupError, invalid } from './errors.ts';
import { Gate } from './gate.ts';
import { type BackupContents, type Visitor, verifyBackup, walk } from './reading.ts';
import type { BackupHeader, SequenceRecord, TableRecord } from './records.ts';

export interface RestoreOptions {
  readonly passphrase?: string;
  /** Replaces what the database holds, instead of refusing. */
  readonly force?: boolean;
  /** Tables (`schema.name`) that may have rows without the database counting as used; they are replaced as well. */
  readonly seeded?: readonly string[];
  /** How long others may hold on to the tables; default 10 s. */
  readonly lockTimeoutMs?: number;
  /** After each table. */
  progress?(done: TableReport, number: number, of: number): void;
}

const LOCK_TIMEOUT_MS = 10_000;

/**
 * Loads a backup into a database that was migrated to its level and is otherwise empty. The file is read twice: first to
 * see that it is whole, then in one transaction, which is committed only when every table arrived with its count and
 * digest. After an error, or a kill, everything is as before.
 * @param pool as the role that owns the tables
 * @returns what was loaded; the place of the extra files is the caller's business
 * @throws AppError RA_BACKUP_INVALID, RA_BACKUP_PASSPHRASE, RA_BACKUP_NEWER, RA_RESTORE_NOT_EMPTY, RA_DATABASE_IN_USE
 */
export async function restore(
  source: string,
  pool: pg.Pool,
  options: RestoreOptions = {},
): Promise<BackupContents> {
  await verifyBackup(source, options.passphrase);
  return onConnection(pool, async (client) => {
    const loading = new Loading(client, options);
    const contents = await walk(source, options.passphrase, loading);
    await loading.finish();
    return contents;
  }).catch((error: unknown) => {
    throw asBackupError(error);
  });
}

class Loading implements Visitor {
  readonly #client: pg.PoolClient;
  readonly #options: RestoreOptions;
  #targets: readonly TableRecord[] = [];
  #gate: Gate | undefined;

  constructor(client: pg.PoolClient, options: RestoreOptions) {
    this.#client = client;
    this.#options = options;
  }

  async begin(header: BackupHeader): Promise<void> {
    await this.#client.query('begin');
    await this.#client.query(PORTABLE);
    await this.#checkLevels(header);
    this.#targets = await tables(this.#client, header.schemas);
    if (this.#targets.length === 0) throw invalid('this database has none of its tables');
    this.#gate = new Gate(this.#client, header.schemas, this.#targets);
    await this.#gate.open(this.#options.lockTimeoutMs ?? LOCK_TIMEOUT_MS);
    await this.#makeRoom();
  }

  async table(table: TableRecord, data: AsyncIterable<Buffer>): Promise<number> {
    const { schema, name } = table;
    const target = this.#targets.find((t) => t.schema === schema && t.name === name);
    if (!target) throw invalid(`this database has no table ${schema}.${name}`);
    const unknown = table.columns.filter((column) => !target.columns.includes(column));
    if (unknown.length > 0) throw invalid(`${schema}.${name} has no column ${unknown.join(', ')} here`);
    await this.#makePartitions(table, target);
    const sink = this.#client.query(copyFrom(`copy ${qualified(table)} (${columnList(table)}) from stdin`));
    await pipeline(data, sink);
    return sink.rowCount;
  }

  async sequences(sequences: readonly SequenceRecord[]): Promise<void> {
    for (const sequence of sequences) {
      // Unlike setval() this is undone with the transaction.
      await this.#client.query(`alter sequence ${qualified(sequence)} restart with ${sequence.next}`);
    }
  }

  done(table: TableReport, number: number, of: number): void {
    this.#options.progress?.(table, number, of);
  }

  async finish(): Promise<void> {
    await this.#gate!.close();
    await this.#client.query('commit');
    // Without statistics the first queries would read whole tables.
    await this.#client.query(`analyze ${this.#targets.map(qualified).join(', ')}`);
  }

  async #checkLevels({ schemas, version, levels: saved }: BackupHeader): Promise<void> {
    const present = await levels(this.#client, schemas);
    for (const [schema, level] of Object.entries(saved)) {
      const here = present[schema] ?? 0;
      if (here < level) {
        throw new AppError(
          'RA_BACKUP_NEWER',
          `The backup was made at level ${level} of ${schema} by version ${version}, this database is at ${here}.`,
        );
      }
      if (here > level && isExact(schema)) {
        throw invalid(`it was made at level ${level} of ${schema}, the database is at ${here} already`);
      }
    }
  }

  async #makeRoom(): Promise<void> {
    const seeded = new Set(this.#options.seeded);
    for (const table of this.#targets) {
      const name = `${table.schema}.${table.name}`;
      if (this.#options.force || seeded.has(name)) continue;
      const { rowCount } = await this.#client.query(`select from ${qualified(table)} limit 1`);
      if (rowCount === 0) continue;
      throw new AppError('RA_RESTORE_NOT_EMPTY', `The database is not empty: there are rows in ${name}.`);
    }
    await this.#client.query(`truncate ${this.#targets.map(qualified).join(', ')}`);
  }

  /** Partitions that the program made in the course of time and a fresh database does not have. */
  async #makePartitions(table: TableRecord, target: TableRecord): Promise<void> {
    for (const partition of table.partitions) {
      if (target.partitions.some((p) => p.schema === partition.schema && p.name === partition.name)) continue;
      const name = qualified(partition);
      await this.#client.query(`create table ${name} partition of ${qualified(table)} ${partition.bound}`);
      if (!partition.closed) continue;
      // As the product closes them: only the owner may use a partition directly, all others the whole table.
      await this.#client.query(
        `alter table ${name} enable row level security; alter table ${name} force row level security;
         create policy owner_all on ${name} to current_user using (true) with check (true)`,
      );
    }
  }
}
