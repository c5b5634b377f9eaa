import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ByteReader } from './bytes.ts';
import { parseJson } from './container.ts';
import { invalid } from './errors.ts';

/**
 * What is inside the container: records of type (1 byte), length (4 bytes, big-endian) and content, in this order:
 * header, files, then for each table its description, its data (any number of pieces of COPY in text format) and its
 * end, then sequences, then the footer, whose digest covers every byte before it. All but the data are JSON.
 */
const TYPES = {
  header: 'H',
  file: 'F',
  table: 'T',
  data: 'D',
  end: 'E',
  sequences: 'S',
  footer: 'Z',
} as const;
export type RecordType = keyof typeof TYPES;

const LONGEST_RECORD = 4 * 2 ** 20;
/** The largest file that fits into a record as base64. */
export const LARGEST_FILE = 2 * 2 ** 20;

/** PostgreSQL cuts names at 63 bytes. */
const name = z.string().min(1).max(63);
const schema = name.refine((value) => !/^pg_|^information_schema$/.test(value), 'a schema of the system');
const count = z.int().nonnegative();
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const literal = String.raw`(?:'(?:[^']|'')*'|-?\d+(?:\.\d+)?|true|false|NULL|MINVALUE|MAXVALUE)`;
const literals = String.raw`\(${literal}(?:, ${literal})*\)`;
/** The expression goes into a statement, so it may consist of literals only. */
const bound = new RegExp(
  String.raw`^(?:DEFAULT|FOR VALUES (?:FROM ${literals} TO ${literals}|IN ${literals}|WITH \(modulus \d+, remainder \d+\)))$`,
);

export const headerSchema = z.strictObject({
  /** Version of Rettungsanker that wrote the backup. */
  version: z.string().max(100),
  createdAt: z.iso.datetime(),
  /** Version of PostgreSQL. */
  server: z.string().max(200),
  schemas: z.array(schema).min(1).max(20),
  /** Number of the newest migration, by schema, for those that have a table of migrations. */
  levels: z.record(name, count),
  tables: count,
});
export type BackupHeader = z.infer<typeof headerSchema>;

export const fileSchema = z.strictObject({
  name: z
    .string()
    .max(200)
    .regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/),
  content: z.base64().max(LONGEST_RECORD),
});

export const tableSchema = z.strictObject({
  schema,
  name,
  columns: z.array(name).min(1).max(1600),
  /** The partitions there were, so that the rows find a place. */
  partitions: z
    .array(z.strictObject({ schema, name, bound: z.string().max(10_000).regex(bound), closed: z.boolean() }))
    .max(20_000),
});
export type TableRecord = z.infer<typeof tableSchema>;

export const endSchema = z.strictObject({ rows: count, bytes: count, sha256: digest });
export const sequencesSchema = z
  .array(z.strictObject({ schema, name, next: z.string().regex(/^-?\d{1,19}$/) }))
  .max(10_000);
export type SequenceRecord = z.infer<typeof sequencesSchema>[number];
export const footerSchema = z.strictObject({ tables: count, rows: count, sha256: digest });

/** Writes records and digests them. */
export class RecordWriter {
  readonly #digest = createHash('sha256');

  json(type: RecordType, content: unknown): Buffer {
    return this.bytes(type, Buffer.from(JSON.stringify(content)));
  }

  bytes(type: RecordType, content: Buffer): Buffer {
    if (content.length > LONGEST_RECORD) throw invalid(`a ${type} record would be too long`);
    const record = Buffer.allocUnsafe(5 + content.length);
    record.write(TYPES[type], 'latin1');
    record.writeUInt32BE(content.length, 1);
    content.copy(record, 5);
    this.#digest.update(record);
    return record;
  }

  /** Digest of everything written so far. */
  sha256(): string {
    return this.#digest.copy().digest('hex');
  }
}

/** Reads records and digests them. Every method throws AppError RA_BACKUP_INVALID. */
export class RecordReader {
  readonly #bytes: ByteReader;
  readonly #digest = createHash('sha256');

  constructor(content: AsyncIterable<Buffer>) {
    this.#bytes = new ByteReader(content);
  }

  async next(): Promise<{ type: RecordType; content: Buffer }> {
    const start = await this.#bytes.take(5);
    const type = (Object.keys(TYPES) as RecordType[]).find((key) => TYPES[key].charCodeAt(0) === start[0]);
    const length = start.readUInt32BE(1);
    if (!type || length > LONGEST_RECORD) throw invalid('it is damaged (no record)');
    const content = await this.#bytes.take(length);
    if (type !== 'footer') this.#digest.update(start).update(content);
    return { type, content };
  }

  sha256(): string {
    return this.#digest.copy().digest('hex');
  }

  async atEnd(): Promise<boolean> {
    return this.#bytes.atEnd();
  }

  async close(): Promise<void> {
    await this.#bytes.close();
  }
}

/** @throws AppError RA_BACKUP_INVALID */
export function parseRecord<T>(schema: z.ZodType<T>, content: Buffer): T {
  const parsed = schema.safeParse(parseJson(content));
  if (!parsed.success) throw invalid(`it is damaged (${z.prettifyError(parsed.error)})`);
  return parsed.data;
}
