import { argon2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Clock } from '../../clock.ts';
import { AppError } from '../../errors.ts';

/**
 * argon2id (RFC 9106) in the PHC string format. 32 MiB and three passes are above OWASP's minimum (19 MiB, two) and
 * take about 65 ms on one core of 2020.
 */
export interface PasswordCost {
  /** KiB */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}
const COST: PasswordCost = { memory: 32_768, passes: 3, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** At once: the thread pool has four threads, and files and name look-ups need some of them too. */
const PARALLEL = 2;
/** Waiting ones, about two seconds of work; whoever comes later is told to. Otherwise sign-in is a denial of service. */
const QUEUE = 64;

export interface PasswordHasher {
  /** @throws AppError RA_UNAVAILABLE when too many wait already */
  hash(password: string): Promise<string>;
  /** False as well for a text that is no such hash. @throws AppError RA_UNAVAILABLE */
  verify(hash: string, password: string): Promise<boolean>;
}

const derive = promisify(argon2);
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replaceAll('=', '');

export function createPasswordHasher(clock: Clock, cost = COST): PasswordHasher {
  const queued = createQueue(PARALLEL, QUEUE);
  const run = (password: string, nonce: Uint8Array, by: PasswordCost): Promise<Buffer> =>
    queued(() => derive('argon2id', { message: password, nonce, tagLength: HASH_BYTES, ...by }));
  return {
    async hash(password) {
      const salt = clock.randomBytes(SALT_BYTES);
      const digest = await run(password, salt, cost);
      const { memory, passes, parallelism } = cost;
      return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(digest)}`;
    },
    async verify(hash, password) {
      const parsed = parse(hash);
      if (!parsed) return false;
      return timingSafeEqual(await run(password, parsed.salt, parsed.cost), parsed.digest);
    },
  };
}

function parse(hash: string): { cost: PasswordCost; salt: Buffer; digest: Buffer } | undefined {
  const match = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d)\$([^$]+)\$([^$]+)$/.exec(hash);
  if (!match) return undefined;
  const [, memory, passes, parallelism, salt, digest] = match;
  const parsed = {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt!, 'base64'),
    digest: Buffer.from(digest!, 'base64'),
  };
  return parsed.digest.length === HASH_BYTES ? parsed : undefined;
}

/** Runs at most `parallel` at once and lets at most `limit` wait. */
export function createQueue(parallel: number, limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= parallel) {
      if (waiting.length >= limit) throw new AppError('RA_UNAVAILABLE', undefined, { retryAfterSeconds: 3 });
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running++;
    try {
      return await work();
    } finally {
      // The place is handed on, so that nobody can slip in between.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
