import type { KeyObject } from 'node:crypto';
import type { SignedCheckpoint } from '@rettungsanker/hash-chain';
import { type Kysely, sql } from 'kysely';
import type pg from 'pg';
import { createKysely } from '../database/pool.ts';
import type { Tables } from '../database/tables.ts';
import { exportLines } from './export.ts';
import { readChain, readCheckpoints, readHead } from './store.ts';
import { type ChainResult, verifyEvidence } from './verify.ts';

export interface AuditReport {
  ok: boolean;
  chains: (ChainResult & { clientName: string | null })[];
}

/**
 * Checks every chain in one snapshot of the database.
 * @param pool connections as the owner role, which sees all clients
 * @param anchors checkpoints kept outside of the database; a chain that is only here was removed as a whole
 */
export async function auditVerify(
  pool: pg.Pool,
  options: { publicKey: KeyObject; anchors: readonly SignedCheckpoint[] },
): Promise<AuditReport> {
  return snapshot(pool, async (tx) => {
    const anchorOf = new Map(options.anchors.map((anchor) => [anchor.chainId, anchor]));
    const chains: AuditReport['chains'] = [];
    for (const clientId of await chainIds(tx, [...anchorOf.keys()])) {
      const result = await verifyEvidence(
        {
          clientId,
          entries: readChain(tx, clientId),
          checkpoints: await readCheckpoints(tx, clientId),
          head: await readHead(tx, clientId),
          anchor: anchorOf.get(clientId),
        },
        options.publicKey,
      );
      chains.push({ ...result, clientName: await clientName(tx, clientId) });
    }
    return { ok: chains.every((chain) => chain.ok), chains };
  });
}

/**
 * Writes one client's chain as NDJSON, so that it can be verified alone (verifyExport).
 * @param write called with whole lines; awaited, so that a slow target slows the reading down
 * @returns number of entries
 */
export async function auditExport(
  pool: pg.Pool,
  clientId: string,
  options: { publicKey: KeyObject; now: Date },
  write: (line: string) => Promise<void>,
): Promise<number> {
  return snapshot(pool, async (tx) => {
    let lines = 0;
    const evidence = {
      clientId,
      clientName: await clientName(tx, clientId),
      checkpoints: await readCheckpoints(tx, clientId),
      head: await readHead(tx, clientId),
      entries: readChain(tx, clientId),
    };
    for await (const line of exportLines(evidence, options)) {
      await write(line);
      lines++;
    }
    return lines - evidence.checkpoints.length - 2;
  });
}

const snapshot = <T>(pool: pg.Pool, work: (tx: Kysely<Tables>) => Promise<T>): Promise<T> =>
  createKysely(pool)
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(work);

/** From every place that may know of a chain: one of them may have been emptied. */
async function chainIds(tx: Kysely<Tables>, anchored: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select client_id as id from audit_head union select client_id from audit_entry
    union select client_id from audit_checkpoint`.execute(tx);
  return [...new Set([...rows.map((row) => row.id), ...anchored])].sort();
}

async function clientName(tx: Kysely<Tables>, clientId: string): Promise<string | null> {
  const row = await tx.selectFrom('client').select('name').where('id', '=', clientId).executeTakeFirst();
  return row?.name ?? null;
}
