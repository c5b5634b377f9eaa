import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline as chain, type Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { AppError } from '../../errors.ts';
import type { TableReport } from './backup.ts';
import { columnList, isExact, levels, PORTABLE, qualified, tables } from './catalogue.ts';
import { unwrap } from './container.ts';
import { asBackupError, invalid } from './errors.ts';
import { Gate } from './gate.ts';
import {
  type BackupHeader,
  endSchema,
  fileSchema,
  footerSchema,
  headerSchema,
  parseRecord,
  RecordReader,
  type RecordType,
  sequencesSchema,
  type TableRecord,
  tableSchema,
} from './records.ts';

export interface RestoreOptions {
  readonly passphrase?: string;
  /** Replaces what the database holds, instead of refusing. */
  readonly force?: boolean;
  /** Tables (`schema.name`) that may have rows without the database counting as used; they are replaced as well. */
  readonly seeded?: readonly string[];
  /** After each table. */
  progress?(done: TableReport, number: number, of: number): void;
}

export interface RestoreReport {
  readonly header: BackupHeader;
  readonly tables: readonly TableReport[];
  readonly rows: number;
  /** As they were given to backup(); their place is the caller's business. */
  readonly extraFiles: readonly { readonly name: string; readonly content: Buffer }[];
}

/**
 * What a backup says about itself, e.g. the level to which the database has to be migrated before restore().
 * @throws AppError RA_BACKUP_INVALID, RA_BACKUP_PASSPHRASE, RA_BACKUP_NEWER
 */
export async function readBackupHeader(source: string, passphrase?: string): Promise<BackupHeader> {
  const reader = openBackup(source, passphrase);
  try {
    return parseRecord(headerSchema, (await expect(reader, 'header')).content);
  } catch (error) {
    throw asBackupError(error);
  } finally {
    await reader.close();
  }
}

/**
 * Loads a backup into a database that was migrated to its level and is otherwise empty, in one transaction: after an error,
 * or a kill, everything is as before. Every table is compared with its count and digest, and the whole file with its
 * own, before the commit.
 * @param pool as the role that owns the tables
 * @throws AppError RA_BACKUP_INVALID, RA_BACKUP_PASSPHRASE, RA_BACKUP_NEWER, RA_RESTORE_NOT_EMPTY, RA_DATABASE_IN_USE
 */
export async function restore(
  source: string,
  pool: pg.Pool,
  options: RestoreOptions = {},
): Promise<RestoreReport> {
  const reader = openBackup(source, options.passphrase);
  try {
    const header = parseRecord(headerSchema, (await expect(reader, 'header')).content);
    const client = await pool.connect();
    let whole = false;
    try {
      const report = await new Restore(client, reader, header, options).run();
      whole = true;
      return report;
    } finally {
      // Closing the connection ends its transaction as well.
      client.release(!whole);
    }
  } catch (error) {
    throw asBackupError(error);
  } finally {
    await reader.close();
  }
}

function openBackup(source: string, passphrase: string | undefined): RecordReader {
  const sealed = Readable.from(unwrap(createReadStream(source), passphrase), { objectMode: false });
  // The reader sees the error of any stage as its own.
  const content: Duplex = chain(sealed, createZstdDecompress(), () => {}) as unknown as Duplex;
  return new RecordReader(content);
}

async function expect(
  reader: RecordReader,
  ...types: RecordType[]
): Promise<{ type: RecordType; content: Buffer }> {
  const record = await reader.next();
  if (!types.includes(record.type))
    throw invalid(`it is damaged (${record.type} instead of ${types.join(' or ')})`);
  return record;
}

class Restore {
  readonly #client: pg.PoolClient;
  readonly #reader: RecordReader;
  readonly #header: BackupHeader;
  readonly #options: RestoreOptions;
  readonly #reports: TableReport[] = [];

  constructor(client: pg.PoolClient, reader: RecordReader, header: BackupHeader, options: RestoreOptions) {
    this.#client = client;
    this.#reader = reader;
    this.#header = header;
    this.#options = options;
  }

  async run(): Promise<RestoreReport> {
    const { schemas } = this.#header;
    await this.#client.query('begin');
    await this.#client.query(PORTABLE);
    await this.#checkLevels();
    const targets = await tables(this.#client, schemas);
    const gate = new Gate(this.#client, schemas, targets);
    await gate.open();
    await this.#makeRoom(targets);
    const extraFiles = await this.#load(targets);
    await gate.close();
    await this.#client.query('commit');
    // Without statistics the first queries would read whole tables.
    if (targets.length > 0) await this.#client.query(`analyze ${targets.map(qualified).join(', ')}`);
    return { header: this.#header, tables: this.#reports, rows: this.#rows(), extraFiles };
  }

  async #checkLevels(): Promise<void> {
    const present = await levels(this.#client, this.#header.schemas);
    for (const [schema, level] of Object.entries(this.#header.levels)) {
      const here = present[schema] ?? 0;
      if (here < level) {
        throw new AppError(
          'RA_BACKUP_NEWER',
          `The backup was made at level ${level} of ${schema} by version ${this.#header.version}, this database is at ${here}.`,
        );
      }
      if (here > level && isExact(schema)) {
        throw invalid(`it was made at level ${level} of ${schema}, the database is at ${here} already`);
      }
    }
  }

  async #makeRoom(targets: readonly TableRecord[]): Promise<void> {
    const seeded = new Set(this.#options.seeded);
    for (const table of targets) {
      if (this.#options.force || seeded.has(`${table.schema}.${table.name}`)) continue;
      const { rowCount } = await this.#client.query(`select from ${qualified(table)} limit 1`);
      if (rowCount !== 0)
        throw new AppError(
          'RA_RESTORE_NOT_EMPTY',
          `The database is not empty: there are rows in ${table.schema}.${table.name}.`,
        );
    }
    if (targets.length > 0) await this.#client.query(`truncate ${targets.map(qualified).join(', ')}`);
  }

  /** Everything after the header. */
  async #load(targets: readonly TableRecord[]): Promise<RestoreReport['extraFiles']> {
    const extraFiles: { name: string; content: Buffer }[] = [];
    for (;;) {
      const { type, content } = await expect(this.#reader, 'file', 'table', 'sequences');
      if (type === 'file') {
        const file = parseRecord(fileSchema, content);
        extraFiles.push({ name: file.name, content: Buffer.from(file.content, 'base64') });
      } else if (type === 'table') {
        await this.#table(parseRecord(tableSchema, content), targets);
      } else {
        await this.#sequences(content);
        await this.#checkFooter();
        return extraFiles;
      }
    }
  }

  async #table(table: TableRecord, targets: readonly TableRecord[]): Promise<void> {
    const target = targets.find((t) => t.schema === table.schema && t.name === table.name);
    if (!target) throw invalid(`this database has no table ${table.schema}.${table.name}`);
    const unknown = table.columns.filter((column) => !target.columns.includes(column));
    if (unknown.length > 0)
      throw invalid(`${table.schema}.${table.name} has no column ${unknown.join(', ')} here`);
    await this.#partitions(table, target);

    const digest = createHash('sha256');
    let bytes = 0;
    let end: Buffer | undefined;
    const reader = this.#reader;
    async function* data(): AsyncGenerator<Buffer> {
      for (;;) {
        const { type, content } = await expect(reader, 'data', 'end');
        if (type === 'end') {
          end = content;
          return;
        }
        digest.update(content);
        bytes += content.length;
        yield content;
      }
    }
    const sink = this.#client.query(copyFrom(`copy ${qualified(table)} (${columnList(table)}) from stdin`));
    await pipeline(data, sink);
    const told = parseRecord(endSchema, end!);
    if (told.rows !== sink.rowCount || told.bytes !== bytes || told.sha256 !== digest.digest('hex')) {
      throw invalid(`the rows of ${table.schema}.${table.name} are not those that were saved`);
    }
    const report = { schema: table.schema, name: table.name, rows: told.rows, bytes };
    this.#reports.push(report);
    this.#options.progress?.(report, this.#reports.length, this.#header.tables);
  }

  /** Partitions that the program made in the course of time and a fresh database does not have. */
  async #partitions(table: TableRecord, target: TableRecord): Promise<void> {
    for (const partition of table.partitions) {
      if (target.partitions.some((p) => p.schema === partition.schema && p.name === partition.name)) continue;
      const name = qualified(partition);
      await this.#client.query(`create table ${name} partition of ${qualified(table)} ${partition.bound}`);
      if (!partition.closed) continue;
      // As the product closes them: only the owner may use a partition directly, all others the whole table.
      await this.#client.query(
        `alter table ${name} enable row level security; alter table ${name} force row level security`,
      );
      await this.#client.query(
        `create policy owner_all on ${name} to current_user using (true) with check (true)`,
      );
    }
  }

  async #sequences(content: Buffer): Promise<void> {
    for (const sequence of parseRecord(sequencesSchema, content)) {
      // Unlike setval() this is undone with the transaction.
      await this.#client.query(`alter sequence ${qualified(sequence)} restart with ${sequence.next}`);
    }
  }

  async #checkFooter(): Promise<void> {
    const seen = this.#reader.sha256();
    const footer = parseRecord(footerSchema, (await expect(this.#reader, 'footer')).content);
    const { tables } = this.#header;
    if (
      footer.sha256 !== seen ||
      footer.tables !== this.#reports.length ||
      footer.tables !== tables ||
      footer.rows !== this.#rows()
    ) {
      throw invalid('its contents are not those that were saved');
    }
    if (!(await this.#reader.atEnd())) throw invalid('something was appended to it');
  }

  #rows(): number {
    return this.#reports.reduce((sum, table) => sum + table.rows, 0);
  }
}
