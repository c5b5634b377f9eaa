import type { IncomingHttpHeaders } from 'node:http';
import { sql } from 'kysely';
import type { SignedIn } from '../../http/authenticate.ts';
import { loadAccess } from '../../tenancy/access.ts';
import { authenticateApiKey } from '../api-keys/authenticate.ts';
import type { Core } from '../core.ts';
import { cookieNames } from '../library/options.ts';
import { storedToken } from '../library/session-tokens.ts';
import { lifetimeOf } from './lifetimes.ts';

/** The last use is written at most this often. */
const TOUCH_MS = 60_000;

/**
 * Who sends a request: an API key if there is an Authorization header, else the session of the cookie. Everything is
 * read afresh, so that an ended session, a removed membership or a smaller role holds from the next request on.
 */
export async function authenticate(
  core: Core,
  headers: IncomingHttpHeaders,
  countsAsUse = true,
): Promise<SignedIn | null> {
  if (headers.authorization !== undefined) return authenticateApiKey(core, headers.authorization);
  const token = sessionToken(headers.cookie, cookieNames(core.publicUrl()).session);
  return token ? authenticateSession(core, token, countsAsUse) : null;
}

async function authenticateSession(
  core: Core,
  token: string,
  countsAsUse: boolean,
): Promise<SignedIn | null> {
  const { db, clock } = core;
  const row = await db
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.personId')
    .select([
      'session.id as sessionId',
      'session.expiresAt',
      'session.updatedAt as lastUsedAt',
      'session.secondFactorAt',
      'person.id as personId',
      'person.name',
      'person.email',
      'person.locale',
      sql<boolean>`second_factor_required(person.id)`.as('required'),
    ])
    .where('session.token', '=', storedToken(token))
    .executeTakeFirst();
  if (!row) return null;
  const access = await loadAccess(db, row.personId);
  const lifetime = lifetimeOf(access);
  const now = clock.now().getTime();
  const idleFor = now - row.lastUsedAt.getTime();
  if (!lifetime || row.expiresAt.getTime() <= now || idleFor >= lifetime.idle * 1000) {
    await db.deleteFrom('session').where('id', '=', row.sessionId).execute();
    return null;
  }
  if (countsAsUse && idleFor >= TOUCH_MS)
    await db
      .updateTable('session')
      .set({ updatedAt: new Date(now) })
      .where('id', '=', row.sessionId)
      .execute();
  const { personId, name, email, locale } = row;
  return {
    actor: { kind: 'person', id: personId, name, personId },
    personId,
    name,
    email,
    locale,
    access,
    sessionId: row.sessionId,
    secondFactorMissing: row.required && row.secondFactorAt === null,
    via: 'session',
  };
}

/** The cookie is `token.signature`; the token is what proves, the signature is the library's own affair. */
function sessionToken(header: string | undefined, name: string): string | undefined {
  return header && new RegExp(`(?:^|;\\s*)${name}=([A-Za-z0-9_-]{43})(?:[.;]|$)`).exec(header)?.[1];
}
