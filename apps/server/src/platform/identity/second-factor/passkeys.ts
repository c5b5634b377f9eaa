import { isIP } from 'node:net';
import { getAuthenticatorName } from '@better-auth/passkey';
import { AppError } from '../../errors.ts';
import type { Caller } from '../../tenancy/transactions.ts';
import { hasPassword } from '../account.ts';
import type { Core } from '../core.ts';
import type { Browser, PasskeyCeremony } from '../library/library.ts';
import { recordForPerson } from '../record.ts';
import type { InSession } from '../sessions/sessions.ts';

export interface PasskeyView {
  id: string;
  name: string | null;
  /** Make of the authenticator, when it tells. */
  authenticator: string | null;
  /** Lives in an account that copies it to further devices. */
  synced: boolean;
  createdAt: Date;
}

/**
 * Browsers know passkeys on https and on localhost only, and never for a bare IP address (Web Authentication
 * Level 3, 5.1.3: the relying party's id is a domain).
 */
export function passkeysPossible(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  if (isIP(hostname.replaceAll(/[[\]]/g, ''))) return false;
  return protocol === 'https:' || hostname === 'localhost';
}

export async function listPasskeys(core: Core, personId: string): Promise<PasskeyView[]> {
  const rows = await core.db
    .selectFrom('passkey')
    .select(['id', 'name', 'aaguid', 'backedUp', 'createdAt'])
    .where('personId', '=', personId)
    .orderBy('createdAt')
    .execute();
  return rows.map(({ aaguid, backedUp, ...row }) => ({
    ...row,
    authenticator: getAuthenticatorName(aaguid) ?? null,
    synced: backedUp,
  }));
}

/**
 * Who has shown the key has shown a second factor: the library starts a new session that says so, the old one ends.
 * The caller has confirmed who it is when the ceremony began.
 * @throws AppError RA_PASSKEY_FAILED
 */
export async function registerPasskey(
  core: Core,
  caller: Caller,
  me: InSession,
  browser: Browser,
  input: { name: string; response: PasskeyCeremony },
): Promise<{ id: string }> {
  const { id } = await (await core.library()).registerPasskey(browser, input.name, input.response);
  await core.db.deleteFrom('session').where('id', '=', me.sessionId).execute();
  await changed(core, caller, me, 'passkey.added', id, { name: input.name });
  return { id };
}

/** @throws AppError RA_NOT_FOUND */
export async function renamePasskey(
  core: Core,
  caller: Caller,
  me: InSession,
  id: string,
  name: string,
): Promise<void> {
  const renamed = await core.db
    .updateTable('passkey')
    .set({ name })
    .where('id', '=', id)
    .where('personId', '=', me.personId)
    .executeTakeFirst();
  if (renamed.numUpdatedRows === 0n) throw new AppError('RA_NOT_FOUND');
  await recordForPerson(core, caller, me.personId, {
    action: 'passkey.renamed',
    objectKind: 'passkey',
    objectId: id,
    details: { name },
  });
}

/**
 * The caller has confirmed who it is.
 * @throws AppError RA_NOT_FOUND, RA_PASSKEY_LAST when nothing else would open the account
 */
export async function removePasskey(core: Core, caller: Caller, me: InSession, id: string): Promise<void> {
  const others = await core.db
    .selectFrom('passkey')
    .select('id')
    .where('personId', '=', me.personId)
    .where('id', '!=', id)
    .executeTakeFirst();
  if (!others && !(await hasPassword(core, me.personId))) throw new AppError('RA_PASSKEY_LAST');
  const removed = await core.db
    .deleteFrom('passkey')
    .where('id', '=', id)
    .where('personId', '=', me.personId)
    .executeTakeFirst();
  if (removed.numDeletedRows === 0n) throw new AppError('RA_NOT_FOUND');
  await changed(core, caller, me, 'passkey.removed', id, {});
}

function changed(
  core: Core,
  caller: Caller,
  me: InSession,
  action: string,
  id: string,
  details: Record<string, unknown>,
): Promise<void> {
  return recordForPerson(
    core,
    caller,
    me.personId,
    { action, objectKind: 'passkey', objectId: id, details },
    {
      event: {
        kind: 'person.credentials-changed',
        objectKind: 'person',
        objectId: me.personId,
        payload: { what: action },
      },
    },
  );
}
