import { AppError } from '../../errors.ts';
import type { SignedIn } from '../../http/authenticate.ts';
import type { Caller } from '../../tenancy/transactions.ts';
import type { Core } from '../core.ts';
import { recordForPerson } from '../record.ts';
import { deviceName } from './device.ts';

/** A request that carries a session, not an API key. */
export type InSession = SignedIn & { readonly sessionId: string };

/** Matters of the own account are for the person, never for a program. @throws AppError RA_SESSION_REQUIRED */
export function inSession(signedIn: SignedIn): InSession {
  if (signedIn.sessionId === null) throw new AppError('RA_SESSION_REQUIRED');
  return signedIn as InSession;
}

export interface SessionView {
  id: string;
  current: boolean;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  address: string | null;
  device: string;
  secondFactor: boolean;
}

/** Live sessions of the person, the newest use first. */
export async function listSessions(core: Core, me: InSession): Promise<SessionView[]> {
  const rows = await core.db
    .selectFrom('session')
    .selectAll()
    .where('personId', '=', me.personId)
    .where('expiresAt', '>', core.clock.now())
    .orderBy('updatedAt', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    current: row.id === me.sessionId,
    createdAt: row.createdAt,
    lastSeenAt: row.updatedAt,
    expiresAt: row.expiresAt,
    address: row.ipAddress || null,
    device: deviceName(row.userAgent),
    secondFactor: row.secondFactorAt !== null,
  }));
}

/** @throws AppError RA_NOT_FOUND for a session that is not the person's own */
export async function endSession(
  core: Core,
  caller: Caller,
  me: InSession,
  sessionId: string,
): Promise<void> {
  const ended = await core.db
    .deleteFrom('session')
    .where('id', '=', sessionId)
    .where('personId', '=', me.personId)
    .executeTakeFirst();
  if (ended.numDeletedRows === 0n) throw new AppError('RA_NOT_FOUND');
  await recordForPerson(core, caller, me.personId, {
    action: sessionId === me.sessionId ? 'session.signed-out' : 'session.ended',
    objectKind: 'session',
    objectId: sessionId,
  });
}

/** Ends all sessions of the person except this one; tells how many there were. */
export async function endOtherSessions(core: Core, caller: Caller, me: InSession): Promise<number> {
  const result = await core.db
    .deleteFrom('session')
    .where('personId', '=', me.personId)
    .where('id', '!=', me.sessionId)
    .executeTakeFirst();
  const ended = Number(result.numDeletedRows);
  await recordForPerson(core, caller, me.personId, {
    action: 'session.others-ended',
    objectKind: 'person',
    objectId: me.personId,
    details: { ended },
  });
  return ended;
}
