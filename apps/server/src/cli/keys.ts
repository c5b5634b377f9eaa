import { pino } from 'pino';
import { systemClock } from '../platform/clock.ts';
import { loadKeys } from '../platform/keys.ts';
import { rotateKek } from '../platform/rotation.ts';
import { createSecrets } from '../platform/secrets/secrets.ts';
import { findProvider } from '../platform/settings/settings.ts';
import { createTenancy } from '../platform/tenancy/transactions.ts';
import { commandConfig } from './configuration.ts';
import { openInstallation } from './installation.ts';

/** `keys rotate`: a new key-encryption key, while the server is stopped. */
export async function keys(words: string[]): Promise<number> {
  const { config, positionals } = commandConfig(words, {});
  if (positionals.length !== 1 || positionals[0] !== 'rotate') {
    console.error('rettungsanker keys rotate');
    return 2;
  }
  const { database } = await openInstallation(config);
  try {
    const report = await rotateKek(database.owner, config['data.dir']);
    const provider = await findProvider(database.db);
    const { kek } = await loadKeys(config['data.dir']);
    const tenancy = createTenancy({
      db: database.db,
      clock: systemClock,
      secrets: createSecrets(kek),
      log: pino({ level: 'silent' }),
    });
    if (provider)
      await tenancy.asSystem(provider, (ctx) =>
        ctx.audit({
          action: 'keys.rotated',
          objectKind: 'client',
          objectId: provider,
          details: { from: report.from, to: report.to },
        }),
      );
    console.log(
      `The key was changed from ${report.from} to ${report.to}: ${report.dataKeys} data keys and ${report.secondFactors} second factors sealed anew.
Backups made before need the old key, which is now in ${report.oldKeyFile}: keep it where the backups are, or remove it.
Other machines of this installation need the new file keys/kek.`,
    );
    return 0;
  } finally {
    await database.close();
  }
}
