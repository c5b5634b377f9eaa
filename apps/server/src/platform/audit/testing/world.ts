import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { type TestDatabase, testDatabase } from '../../../testing/database.ts';
import { bootstrap } from '../../bootstrap.ts';
import { systemClock, uuid7 } from '../../clock.ts';
import { SCHEMA } from '../../database/pool.ts';
import { createSecrets } from '../../secrets/secrets.ts';
import { createTenancy } from '../../tenancy/transactions.ts';
import { createAnchorStore } from '../anchors.ts';
import type { AuditDependencies } from '../checkpoints.ts';
import { type AuditReport, auditVerify } from '../command-line.ts';

/** Audit logs on a real database, and somebody who owns that database. */
export interface AuditWorld extends AuditDependencies {
  readonly database: TestDatabase;
  readonly providerId: string;
  /** A new client without entries. */
  client(name: string, code: string): Promise<string>;
  /** As superuser, with triggers and row-level security switched off. */
  attack(sql: string, values?: unknown[]): Promise<void>;
  /** Appends entries to a client's log. */
  write(clientId: string, count: number): Promise<void>;
  /** Forgets every log, here and in the data folder. */
  clear(): Promise<void>;
  verify(options?: { anchored: boolean }): Promise<AuditReport>;
  close(): Promise<void>;
}

export async function auditWorld(): Promise<AuditWorld> {
  const database = await testDatabase();
  const { db } = database;
  const folder = await mkdtemp(join(tmpdir(), 'rettungsanker-audit-'));
  const log = pino({ level: process.env.RA_TEST_LOG ?? 'silent' });
  const tenancy = createTenancy({ db, clock: systemClock, secrets: createSecrets(randomBytes(32)), log });
  const { providerId } = await bootstrap(db, tenancy, systemClock);
  const anchorFile = join(folder, 'anchors.json');
  const anchors = createAnchorStore(anchorFile);
  const keys = generateKeyPairSync('ed25519');
  const attack = async (sql: string, values: unknown[] = []): Promise<void> => {
    const client = new pg.Client({ ...database.superuser, options: `-c search_path=${SCHEMA}` });
    await client.connect();
    try {
      await client.query('set session_replication_role = replica');
      await client.query(sql, values);
    } finally {
      await client.end();
    }
  };
  return {
    database,
    db,
    tenancy,
    providerId,
    anchors,
    ...keys,
    async client(name, code) {
      const id = uuid7(systemClock);
      await tenancy.asSystem(id, (ctx) =>
        ctx.tx
          .insertInto('client')
          .values({ id, kind: 'client', code, name, createdAt: ctx.now, archivedAt: null })
          .execute(),
      );
      return id;
    },
    attack,
    async write(clientId, count) {
      for (let i = 0; i < count; i++) {
        await tenancy.asSystem(clientId, (ctx) =>
          ctx.audit({
            action: 'site.added',
            objectKind: 'site',
            objectId: ctx.newId(),
            details: { name: `Werk ${i}` },
          }),
        );
      }
    },
    async clear() {
      for (const table of ['audit_entry', 'audit_head', 'audit_checkpoint', 'event'])
        await attack(`delete from ${table}`);
      await rm(anchorFile, { force: true });
    },
    verify: async ({ anchored } = { anchored: true }) =>
      auditVerify(database.owner, {
        publicKey: keys.publicKey,
        anchors: anchored ? await anchors.read() : [],
      }),
    async close() {
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
}
