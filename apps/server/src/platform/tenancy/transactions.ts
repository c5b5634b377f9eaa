import type { Kysely, Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { appendAudit } from '../audit/append.ts';
import { type Clock, uuid7 } from '../clock.ts';
import { type Actor, type Context, type Locale, type ScopeContext, SYSTEM } from '../context.ts';
import type { Tables } from '../database/tables.ts';
import { emitEvent } from '../outbox/emit.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { pastConflicts } from './conflicts.ts';
import type { Role } from './permissions.ts';

/** What a transaction needs to know of the caller. */
export interface Caller {
  actor: Actor;
  /** Clients the caller may read. */
  scope: readonly string[];
  /** Role in the one client that is acted for, if it is one and the caller is a person. */
  role?: Role | null;
  locale: Locale;
  requestId: string | null;
  address: string | null;
}

export interface TransactionDependencies {
  db: Kysely<Tables>;
  clock: Clock;
  secrets: Secrets;
  log: Logger;
}

/**
 * The one door to the tables of clients. The client is set with set_config(…, true): it ends with the transaction
 * and cannot leak to the next user of the connection.
 */
export interface Tenancy {
  /** Reads over all clients of the caller's scope; writing is impossible (no client is set, transaction is read only). */
  withScope<T>(caller: Caller, work: (ctx: ScopeContext) => Promise<T>): Promise<T>;
  /** Reads and writes for one client. The work is done again when it met another transaction: see pastConflicts. */
  withClient<T>(caller: Caller, clientId: string, work: (ctx: Context) => Promise<T>): Promise<T>;
  /** Background work for one client in the name of the system. */
  asSystem<T>(clientId: string, work: (ctx: Context) => Promise<T>): Promise<T>;
  /** Reads over all clients in the name of the system. */
  asSystemEverywhere<T>(work: (ctx: ScopeContext) => Promise<T>): Promise<T>;
}

export function createTenancy({ db, clock, secrets, log }: TransactionDependencies): Tenancy {
  const bind = (tx: Transaction<Tables>, scope: readonly string[], client: string): Promise<unknown> =>
    sql`select set_config('app.scope', ${scope.join(',')}, true), set_config('app.client', ${client}, true)`.execute(
      tx,
    );

  const scopeContext = (tx: Transaction<Tables>, caller: Caller, scope: readonly string[]): ScopeContext => ({
    actor: caller.actor,
    scope,
    role: caller.role ?? null,
    tx,
    now: clock.now(),
    locale: caller.locale,
    requestId: caller.requestId,
    address: caller.address,
    log,
  });

  const withClient: Tenancy['withClient'] = (caller, clientId, work) =>
    pastConflicts(() =>
      db.transaction().execute(async (tx) => {
        // Inside one client's transaction nothing of another client is visible, whatever the caller's scope is.
        await bind(tx, [clientId], clientId);
        const ctx: Context = {
          ...scopeContext(tx, caller, [clientId]),
          clientId,
          secrets,
          newId: () => uuid7(clock),
          randomBytes: (size) => clock.randomBytes(size),
          emit: (event) => emitEvent(ctx, event),
          audit: (entry) => appendAudit(ctx, entry),
        };
        return work(ctx);
      }),
    );

  const system: Caller = { actor: SYSTEM, scope: [], locale: 'de', requestId: null, address: null };
  const withScope: Tenancy['withScope'] = (caller, work) =>
    db
      .transaction()
      .setAccessMode('read only')
      .execute(async (tx) => {
        await bind(tx, caller.scope, '');
        return work(scopeContext(tx, caller, caller.scope));
      });

  return {
    withScope,
    withClient,
    asSystem: (clientId, work) => withClient(system, clientId, work),
    asSystemEverywhere: async (work) => withScope({ ...system, scope: await allClientIds(db) }, work),
  };
}

export async function allClientIds(db: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from all_client_ids() as t(id)`.execute(db);
  return rows.map((row) => row.id);
}

export async function providerClientId(db: Kysely<Tables>): Promise<string> {
  const { rows } = await sql<{ id: string }>`select provider_client_id() as id`.execute(db);
  const id = rows[0]?.id;
  if (!id) throw new Error('The installation has no provider yet.');
  return id;
}
