import { randomInt } from 'node:crypto';
import { EventEmitter } from 'node:events';
import pg from 'pg';
import type { Logger } from 'pino';
import type { DatabaseAddress } from './database/pool.ts';

/**
 * Says to the other processes on the same database that this one lives, and lets exactly one of them do what must not
 * be done twice. Both are advisory locks of one connection: a process that is killed loses them at once, one whose
 * machine is gone as soon as the database's keep-alive gives up (25 s).
 */
export interface Presence {
  /** Unique among the living processes; notes on rows carry it. */
  readonly key: number;
  /**
   * Runs `start` while this process is the one that leads the work, and what it returned when it no longer is.
   * Resolves after the first attempt.
   */
  lead(work: Work, start: () => Promise<Stop>): Promise<void>;
  /** When the youngest living process with the role was started; undefined when there is none. */
  newestStart(role: string): Promise<Date | undefined>;
  /** The others had taken this process for dead for a moment. */
  onReturn(listener: () => void): void;
  /** Stops what this process leads and takes part no more; another process goes on with it. */
  release(): Promise<void>;
  stop(): Promise<void>;
}

export type Work = keyof typeof WORK_LOCKS;
type Stop = () => Promise<void> | void;

/** Known to forget_connections() in migration 0007. */
const LOCK_CLASS = 1_918_988_402;
const WORK_CLASS = LOCK_CLASS + 1;
const WORK_LOCKS = { probe: 1, availability: 2, heartbeat: 3, mail: 4 } as const;
const EVERY_MS = 1_000;
const ANSWER_MS = 5_000;
const SESSION = '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3';

interface Candidate {
  start: () => Promise<Stop>;
  /** Set while this process leads. */
  stop: Stop | undefined;
}

/** @param address as owner: the list of processes is none of the application role's business */
export async function startPresence(options: {
  address: DatabaseAddress;
  roles: readonly string[];
  now: () => Date;
  log: Logger;
}): Promise<Presence> {
  const { log } = options;
  const key = randomInt(1, 2 ** 31 - 1);
  const startedAt = options.now();
  const candidates = new Map<Work, Candidate>();
  const emitter = new EventEmitter();
  let client: pg.Client | undefined;
  let stopped = false;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      ...options.address,
      application_name: 'rettungsanker presence',
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
      options: SESSION,
    });
    next.on('error', () => {});
    next.on('end', () => {
      if (client !== next) return;
      client = undefined;
      void inTurn(look);
    });
    try {
      await next.connect();
      await next.query('select pg_advisory_lock($1, $2)', [LOCK_CLASS, key]);
      await next.query(
        'insert into rettungsanker_runtime.presence (key, roles, started_at) values ($1, $2, $3) on conflict do nothing',
        [key, [...options.roles], startedAt],
      );
      await next.query(`delete from rettungsanker_runtime.presence p where not exists (${lockOf('p.key')})`, [
        LOCK_CLASS,
      ]);
    } catch (error) {
      await next.end().catch(() => {});
      throw error;
    }
    client = next;
  };
  const giveUpWork = async (): Promise<void> => {
    for (const candidate of candidates.values()) {
      const { stop } = candidate;
      candidate.stop = undefined;
      await stop?.();
    }
  };
  const apply = async (work: Work, candidate: Candidate): Promise<void> => {
    if (candidate.stop || !client) return;
    const { rows } = await client.query<{ won: boolean }>('select pg_try_advisory_lock($1, $2) as won', [
      WORK_CLASS,
      WORK_LOCKS[work],
    ]);
    if (rows[0]?.won) candidate.stop = await candidate.start();
  };
  const look = async (): Promise<void> => {
    if (stopped) return;
    try {
      if (!client) {
        await giveUpWork();
        await connect();
        log.info('The database knows again that this process lives.');
        emitter.emit('return');
      } else await client.query('select');
      for (const [work, candidate] of candidates) await apply(work, candidate);
    } catch (error) {
      if (client) log.warn({ err: error }, 'The connection that proves that this process lives was lost.');
      const lost = client;
      client = undefined;
      lost?.end().catch(() => {});
      await giveUpWork();
    }
  };

  // One after the other: a lead is never given up while it is being taken.
  let tail: Promise<void> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = tail.then(work);
    tail = result.then(
      () => {},
      () => {},
    );
    return result;
  };
  await connect();
  const timer = setInterval(() => void inTurn(look), EVERY_MS);
  const release = (): Promise<void> =>
    inTurn(async () => {
      await giveUpWork();
      candidates.clear();
      await client
        ?.query('select pg_advisory_unlock($1, lock) from unnest($2::int[]) lock', [
          WORK_CLASS,
          Object.values(WORK_LOCKS),
        ])
        .catch(() => {});
    });
  return {
    key,
    lead: (work, start) =>
      inTurn(() => {
        const candidate: Candidate = { start, stop: undefined };
        candidates.set(work, candidate);
        return apply(work, candidate);
      }),
    async newestStart(role) {
      const { rows } = (await client?.query<{ at: Date | null }>(
        `select max(p.started_at) as at from rettungsanker_runtime.presence p
         where $2 = any (p.roles) and exists (${lockOf('p.key')})`,
        [LOCK_CLASS, role],
      )) ?? { rows: [] };
      return rows[0]?.at ?? undefined;
    },
    onReturn: (listener) => void emitter.on('return', listener),
    release,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await release();
      const last = client;
      client = undefined;
      await last?.query('delete from rettungsanker_runtime.presence where key = $1', [key]).catch(() => {});
      await last?.end().catch(() => {});
    },
  };
}

/** SQL for "the lock of class $1 under this key is held in this database". */
const lockOf = (key: string): string => `
  select from pg_locks l where l.locktype = 'advisory' and l.granted and l.classid = $1::bigint and l.objid = ${key}
    and l.database = (select d.oid from pg_database d where d.datname = current_database())`;

/** Whether any server process lives on this database. */
export async function livingProcess(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ lives: boolean }>(
    `select exists (select from rettungsanker_runtime.presence p where exists (${lockOf('p.key')})) as lives`,
    [LOCK_CLASS],
  );
  return rows[0]!.lives;
}
