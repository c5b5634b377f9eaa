import { WireError } from '@rettungsanker/ingest-wire';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, databaseTrouble } from '../../../platform/errors.ts';
import type { StorageGuard } from '../../../platform/storage-guard.ts';
import { type IngestAccess, type Source, tokenOf } from '../access.ts';
import { type Intake, OverRate } from '../intake.ts';
import { INGEST_LIMITS } from '../quota.ts';
import { type BodyLimits, NoRoom, Room, readBody, SlowBody } from './body.ts';

/** What went wrong, in the terms that all these protocols share. */
export interface Refusal {
  status: number;
  message: string;
  retryAfterSeconds?: number;
}

export interface DoorOptions {
  access: IngestAccess;
  intake: Intake;
  storage: () => Pick<StorageGuard, 'full'>;
  limits?: BodyLimits;
}

/** One protocol behind the door. */
export interface Receiver {
  url: string;
  summary: string;
  description: string;
  /** Content types, for the API document. */
  consumes: readonly string[];
  /** Looks at the headers before the body is read: what cannot be understood is not taken in. @throws UnsupportedContent */
  negotiate(request: FastifyRequest): void;
  receive(source: Source, body: Buffer, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
  /** The protocol's own way to say no. */
  refuse(refusal: Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply;
}

const VERBOSE: ReadonlySet<string> = new Set(['trace', 'debug', 'info']);

/** 415 in every protocol. */
export class UnsupportedContent extends Error {}

declare module 'fastify' {
  interface FastifyRequest {
    ingestSource: Source | null;
  }
}

/**
 * The common part of all receivers: who sends is found out before a byte of the body is read, bodies are bounded in
 * size, time and number, and every failure is answered in the protocol's own form.
 */
export function addReceivers(
  app: FastifyInstance,
  options: DoorOptions,
  receivers: readonly Receiver[],
): void {
  const limits = options.limits ?? INGEST_LIMITS;
  const room = new Room(INGEST_LIMITS.inFlight);
  app.register(async (scope) => {
    scope.decorateRequest('ingestSource', null);
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', async (_request: FastifyRequest, payload: NodeJS.ReadableStream) =>
      readBody(payload as never, limits, room),
    );
    scope.addHook('onResponse', async (request) => {
      if (request.body instanceof Buffer) room.giveBack(request.body.length);
    });
    for (const receiver of receivers)
      scope.route({
        method: 'POST',
        url: receiver.url,
        config: { level: 'open', rateLimit: false },
        // A line for every request of every sender would hide all others.
        logLevel: VERBOSE.has(app.log.level) ? 'warn' : (app.log.level as 'warn'),
        bodyLimit: limits.body,
        schema: {
          tags: ['ingest'],
          summary: receiver.summary,
          description: receiver.description,
          security: [{ ingestToken: [] }],
          consumes: [...receiver.consumes],
          ...({ 'x-permission': 'open' } as object),
        },
        errorHandler: (error, request, reply) => {
          const refusal = refusalOf(error);
          if (refusal.status >= 500) request.log.warn({ err: error }, 'Data was not taken in.');
          // The rest of a body that is not wanted is not waited for.
          if (!(request.body instanceof Buffer)) reply.header('connection', 'close');
          if (refusal.retryAfterSeconds !== undefined)
            reply.header('retry-after', String(refusal.retryAfterSeconds));
          if (refusal.status === 401) reply.header('www-authenticate', 'Bearer, Basic realm="ingest"');
          return receiver.refuse(refusal, request, reply);
        },
        preParsing: async (request) => {
          request.ingestSource = await admit(options, request);
          receiver.negotiate(request);
          const announced = Number(request.headers['content-length'] ?? 0);
          if (announced > limits.body)
            throw new WireError('too-large', `A body may have ${limits.body} bytes.`);
        },
        handler: (request, reply) => {
          const body = request.body instanceof Buffer ? request.body : Buffer.alloc(0);
          return receiver.receive(request.ingestSource!, body, request, reply);
        },
      });
  });
}

async function admit(options: DoorOptions, request: FastifyRequest): Promise<Source> {
  const token = tokenOf(request.headers.authorization);
  const source = token === undefined ? null : await options.access.find(token, request.ip);
  if (source === 'brake') throw new OverRate(60, 'Too many unknown tokens came from this address.');
  if (!source) throw new AppError('RA_UNAUTHENTICATED');
  if (options.storage().full) throw new AppError('RA_STORAGE_FULL');
  return source;
}

/** 4xx: never again in this form. 429 and 503: the same again later. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof WireError)
    return {
      status: { malformed: 400, 'too-large': 413, unsupported: 415 }[error.problem],
      message: error.message,
    };
  if (error instanceof UnsupportedContent) return { status: 415, message: error.message };
  if (error instanceof OverRate)
    return { status: 429, message: error.message, retryAfterSeconds: error.retryAfterSeconds };
  if (error instanceof SlowBody) return { status: 408, message: error.message };
  if (error instanceof NoRoom)
    return { status: 503, message: 'Too much data is coming in at the moment.', retryAfterSeconds: 5 };
  if (error instanceof AppError) {
    if (error.status === 401) return { status: 401, message: 'The token is unknown or was revoked.' };
    if (error.code === 'RA_STORAGE_FULL')
      return { status: 503, message: error.message, retryAfterSeconds: 30 };
    return error.status >= 500
      ? { status: 503, message: error.message, retryAfterSeconds: 2 }
      : { status: error.status, message: error.message };
  }
  // A fault of ours, or of the database: the sender keeps the data and tries again.
  const full = databaseTrouble(error) === 'full';
  return { status: 503, message: 'The data could not be stored.', retryAfterSeconds: full ? 30 : 2 };
}

/** Plain text, for protocols without a form of their own. */
export function refuseAsText(
  { status, message }: Refusal,
  _request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  return reply.status(status).type('text/plain; charset=utf-8').send(`${message}\n`);
}

/** Media type without parameters, and one parameter by name; quotes are taken off. */
export function mediaType(header: string | undefined): {
  type: string;
  parameter(name: string): string | undefined;
} {
  const [type = '', ...parameters] = (header ?? '').split(';').map((part) => part.trim());
  return {
    type: type.toLowerCase(),
    parameter(name) {
      for (const parameter of parameters) {
        const at = parameter.indexOf('=');
        if (parameter.slice(0, at).trim().toLowerCase() === name)
          return parameter
            .slice(at + 1)
            .trim()
            .replace(/^"(.*)"$/, '$1');
      }
      return undefined;
    },
  };
}
