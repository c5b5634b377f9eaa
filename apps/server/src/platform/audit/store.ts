import type { ChainedEntry, ChainPosition, SignedCheckpoint } from '@rettungsanker/hash-chain';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';
import { type AuditRecord, type AuditRow, chainedEntry } from './record.ts';

const PAGE = 1000;

/** Entries of a chain, in the order of their numbers. */
export function chainQuery(
  tx: Kysely<Tables>,
  clientId: string,
  range: { after?: number; upTo?: number } = {},
) {
  return tx
    .selectFrom('auditEntry')
    .select([
      'clientId',
      'seq',
      // An infinite time has no parts; as text it still does not match what was written.
      sql<string>`coalesce(to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), at::text)`.as(
        'atText',
      ),
      'actorKind',
      'actorId',
      'actorName',
      'action',
      'objectKind',
      'objectId',
      'details',
      'requestId',
      'address',
      'previousHash',
      'hash',
    ])
    .where('clientId', '=', clientId)
    .$if(range.after !== undefined, (query) => query.where('seq', '>', range.after!))
    .$if(range.upTo !== undefined, (query) => query.where('seq', '<=', range.upTo!))
    .orderBy('seq');
}

/**
 * Streams a chain through a cursor: nothing is skipped even where somebody removed the table's keys and stored a
 * number twice. Needs a transaction; one chain at a time.
 */
export async function* readChain(
  tx: Kysely<Tables>,
  clientId: string,
  range: { after?: number; upTo?: number } = {},
): AsyncGenerator<ChainedEntry & { entry: AuditRecord }> {
  const query = chainQuery(tx, clientId, range).compile();
  await tx.executeQuery({ ...query, sql: `declare audit_chain no scroll cursor for ${query.sql}` });
  try {
    for (;;) {
      const { rows } = await sql<AuditRow>`fetch ${sql.lit(PAGE)} from audit_chain`.execute(tx);
      for (const row of rows) yield chainedEntry(row);
      if (rows.length < PAGE) return;
    }
  } finally {
    await sql`close audit_chain`.execute(tx);
  }
}

/** The last position according to the row that writers lock. */
export async function readHead(tx: Kysely<Tables>, clientId: string): Promise<ChainPosition | undefined> {
  const row = await tx
    .selectFrom('auditHead')
    .select(['seq', 'hash'])
    .where('clientId', '=', clientId)
    .executeTakeFirst();
  return row && { seq: row.seq, hash: row.hash.toString('hex') };
}

/** Oldest first. */
export async function readCheckpoints(tx: Kysely<Tables>, clientId: string): Promise<SignedCheckpoint[]> {
  const rows = await tx
    .selectFrom('auditCheckpoint')
    .selectAll()
    .where('clientId', '=', clientId)
    .orderBy('seq')
    .execute();
  return rows.map((row) => ({
    chainId: row.clientId,
    seq: row.seq,
    hash: row.hash.toString('hex'),
    timeMs: row.at.getTime(),
    signature: row.signature.toString('base64url'),
  }));
}
