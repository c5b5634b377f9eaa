import type { ChainedEntry } from '@rettungsanker/hash-chain';
import type { Selectable } from 'kysely';
import type { AuditEntryTable } from '../database/tables.ts';

/** What one entry says and what its hash covers: every column of the table but the hashes themselves. */
export interface AuditRecord {
  clientId: string;
  seq: number;
  /** ISO 8601, milliseconds. */
  at: string;
  actorKind: AuditEntryTable['actorKind'];
  actorId: string | null;
  actorName: string;
  action: string;
  objectKind: string;
  objectId: string | null;
  details: Record<string, unknown>;
  requestId: string | null;
  address: string | null;
}

/**
 * Exactly what the database will give back, or the hash would never fit again: UUIDs in lower case, text without
 * NUL and half surrogate pairs, details as plain JSON.
 */
export function storable(record: Omit<AuditRecord, 'details'> & { details: unknown }): AuditRecord {
  const text = (value: unknown): unknown =>
    typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value;
  const clean = JSON.parse(JSON.stringify(record, (_key, value: unknown) => text(value))) as AuditRecord;
  return {
    ...clean,
    clientId: clean.clientId.toLowerCase(),
    actorId: clean.actorId?.toLowerCase() ?? null,
    objectId: clean.objectId?.toLowerCase() ?? null,
  };
}

/** A stored row with its time as text: a Date would hide microseconds that somebody changed. */
export type AuditRow = Omit<Selectable<AuditEntryTable>, 'at'> & { atText: string };

/** A stored row as a link of its chain. */
export function chainedEntry(row: AuditRow): ChainedEntry & { entry: AuditRecord } {
  const { hash, previousHash, atText, details, ...rest } = row;
  return {
    seq: row.seq,
    hash: hash.toString('hex'),
    previousHash: previousHash.toString('hex'),
    entry: { ...rest, at: atText.replace(/000Z$/, 'Z'), details: details as Record<string, unknown> },
  };
}
