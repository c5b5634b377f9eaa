import { z } from 'zod';
import { type Routes, requireSignedIn } from '../../http/routes.ts';
import { empty, id, name, timestamp } from '../../http/schemas.ts';
import type { Core } from '../core.ts';
import { invite, listInvitations, resend, revokeInvitation } from '../invitations/invitations.ts';
import {
  acceptAsMember,
  acceptAsNew,
  lookUpInvitation,
  lookUpReset,
  resetPassword,
} from '../invitations/redeem.ts';
import { requestReset } from '../invitations/resets.ts';
import { requireAssignable, standingIn } from '../people/authority.ts';
import { inSession } from '../sessions/sessions.ts';
import { signIn } from '../sessions/sign-in.ts';
import { signInRequest } from './session.ts';
import { email, invitationView, linkView, locale, password, role, serves, token } from './views.ts';

const invitationParams = z.object({ invitationId: id });
const createdView = linkView.extend({ id });

export function invitationRoutes(core: Core, routes: Routes): void {
  routes.client({
    method: 'GET',
    url: '/invitations',
    tag: 'people',
    summary: 'Invitations of a client',
    permission: 'people.manage',
    response: z.object({ items: z.array(invitationView) }),
    handler: async (ctx) => ({ items: await listInvitations(ctx) }),
  });
  routes.client({
    method: 'POST',
    url: '/invitations',
    tag: 'people',
    summary: 'Invite somebody; the link is also in the answer, once',
    permission: 'people.manage',
    body: z.object({
      email,
      name: z.string().trim().max(200).default(''),
      role,
      serves: serves.default('all'),
      locale: locale.optional(),
    }),
    response: createdView,
    handler: async (ctx, { body }, { request }) => {
      const standing = standingIn(requireSignedIn(request), ctx.clientId);
      requireAssignable(standing, body.role, body.serves);
      return invite(core, ctx, { ...body, locale: body.locale ?? ctx.locale });
    },
  });
  routes.client({
    method: 'POST',
    url: '/invitations/:invitationId/resend',
    tag: 'people',
    summary: 'A new link for an invitation; the old one is dead',
    permission: 'people.manage',
    params: invitationParams,
    response: createdView,
    handler: async (ctx, { params }, { request }) => {
      const standing = standingIn(requireSignedIn(request), ctx.clientId);
      return resend(core, ctx, params.invitationId, (...wanted) => requireAssignable(standing, ...wanted));
    },
  });
  routes.client({
    method: 'DELETE',
    url: '/invitations/:invitationId',
    tag: 'people',
    summary: 'Revoke an invitation',
    permission: 'people.manage',
    params: invitationParams,
    response: empty,
    handler: async (ctx, { params }) => {
      await revokeInvitation(ctx, params.invitationId);
      return {};
    },
  });

  // Tokens travel in bodies: addresses are logged, kept in histories and sent on as referrers.
  routes.open({
    method: 'POST',
    url: '/invitations/lookup',
    tag: 'session',
    summary: 'What an invitation is about',
    body: z.object({ token }),
    response: z.object({
      email: z.string(),
      name: z.string(),
      role,
      clientName: z.string(),
      invitedBy: z.string().nullable(),
      expiresAt: timestamp,
      next: z.enum(['register', 'sign-in', 'join', 'sign-out']),
    }),
    status: 200,
    handler: ({ body }, { request, caller }) =>
      lookUpInvitation(core, caller, request.signedIn?.sessionId ? request.signedIn : null, body.token),
  });
  routes.open({
    method: 'POST',
    url: '/invitations/accept',
    tag: 'session',
    summary: 'Accept an invitation as a new person and sign in',
    body: z.object({ token, name, password, locale: locale.default('de') }),
    response: empty,
    handler: async ({ body }, raw) => {
      const accepted = await acceptAsNew(core, raw.caller, body.token, body);
      await signIn(core, signInRequest(raw), { email: accepted.email, password: body.password });
      return {};
    },
  });
  routes.person({
    method: 'POST',
    url: '/invitations/join',
    tag: 'session',
    summary: 'Accept an invitation as the person who is signed in',
    body: z.object({ token }),
    response: empty,
    handler: async (signedIn, { body }, { caller }) => {
      await acceptAsMember(core, caller, inSession(signedIn), body.token);
      return {};
    },
  });
  routes.open({
    method: 'POST',
    url: '/password-reset/request',
    tag: 'session',
    summary:
      'Mail a link for a new password to an address that has an account; the answer is the same for any other',
    body: z.object({ email }),
    response: z.object({ mail: z.boolean() }),
    status: 200,
    handler: ({ body }, { caller }) => requestReset(core, caller, body.email),
  });
  routes.open({
    method: 'POST',
    url: '/password-reset/lookup',
    tag: 'session',
    summary: 'Whose password a link resets',
    body: z.object({ token }),
    response: z.object({ email: z.string() }),
    status: 200,
    handler: ({ body }, { caller }) => lookUpReset(core, caller, body.token),
  });
  routes.open({
    method: 'POST',
    url: '/password-reset',
    tag: 'session',
    summary: 'Choose a new password; all sessions end, the second factor stays',
    body: z.object({ token, password }),
    response: empty,
    handler: async ({ body }, { caller }) => {
      await resetPassword(core, caller, body.token, body.password);
      return {};
    },
  });
}
