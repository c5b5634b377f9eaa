import { AsyncLocalStorage } from 'node:async_hooks';
import { passkey } from '@better-auth/passkey';
import type { BetterAuthOptions } from 'better-auth';
import { twoFactor } from 'better-auth/plugins/two-factor';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { z } from 'zod';
import { type Clock, uuid7 } from '../../clock.ts';
import type { Tables } from '../../database/tables.ts';
import { AppError } from '../../errors.ts';
import type { PasswordHasher } from '../passwords/hash.ts';
import { MAX_LENGTH, MIN_LENGTH } from '../passwords/policy.ts';
import { LONGEST_SESSION_SECONDS } from '../sessions/lifetimes.ts';
import { newToken } from '../tokens.ts';
import { hashRecoveryCode, isHashedCode } from './recovery-codes.ts';

export interface LibraryDependencies {
  db: Kysely<Tables>;
  clock: Clock;
  log: Logger;
  secret: Uint8Array;
  hasher: PasswordHasher;
  /** End of a session that starts now; null when the person may not have one. */
  sessionEnd(personId: string): Promise<Date | null>;
}

/** Seconds between the password and the code. */
const CHALLENGE_SECONDS = 300;
/** Header by which we hand over the peer's address; it never comes from outside. */
export const ADDRESS_HEADER = 'x-ra-address';
const SECOND_FACTOR_PATHS: ReadonlySet<string> = new Set([
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
  '/passkey/verify-registration',
  '/passkey/verify-authentication',
]);

/**
 * Cookie names. `__Host-` makes the browser itself insist on Secure, on this host and on the whole path
 * (RFC 6265bis, 4.1.3.2; ASVS 3.3.1); over plain http, on this machine only, no browser would take it.
 */
export function cookieNames(publicUrl: string): { session: string; challenge: string; passkey: string } {
  const prefix = publicUrl.startsWith('https:') ? '__Host-ra_' : 'ra_';
  return { session: `${prefix}session`, challenge: `${prefix}challenge`, passkey: `${prefix}passkey` };
}

/** Everything about the sign-in library that differs from its defaults. */
export function libraryOptions(deps: LibraryDependencies, publicUrl: string) {
  const { clock } = deps;
  const names = cookieNames(publicUrl);
  const url = new URL(publicUrl);
  return {
    appName: 'Rettungsanker',
    baseURL: url.origin,
    secret: librarySecret(deps.secret),
    telemetry: { enabled: false },
    logger: {
      // It reports every wrong password as a warning, which the audit log has already.
      log: (level, message, ...rest) =>
        level === 'error' ? deps.log.warn({ rest }, message) : deps.log.debug(message),
    },
    user: { modelName: 'person' },
    session: {
      fields: { userId: 'personId' },
      additionalFields: { secondFactorAt: { type: 'date', required: false, input: false } },
      expiresIn: LONGEST_SESSION_SECONDS,
      // The end is absolute; idleness is our own affair (sessions/lifetimes.ts), and so is asking again who it is.
      disableSessionRefresh: true,
      freshAge: 0,
    },
    account: { fields: { userId: 'personId' } },
    verification: { storeIdentifier: 'hashed' },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_LENGTH,
      maxPasswordLength: MAX_LENGTH,
      password: {
        hash: (password) => deps.hasher.hash(password),
        verify: ({ hash, password }) => deps.hasher.verify(hash, password),
      },
    },
    advanced: {
      useSecureCookies: false,
      cookies: {
        session_token: { name: names.session },
        two_factor: { name: names.challenge },
        passkey: { name: names.passkey },
      },
      defaultCookieAttributes: {
        httpOnly: true,
        path: '/',
        sameSite: 'strict',
        secure: url.protocol === 'https:',
      },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER], ipv6Subnet: 128 },
      database: { generateId: () => uuid7(clock) },
    },
    databaseHooks: {
      session: {
        create: {
          // The one place through which every session comes, whatever proved the person.
          async before(session, endpoint) {
            const expiresAt = await deps.sessionEnd(session.userId);
            if (!expiresAt) return false;
            const now = clock.now();
            const before = endpoint?.context.session?.session as { secondFactorAt?: Date | null } | undefined;
            const proved = SECOND_FACTOR_PATHS.has(endpoint?.path ?? '');
            const times = { createdAt: now, updatedAt: now, expiresAt };
            const secondFactorAt = proved ? now : (before?.secondFactorAt ?? null);
            return { data: { ...session, ...times, token: newToken(clock), secondFactorAt } };
          },
        },
      },
    },
    plugins: [
      twoFactor({
        issuer: 'Rettungsanker',
        twoFactorCookieMaxAge: CHALLENGE_SECONDS,
        // One brake for all processes and all factors: ours.
        accountLockout: { enabled: false },
        backupCodeOptions: {
          // Recovery codes are made when the set-up is confirmed (recovery-codes.ts).
          customBackupCodesGenerate: () => [],
          storeBackupCodes: {
            encrypt: async (json) => JSON.stringify(hashAll(JSON.parse(json))),
            decrypt: async (stored) => stored,
          },
        },
        schema: { twoFactor: { fields: { userId: 'personId' } } },
      }),
      passkey({
        rpID: url.hostname,
        rpName: 'Rettungsanker',
        origin: url.origin,
        // Signing in without an e-mail address needs a key that knows its account, and a second factor the person.
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        registration: {
          // Without a session there is one case only: the first owner at the set-up, who is not stored yet.
          requireSession: false,
          resolveUser: ({ context }) => {
            if (!context) throw new AppError('RA_UNAUTHENTICATED');
            return newcomer.parse(JSON.parse(context));
          },
          afterVerification: async ({ verification, user }) => {
            needsUser(verification.registrationInfo?.userVerified);
            await newcomers.getStore()?.(user.id);
          },
        },
        authentication: {
          afterVerification: async ({ verification }) =>
            needsUser(verification.authenticationInfo.userVerified),
        },
        advanced: { webAuthnChallengeCookie: 'passkey' },
        schema: { passkey: { fields: { userId: 'personId', credentialID: 'credentialId' } } },
      }),
    ],
  } satisfies BetterAuthOptions;
}

/** Who gets a passkey before there is a person: travels with the challenge, on the server's side. */
export const newcomer = z.object({ id: z.uuid(), name: z.string().min(1), displayName: z.string().min(1) });
export type Newcomer = z.output<typeof newcomer>;

/** What makes the person of a passkey that was just proved, around the one call that registers it. */
export const newcomers = new AsyncLocalStorage<(personId: string) => Promise<void>>();

function needsUser(verified: boolean | undefined): void {
  if (verified !== true)
    throw new AppError('RA_PASSKEY_FAILED', 'The authenticator did not verify its user.');
}

/** The library hands over new codes and, after one was used, the hashes of those that are left. */
const hashAll = (codes: string[]): string[] =>
  codes.map((code) => (isHashedCode(code) ? code : hashRecoveryCode(code)));

/** The form in which the library takes its secret. */
export const librarySecret = (secret: Uint8Array): string => Buffer.from(secret).toString('base64url');
