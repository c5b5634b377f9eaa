import { pino } from 'pino';
import { systemClock } from '../platform/clock.ts';
import { createIdentity } from '../platform/identity/index.ts';
import { createSecrets, deriveKey } from '../platform/secrets/secrets.ts';
import { PROVIDER_ROLES, type ProviderRole } from '../platform/tenancy/permissions.ts';
import { createTenancy } from '../platform/tenancy/transactions.ts';
import { commandConfig } from './configuration.ts';
import { openInstallation } from './installation.ts';

const USAGE = `rettungsanker admin invite EMAIL [--role ${PROVIDER_ROLES.join('|')}] [--name NAME] | admin reset EMAIL [--second-factor]`;

/** A way in for whoever holds the server, when nobody can sign in any more. Both are audited. */
export async function admin(words: string[]): Promise<number> {
  const { config, extra, positionals } = commandConfig(words, {
    role: { type: 'string' },
    name: { type: 'string' },
    'second-factor': { type: 'boolean' },
  });
  const [verb, email] = positionals;
  const role = (extra.role ?? 'owner') as ProviderRole;
  if (!email || (verb !== 'invite' && verb !== 'reset') || !PROVIDER_ROLES.includes(role)) {
    console.error(USAGE);
    return 2;
  }
  const { database, keys } = await openInstallation(config);
  try {
    const { db } = database;
    const log = pino({ level: 'silent' });
    const tenancy = createTenancy({ db, clock: systemClock, secrets: createSecrets(keys.kek), log });
    const publicUrl =
      config['http.public-url'] ||
      `http${config['http.tls'] === 'off' ? '' : 's'}://localhost:${config['http.port']}`;
    const identity = createIdentity({
      db,
      tenancy,
      clock: systemClock,
      log,
      secret: deriveKey(keys.kek, 'identity'),
      publicUrl: () => publicUrl,
    });
    const made =
      verb === 'invite'
        ? await identity.inviteAsSystem({
            email,
            name: String(extra.name ?? ''),
            role,
            locale: process.env.LANG?.startsWith('de') ? 'de' : 'en',
          })
        : await identity.resetAsSystem({ email, secondFactor: extra['second-factor'] === true });
    console.log(
      `${made.link}\n\nWorks once, until ${made.expiresAt.toISOString()}. The server must be running.`,
    );
    return 0;
  } finally {
    await database.close();
  }
}
