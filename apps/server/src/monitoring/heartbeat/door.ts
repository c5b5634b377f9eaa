import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../platform/database/tables.ts';
import type { Tenancy } from '../../platform/tenancy/transactions.ts';
import { beat, HEARTBEAT_TOKEN, hashHeartbeatToken } from './commands.ts';
import type { Signal } from './schema.ts';

export const HEARTBEAT_PATH = '/beat/v1';
/** Unknown addresses that one sender may try in a minute; each costs a query. */
const MOST_STRANGERS = 60;
/** What a job says in its body is not kept, and not waited for either. */
const BODY_BYTES = 64 * 1024;

export interface HeartbeatDoor {
  db: Kysely<Tables>;
  tenancy: Tenancy;
  /** Unix ms. */
  now: () => number;
}

/**
 * The addresses that jobs call: GET, HEAD or POST of `/beat/v1/TOKEN`, `/start`, `/fail`, or an exit code behind it.
 * The token is the proof and leads to one job of one client; nothing can be read here.
 */
export function registerHeartbeats(app: FastifyInstance, door: HeartbeatDoor): void {
  const brake = strangerBrake(door.now);
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_BYTES }, async () => undefined);
    for (const url of [`${HEARTBEAT_PATH}/:token`, `${HEARTBEAT_PATH}/:token/:signal`]) {
      for (const method of ['GET', 'POST'] as const) {
        scope.route({
          method,
          url,
          exposeHeadRoute: true,
          config: { level: 'open', rateLimit: false },
          // A line for every sign of life, with a token in its address, belongs in no log.
          logLevel: 'silent',
          bodyLimit: BODY_BYTES,
          schema: {
            tags: ['heartbeats'],
            summary: url.endsWith(':signal')
              ? 'A job begins, fails, or ended with an exit code'
              : 'A job has done its work',
            description:
              'Called by the job itself. `start`, `fail`, or the exit code (0 is success) behind the token tell more.',
            security: [],
            ...({ 'x-permission': 'open' } as object),
          },
          handler: (request, reply) => answer(door, brake, request, reply),
        });
      }
    }
  });
}

type Brake = ReturnType<typeof strangerBrake>;

async function answer(
  door: HeartbeatDoor,
  brake: Brake,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { token = '', signal: text } = request.params as { token?: string; signal?: string };
  reply.header('cache-control', 'no-store').type('text/plain; charset=utf-8');
  const signal = signalOf(text);
  if (signal === undefined || !HEARTBEAT_TOKEN.test(token)) return reply.status(404).send('unknown\n');
  if (brake.stops(request.ip))
    return reply.status(429).header('retry-after', '60').send('too many unknown addresses\n');
  const { rows } = await sql<{ clientId: string; checkId: string }>`
    select * from heartbeat_by_token(${hashHeartbeatToken(token)})`.execute(door.db);
  const [found] = rows;
  if (found === undefined) {
    brake.count(request.ip);
    return reply.status(404).send('unknown\n');
  }
  const taken = await door.tenancy.asSystem(found.clientId, (ctx) => beat(ctx, found.checkId, signal));
  if (!taken) return reply.status(429).header('retry-after', '1').send('too often\n');
  return reply.status(200).send('ok\n');
}

function signalOf(text: string | undefined): Signal | undefined {
  if (text === undefined || text === '0') return 'ok';
  if (text === 'start' || text === 'fail') return text;
  return /^\d{1,3}$/.test(text) ? 'fail' : undefined;
}

function strangerBrake(now: () => number) {
  const tries = new Map<string, number>();
  let since = 0;
  return {
    stops(address: string): boolean {
      if (now() - since > 60_000) {
        since = now();
        tries.clear();
      }
      return (tries.get(address) ?? 0) >= MOST_STRANGERS;
    },
    count: (address: string) => tries.set(address, (tries.get(address) ?? 0) + 1),
  };
}
