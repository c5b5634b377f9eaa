import { join } from 'node:path';
import type { Config } from '../platform/config/settings.ts';
import { prepareDataFolder } from '../platform/data-folder.ts';
import { findEmbeddedDatabase } from '../platform/database/embedded/index.ts';
import { type OpenDatabase, openDatabase, reachDatabase } from '../platform/database/open.ts';
import { type InstallationKeys, loadKeys } from '../platform/keys.ts';

/**
 * The installation for a command that works beside the server or without it: a running embedded server is used and
 * left running, a stopped one is started for the time of the command.
 */
export async function openInstallation(
  config: Config,
  options: { migrateTo?: number } = {},
): Promise<{ keys: InstallationKeys; database: OpenDatabase }> {
  await prepareDataFolder(config['data.dir']);
  const keys = await loadKeys(config['data.dir']);
  const running = config['database.url']
    ? undefined
    : await findEmbeddedDatabase(join(config['data.dir'], 'database'));
  const database = running
    ? await reachDatabase(running, keys.kek, 3)
    : await openDatabase({
        dataDir: config['data.dir'],
        url: config['database.url'],
        appUrl: config['database.app-url'],
        poolSize: 3,
        kek: keys.kek,
        log: () => {},
        ...(options.migrateTo === undefined ? {} : { migrateTo: options.migrateTo }),
      });
  return { keys, database };
}
