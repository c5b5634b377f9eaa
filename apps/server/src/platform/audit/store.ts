import type { ChainPosition, SignedCheckpoint } from '@rettungsanker/hash-chain';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { AuditEntryTable, Tables } from '../database/tables.ts';
import { chainedEntry } from './record.ts';

const PAGE = 1000;

/**
 * All entries of a chain after `after`, in the order of their numbers, read with a cursor: nothing is skipped even
 * where somebody removed the table's keys. Needs a transaction, and only one of it at a time.
 * @param after undefined for really all, also those with numbers that cannot be
 */
export async function* readChain(tx: Kysely<Tables>, clientId: string, after?: number, upTo?: number) {
  const query = tx
    .selectFrom('auditEntry')
    .selectAll()
    .where('clientId', '=', clientId)
    .$if(after !== undefined, (q) => q.where('seq', '>', after!))
    .$if(upTo !== undefined, (q) => q.where('seq', '<=', upTo!))
    .orderBy('seq');
  const { sql: text, parameters } = query.compile();
  await tx.executeQuery({ ...query.compile(), sql: `declare audit_chain no scroll cursor for ${text}`, parameters });
  for (;;) {
    const { rows } = await sql<Selectable<AuditEntryTable>>`fetch ${sql.lit(PAGE)} from audit_chain`.execute(tx);
    for (const row of rows) yield chainedEntry(row);
    if (rows.length < PAGE) break;
  }
  await sql`close audit_chain`.execute(tx);
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
