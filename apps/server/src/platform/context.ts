import type { Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { Tables } from './database/tables.ts';
import type { Secrets } from './secrets/secrets.ts';
import type { Role } from './tenancy/permissions.ts';

export type Locale = 'de' | 'en';

/** Who acts. `id` is the person, key or agent; the system has none. */
export interface Actor {
  readonly kind: 'person' | 'api-key' | 'agent' | 'system' | 'anonymous';
  readonly id: string | null;
  readonly name: string;
  /** The person behind an API key, or the person itself. */
  readonly personId: string | null;
}

export interface AuditInput {
  action: string;
  objectKind: string;
  objectId?: string | null;
  details?: Record<string, unknown>;
}

export interface EventInput {
  kind: string;
  objectKind: string;
  objectId: string;
  payload?: Record<string, unknown>;
}

/** Reading context: which clients may be seen, in which transaction, at what time. First argument of every query. */
export interface ScopeContext {
  readonly actor: Actor;
  readonly scope: readonly string[];
  /** Role of the actor in the client of this context; null for the system, agents, and reads over many clients. */
  readonly role: Role | null;
  readonly tx: Transaction<Tables>;
  readonly now: Date;
  readonly locale: Locale;
  readonly requestId: string | null;
  readonly address: string | null;
  readonly log: Logger;
}

/**
 * Working context: additionally the one client that may be written to. First argument of every command.
 * Time, ids and randomness come from here, so that tests decide them.
 */
export interface Context extends ScopeContext {
  readonly clientId: string;
  readonly secrets: Secrets;
  newId(): string;
  randomBytes(size: number): Buffer;
  /** Publishes an event with this transaction: its subscribers run if and only if it commits. */
  emit(event: EventInput): Promise<void>;
  /** Appends to the client's hash-chained audit log with this transaction. */
  audit(entry: AuditInput): Promise<void>;
}

export const SYSTEM: Actor = { kind: 'system', id: null, name: 'Rettungsanker', personId: null };
