import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { type Kysely, sql } from 'kysely';
import { type Clock, uuid7 } from '../clock.ts';
import type { Tables } from '../database/tables.ts';
import { AppError } from '../errors.ts';

/** Failures that are free within `windowSeconds`; each further one doubles the pause, up to `longestSeconds`. */
interface Brake {
  readonly free: number;
  readonly firstSeconds: number;
  readonly longestSeconds: number;
  readonly windowSeconds: number;
}

/**
 * Guessing one account is slowed down wherever the guesses come from; the longest pause stays short, because anybody
 * can cause it for somebody else (a passkey still works then). An address is slowed down across accounts; a whole
 * office may share it.
 */
const BRAKES = {
  account: { free: 5, firstSeconds: 30, longestSeconds: 900, windowSeconds: 86_400 },
  'second-factor': { free: 5, firstSeconds: 30, longestSeconds: 3_600, windowSeconds: 86_400 },
  address: { free: 30, firstSeconds: 60, longestSeconds: 3_600, windowSeconds: 3_600 },
  link: { free: 10, firstSeconds: 60, longestSeconds: 3_600, windowSeconds: 3_600 },
} as const satisfies Record<string, Brake>;
export type BrakeKind = keyof typeof BRAKES;
const LONGEST_WINDOW_SECONDS = 86_400;

export interface Guess {
  readonly kind: BrakeKind;
  readonly key: string;
}
/** Keys are hashes: the table tells nobody which addresses and accounts were tried. */
const guess = (kind: BrakeKind, subject: string): Guess => ({
  kind,
  key: `${kind}:${createHash('sha256').update(subject).digest('base64url')}`,
});
export const onAccount = (email: string): Guess => guess('account', email.toLowerCase());
export const onSecondFactor = (personId: string): Guess => guess('second-factor', personId);
export const onAddress = (address: string | null): Guess => guess('address', network(address));
/** Set-up, invitation and reset links. */
export const onLink = (address: string | null): Guess => guess('link', network(address));

/** An IPv6 customer owns at least a /64, so single addresses in it mean nothing. */
export function network(address: string | null): string {
  if (!address || !ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv6' ? parsed.toByteArray().slice(0, 8).join('.') : parsed.toString();
}

export interface Attempt {
  /** Forgets the failures of the account; those of an address stay, or an attacker's own account would clear them. */
  succeeded(): Promise<void>;
  /** Nothing was tried (for example the server was too busy): it does not count. */
  withdrawn(): Promise<void>;
  /** Seconds for which this failure locks what was tried; 0 while failures are free. */
  readonly locksForSeconds: number;
  readonly lockedKind: BrakeKind;
}

export interface Throttle {
  /**
   * Takes an attempt before its secret is looked at: it counts as failed until it has succeeded, so that many at
   * the same time do not all slip through.
   * @throws AppError RA_SIGN_IN_LOCKED with details.retryAfterSeconds
   */
  begin(...guesses: readonly Guess[]): Promise<Attempt>;
  /** Removes what no brake looks at any more. */
  cleanUp(): Promise<void>;
}

export function createThrottle(db: Kysely<Tables>, clock: Clock): Throttle {
  const forget = (keys: readonly string[], id?: string): Promise<unknown> =>
    db
      .deleteFrom('signInAttempt')
      .where('key', 'in', keys)
      .$if(id !== undefined, (query) => query.where('id', '=', id!))
      .execute();

  return {
    async begin(...guesses) {
      const id = uuid7(clock);
      const now = clock.now();
      let locks: { kind: BrakeKind; seconds: number } = { kind: guesses[0]!.kind, seconds: 0 };
      await db.transaction().execute(async (tx) => {
        // Always in the same order, so that two attempts never wait for each other.
        for (const { kind, key } of [...guesses].sort((a, b) => (a.key < b.key ? -1 : 1))) {
          const brake = BRAKES[kind];
          await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
          const { count, last } = await tx
            .selectFrom('signInAttempt')
            .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.max('at').as('last')])
            .where('key', '=', key)
            .where('at', '>', new Date(now.getTime() - brake.windowSeconds * 1000))
            .executeTakeFirstOrThrow();
          const pause = pauseSeconds(brake, count) * 1000;
          const wait = ((last as Date | null)?.getTime() ?? 0) + pause - now.getTime();
          // Without a pause the last one may still be "later": another attempt, begun while this one waited for the lock.
          if (pause > 0 && wait > 0)
            throw new AppError('RA_SIGN_IN_LOCKED', undefined, { retryAfterSeconds: Math.ceil(wait / 1000) });
          const seconds = pauseSeconds(brake, count + 1);
          if (seconds > locks.seconds) locks = { kind, seconds };
          await tx.insertInto('signInAttempt').values({ key, at: now, id }).execute();
        }
      });
      const keys = guesses.map((one) => one.key);
      const personal = guesses.filter((one) => one.kind === 'account' || one.kind === 'second-factor');
      return {
        locksForSeconds: locks.seconds,
        lockedKind: locks.kind,
        async succeeded() {
          await forget(keys, id);
          if (personal.length > 0) await forget(personal.map((one) => one.key));
        },
        async withdrawn() {
          await forget(keys, id);
        },
      };
    },
    async cleanUp() {
      const before = new Date(clock.now().getTime() - LONGEST_WINDOW_SECONDS * 1000);
      await db.deleteFrom('signInAttempt').where('at', '<', before).execute();
    },
  };
}

/** Pause after so many failures in the window. */
function pauseSeconds(brake: Brake, failures: number): number {
  if (failures < brake.free) return 0;
  return Math.min(brake.longestSeconds, brake.firstSeconds * 2 ** Math.min(30, failures - brake.free));
}
