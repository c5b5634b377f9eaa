import type { Transform } from 'node:stream';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';
import { BODY_BYTES } from './exchange.ts';

/**
 * Undoes `Content-Encoding` (gzip, deflate, br, zstd), although none was asked for: some servers compress anyway. At
 * most `BODY_BYTES` come out, whatever went in; what was cut off while reading is decoded as far as it goes.
 *
 * @throws CheckError RA_CHECK_PROTOCOL
 */
export async function decodeBody(body: Buffer, encoding: string, run: Run): Promise<Buffer> {
  const names = encoding.toLowerCase().split(',');
  const codings = names.map((name) => name.trim()).filter((name) => name !== '' && name !== 'identity');
  if (codings.length === 0 || body.length === 0) return body;
  if (codings.length > 2) throw new CheckError('RA_CHECK_PROTOCOL', 'the body is compressed too often');
  let decoded = body;
  for (const coding of codings.reverse()) decoded = await inflate(decoded, coding, run);
  return decoded;
}

async function inflate(body: Buffer, coding: string, run: Run): Promise<Buffer> {
  const stream = await decoder(coding);
  run.owns(stream);
  const pieces: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    const finish = () => {
      stream.destroy();
      resolve(Buffer.concat(pieces));
    };
    stream.on('error', () =>
      reject(new CheckError('RA_CHECK_PROTOCOL', `the body is not the ${coding} that it claims to be`)),
    );
    stream.on('data', (piece: Buffer) => {
      pieces.push(piece.subarray(0, BODY_BYTES - bytes));
      bytes += piece.length;
      if (bytes >= BODY_BYTES) finish();
    });
    stream.on('end', finish);
    stream.end(body);
  });
}

async function decoder(coding: string): Promise<Transform> {
  const zlib = await import('node:zlib');
  const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH, ZSTD_e_flush } = zlib.constants;
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip({ finishFlush: Z_SYNC_FLUSH });
    case 'deflate':
      return zlib.createInflate({ finishFlush: Z_SYNC_FLUSH });
    case 'br':
      return zlib.createBrotliDecompress({ finishFlush: BROTLI_OPERATION_FLUSH });
    case 'zstd':
      return zlib.createZstdDecompress({ finishFlush: ZSTD_e_flush });
    default:
      throw new CheckError('RA_CHECK_PROTOCOL', 'the body is encoded in a way that was not asked for');
  }
}
