import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { Transaction } from 'kysely';
import { systemClock, uuid7 } from '../clock.ts';
import type { Tables } from '../database/tables.ts';
import { AppError } from '../errors.ts';

/**
 * Envelope encryption: a data key per client seals the values, the key-encryption key (KEK) wraps the data keys.
 * The KEK is a file outside the database, so a copy of the database alone reveals nothing.
 * Every blob is bound to its place (client | table | column | row): moved elsewhere it does not open.
 *
 * Blob: version (1) | key id (16) | nonce (12) | tag (16) | ciphertext. AES-256-GCM (NIST SP 800-38D).
 */
export interface Secrets {
  seal(tx: Transaction<Tables>, place: SecretPlace, plain: string | Uint8Array): Promise<Buffer>;
  open(tx: Transaction<Tables>, place: SecretPlace, blob: Uint8Array): Promise<Buffer>;
}
export interface SecretPlace {
  clientId: string;
  table: string;
  column: string;
  rowId: string;
}

const VERSION = 1;
const HEAD = 1 + 16 + 12 + 16;

export function gcmSeal(key: Uint8Array, aad: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(aad));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** @throws Error when key, place or content do not fit together */
export function gcmOpen(key: Uint8Array, aad: string, sealed: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(Buffer.from(aad));
  decipher.setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
}

export const kekId = (kek: Uint8Array): string =>
  createHash('sha256').update('kek id').update(kek).digest('hex').slice(0, 16);

/** A key of 32 bytes for another purpose, from the same file; knowing one does not reveal another (RFC 5869). */
export function deriveKey(kek: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', kek, Buffer.alloc(0), `rettungsanker ${purpose}`, 32));
}

/** Where a wrapped data key belongs. */
const keyPlace = (clientId: string, id: string): string => `client_key|${clientId}|${id}`;

/**
 * Wraps a data key with another key-encryption key.
 * @throws AppError RA_KEY_MISSING when it was wrapped with a third one
 */
export function rewrap(
  from: Uint8Array,
  to: Uint8Array,
  row: { clientId: string; id: string; kekId: string; wrapped: Uint8Array },
): Buffer {
  return gcmSeal(to, keyPlace(row.clientId, row.id), unwrap(from, row));
}

function unwrap(
  kek: Uint8Array,
  row: { clientId: string; id: string; kekId: string; wrapped: Uint8Array },
): Buffer {
  const id = kekId(kek);
  if (row.kekId !== id)
    throw new AppError(
      'RA_KEY_MISSING',
      `The secrets were sealed with key ${row.kekId}, the file holds ${id}.`,
    );
  return gcmOpen(kek, keyPlace(row.clientId, row.id), row.wrapped);
}

export function createSecrets(kek: Uint8Array): Secrets {
  const id = kekId(kek);
  const dataKeys = new Map<string, { keyId: string; key: Buffer }>();

  const keyFor = async (
    tx: Transaction<Tables>,
    clientId: string,
    keyId?: string,
  ): Promise<{ keyId: string; key: Buffer }> => {
    const cached = dataKeys.get(keyId ?? clientId);
    if (cached) return cached;
    let query = tx.selectFrom('clientKey').selectAll().where('clientId', '=', clientId);
    query = keyId ? query.where('id', '=', keyId) : query.orderBy('createdAt', 'desc').limit(1);
    const row = await query.executeTakeFirst();
    if (!row && keyId) throw new AppError('RA_KEY_MISSING', `There is no data key ${keyId}.`);
    if (row) {
      const entry = { keyId: row.id, key: unwrap(kek, row) };
      dataKeys.set(row.id, entry);
      return entry;
    }
    // Not cached: the transaction that creates it may still roll back.
    const key = randomBytes(32);
    const created = { id: uuid7(systemClock), kekId: id };
    await tx
      .insertInto('clientKey')
      .values({
        ...created,
        clientId,
        wrapped: gcmSeal(kek, keyPlace(clientId, created.id), key),
        createdAt: new Date(),
      })
      .execute();
    return { keyId: created.id, key };
  };
  const aad = (p: SecretPlace): string => [p.clientId, p.table, p.column, p.rowId].join('|');

  return {
    async seal(tx, place, plain) {
      const { keyId, key } = await keyFor(tx, place.clientId);
      const sealed = gcmSeal(key, aad(place), typeof plain === 'string' ? Buffer.from(plain) : plain);
      return Buffer.concat([Buffer.of(VERSION), Buffer.from(keyId.replaceAll('-', ''), 'hex'), sealed]);
    },
    async open(tx, place, blob) {
      if (blob.length < HEAD || blob[0] !== VERSION)
        throw new AppError('RA_KEY_MISSING', 'The sealed value has an unknown form.');
      const hex = Buffer.from(blob.subarray(1, 17)).toString('hex');
      const keyId = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
      const { key } = await keyFor(tx, place.clientId, keyId);
      return gcmOpen(key, aad(place), blob.subarray(17));
    },
  };
}
