import { symmetricDecrypt } from 'better-auth/crypto';
import { getAdapter } from 'better-auth/db/adapter';
import { betterAuth } from 'better-auth/minimal';
import type { FastifyRequest } from 'fastify';
import { AppError, type ErrorCode } from '../../errors.ts';
import {
  ADDRESS_HEADER,
  cookieNames,
  type LibraryDependencies,
  libraryOptions,
  type Newcomer,
  newcomers,
} from './options.ts';
import { hashRecoveryCode } from './recovery-codes.ts';
import { withHashedSessions } from './session-tokens.ts';

/** Which of our cookies the library may see in a call: a session it does not see cannot change what it does. */
type CookieKind = 'session' | 'challenge' | 'passkey';
/** The library's signature does not say what a cookie is for, its form does (ASVS 9.2.2). */
const FORM: Readonly<Record<CookieKind, RegExp>> = {
  session: /^([\w-]{43})\./,
  challenge: /^(2fa-[\w-]{20})\./,
  passkey: /^([\w-]{32})\./,
};

/** What the browser sent, and where to put cookies for it. */
export interface Browser {
  readonly cookies: Readonly<Record<string, string | undefined>>;
  readonly userAgent: string;
  readonly address: string;
  setCookies(cookies: readonly string[]): void;
}

export interface PasskeyCeremony {
  readonly [key: string]: unknown;
}

/**
 * The sign-in library, reduced to what we use of it: proving passwords, codes and passkeys, and starting sessions.
 * Its own HTTP routes are not mounted; nothing outside this folder knows that it exists.
 */
export interface Library {
  readonly cookieNames: ReturnType<typeof cookieNames>;
  /** @throws AppError RA_SIGN_IN_FAILED, after the same work whether the account exists or not */
  signIn(browser: Browser, email: string, password: string): Promise<{ personId: string | null }>;
  /** The second step of a sign-in. @throws AppError RA_SECOND_FACTOR_FAILED, RA_SIGN_IN_EXPIRED */
  finishSignIn(browser: Browser, code: { app: string } | { recovery: string }): Promise<void>;
  /** Whose sign-in waits for the second step. */
  challengedPerson(browser: Browser): Promise<string | null>;
  /** @throws AppError RA_PASSWORD_WRONG */
  changePassword(browser: Browser, current: string, next: string): Promise<void>;
  /** @throws AppError RA_PASSWORD_WRONG, RA_SECOND_FACTOR_EXISTS */
  startTotp(browser: Browser, password: string): Promise<{ uri: string }>;
  /** @throws AppError RA_SECOND_FACTOR_FAILED */
  confirmTotp(browser: Browser, code: string): Promise<void>;
  /** @throws AppError RA_PASSWORD_WRONG */
  stopTotp(browser: Browser, password: string): Promise<void>;
  openTotpSecret(sealed: string): Promise<string>;
  passkeyRegistration(browser: Browser): Promise<PasskeyCeremony>;
  /** Starts a new session. @throws AppError RA_PASSKEY_FAILED */
  registerPasskey(browser: Browser, name: string, response: PasskeyCeremony): Promise<{ id: string }>;
  /** Challenge for somebody who is not stored yet. */
  newcomerRegistration(browser: Browser, newcomer: Newcomer): Promise<PasskeyCeremony>;
  /**
   * Registers the passkey of a newcomer and starts a session.
   * @param store makes the person once the key is proved; what it refuses is thrown on
   * @throws AppError RA_PASSKEY_FAILED
   */
  registerNewcomer(
    browser: Browser,
    response: PasskeyCeremony,
    store: (personId: string) => Promise<void>,
  ): Promise<void>;
  passkeyChallenge(browser: Browser): Promise<PasskeyCeremony>;
  /** @throws AppError RA_PASSKEY_FAILED */
  signInWithPasskey(browser: Browser, response: PasskeyCeremony): Promise<{ personId: string }>;
}

export async function createLibrary(deps: LibraryDependencies, publicUrl: string): Promise<Library> {
  const options = libraryOptions(deps, publicUrl);
  const adapter = await getAdapter({
    ...options,
    database: { db: deps.db, type: 'postgres', transaction: true },
  });
  const auth = betterAuth({ ...options, database: () => withHashedSessions(adapter) });
  const names = cookieNames(publicUrl);

  const headersFor = (browser: Browser, ...kinds: CookieKind[]): Headers => {
    const cookies = kinds.flatMap((kind) => {
      const value = browser.cookies[names[kind]] ?? '';
      return FORM[kind].test(value) ? [`${names[kind]}=${encodeURIComponent(value)}`] : [];
    });
    const headers = new Headers({ 'user-agent': browser.userAgent, [ADDRESS_HEADER]: browser.address });
    if (cookies.length > 0) headers.set('cookie', cookies.join('; '));
    return headers;
  };
  /** Hands on the cookies that are ours; the library also clears some that it could have used. */
  const answer = <T>(browser: Browser, { headers, response }: { headers: Headers; response: T }): T => {
    const ours = Object.values(names).map((name) => `${name}=`);
    browser.setCookies(headers.getSetCookie().filter((line) => ours.some((name) => line.startsWith(name))));
    return response;
  };

  return {
    cookieNames: names,
    async signIn(browser, email, password) {
      const result = await translating('RA_SIGN_IN_FAILED', {}, () =>
        auth.api.signInEmail({
          body: { email, password },
          headers: headersFor(browser),
          returnHeaders: true,
        }),
      );
      const body: object = answer(browser, result);
      return { personId: 'user' in body ? (body.user as { id: string }).id : null };
    },
    async finishSignIn(browser, code) {
      const headers = headersFor(browser, 'challenge');
      const result = await translating(
        'RA_SECOND_FACTOR_FAILED',
        {
          INVALID_TWO_FACTOR_COOKIE: 'RA_SIGN_IN_EXPIRED',
          TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'RA_SIGN_IN_EXPIRED',
        },
        async () =>
          'app' in code
            ? auth.api.verifyTOTP({ body: { code: code.app }, headers, returnHeaders: true })
            : auth.api.verifyBackupCode({
                body: { code: hashRecoveryCode(code.recovery) },
                headers,
                returnHeaders: true,
              }),
      );
      answer(browser, result);
    },
    async challengedPerson(browser) {
      const identifier = FORM.challenge.exec(browser.cookies[names.challenge] ?? '')?.[1];
      if (!identifier) return null;
      const context = await auth.$context;
      const waiting = await context.internalAdapter.findVerificationValue(identifier);
      return waiting && waiting.expiresAt > new Date() ? waiting.value : null;
    },
    async changePassword(browser, current, next) {
      const body = { currentPassword: current, newPassword: next, revokeOtherSessions: true };
      const headers = headersFor(browser, 'session');
      const result = await translating('RA_UNAUTHENTICATED', PASSWORD, () =>
        auth.api.changePassword({ body, headers, returnHeaders: true }),
      );
      answer(browser, result);
    },
    async startTotp(browser, password) {
      const headers = headersFor(browser, 'session');
      const result = await translating(
        'RA_UNAUTHENTICATED',
        { ...PASSWORD, TOTP_ALREADY_ENABLED: 'RA_SECOND_FACTOR_EXISTS' },
        () => auth.api.enableTwoFactor({ body: { password, method: 'totp' }, headers, returnHeaders: true }),
      );
      const body = answer(browser, result);
      if (!('totpURI' in body) || !body.totpURI) throw new AppError('RA_INTERNAL');
      return { uri: body.totpURI };
    },
    async confirmTotp(browser, code) {
      const headers = headersFor(browser, 'session');
      const result = await translating('RA_SECOND_FACTOR_FAILED', {}, () =>
        auth.api.verifyTOTP({ body: { code }, headers, returnHeaders: true }),
      );
      answer(browser, result);
    },
    async stopTotp(browser, password) {
      const headers = headersFor(browser, 'session');
      const result = await translating('RA_UNAUTHENTICATED', PASSWORD, () =>
        auth.api.disableTwoFactor({ body: { password }, headers, returnHeaders: true }),
      );
      answer(browser, result);
    },
    openTotpSecret: async (sealed) =>
      symmetricDecrypt({ key: (await auth.$context).secretConfig, data: sealed }),
    async passkeyRegistration(browser) {
      const result = await translating('RA_UNAUTHENTICATED', {}, () =>
        auth.api.generatePasskeyRegistrationOptions({
          headers: headersFor(browser, 'session'),
          returnHeaders: true,
        }),
      );
      return { ...answer(browser, result) };
    },
    async registerPasskey(browser, name, response) {
      const result = await translating('RA_PASSKEY_FAILED', {}, () =>
        auth.api.verifyPasskeyRegistration({
          body: { name, response, createSession: true },
          headers: headersFor(browser, 'session', 'passkey'),
          returnHeaders: true,
        }),
      );
      return { id: answer(browser, result).id };
    },
    async newcomerRegistration(browser, newcomer) {
      const result = await auth.api.generatePasskeyRegistrationOptions({
        query: { context: JSON.stringify(newcomer) },
        headers: headersFor(browser),
        returnHeaders: true,
      });
      return { ...answer(browser, result) };
    },
    async registerNewcomer(browser, response, store) {
      let refusal: unknown;
      const keep = (personId: string): Promise<void> =>
        store(personId).catch((error: unknown) => {
          refusal = error;
          throw error;
        });
      try {
        const result = await translating('RA_PASSKEY_FAILED', {}, () =>
          newcomers.run(keep, () =>
            auth.api.verifyPasskeyRegistration({
              body: { response, createSession: true },
              headers: headersFor(browser, 'passkey'),
              returnHeaders: true,
            }),
          ),
        );
        answer(browser, result);
      } catch (error) {
        // The library reports everything that went wrong inside it as its own failure.
        throw refusal ?? error;
      }
    },
    async passkeyChallenge(browser) {
      const result = await translating('RA_PASSKEY_FAILED', {}, () =>
        auth.api.generatePasskeyAuthenticationOptions({ headers: headersFor(browser), returnHeaders: true }),
      );
      // The library asks for "preferred"; what comes back without it is refused (options.ts).
      return { ...answer(browser, result), userVerification: 'required' };
    },
    async signInWithPasskey(browser, response) {
      const result = await translating('RA_PASSKEY_FAILED', {}, () =>
        auth.api.verifyPasskeyAuthentication({
          // The library checks it; our schema only bounds its size.
          body: { response: response as never },
          headers: headersFor(browser, 'passkey'),
          returnHeaders: true,
        }),
      );
      return { personId: answer(browser, result).user.id };
    },
  };
}

const PASSWORD: Readonly<Record<string, ErrorCode>> = { INVALID_PASSWORD: 'RA_PASSWORD_WRONG' };

/** Turns what the library refuses into one of our errors; everything else is trouble and stays what it is. */
async function translating<T>(
  otherwise: ErrorCode,
  codes: Readonly<Record<string, ErrorCode>>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { name, body } = error as { name?: string; body?: { code?: string } };
    if (name !== 'APIError') throw error;
    throw new AppError(codes[body?.code ?? ''] ?? otherwise);
  }
}

/** A browser's request; cookies that it shall keep go onto the reply. */
export function browserOf(
  request: FastifyRequest,
  reply: { header(name: string, value: readonly string[]): unknown },
): Browser {
  return {
    cookies: request.cookies,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 500),
    address: request.ip,
    setCookies: (cookies) => {
      if (cookies.length > 0) reply.header('set-cookie', cookies);
    },
  };
}
