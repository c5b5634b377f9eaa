import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { AppError, databaseTrouble } from '../../errors.ts';
import { renameDurably } from '../embedded/files.ts';
import { gather } from './bytes.ts';
import { columnList, hidden, levels, PORTABLE, qualified, sequences, tables } from './catalogue.ts';
import { onConnection } from './connection.ts';
import { wrap } from './container.ts';
import { type BackupHeader, fileSchema, LARGEST_FILE, RecordWriter, type TableRecord } from './records.ts';

export interface BackupOptions {
  /** Version of Rettungsanker, for the header. */
  readonly version: string;
  readonly schemas: readonly string[];
  /** Small files that belong to the database, e.g. keys; names are relative paths. At most 2 MB each. */
  readonly extraFiles: readonly { readonly name: string; readonly content: Buffer }[];
  /** Seals the file. Without it everybody who gets the file can read it. */
  readonly passphrase?: string;
  /** After each table. */
  progress?(done: TableReport, number: number, of: number): void;
}

export interface TableReport {
  readonly schema: string;
  readonly name: string;
  readonly rows: number;
  /** Of its data, uncompressed. */
  readonly bytes: number;
}

export interface BackupReport {
  readonly header: BackupHeader;
  readonly tables: readonly TableReport[];
  readonly rows: number;
  /** Size of the file. */
  readonly bytes: number;
}

/** Size of the pieces in which data travel; memory does not grow with the database. */
const PIECE = 128 * 1024;
/**
 * Writes one consistent state of the schemas into a file, while others go on working. A file appears under its name only when
 * it is complete and on the disk, readable for its owner alone; a stream gets the same bytes.
 * @param pool as the role that owns the tables
 * @throws AppError RA_STORAGE_FULL, RA_BACKUP_INVALID when the role may not see all rows; errors of the database
 */
export async function backup(
  pool: pg.Pool,
  target: string | Writable,
  options: BackupOptions,
): Promise<BackupReport> {
  try {
    return await onConnection(pool, async (client) => {
      await client.query('begin isolation level repeatable read read only');
      await client.query(PORTABLE);
      const report = await write(client, target, options);
      await client.query('commit');
      return report;
    });
  } catch (error) {
    if (databaseTrouble(error) === 'full')
      throw new AppError('RA_STORAGE_FULL', 'There is no space left for the backup.');
    throw error;
  }
}

async function write(
  client: pg.PoolClient,
  target: string | Writable,
  options: BackupOptions,
): Promise<BackupReport> {
  const secret = await hidden(client, options.schemas);
  if (secret.length > 0) {
    throw new AppError(
      'RA_BACKUP_INVALID',
      `Row-level security hides rows of ${secret.join(', ')} from this role; the backup would be incomplete.`,
    );
  }
  const content = new Content(client, options, await tables(client, options.schemas));
  await content.prepare();
  const stages = [Readable.from(content.records(), { objectMode: false }), createZstdCompress()] as const;
  let bytes = 0;
  const sealed = async function* (compressed: AsyncIterable<Buffer>) {
    for await (const piece of wrap(compressed, options.passphrase)) {
      bytes += piece.length;
      yield piece;
    }
  };
  if (typeof target !== 'string') await pipeline(...stages, sealed, target);
  else await intoFile(target, (file) => pipeline(...stages, sealed, file));
  return content.report(bytes);
}

/** Under a name of its own first: a half-written file must never look like a backup. */
async function intoFile(path: string, fill: (file: Writable) => Promise<void>): Promise<void> {
  const half = `${path}.${randomBytes(4).toString('hex')}.part`;
  try {
    await fill(createWriteStream(half, { flags: 'wx', mode: 0o600, flush: true }));
    await renameDurably(half, path);
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
}

class Content {
  readonly #client: pg.PoolClient;
  readonly #options: BackupOptions;
  readonly #tables: readonly TableRecord[];
  readonly #writer = new RecordWriter();
  readonly #reports: TableReport[] = [];
  #header: BackupHeader | undefined;

  constructor(client: pg.PoolClient, options: BackupOptions, found: readonly TableRecord[]) {
    this.#client = client;
    this.#options = options;
    this.#tables = found;
  }

  async prepare(): Promise<void> {
    for (const { name, content } of this.#options.extraFiles) {
      if (content.length > LARGEST_FILE)
        throw new AppError('RA_BACKUP_INVALID', `The file ${name} is too large for a backup.`);
    }
    // Nobody may drop a table or a partition before it is read.
    if (this.#tables.length > 0)
      await this.#client.query(`lock table ${this.#tables.map(qualified).join(', ')} in access share mode`);
    const { rows } = await this.#client.query<{ at: Date; server: string }>(
      "select now() as at, current_setting('server_version') as server",
    );
    this.#header = {
      version: this.#options.version,
      createdAt: rows[0]!.at.toISOString(),
      server: rows[0]!.server,
      schemas: [...this.#options.schemas],
      levels: await levels(this.#client, this.#options.schemas),
      tables: this.#tables.length,
    };
  }

  async *records(): AsyncGenerator<Buffer> {
    const writer = this.#writer;
    yield writer.json('header', this.#header);
    for (const { name, content } of this.#options.extraFiles) {
      yield writer.json('file', fileSchema.parse({ name, content: content.toString('base64') }));
    }
    for (const table of this.#tables) yield* this.#table(table);
    yield writer.json('sequences', await sequences(this.#client, this.#options.schemas));
    yield writer.json('footer', { tables: this.#tables.length, rows: this.#rows(), sha256: writer.sha256() });
  }

  async *#table(table: TableRecord): AsyncGenerator<Buffer> {
    yield this.#writer.json('table', table);
    const stream = this.#client.query(
      copyTo(`copy (select ${columnList(table)} from ${qualified(table)}) to stdout`),
    );
    const digest = createHash('sha256');
    let bytes = 0;
    for await (const piece of gather(stream, PIECE)) {
      digest.update(piece);
      bytes += piece.length;
      for (let start = 0; start < piece.length; start += PIECE)
        yield this.#writer.bytes('data', piece.subarray(start, start + PIECE));
    }
    // The count arrives after the data: with the answer to whatever is asked next.
    await this.#client.query('');
    const rows = stream.rowCount;
    yield this.#writer.json('end', { rows, bytes, sha256: digest.digest('hex') });
    const report = { schema: table.schema, name: table.name, rows, bytes };
    this.#reports.push(report);
    this.#options.progress?.(report, this.#reports.length, this.#tables.length);
  }

  #rows(): number {
    return this.#reports.reduce((sum, table) => sum + table.rows, 0);
  }

  report(bytes: number): BackupReport {
    return { header: this.#header!, tables: this.#reports, rows: this.#rows(), bytes };
  }
}
