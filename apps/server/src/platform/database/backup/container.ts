import {
  createCipheriv,
  createDecipheriv,
  createHash,
  randomBytes,
  type ScryptOptions,
  scrypt,
} from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { ByteReader, gather } from './bytes.ts';
import { invalid } from './errors.ts';

/**
 * The outer layer of a backup file:
 *
 *     "RABACKUP"  format (1 byte)  length (2 bytes)  preamble (JSON)
 *     then chunks: last? (1 byte, 0 or 1)  length (4 bytes)  content  [tag (16 bytes)]
 *
 * Numbers are big-endian. With a passphrase each chunk is sealed by AES-256-GCM under a key from scrypt (RFC 7914). Its
 * nonce is its number, its additional data are its head and a digest of everything before the chunks: a chunk that
 * was changed, left out, moved or cut off is noticed at that chunk, before its content is used (the STREAM
 * construction of Hoang, Reyhanitabar, Rogaway, Vizár 2015). The salt, and with it the key, is new for every file,
 * so a nonce is never used twice.
 */
export const FORMAT = 1;
const MAGIC = Buffer.from('RABACKUP');
const CHUNK = 64 * 1024;
const LONGEST_CHUNK = 4 * CHUNK;
const TAG = 16;
/** 128 MB and about half a second for each guess (OWASP Password Storage: N = 2^17, r = 8, p = 1). */
const COST = { N: 2 ** 17, r: 8, p: 1 } as const;

const preambleSchema = z.strictObject({
  compression: z.literal('zstd'),
  encryption: z
    .strictObject({
      cipher: z.literal('aes-256-gcm'),
      kdf: z.literal('scrypt'),
      // Bounded, or a prepared file could take all memory.
      N: z
        .int()
        .min(2 ** 10)
        .max(2 ** 18)
        .refine((n) => Number.isInteger(Math.log2(n))),
      r: z.literal(8),
      p: z.literal(1),
      salt: z.base64().length(44),
    })
    .nullable(),
});
type Encryption = NonNullable<z.infer<typeof preambleSchema>['encryption']>;

/** Wraps compressed content into a file; tests seal at a lower cost. */
export async function* wrap(
  content: AsyncIterable<Buffer>,
  passphrase: string | undefined,
  cost: Pick<Encryption, 'N' | 'r' | 'p'> = COST,
): AsyncGenerator<Buffer> {
  const encryption: Encryption | null =
    passphrase === undefined
      ? null
      : { cipher: 'aes-256-gcm', kdf: 'scrypt', ...cost, salt: randomBytes(32).toString('base64') };
  const preamble = Buffer.from(JSON.stringify({ compression: 'zstd', encryption }));
  const head = Buffer.concat([MAGIC, Buffer.from([FORMAT]), uint(preamble.length, 2), preamble]);
  yield head;
  const chunk = sealer(head, encryption && (await deriveKey(passphrase!, encryption)));
  let held: Buffer = Buffer.alloc(0);
  let number = 0;
  for await (const piece of gather(content, CHUNK)) {
    if (number > 0) yield chunk.seal(number, false, held);
    held = piece;
    number++;
  }
  yield chunk.seal(Math.max(number, 1), true, held);
}

/**
 * The compressed content of a file.
 * @throws AppError RA_BACKUP_INVALID, RA_BACKUP_PASSPHRASE, RA_BACKUP_NEWER
 */
export async function* unwrap(
  file: AsyncIterable<Buffer>,
  passphrase: string | undefined,
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(file);
  try {
    const { head, encryption } = await readHead(reader);
    if (encryption && passphrase === undefined)
      throw new AppError('RA_BACKUP_PASSPHRASE', 'The backup is encrypted: a passphrase is needed.');
    // Somebody may have put an unsealed file in the place of a sealed one.
    if (!encryption && passphrase !== undefined)
      throw new AppError('RA_BACKUP_PASSPHRASE', 'A passphrase was given, but this file is not encrypted.');
    const chunk = sealer(head, encryption && (await deriveKey(passphrase!, encryption)));
    for (let number = 1; ; number++) {
      const start = await reader.take(5);
      const last = start[0] === 1;
      const length = start.readUInt32BE(1);
      if (start[0]! > 1 || length > LONGEST_CHUNK) throw invalid(`it is damaged (chunk ${number})`);
      yield chunk.open(number, last, await reader.take(length + chunk.overhead));
      if (last) break;
    }
    if (!(await reader.atEnd())) throw invalid('something was appended to it');
  } finally {
    await reader.close();
  }
}

async function readHead(reader: ByteReader): Promise<{ head: Buffer; encryption: Encryption | null }> {
  const start = await reader.take(MAGIC.length + 3);
  if (!start.subarray(0, MAGIC.length).equals(MAGIC)) throw invalid('it is not a backup of Rettungsanker');
  const format = start[MAGIC.length]!;
  if (format > FORMAT)
    throw new AppError(
      'RA_BACKUP_NEWER',
      `The backup has format ${format}, this version reads up to ${FORMAT}.`,
    );
  const text = await reader.take(start.readUInt16BE(MAGIC.length + 1));
  const preamble = preambleSchema.safeParse(parseJson(text));
  if (!preamble.success) throw invalid('its beginning is damaged');
  return { head: Buffer.concat([start, text]), encryption: preamble.data.encryption };
}

/** @throws AppError RA_BACKUP_INVALID */
export function parseJson(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    throw invalid('it is damaged (not JSON)');
  }
}

interface Sealer {
  /** Bytes that sealing adds to the content. */
  readonly overhead: number;
  seal(number: number, last: boolean, content: Buffer): Buffer;
  open(number: number, last: boolean, sealed: Buffer): Buffer;
}

function sealer(head: Buffer, key: Buffer | null): Sealer {
  const start = (last: boolean, length: number) =>
    Buffer.concat([Buffer.from([last ? 1 : 0]), uint(length, 4)]);
  if (!key) {
    return {
      overhead: 0,
      seal: (_, last, content) => Buffer.concat([start(last, content.length), content]),
      open: (_, __, content) => content,
    };
  }
  const before = createHash('sha256').update(head).digest();
  const associated = (last: boolean, length: number) => Buffer.concat([before, start(last, length)]);
  return {
    overhead: TAG,
    seal(number, last, content) {
      const cipher = createCipheriv('aes-256-gcm', key, uint(number, 12)).setAAD(
        associated(last, content.length),
      );
      const sealed = [cipher.update(content), cipher.final()];
      return Buffer.concat([start(last, content.length), ...sealed, cipher.getAuthTag()]);
    },
    open(number, last, sealed) {
      const length = sealed.length - TAG;
      const decipher = createDecipheriv('aes-256-gcm', key, uint(number, 12), { authTagLength: TAG })
        .setAAD(associated(last, length))
        .setAuthTag(sealed.subarray(length));
      const content = decipher.update(sealed.subarray(0, length));
      try {
        decipher.final();
      } catch {
        if (number === 1)
          throw new AppError('RA_BACKUP_PASSPHRASE', 'The passphrase is wrong, or the file was changed.');
        throw invalid(`it was changed (chunk ${number})`);
      }
      return content;
    },
  };
}

function deriveKey(passphrase: string, { salt, N, r, p }: Encryption): Promise<Buffer> {
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
  // NFC: the same passphrase typed on another system may be composed otherwise.
  const secret = Buffer.from(passphrase.normalize('NFC'));
  return new Promise((resolve, reject) => {
    scrypt(secret, Buffer.from(salt, 'base64'), 32, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

function uint(value: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE(value, Math.max(0, length - 6), Math.min(length, 6));
  return bytes;
}
