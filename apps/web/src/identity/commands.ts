import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from '@simplewebauthn/browser';
import { api, call } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import { keys } from '../api/keys.ts';
import { queryClient } from '../api/query.ts';
import type { Body } from '../api/types.ts';
import { renewSession } from './session.ts';

/** The person closed the browser's passkey window, or none fits: said without blame and without a request id. */
export const PASSKEY_CANCELLED = 'RA_WEB_PASSKEY_CANCELLED';

/** The page was opened under another address than the one that the server calls its own: passkeys belong to one. */
const PASSKEY_ADDRESS = 'RA_WEB_PASSKEY_ADDRESS';

/** Old browsers, and pages that are neither on https nor on localhost, have no passkeys. */
export const passkeysWorkHere = (): boolean => browserSupportsWebAuthn();

const withBrowser = async <T>(ceremony: () => Promise<T>): Promise<T> => {
  try {
    return await ceremony();
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    const elsewhere = thrown instanceof WebAuthnError && /^ERROR_INVALID_(DOMAIN|RP_ID)$/.test(thrown.code);
    throw new ApiError(elsewhere ? PASSKEY_ADDRESS : PASSKEY_CANCELLED, 0, message);
  }
};

/** @throws ApiError */
export async function setUp(body: Body<'/api/v1/setup', 'post'>): Promise<void> {
  await call(api.POST('/api/v1/setup', { body }));
  await renewSession();
}

/** @throws ApiError RA_PASSKEY_FAILED, PASSKEY_CANCELLED */
export async function setUpWithPasskey(
  owner: Omit<Body<'/api/v1/setup', 'post'>, 'password' | 'passkey'>,
): Promise<void> {
  const { token, ownerName, email } = owner;
  const options = await call(
    api.POST('/api/v1/setup/passkey/options', { body: { token, ownerName, email } }),
  );
  const passkey = await withBrowser(() =>
    startRegistration({ optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON }),
  );
  await setUp({ ...owner, passkey: { ...passkey } });
}

/** @throws ApiError RA_SIGN_IN_FAILED, RA_SIGN_IN_LOCKED */
export async function signIn(email: string, password: string): Promise<{ secondFactorRequired: boolean }> {
  const answer = await call(api.POST('/api/v1/session/sign-in', { body: { email, password } }));
  if (!answer.secondFactorRequired) await renewSession();
  return answer;
}

/** @throws ApiError RA_SECOND_FACTOR_FAILED, RA_SIGN_IN_EXPIRED, RA_SIGN_IN_LOCKED */
export async function sendSecondFactor(code: string): Promise<void> {
  await call(api.POST('/api/v1/session/second-factor', { body: { code } }));
  await renewSession();
}

/** @throws ApiError RA_PASSKEY_FAILED, PASSKEY_CANCELLED */
export async function signInWithPasskey(): Promise<void> {
  const options = await call(api.POST('/api/v1/session/passkey/options'));
  const response = await withBrowser(() =>
    // The server's library made the options; the schema only bounds them.
    startAuthentication({ optionsJSON: options as unknown as PublicKeyCredentialRequestOptionsJSON }),
  );
  await call(api.POST('/api/v1/session/passkey/verify', { body: { response: { ...response } } }));
  await renewSession();
}

/** @param password needed when the sign-in is older than a few minutes. @throws ApiError RA_CONFIRM_REQUIRED */
export async function addPasskey(name: string, password: string | undefined): Promise<void> {
  const body = password === undefined ? {} : { password };
  const options = await call(api.POST('/api/v1/account/passkeys/options', { body }));
  const response = await withBrowser(() =>
    startRegistration({ optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON }),
  );
  await call(api.POST('/api/v1/account/passkeys', { body: { name, response: { ...response } } }));
  await Promise.all([renewAccount('passkeys'), renewSession()]);
}

/** @throws ApiError RA_CONFIRM_REQUIRED */
export async function removePasskey(passkeyId: string, password: string | undefined): Promise<void> {
  await call(
    api.DELETE('/api/v1/account/passkeys/{passkeyId}', {
      params: { path: { passkeyId } },
      body: password === undefined ? {} : { password },
    }),
  );
  await Promise.all([renewAccount('passkeys'), renewSession()]);
}

export const renewAccount = (part: string): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: keys.account(part) });
