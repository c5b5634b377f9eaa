import { AppError } from '../../errors.ts';
import type { SignedIn } from '../../http/authenticate.ts';
import type { Caller } from '../../tenancy/transactions.ts';
import type { Core } from '../core.ts';
import type { Browser, PasskeyCeremony } from '../library/library.ts';
import { isAppCode } from '../library/recovery-codes.ts';
import { asPerson, recordForPerson } from '../record.ts';
import { claimTotpStep } from '../second-factor/totp-step.ts';
import { type Attempt, onAccount, onAddress, onSecondFactor } from '../throttle.ts';

export interface SignInRequest {
  readonly caller: Caller;
  readonly browser: Browser;
  /** Whoever was signed in here before: that session ends with the new one (ASVS 7.2.4). */
  readonly before: SignedIn | null;
}

/**
 * First step: e-mail address and password.
 * @returns whether a code is needed to finish
 * @throws AppError RA_SIGN_IN_FAILED, RA_SIGN_IN_LOCKED, RA_UNAVAILABLE
 */
export async function signIn(
  core: Core,
  request: SignInRequest,
  input: { email: string; password: string },
): Promise<{ secondFactorRequired: boolean }> {
  const attempt = await core.throttle.begin(onAccount(input.email), onAddress(request.caller.address));
  const person = await core.db
    .selectFrom('person')
    .select(['id', 'name'])
    .where('email', '=', input.email)
    .executeTakeFirst();
  const library = await core.library();
  const { personId } = await failing(
    core,
    request,
    { attempt, method: 'password', personId: person?.id ?? null },
    () => library.signIn(request.browser, input.email, input.password),
  );
  await attempt.succeeded();
  if (personId === null) return { secondFactorRequired: true };
  await started(core, request, personId, 'password');
  return { secondFactorRequired: false };
}

/**
 * Second step: the code of the app, or a recovery code.
 * @throws AppError RA_SECOND_FACTOR_FAILED, RA_SIGN_IN_EXPIRED, RA_SIGN_IN_LOCKED
 */
export async function finishSignIn(core: Core, request: SignInRequest, code: string): Promise<void> {
  const library = await core.library();
  const personId = await library.challengedPerson(request.browser);
  if (!personId) throw new AppError('RA_SIGN_IN_EXPIRED');
  const attempt = await core.throttle.begin(onSecondFactor(personId), onAddress(request.caller.address));
  const app = isAppCode(code);
  const method = app ? 'password+totp' : 'password+recovery-code';
  await failing(core, request, { attempt, method, personId }, async () => {
    if (!app) return library.finishSignIn(request.browser, { recovery: code });
    const digits = code.replaceAll(/\s/g, '');
    await claimTotpStep(core, personId, digits);
    return library.finishSignIn(request.browser, { app: digits });
  });
  await attempt.succeeded();
  await started(core, request, personId, method);
}

/**
 * Without e-mail address and password: the key knows its account and has verified its user.
 * @throws AppError RA_PASSKEY_FAILED, RA_SIGN_IN_LOCKED
 */
export async function signInWithPasskey(
  core: Core,
  request: SignInRequest,
  response: PasskeyCeremony,
): Promise<void> {
  const attempt = await core.throttle.begin(onAddress(request.caller.address));
  const library = await core.library();
  const { personId } = await failing(core, request, { attempt, method: 'passkey', personId: null }, () =>
    library.signInWithPasskey(request.browser, response),
  );
  await attempt.succeeded();
  await started(core, request, personId, 'passkey');
}

/** Runs one step; a refusal counts and is written down, trouble on our side does neither. */
async function failing<T>(
  core: Core,
  { caller }: SignInRequest,
  step: { attempt: Attempt; method: string; personId: string | null },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { attempt, method, personId } = step;
    if (!(error instanceof AppError) || error.status >= 500) {
      await attempt.withdrawn();
      throw error;
    }
    const object = { objectKind: 'person', objectId: personId };
    const details = { method, ...(personId ? {} : { account: 'unknown' }) };
    await recordForPerson(core, caller, personId, { action: 'session.refused', ...object, details });
    if (attempt.locksForSeconds > 0) {
      const lock = { of: attempt.lockedKind, seconds: attempt.locksForSeconds };
      await recordForPerson(core, caller, personId, { action: 'session.locked', ...object, details: lock });
    }
    throw error;
  }
}

async function started(core: Core, request: SignInRequest, personId: string, method: string): Promise<void> {
  const { before, caller } = request;
  if (before?.sessionId) await core.db.deleteFrom('session').where('id', '=', before.sessionId).execute();
  const person = await core.db
    .selectFrom('person')
    .select(['id', 'name'])
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  const entry = { action: 'session.started', objectKind: 'person', objectId: personId, details: { method } };
  await recordForPerson(core, asPerson(caller, person), personId, entry);
}
