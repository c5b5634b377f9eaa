import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import {
  type ChainedEntry,
  type ChainPosition,
  canonicalJson,
  type SignedCheckpoint,
} from '@rettungsanker/hash-chain';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { type ChainResult, verifyEvidence } from './verify.ts';

export const EXPORT_FORMAT = 'rettungsanker-audit-1';

export interface ExportSource {
  clientId: string;
  clientName: string | null;
  checkpoints: readonly SignedCheckpoint[];
  head: ChainPosition | undefined;
  entries: AsyncIterable<ChainedEntry>;
}

/**
 * One client's log as lines of JSON: a header with the server's public key and the head of the chain, the
 * checkpoints, the entries, an end. The order lets a reader verify it in one pass.
 */
export async function* exportLines(
  source: ExportSource,
  { publicKey, now }: { publicKey: KeyObject; now: Date },
): AsyncGenerator<string> {
  const line = (type: string, content: object): string => `${canonicalJson({ type, ...content })}\n`;
  yield line('header', {
    format: EXPORT_FORMAT,
    clientId: source.clientId,
    clientName: source.clientName,
    exportedAt: now.toISOString(),
    publicKey: rawKey(publicKey),
    head: source.head ?? null,
  });
  for (const checkpoint of source.checkpoints) yield line('checkpoint', checkpoint);
  let entries = 0;
  for await (const { seq, previousHash, hash, entry } of source.entries) {
    entries++;
    yield line('entry', { seq, previousHash, hash, entry });
  }
  yield line('end', { entries });
}

const position = z.object({ seq: z.number(), hash: z.string() });
const lineSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('header'),
    format: z.literal(EXPORT_FORMAT),
    clientId: z.string(),
    clientName: z.string().nullable(),
    exportedAt: z.string(),
    publicKey: z.string(),
    head: position.nullable(),
  }),
  z.object({
    type: z.literal('checkpoint'),
    ...position.shape,
    chainId: z.string(),
    timeMs: z.number(),
    signature: z.string(),
  }),
  z.object({ type: z.literal('entry'), ...position.shape, previousHash: z.string(), entry: z.unknown() }),
  z.object({ type: z.literal('end'), entries: z.number() }),
]);
type Line = z.output<typeof lineSchema>;

export interface ExportVerdict extends ChainResult {
  clientName: string | null;
  exportedAt: string;
  /** SHA-256 of the server's public key in hex: to compare with what the server shows. */
  keyFingerprint: string;
}

/**
 * Verifies an exported log without a database.
 * @param publicKey the server's key as it is known from elsewhere; without it the file vouches for itself, which
 * shows changes made by those who do not have a server's key only to somebody who compares the fingerprint
 * @throws AppError RA_AUDIT_BROKEN when it is no complete export
 */
export async function verifyExport(
  lines: AsyncIterable<string>,
  publicKey?: KeyObject,
): Promise<ExportVerdict> {
  const reader = parsed(lines);
  const header = (await reader.next()).value;
  if (header?.type !== 'header') throw incomplete('it does not start with a header');
  const checkpoints: SignedCheckpoint[] = [];
  let next = await reader.next();
  for (; !next.done && next.value.type === 'checkpoint'; next = await reader.next())
    checkpoints.push(next.value);
  const first = next;
  let end: Extract<Line, { type: 'end' }> | undefined;
  let count = 0;
  async function* entries(): AsyncGenerator<ChainedEntry> {
    for (let at = first; !at.done; at = await reader.next()) {
      if (at.value.type === 'entry') {
        count++;
        yield at.value;
      } else if (at.value.type === 'end') end = at.value;
      else throw incomplete(`a ${at.value.type} is out of place`);
    }
  }
  const key = publicKey ?? keyFromRaw(header.publicKey);
  const result = await verifyEvidence(
    { clientId: header.clientId, checkpoints, head: header.head ?? undefined, entries: entries() },
    key,
  );
  if (result.ok && end?.entries !== count) throw incomplete('its end is missing');
  return {
    ...result,
    clientName: header.clientName,
    exportedAt: header.exportedAt,
    keyFingerprint: createHash('sha256')
      .update(Buffer.from(rawKey(key), 'base64url'))
      .digest('hex'),
  };
}

async function* parsed(lines: AsyncIterable<string>): AsyncGenerator<Line, undefined> {
  let number = 0;
  for await (const text of lines) {
    number++;
    if (text.trim() === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw incomplete(`line ${number} is no JSON`);
    }
    const line = lineSchema.safeParse(value);
    if (!line.success) throw incomplete(`line ${number} has an unknown form`);
    yield line.data;
  }
  return undefined;
}

const incomplete = (problem: string): AppError =>
  new AppError('RA_AUDIT_BROKEN', `This is no complete export of an audit log: ${problem}.`);

/** Raw Ed25519 key, base64url (RFC 8037). */
const rawKey = (key: KeyObject): string => key.export({ format: 'jwk' }).x!;

function keyFromRaw(x: string): KeyObject {
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  } catch {
    throw incomplete('its public key cannot be read');
  }
}
