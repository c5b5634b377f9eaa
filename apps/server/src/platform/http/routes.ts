import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { z } from 'zod';
import type { Context, ScopeContext } from '../context.ts';
import { AppError } from '../errors.ts';
import { type Access, mayIn, scopeFor, sees } from '../tenancy/access.ts';
import type { Permission } from '../tenancy/permissions.ts';
import type { Caller, Tenancy } from '../tenancy/transactions.ts';
import type { SignedIn } from './authenticate.ts';
import { errorBody } from './schemas.ts';

/** Which door a route has; the permission test walks all routes by it. */
export type RouteLevel = 'client' | 'scope' | 'person' | 'open';

interface Shape<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  tag: string;
  summary: string;
  params?: P;
  query?: Q;
  body?: B;
  response: R;
  /** Success status; default 200, or 201 for POST. */
  status?: 200 | 201 | 202;
}
interface Input<P, Q, B> {
  params: P;
  query: Q;
  body: B;
}
export interface RawExchange {
  request: FastifyRequest;
  reply: FastifyReply;
}

/**
 * How a domain declares its HTTP face: schema in, command or query, schema out. Authentication, permission,
 * transaction and tenancy happen here and nowhere else.
 */
export interface Routes {
  /**
   * Below /api/v1/clients/:clientId: one client, one transaction. Strangers get 404, too small a role 403. What waits
   * for others is returned as a function and done after the transaction, which would keep a connection meanwhile.
   */
  client<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    route: Shape<P, Q, B, R> & {
      permission: Permission;
      handler: (
        ctx: Context,
        input: Input<z.output<P>, z.output<Q>, z.output<B>>,
        raw: RawExchange,
      ) => Promise<z.output<R> | (() => Promise<z.output<R>>)>;
    },
  ): void;
  /** Reads over all clients in which the caller holds the permission. */
  scope<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    route: Shape<P, Q, B, R> & {
      permission: Permission;
      handler: (
        ctx: ScopeContext,
        input: Input<z.output<P>, z.output<Q>, z.output<B>>,
        raw: RawExchange & { access: Access },
      ) => Promise<z.output<R>>;
    },
  ): void;
  /**
   * Needs a signed-in person; with `permission` one who holds it in at least one client. `allowWithoutSecondFactor` is
   * for setting one up.
   */
  person<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    route: Shape<P, Q, B, R> & {
      allowWithoutSecondFactor?: true;
      permission?: Permission;
      handler: (
        signedIn: SignedIn,
        input: Input<z.output<P>, z.output<Q>, z.output<B>>,
        raw: RawExchange & { caller: Caller },
      ) => Promise<z.output<R>>;
    },
  ): void;
  /** Anybody may call it. */
  open<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    route: Shape<P, Q, B, R> & {
      handler: (
        input: Input<z.output<P>, z.output<Q>, z.output<B>>,
        raw: RawExchange & { caller: Caller },
      ) => Promise<z.output<R>>;
    },
  ): void;
}

declare module 'fastify' {
  interface FastifyRequest {
    signedIn: SignedIn | null;
  }
  interface FastifyContextConfig {
    level?: RouteLevel;
    permission?: Permission;
  }
}

export const API = '/api/v1';

export function callerOf(request: FastifyRequest, scope: readonly string[], clientId?: string): Caller {
  const signedIn = request.signedIn;
  return {
    actor: signedIn?.actor ?? { kind: 'anonymous', id: null, name: 'anonymous', personId: null },
    scope,
    role: (clientId && signedIn?.access.clients.get(clientId)?.role) || null,
    locale: signedIn?.locale ?? 'de',
    requestId: request.id,
    address: request.ip,
  };
}

export function requireSignedIn(request: FastifyRequest, allowWithoutSecondFactor = false): SignedIn {
  const signedIn = request.signedIn;
  if (!signedIn) throw new AppError('RA_UNAUTHENTICATED');
  if (signedIn.secondFactorMissing && !allowWithoutSecondFactor)
    throw new AppError('RA_SECOND_FACTOR_REQUIRED');
  return signedIn;
}

export function createRoutes(app: FastifyInstance, tenancy: Tenancy): Routes {
  type AnyShape = Shape<z.ZodType, z.ZodType, z.ZodType, z.ZodType>;
  const register = (
    shape: AnyShape,
    url: string,
    config: { level: RouteLevel; permission?: Permission },
    admit: (request: FastifyRequest) => void,
    handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
  ): void => {
    const status = shape.status ?? (shape.method === 'POST' ? 201 : 200);
    app.route({
      method: shape.method as HTTPMethods,
      url,
      config,
      schema: {
        tags: [shape.tag],
        summary: shape.summary,
        operationId: operationId(shape.method, url),
        ...(shape.params ? { params: shape.params } : {}),
        ...(shape.query ? { querystring: shape.query } : {}),
        ...(shape.body ? { body: shape.body } : {}),
        response: { [status]: shape.response, default: errorBody },
        ...(config.level === 'open' ? { security: [] } : {}),
        ...({ 'x-permission': config.permission ?? config.level } as object),
      },
      // Before the body is read: what is wrong with a request is told only to those who may make it. After the
      // brake on all requests, which is an onRequest hook.
      preParsing: async (request) => admit(request),
      handler: async (request, reply) => {
        const result = await handler(request, reply);
        if (reply.sent) return reply;
        return reply.status(status).send(result);
      },
    });
  };
  const input = (request: FastifyRequest) =>
    ({ params: request.params, query: request.query, body: request.body }) as Input<never, never, never>;

  return {
    client(route) {
      const params = (route.params as unknown as z.ZodObject | undefined) ?? z.object({});
      const shape = { ...route, params: params.extend({ clientId: z.uuid() }) } as unknown as AnyShape;
      register(
        shape,
        `${API}/clients/:clientId${route.url}`,
        { level: 'client', permission: route.permission },
        (request) => {
          const { access } = requireSignedIn(request);
          const { clientId } = request.params as { clientId: string };
          if (!sees(access, clientId)) throw new AppError('RA_NOT_FOUND');
          if (!mayIn(access, clientId, route.permission)) throw new AppError('RA_FORBIDDEN');
        },
        async (request, reply) => {
          const { clientId } = request.params as { clientId: string };
          const done = await tenancy.withClient(callerOf(request, [clientId], clientId), clientId, (ctx) =>
            route.handler(ctx, input(request), { request, reply }),
          );
          return typeof done === 'function' ? (done as () => Promise<unknown>)() : done;
        },
      );
    },
    scope(route) {
      register(
        route as unknown as AnyShape,
        `${API}${route.url}`,
        { level: 'scope', permission: route.permission },
        (request) => {
          const { access } = requireSignedIn(request);
          if (scopeFor(access, route.permission).length === 0) throw new AppError('RA_FORBIDDEN');
        },
        (request, reply) => {
          const { access } = requireSignedIn(request);
          const scope = scopeFor(access, route.permission);
          return tenancy.withScope(callerOf(request, scope), (ctx) =>
            route.handler(ctx, input(request), { request, reply, access }),
          );
        },
      );
    },
    person(route) {
      const allowWithoutSecondFactor = route.allowWithoutSecondFactor ?? false;
      register(
        route as unknown as AnyShape,
        `${API}${route.url}`,
        { level: 'person', ...(route.permission ? { permission: route.permission } : {}) },
        (request) => {
          const { access } = requireSignedIn(request, allowWithoutSecondFactor);
          if (route.permission && scopeFor(access, route.permission).length === 0)
            throw new AppError('RA_FORBIDDEN');
        },
        (request, reply) => {
          const signedIn = requireSignedIn(request, allowWithoutSecondFactor);
          const caller = callerOf(request, [...signedIn.access.clients.keys()]);
          return route.handler(signedIn, input(request), { request, reply, caller });
        },
      );
    },
    open(route) {
      register(
        route as unknown as AnyShape,
        `${API}${route.url}`,
        { level: 'open' },
        () => {},
        (request, reply) => route.handler(input(request), { request, reply, caller: callerOf(request, []) }),
      );
    },
  };
}

/** GET /api/v1/clients/:clientId/sites -> getClientsByClientIdSites: stable names for generated clients. */
function operationId(method: string, url: string): string {
  const words = url
    .slice(API.length)
    .split(/[/-]/)
    .filter(Boolean)
    .map((word) =>
      word.startsWith(':')
        ? `By${word[1]!.toUpperCase()}${word.slice(2)}`
        : word[0]!.toUpperCase() + word.slice(1),
    );
  return method.toLowerCase() + words.join('');
}
