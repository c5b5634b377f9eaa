import { sql } from 'kysely';
import type { Locale } from '../../context.ts';
import type { SignedIn } from '../../http/authenticate.ts';
import { loadAccess } from '../../tenancy/access.ts';
import type { Permission } from '../../tenancy/permissions.ts';
import type { Core } from '../core.ts';
import { hashToken } from '../tokens.ts';

export const API_KEY_PREFIX = 'rak_';
const BEARER = /^Bearer (rak_[A-Za-z0-9_-]{43})$/i;
/** The last use is written at most this often. */
const TOUCH_MS = 60_000;

/** What no key may do, whatever its creator may: it would let a leaked key make itself more doors. */
export const FORBIDDEN_TO_KEYS: ReadonlySet<Permission> = new Set(['people.manage', 'settings.manage']);

interface KeyRow {
  clientId: string;
  id: string;
  personId: string;
  name: string;
  permissions: string[];
  expiresAt: Date;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}

/**
 * The permissions of a key are cut at each use: by what its creator may do at this moment (mayIn looks at both), and
 * by the client it was made for; a key of the provider reaches every client of its creator.
 */
export async function authenticateApiKey(core: Core, authorization: string): Promise<SignedIn | null> {
  const token = BEARER.exec(authorization)?.[1];
  if (!token) return null;
  const { db, clock } = core;
  const { rows } = await sql<KeyRow>`select * from api_key_by_token(${hashToken(token)})`.execute(db);
  const key = rows[0];
  const now = clock.now();
  if (!key || key.revokedAt || key.expiresAt <= now) return null;
  const [access, person] = await Promise.all([
    loadAccess(db, key.personId),
    db
      .selectFrom('person')
      .select(['name', 'email', 'locale'])
      .where('id', '=', key.personId)
      .executeTakeFirst(),
  ]);
  const client = access.clients.get(key.clientId);
  if (!client || !person) return null;
  if (!key.lastUsedAt || now.getTime() - key.lastUsedAt.getTime() >= TOUCH_MS)
    await core.tenancy.asSystem(key.clientId, (ctx) =>
      ctx.tx.updateTable('apiKey').set({ lastUsedAt: now }).where('id', '=', key.id).execute(),
    );
  return {
    actor: { kind: 'api-key', id: key.id, name: `${person.name} (${key.name})`, personId: key.personId },
    personId: key.personId,
    name: person.name,
    email: person.email,
    locale: person.locale as Locale,
    access: {
      ...access,
      limit: {
        clientId: client.kind === 'provider' ? null : key.clientId,
        permissions: new Set(key.permissions.filter((one) => !FORBIDDEN_TO_KEYS.has(one as Permission))),
      },
    },
    sessionId: null,
    // It was made in a session that had the second factor if one was needed.
    secondFactorMissing: false,
    via: 'api-key',
  };
}
