import { AppError } from '../../errors.ts';
import type { Core } from '../core.ts';
import { onAccount } from '../throttle.ts';
import { CONFIRMED_SECONDS } from './lifetimes.ts';
import type { InSession } from './sessions.ts';

/**
 * Fresh proof before the account itself is changed (ASVS 7.5.1): a sign-in within the last minutes, or the password.
 * Whoever has a second factor must have used it in this session, else a stolen password could replace it.
 * @throws AppError RA_CONFIRM_REQUIRED, RA_PASSWORD_WRONG, RA_SIGN_IN_LOCKED, RA_SECOND_FACTOR_REQUIRED
 */
export async function requireConfirmed(
  core: Core,
  me: InSession,
  password: string | undefined,
): Promise<void> {
  const session = await requireOwnFactor(core, me);
  const age = core.clock.now().getTime() - session.createdAt.getTime();
  if (age < CONFIRMED_SECONDS * 1000) return;
  if (password === undefined) throw new AppError('RA_CONFIRM_REQUIRED');
  await provePassword(core, me, password);
}

/** @throws AppError RA_SECOND_FACTOR_REQUIRED when the person has a factor that this session has not seen */
export async function requireOwnFactor(core: Core, me: InSession): Promise<{ createdAt: Date }> {
  const session = await core.db
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.personId')
    .select((eb) => [
      'session.createdAt',
      'session.secondFactorAt',
      'person.twoFactorEnabled',
      eb
        .exists(eb.selectFrom('passkey').select('id').whereRef('passkey.personId', '=', 'person.id'))
        .as('hasPasskey'),
    ])
    .where('session.id', '=', me.sessionId)
    .executeTakeFirst();
  if (!session) throw new AppError('RA_UNAUTHENTICATED');
  if ((session.twoFactorEnabled || session.hasPasskey) && !session.secondFactorAt)
    throw new AppError('RA_SECOND_FACTOR_REQUIRED');
  return session;
}

/** @throws AppError RA_PASSWORD_WRONG, RA_SIGN_IN_LOCKED */
async function provePassword(core: Core, me: InSession, password: string): Promise<void> {
  await guarded(core, me, async () => {
    const account = await core.db
      .selectFrom('account')
      .select('password')
      .where('personId', '=', me.personId)
      .where('providerId', '=', 'credential')
      .executeTakeFirst();
    if (!account?.password || !(await core.hasher.verify(account.password, password)))
      throw new AppError('RA_PASSWORD_WRONG');
  });
}

/** Counts a wrong password inside a session like one at sign-in: a borrowed session is no place for guessing. */
export async function guarded<T>(core: Core, me: InSession, work: () => Promise<T>): Promise<T> {
  const attempt = await core.throttle.begin(onAccount(me.email));
  try {
    const result = await work();
    await attempt.succeeded();
    return result;
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'RA_PASSWORD_WRONG')) await attempt.withdrawn();
    throw error;
  }
}
