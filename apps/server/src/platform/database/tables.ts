import type { ColumnType, Generated } from 'kysely';

/**
 * Row types of every table. Each domain adds its own by declaration merging in its `schema.ts`, so that the
 * platform knows no domain and a query still knows every column.
 */
export interface Tables {
  installation: InstallationTable;
  client: ClientTable;
  clientKey: { clientId: string; id: string; kekId: string; wrapped: Buffer; createdAt: Date };
  auditHead: { clientId: string; seq: number; hash: Buffer };
  auditEntry: AuditEntryTable;
  auditCheckpoint: { clientId: string; seq: number; at: Date; hash: Buffer; signature: Buffer };
  event: EventTable;
  setting: { clientId: string; key: string; value: Json; updatedAt: Date; updatedBy: string | null };
}

/** A jsonb column: read as parsed JSON, written as text. */
export type Json<T = unknown> = ColumnType<T, string, string>;

export interface InstallationTable {
  singleton: Generated<boolean>;
  id: string;
  createdAt: Date;
  setupTokenHash: Buffer | null;
  setupAt: Date | null;
  kekId: ColumnType<string | null, undefined, string>;
}
export interface ClientTable {
  id: string;
  kind: 'provider' | 'client';
  code: string;
  name: string;
  locale: ColumnType<'de' | 'en', 'de' | 'en' | undefined>;
  notes: ColumnType<string, string | undefined>;
  createdAt: Date;
  archivedAt: Date | null;
}
export interface AuditEntryTable {
  clientId: string;
  seq: number;
  at: Date;
  actorKind: 'person' | 'api-key' | 'agent' | 'system' | 'anonymous';
  actorId: string | null;
  actorName: string;
  action: string;
  objectKind: string;
  objectId: string | null;
  details: Json<Record<string, unknown>>;
  requestId: string | null;
  address: string | null;
  previousHash: Buffer;
  hash: Buffer;
}
export interface EventTable {
  clientId: string;
  id: Generated<number>;
  kind: string;
  objectKind: string;
  objectId: string;
  payload: Json<Record<string, unknown>>;
  at: Date;
}
