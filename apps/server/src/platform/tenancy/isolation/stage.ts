import type pg from 'pg';
import { type TestDatabase, testDatabase } from '../../../testing/database.ts';
import { createPool } from '../../database/pool.ts';
import { type SeededClient, seedTwoClients } from './two-clients.ts';

/** A database with two clients, and an attacker's way into it. */
export interface Stage {
  readonly database: TestDatabase;
  /** The application role on one connection only, so that whatever a transaction leaves behind meets the next one. */
  readonly pool: pg.Pool;
  readonly a: SeededClient;
  readonly b: SeededClient;
  close(): Promise<void>;
}

export async function setStage(): Promise<Stage> {
  const database = await testDatabase();
  const pool = createPool(database.appAddress, 'attacker', 1);
  const owner = await database.owner.connect();
  try {
    const clients = await seedTwoClients(owner);
    return {
      database,
      pool,
      ...clients,
      async close() {
        await pool.end();
        await database.close();
      },
    };
  } finally {
    owner.release();
  }
}
