import { randomInt } from 'node:crypto';
import { EventEmitter } from 'node:events';
import pg from 'pg';
import type { Logger } from 'pino';
import type { DatabaseAddress } from '../database/pool.ts';

/**
 * A process that is killed leaves its jobs locked, and the queue would give them back only after four hours. Every
 * process therefore holds an advisory lock as long as it lives, under a key that names its workers; whoever sees that
 * the lock of a key is gone gives the jobs of those workers back.
 */
export interface OrphanWatch {
  /** For the queue's `events`: notes the workers as they come. */
  readonly events: EventEmitter;
  stop(): Promise<void>;
}

const LOCK_CLASS = 0x7261_6a6f;
const EVERY_MS = 10_000;

/** @param address as owner of the queue */
export async function watchOrphans(address: DatabaseAddress, log: Logger): Promise<OrphanWatch> {
  const key = randomInt(1, 2 ** 31 - 1);
  const client = new pg.Client({ ...address, application_name: 'rettungsanker jobs', keepAlive: true });
  client.on('error', (error) =>
    log.warn({ err: error }, 'The connection that proves that this worker lives was lost.'),
  );
  await client.connect();
  await client.query('select pg_advisory_lock($1, $2)', [LOCK_CLASS, key]);
  // Apart from both schemas: what says who lives now belongs in no backup.
  await client.query('create schema if not exists rettungsanker_runtime');
  await client.query(
    'create table if not exists rettungsanker_runtime.process (key integer primary key, workers text[] not null)',
  );
  await client.query('insert into rettungsanker_runtime.process (key, workers) values ($1, $2)', [key, []]);
  await freeOrphans(client, key, true);

  // One connection, one query at a time.
  let tail = Promise.resolve();
  const next = (what: string, work: () => Promise<unknown>): void => {
    tail = tail.then(work).then(
      () => {},
      (error: unknown) => log.warn({ err: error }, what),
    );
  };
  const events = new EventEmitter();
  events.on('worker:create', ({ worker }: { worker: { workerId: string } }) => {
    next('A worker could not be noted.', () =>
      client.query(
        'update rettungsanker_runtime.process set workers = array_append(workers, $2) where key = $1',
        [key, worker.workerId],
      ),
    );
  });
  const timer = setInterval(
    () => next('Jobs of dead workers could not be given back.', () => freeOrphans(client, key, false)),
    EVERY_MS,
  );
  timer.unref();
  return {
    events,
    async stop() {
      clearInterval(timer);
      await tail;
      await client.query('delete from rettungsanker_runtime.process where key = $1', [key]).catch(() => {});
      await client.end();
    },
  };
}

async function freeOrphans(client: pg.Client, own: number, starting: boolean): Promise<void> {
  const { rows } = await client.query<{ key: number; workers: string[]; alive: boolean }>(
    `select p.key, p.workers, exists (select from pg_locks l where l.locktype = 'advisory' and l.classid = $1 and l.objid = p.key
       and l.database = (select oid from pg_database where datname = current_database())) as alive
     from rettungsanker_runtime.process p where p.key <> $2`,
    [LOCK_CLASS, own],
  );
  const dead = rows.filter((row) => !row.alive);
  const workers = dead.flatMap((row) => row.workers);
  // The first process of all after a crash frees everything: a worker may have died before it was noted.
  if (starting && rows.every((row) => !row.alive)) {
    const locked = await client.query<{ worker: string }>(
      'select distinct locked_by as worker from graphile_worker.jobs where locked_by is not null',
    );
    workers.push(...locked.rows.map((row) => row.worker));
  }
  if (workers.length > 0)
    await client.query('select graphile_worker.force_unlock_workers($1)', [[...new Set(workers)]]);
  if (dead.length > 0)
    await client.query('delete from rettungsanker_runtime.process where key = any ($1)', [
      dead.map((row) => row.key),
    ]);
}
