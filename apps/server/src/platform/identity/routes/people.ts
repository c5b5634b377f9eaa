import { z } from 'zod';
import type { Context, ScopeContext } from '../../context.ts';
import { type RawExchange, type Routes, requireSignedIn } from '../../http/routes.ts';
import { cursor, decodeCursor, empty, encodeCursor, id, limit, page, timestamp } from '../../http/schemas.ts';
import type { Access } from '../../tenancy/access.ts';
import type { Core } from '../core.ts';
import { makeResetLink } from '../invitations/resets.ts';
import { requireAssignable, requireAuthorityOver, requireOwner, standingIn } from '../people/authority.ts';
import {
  changeRole,
  endSessionsOf,
  grantService,
  removeMember,
  resetSecondFactor,
  setDisabled,
  withdrawService,
} from '../people/commands.ts';
import { listPeople, listStaff } from '../people/queries.ts';
import { linkView, personView, role, serves } from './views.ts';

const personParams = z.object({ personId: id });
const listQuery = z.object({ q: z.string().trim().max(200).optional(), cursor: cursor.optional(), limit });
const position = z.tuple([z.string(), id]);

export function peopleRoutes(core: Core, routes: Routes): void {
  const list = async (ctx: ScopeContext, access: Access, query: z.output<typeof listQuery>) => {
    const after = decodeCursor(query.cursor, position);
    const rows = await listPeople(ctx, access, { q: query.q, after, limit: query.limit });
    const items = rows.slice(0, query.limit);
    const last = items.at(-1);
    const more = rows.length > items.length && last !== undefined;
    return { items, ...(more ? { nextCursor: encodeCursor([last.name.toLowerCase(), last.id]) } : {}) };
  };
  /** For changes of the account itself, which opens more than this client. */
  const authority = async (ctx: Context, personId: string, { request }: RawExchange): Promise<void> => {
    await requireAuthorityOver(core, requireSignedIn(request), ctx.clientId, personId);
  };

  routes.scope({
    method: 'GET',
    url: '/people',
    tag: 'people',
    summary: 'People of all clients of the caller',
    permission: 'people.read',
    query: listQuery,
    response: page(personView),
    handler: (ctx, { query }, { access }) => list(ctx, access, query),
  });
  routes.client({
    method: 'GET',
    url: '/people',
    tag: 'people',
    summary: 'Members of a client',
    permission: 'people.read',
    query: listQuery,
    response: page(personView),
    handler: (ctx, { query }, { request }) => list(ctx, requireSignedIn(request).access, query),
  });
  routes.client({
    method: 'PATCH',
    url: '/people/:personId',
    tag: 'people',
    summary: 'Change the role of a member; whom staff serves; open or close the account (provider owners)',
    permission: 'people.manage',
    params: personParams,
    body: z.object({ role: role.optional(), serves: serves.optional(), disabled: z.boolean().optional() }),
    response: empty,
    handler: async (ctx, { params, body }, { request }) => {
      const signedIn = requireSignedIn(request);
      const standing = standingIn(signedIn, ctx.clientId);
      const { personId } = params;
      if (body.role !== undefined || body.serves !== undefined)
        await changeRole(ctx, personId, body, (...wanted) => requireAssignable(standing, ...wanted));
      if (body.disabled !== undefined) {
        requireOwner(signedIn, ctx.clientId);
        await setDisabled(ctx, personId, body.disabled);
      }
      return {};
    },
  });
  routes.client({
    method: 'DELETE',
    url: '/people/:personId',
    tag: 'people',
    summary: 'Take a member out of a client',
    permission: 'people.manage',
    params: personParams,
    response: empty,
    handler: async (ctx, { params }, { request }) => {
      const standing = standingIn(requireSignedIn(request), ctx.clientId);
      await removeMember(ctx, params.personId, (...wanted) => requireAssignable(standing, ...wanted));
      return {};
    },
  });
  routes.client({
    method: 'DELETE',
    url: '/people/:personId/second-factor',
    tag: 'people',
    summary: 'Take away app, recovery codes and passkeys of somebody who lost them',
    permission: 'people.manage',
    params: personParams,
    response: empty,
    handler: async (ctx, { params }, raw) => {
      await authority(ctx, params.personId, raw);
      await resetSecondFactor(ctx, params.personId);
      return {};
    },
  });
  routes.client({
    method: 'DELETE',
    url: '/people/:personId/sessions',
    tag: 'people',
    summary: 'Sign a member out everywhere',
    permission: 'people.manage',
    params: personParams,
    response: z.object({ ended: z.number().int() }),
    handler: async (ctx, { params }) => ({ ended: await endSessionsOf(ctx, params.personId) }),
  });
  routes.client({
    method: 'POST',
    url: '/people/:personId/password-reset',
    tag: 'people',
    summary: 'A one-time link with which a member chooses a new password',
    permission: 'people.manage',
    params: personParams,
    response: linkView,
    handler: async (ctx, { params }, raw) => {
      await authority(ctx, params.personId, raw);
      return makeResetLink(core, ctx, params.personId);
    },
  });

  routes.client({
    method: 'GET',
    url: '/staff',
    tag: 'people',
    summary: 'Staff of the provider who serve a client',
    permission: 'people.read',
    response: z.object({
      items: z.array(z.object({ personId: id, name: z.string(), role, grantedAt: timestamp.nullable() })),
    }),
    handler: async (ctx) => ({ items: await listStaff(ctx, ctx.clientId) }),
  });
  routes.client({
    method: 'PUT',
    url: '/staff/:personId',
    tag: 'people',
    summary: 'Let staff who serves named clients only serve this one (provider owners)',
    permission: 'people.manage',
    params: personParams,
    response: empty,
    handler: async (ctx, { params }, { request }) => {
      requireOwner(requireSignedIn(request), ctx.clientId);
      await grantService(ctx, params.personId);
      return {};
    },
  });
  routes.client({
    method: 'DELETE',
    url: '/staff/:personId',
    tag: 'people',
    summary: 'Withdraw a client from staff who serves named clients only (provider owners)',
    permission: 'people.manage',
    params: personParams,
    response: empty,
    handler: async (ctx, { params }, { request }) => {
      requireOwner(requireSignedIn(request), ctx.clientId);
      await withdrawService(ctx, params.personId);
      return {};
    },
  });
}
