import { createHash } from 'node:crypto';
import { temporaryDatabase } from '../platform/database/embedded/testing.ts';
import { readMigrations } from '../platform/database/migrate.ts';
import { APP_ROLE, bringUp, type OpenDatabase, prepareCluster } from '../platform/database/open.ts';
import { createKysely, createPool, type DatabaseAddress } from '../platform/database/pool.ts';

/** The roles of all test databases share one server, so their passwords are fixed. */
const password = (role: string): string => createHash('sha256').update(`test ${role}`).digest('hex');

export interface TestDatabase extends OpenDatabase {
  /** Superuser, for tests that attack from inside the database. */
  readonly superuser: DatabaseAddress;
}

/** A fresh, migrated database for one test file, cloned from a template in some 50 ms. */
export async function testDatabase(): Promise<TestDatabase> {
  const digest = createHash('sha256');
  for (const migration of await readMigrations()) digest.update(migration.digest);
  const database = await temporaryDatabase({
    key: digest.digest('hex').slice(0, 12),
    async fill(connection) {
      const { ownerAddress } = await prepareCluster(connection, connection.database, password);
      const owner = createPool(ownerAddress, 'template', 2);
      await bringUp(owner, APP_ROLE);
      await owner.end();
    },
  });
  const { ownerAddress, appAddress } = await prepareCluster(
    database.connection,
    database.connection.database,
    password,
  );
  const owner = createPool(ownerAddress, 'owner', 4);
  const app = createPool(appAddress, 'app', 8);
  return {
    superuser: database.connection,
    ownerAddress,
    appAddress,
    owner,
    app,
    db: createKysely(app),
    migrations: { applied: [], level: 0 },
    embedded: false,
    onExit() {},
    async close() {
      await Promise.all([owner.end(), app.end()]);
      await database.drop();
    },
  };
}
