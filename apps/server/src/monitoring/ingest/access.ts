import { type Kysely, sql } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../../platform/clock.ts';
import type { Tables } from '../../platform/database/tables.ts';
import type { LiveFeed } from '../../platform/outbox/live.ts';
import type { Tenancy } from '../../platform/tenancy/transactions.ts';
import { DEFAULT_QUOTA, type IngestQuota } from './quota.ts';
import { hashIngestToken, INGEST_TOKEN } from './tokens.ts';

/** Who delivers. */
export interface Source {
  readonly clientId: string;
  readonly tokenId: string;
  readonly tokenName: string;
  readonly siteId: string | null;
  readonly quota: IngestQuota;
}

/** Should an event be lost, a revoked token is found out after this time. */
const REMEMBER_MS = 5_000;
const MAX_REMEMBERED = 10_000;
/** The last use is written at most this often. */
const TOUCH_MS = 60_000;
/** Unknown tokens that one address may try in a minute; each costs a query. */
const MAX_STRANGERS = 60;

export interface IngestAccessOptions {
  db: Kysely<Tables>;
  tenancy: Tenancy;
  live: LiveFeed;
  clock: Clock;
  log: Logger;
}

/**
 * Finds the client behind a token. The only way to a client's data here: what is written later is bound to the client
 * of this answer by the database itself (row-level security), whatever labels or names a message carries.
 */
export class IngestAccess {
  readonly #options: IngestAccessOptions;
  readonly #remembered = new Map<string, { source: Source; until: number }>();
  /** Tokens that were right before: guesses of others behind the same address must not shut them out. */
  readonly #proved = new Set<string>();
  readonly #touched = new Map<string, number>();
  readonly #strangers = new Map<string, number>();
  #strangersSince = 0;
  /** Counts what was forgotten, so that an answer that was under way meanwhile is not remembered. */
  #changes = 0;
  readonly #unsubscribe: (() => void)[];

  constructor(options: IngestAccessOptions) {
    this.#options = options;
    const forget = (): void => {
      this.#changes++;
      this.#remembered.clear();
    };
    this.#unsubscribe = [
      options.live.on((event) => {
        if (event.kind === 'ingest.changed' || event.kind === 'client.changed') forget();
      }),
      options.live.onGap(forget),
    ];
  }

  /**
   * @param address of the sender, for the brake on guesses
   * @returns null for what is no live token; 'brake' when the address tried too many of them
   */
  async find(token: string, address: string): Promise<Source | 'brake' | null> {
    if (!INGEST_TOKEN.test(token)) return null;
    const hash = hashIngestToken(token);
    const key = hash.toString('base64');
    const now = this.#options.clock.now().getTime();
    const known = this.#remembered.get(key);
    if (known && known.until > now) return known.source;
    if (!this.#proved.has(key) && this.#tooManyStrangers(address, now)) return 'brake';
    const changes = this.#changes;
    const { rows } = await sql<{
      clientId: string;
      id: string;
      name: string;
      siteId: string | null;
      lastUsedAt: Date | null;
      activeSeries: number | null;
      samplesPerSecond: number | null;
    }>`select * from ingest_token_by_hash(${hash})`.execute(this.#options.db);
    const row = rows[0];
    if (!row) {
      this.#proved.delete(key);
      this.#strangers.set(address, (this.#strangers.get(address) ?? 0) + 1);
      return null;
    }
    if (this.#proved.size >= MAX_REMEMBERED) this.#proved.clear();
    this.#proved.add(key);
    const source: Source = {
      clientId: row.clientId,
      tokenId: row.id,
      tokenName: row.name,
      siteId: row.siteId,
      quota: {
        activeSeries: row.activeSeries ?? DEFAULT_QUOTA.activeSeries,
        samplesPerSecond: row.samplesPerSecond ?? DEFAULT_QUOTA.samplesPerSecond,
      },
    };
    if (changes === this.#changes) {
      if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
      this.#remembered.set(key, { source, until: now + REMEMBER_MS });
    }
    this.#touch(source, row.lastUsedAt, now);
    return source;
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  #tooManyStrangers(address: string, now: number): boolean {
    if (now - this.#strangersSince > 60_000) {
      this.#strangersSince = now;
      this.#strangers.clear();
    }
    return (this.#strangers.get(address) ?? 0) >= MAX_STRANGERS;
  }

  #touch(source: Source, lastUsedAt: Date | null, now: number): void {
    const last = Math.max(lastUsedAt?.getTime() ?? 0, this.#touched.get(source.tokenId) ?? 0);
    if (now - last < TOUCH_MS) return;
    if (this.#touched.size >= MAX_REMEMBERED) this.#touched.clear();
    this.#touched.set(source.tokenId, now);
    this.#options.tenancy
      .asSystem(source.clientId, (ctx) =>
        ctx.tx
          .updateTable('ingestToken')
          .set({ lastUsedAt: new Date(now) })
          .where('clientId', '=', source.clientId)
          .where('id', '=', source.tokenId)
          .execute(),
      )
      .catch((error: unknown) =>
        this.#options.log.warn(
          { err: error, tokenId: source.tokenId },
          'The use of a token could not be noted.',
        ),
      );
  }
}

/** The token of an Authorization header: Bearer, or Basic with any name and the token as password. */
export function tokenOf(authorization: string | undefined): string | undefined {
  const [, scheme, rest = ''] = /^(Bearer|Basic) +([^\s]+)$/i.exec(authorization ?? '') ?? [];
  if (scheme === undefined) return undefined;
  if (scheme.toLowerCase() === 'bearer') return rest;
  const pair = Buffer.from(rest, 'base64').toString();
  return pair.slice(pair.indexOf(':') + 1);
}
