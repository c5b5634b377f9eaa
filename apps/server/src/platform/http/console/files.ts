import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** What is served, and as what; a file of any other kind is not (ASVS 13.4.7). */
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
};
/** These are compressed already. */
const DENSE: ReadonlySet<string> = new Set(['.ico', '.png', '.woff2']);

export type Encoding = 'br' | 'gzip' | 'identity';

export interface ConsoleFile {
  readonly type: string;
  /** Of the content, without the quotes. */
  readonly digest: string;
  /** Its name has a hash of the content, so it never changes. */
  readonly immutable: boolean;
  readonly content: Buffer;
  /** Compressed at the first call, or before the start when the folder has it. */
  encoded(encoding: Encoding): Promise<Buffer>;
  readonly dense: boolean;
}

/**
 * Reads the whole console into memory (some MB): an address is looked up among what was read and is never a path on
 * the disk (ASVS 5.3.2).
 * @returns files by address: /index.html, /assets/…
 */
export async function readConsole(folder: string): Promise<ReadonlyMap<string, ConsoleFile>> {
  const files = new Map<string, ConsoleFile>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || entry.name.startsWith('.') || !type) continue;
    const path = join(entry.parentPath, entry.name);
    const address = path.slice(folder.length).replaceAll('\\', '/');
    files.set(address, await readConsoleFile(path, address, type));
  }
  return files;
}

async function readConsoleFile(path: string, address: string, type: string): Promise<ConsoleFile> {
  const content = await readFile(path);
  const made = new Map<Encoding, Promise<Buffer>>([['identity', Promise.resolve(content)]]);
  return {
    type,
    digest: createHash('sha256').update(content).digest('base64url').slice(0, 22),
    immutable: address.startsWith('/assets/'),
    content,
    dense: DENSE.has(extname(path)),
    encoded(encoding) {
      const known =
        made.get(encoding) ??
        readFile(`${path}.${SUFFIX[encoding]}`).catch(() => compress(encoding, content));
      made.set(encoding, known);
      return known;
    },
  };
}

const SUFFIX: Readonly<Record<Encoding, string>> = { br: 'br', gzip: 'gz', identity: '' };
/** Above, brotli takes several times as long for a few percent. */
const BROTLI_QUALITY = 7;

export function compress(encoding: Encoding, content: Buffer): Promise<Buffer> {
  if (encoding === 'identity') return Promise.resolve(content);
  if (encoding === 'gzip') return promisify(gzip)(content);
  return promisify(brotliCompress)(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });
}

/** The best encoding that a reader accepts (RFC 9110, 12.5.3). */
export function chooseEncoding(accept: string | undefined): Encoding {
  const refused = /;\s*q=0(\.0*)?\s*$/;
  const accepted = (accept ?? '')
    .split(',')
    .filter((part) => !refused.test(part))
    .map((part) => part.split(';')[0]!.trim().toLowerCase());
  if (accepted.includes('br')) return 'br';
  return accepted.includes('gzip') ? 'gzip' : 'identity';
}
