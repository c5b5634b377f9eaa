import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type Duplex, pipeline, Readable } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';
import type { TableReport } from './backup.ts';
import { unwrap } from './container.ts';
import { asBackupError, invalid } from './errors.ts';
import {
  type BackupHeader,
  endSchema,
  fileSchema,
  footerSchema,
  headerSchema,
  parseRecord,
  RecordReader,
  type RecordType,
  type SequenceRecord,
  sequencesSchema,
  type TableRecord,
  tableSchema,
} from './records.ts';

/** What a backup holds. */
export interface BackupContents {
  readonly header: BackupHeader;
  readonly tables: readonly TableReport[];
  readonly rows: number;
  /** As they were given to backup(). */
  readonly extraFiles: readonly { readonly name: string; readonly content: Buffer }[];
}

/** What is done with the parts of a backup, in this order. None of them may be trusted before all were read. */
export interface Visitor {
  begin(header: BackupHeader): Promise<void>;
  /** Has to take all data; returns the number of rows, or undefined when it did not count them. */
  table(table: TableRecord, data: AsyncIterable<Buffer>): Promise<number | undefined>;
  /** The table was complete. */
  done(table: TableReport, number: number, of: number): void;
  sequences(sequences: readonly SequenceRecord[]): Promise<void>;
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
 * Reads a backup from one end to the other and compares every table and the whole with their digests.
 * @throws AppError RA_BACKUP_INVALID, RA_BACKUP_PASSPHRASE, RA_BACKUP_NEWER
 */
export function verifyBackup(source: string, passphrase?: string): Promise<BackupContents> {
  return walk(source, passphrase, {
    begin: async () => {},
    async table(_, data) {
      for await (const _piece of data);
      return undefined;
    },
    done: () => {},
    sequences: async () => {},
  });
}

/**
 * Hands the parts of a backup to the visitor and checks them against their counts and digests.
 * @throws AppError as verifyBackup(); errors of the visitor
 */
export async function walk(
  source: string,
  passphrase: string | undefined,
  visitor: Visitor,
): Promise<BackupContents> {
  const reader = openBackup(source, passphrase);
  try {
    const header = parseRecord(headerSchema, (await expect(reader, 'header')).content);
    await visitor.begin(header);
    const tables: TableReport[] = [];
    const extraFiles: { name: string; content: Buffer }[] = [];
    for (;;) {
      const { type, content } = await expect(reader, 'file', 'table', 'sequences');
      if (type === 'file') {
        const file = parseRecord(fileSchema, content);
        extraFiles.push({ name: file.name, content: Buffer.from(file.content, 'base64') });
      } else if (type === 'table') {
        const table = await readTable(reader, parseRecord(tableSchema, content), visitor);
        tables.push(table);
        visitor.done(table, tables.length, header.tables);
      } else {
        await visitor.sequences(parseRecord(sequencesSchema, content));
        break;
      }
    }
    const contents = { header, tables, rows: tables.reduce((sum, table) => sum + table.rows, 0), extraFiles };
    await checkEnd(reader, contents);
    return contents;
  } catch (error) {
    throw asBackupError(error);
  } finally {
    await reader.close();
  }
}

async function readTable(reader: RecordReader, table: TableRecord, visitor: Visitor): Promise<TableReport> {
  const digest = createHash('sha256');
  let bytes = 0;
  let end: Buffer | undefined;
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
  const counted = await visitor.table(table, data());
  const told = parseRecord(endSchema, end!);
  const { schema, name } = table;
  if (told.bytes !== bytes || told.sha256 !== digest.digest('hex') || (counted ?? told.rows) !== told.rows) {
    throw invalid(`the rows of ${schema}.${name} are not those that were saved`);
  }
  return { schema, name, rows: told.rows, bytes };
}

async function checkEnd(reader: RecordReader, { header, tables, rows }: BackupContents): Promise<void> {
  const seen = reader.sha256();
  const footer = parseRecord(footerSchema, (await expect(reader, 'footer')).content);
  const complete = footer.tables === tables.length && header.tables === tables.length && footer.rows === rows;
  if (!complete || footer.sha256 !== seen) throw invalid('its contents are not those that were saved');
  if (!(await reader.atEnd())) throw invalid('something was appended to it');
}

function openBackup(source: string, passphrase: string | undefined): RecordReader {
  const compressed = Readable.from(unwrap(createReadStream(source), passphrase), { objectMode: false });
  // Whoever reads the last stream gets the error of any of them; the callback is for those who do not.
  const content: Duplex = pipeline(compressed, createZstdDecompress(), () => {});
  return new RecordReader(content);
}

async function expect(
  reader: RecordReader,
  ...types: RecordType[]
): Promise<{ type: RecordType; content: Buffer }> {
  const record = await reader.next();
  if (types.includes(record.type)) return record;
  throw invalid(`it is damaged (${record.type} instead of ${types.join(' or ')})`);
}
