import { randomBytes, randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  isResponseSerializationError,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import { AppError, databaseTrouble } from '../errors.ts';
import type { Authenticator } from './authenticate.ts';
import { API } from './routes.ts';

export interface HttpOptions {
  log: Logger;
  authenticator: Authenticator;
  publicUrl: () => string;
  trustedProxies: readonly string[];
  https?: { key: string; cert: string };
  version: string;
  /** Adds routes; called inside the API's scope after security is set up. */
  register(app: FastifyInstance): void | Promise<void>;
}

const MEGABYTE = 1024 * 1024;

/** Builds the HTTP server with everything that holds for all routes: limits, headers, identity, errors, OpenAPI. */
export async function createHttpServer(options: HttpOptions): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: options.log,
    logController: new Fastify.LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    bodyLimit: MEGABYTE,
    routerOptions: { maxParamLength: 200 },
    requestTimeout: 60_000,
    keepAliveTimeout: 70_000,
    forceCloseConnections: true,
    ...(options.https ? { https: { ...options.https, minVersion: 'TLSv1.2' } } : {}),
  } as FastifyServerOptions) as unknown as FastifyInstance;

  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, request, reply) => {
    const known = toAppError(error);
    if (known.status >= 500) request.log.error({ err: error }, 'request failed');
    if (known.details?.retryAfterSeconds)
      reply.header('retry-after', String(known.details.retryAfterSeconds));
    return reply.status(known.status).send({
      error: {
        code: known.code,
        message: known.message,
        ...(known.details ? { details: known.details } : {}),
        requestId: request.id,
      },
    });
  });
  app.setNotFoundHandler(() => {
    throw new AppError('RA_NOT_FOUND');
  });

  const secure = (): boolean => options.publicUrl().startsWith('https:');
  await app.register(cookie);
  app.decorateReply('styleNonce', '');
  await app.register(helmet, {
    contentSecurityPolicy: false,
    crossOriginEmbedderPolicy: false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
    strictTransportSecurity: false,
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.styleNonce = randomBytes(16).toString('base64');
    reply.header('x-request-id', request.id);
    reply.header('content-security-policy', contentSecurityPolicy(reply.styleNonce));
    reply.header(
      'permissions-policy',
      'camera=(), microphone=(), geolocation=(), publickey-credentials-get=(self), publickey-credentials-create=(self)',
    );
    if (secure()) reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
    if (request.url.startsWith(API)) reply.header('cache-control', 'no-store');
  });
  await app.register(rateLimit, {
    global: true,
    // A net against runaway scripts; sign-in has its own, far stricter brake.
    max: 1200,
    timeWindow: 60_000,
    errorResponseBuilder: (_request, context) =>
      new AppError('RA_RATE_LIMITED', undefined, { retryAfterSeconds: Math.ceil(context.ttl / 1000) }),
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Rettungsanker',
        version: options.version,
        description: 'Every error body carries a stable code; see docs/errors.md. Times are ISO 8601 in UTC.',
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'ra_session' },
          apiKey: { type: 'http', scheme: 'bearer' },
          ingestToken: { type: 'http', scheme: 'bearer' },
        },
      },
      security: [{ session: [] }, { apiKey: [] }],
    },
    transform: jsonSchemaTransform,
  });

  app.decorateRequest('signedIn', null);
  app.addHook('onRequest', async (request) => {
    if (!request.url.startsWith(API)) return;
    request.signedIn = await options.authenticator.authenticate(request.headers);
    if (request.signedIn?.via !== 'api-key')
      refuseCrossSite(request.method, request.headers, options.publicUrl());
  });
  app.addHook('onResponse', async (request, reply) => {
    // Paths only: a query string may carry what does not belong into logs.
    request.log.info(
      {
        method: request.method,
        path: request.routeOptions.url ?? request.url.split('?')[0],
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        person: request.signedIn?.personId,
      },
      'request',
    );
  });
  await options.register(app);
  return app;
}

/**
 * A cookie is sent along by any page that makes the browser call us, so a change needs proof that the call came
 * from our own pages (Fetch metadata, else Origin). Programs send neither and carry an API key.
 */
function refuseCrossSite(
  method: string,
  headers: Record<string, string | string[] | undefined>,
  publicUrl: string,
): void {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return;
  const site = headers['sec-fetch-site'];
  const origin = headers.origin;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new AppError('RA_CROSS_SITE');
  if (origin !== undefined && origin !== new URL(publicUrl).origin && !sameHost(String(origin), headers.host))
    throw new AppError('RA_CROSS_SITE');
}
const sameHost = (origin: string, host: string | string[] | undefined): boolean =>
  URL.canParse(origin) && new URL(origin).host === host;

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    // React sets style properties through the CSSOM, which needs no exception; attributes in markup stay forbidden.
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    // The map is arranged beside the page, by a script of ours.
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

declare module 'fastify' {
  interface FastifyReply {
    styleNonce: string;
  }
}

/** PostgreSQL keeps neither NUL nor half a surrogate pair: in text, as an escape in JSON, in JSON (appendix A). */
const UNSTORABLE: ReadonlySet<string> = new Set(['22021', '22P05', '22P02']);

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map((issue) => ({ path: issue.instancePath, problem: issue.message }));
    return new AppError('RA_BAD_REQUEST', undefined, { in: error.validationContext, fields });
  }
  if (isResponseSerializationError(error)) return new AppError('RA_INTERNAL');
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  if (statusCode === 413 || code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new AppError('RA_BODY_TOO_LARGE');
  if (statusCode === 415) return new AppError('RA_UNSUPPORTED_MEDIA_TYPE');
  if (statusCode === 429) return new AppError('RA_RATE_LIMITED');
  if (statusCode && statusCode >= 400 && statusCode < 500)
    return new AppError('RA_BAD_REQUEST', (error as Error).message);
  const trouble = databaseTrouble(error);
  if (trouble === 'full') return new AppError('RA_STORAGE_FULL');
  if (trouble === 'unavailable') return new AppError('RA_UNAVAILABLE', undefined, { retryAfterSeconds: 2 });
  if (code === '23505') return new AppError('RA_CONFLICT');
  if (code && UNSTORABLE.has(code))
    return new AppError('RA_BAD_REQUEST', 'A text holds a character that cannot be stored.');
  return new AppError('RA_INTERNAL');
}
