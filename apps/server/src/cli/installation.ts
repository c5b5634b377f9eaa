import { join } from 'node:path';
import type { Config } from '../platform/config/settings.ts';
import { prepareDataFolder } from '../platform/data-folder.ts';
import { findEmbeddedDatabase } from '../platform/database/embedded/index.ts';
import { type OpenDatabase, openDatabase, reachDatabase } from '../platform/database/open.ts';
import { type InstallationKeys, loadKeys } from '../platform/keys.ts';
import { settleKek } from '../platform/rotation.ts';

/**
 * The installation for a command that works beside the server or without it: a running embedded server is used and
 * left running, a stopped one is started for the time of the command.
 */
export async function openInstallation(
  config: Config,
  options: { migrateTo?: number } = {},
): Promise<{ keys: InstallationKeys; database: OpenDatabase }> {
  await prepareDataFolder(config['data.dir']);
  return openWithKeys(config['data.dir'], async (kek) => {
    const running = config['database.url']
      ? undefined
      : await findEmbeddedDatabase(join(config['data.dir'], 'database'));
    if (running) return reachDatabase(running, kek, 3);
    return openDatabase({
      dataDir: config['data.dir'],
      url: config['database.url'],
      appUrl: config['database.app-url'],
      settings: config['database.settings'],
      poolSize: 3,
      kek,
      log: () => {},
      ...(options.migrateTo === undefined ? {} : { migrateTo: options.migrateTo }),
    });
  });
}

/** Keys and database, after a change of the key that was interrupted has been brought to its end. */
export async function openWithKeys(
  dataDir: string,
  open: (kek: Buffer) => Promise<OpenDatabase>,
): Promise<{ keys: InstallationKeys; database: OpenDatabase }> {
  const keys = await loadKeys(dataDir);
  const database = await open(keys.kek);
  try {
    if (!(await settleKek(database.owner, dataDir))) return { keys, database };
  } catch (error) {
    await database.close();
    throw error;
  }
  await database.close();
  const settled = await loadKeys(dataDir);
  return { keys: settled, database: await open(settled.kek) };
}
