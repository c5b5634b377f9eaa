import type { FastifyInstance } from 'fastify';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { readMigrations } from '../database/migrate.ts';
import type { Tables } from '../database/tables.ts';

/** Parts without which this process must get no work. */
export interface Readiness {
  database: () => Promise<boolean>;
  migrations: () => Promise<boolean>;
  storage: () => boolean;
  jobs: () => boolean;
}

const CHECK_MS = 2_000;

const state = z.enum(['ok', 'failed']);

/**
 * GET /healthz: the process lives (restart it when this fails). GET /readyz: it can work (send nobody here while
 * this fails); says which part, never why, because anybody may ask.
 */
export function healthRoutes(app: FastifyInstance, checks: Readiness): void {
  app.get(
    '/healthz',
    {
      config: { level: 'open' },
      schema: { hide: true, response: { 200: z.object({ status: z.literal('ok') }) } },
    },
    (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  );
  app.get(
    '/readyz',
    {
      config: { level: 'open' },
      schema: {
        hide: true,
        response: {
          '2xx': z.object({ status: state, checks: z.record(z.string(), state) }),
          503: z.object({ status: state, checks: z.record(z.string(), state) }),
        },
      },
    },
    async (_request, reply) => {
      const results = await Promise.all(
        Object.entries(checks).map(async ([name, check]) => [name, await holds(check)] as const),
      );
      const ready = results.every(([, ok]) => ok);
      return reply
        .status(ready ? 200 : 503)
        .header('cache-control', 'no-store')
        .send({
          status: ready ? 'ok' : 'failed',
          checks: Object.fromEntries(results.map(([name, ok]) => [name, ok ? 'ok' : 'failed'])),
        });
    },
  );
}

/** An answer that does not come in time is a no. */
async function holds(check: () => boolean | Promise<boolean>): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), CHECK_MS);
  try {
    return await Promise.race([check(), late.promise]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

export const databaseAnswers = (db: Kysely<Tables>) => async (): Promise<boolean> => {
  await sql`select 1`.execute(db);
  return true;
};

/** Whether the database is at the level of this version; a newer process may have moved it on. */
export function migrationsCurrent(db: Kysely<Tables>): () => Promise<boolean> {
  const known = readMigrations().then((migrations) => migrations.at(-1)?.number);
  known.catch(() => {});
  return async () => {
    const { rows } = await sql<{ level: number }>`select max(number) as level from migration`.execute(db);
    return rows[0]?.level === (await known);
  };
}
