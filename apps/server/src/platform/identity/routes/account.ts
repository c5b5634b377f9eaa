import { z } from 'zod';
import type { Routes } from '../../http/routes.ts';
import { empty, id, name } from '../../http/schemas.ts';
import { changePassword, changeProfile, profileOf, secondFactorState } from '../account.ts';
import type { Core } from '../core.ts';
import { browserOf } from '../library/library.ts';
import { endOtherSessions, endSession, inSession, listSessions } from '../sessions/sessions.ts';
import { locale, password, profileView, secondFactorView, sessionView, theme } from './views.ts';

/** All of it works without the second factor that a role demands: here is where one is set up. */
export function accountRoutes(core: Core, routes: Routes): void {
  routes.person({
    method: 'GET',
    url: '/account',
    tag: 'account',
    summary: 'The own profile',
    allowWithoutSecondFactor: true,
    response: profileView.extend({ secondFactor: secondFactorView }),
    handler: async (signedIn) => ({
      ...(await profileOf(core, inSession(signedIn).personId)),
      secondFactor: await secondFactorState(core, signedIn),
    }),
  });
  routes.person({
    method: 'PATCH',
    url: '/account',
    tag: 'account',
    summary: 'Change the own name, language or look',
    allowWithoutSecondFactor: true,
    body: z.object({ name: name.optional(), locale: locale.optional(), theme: theme.optional() }),
    response: profileView,
    handler: async (signedIn, { body }, { caller }) => {
      const me = inSession(signedIn);
      await changeProfile(core, caller, me, body);
      return profileOf(core, me.personId);
    },
  });
  routes.person({
    method: 'POST',
    url: '/account/password',
    tag: 'account',
    summary: 'Change the own password, or set the first one; all other sessions end',
    allowWithoutSecondFactor: true,
    body: z.object({ current: password.optional(), next: password }),
    response: empty,
    handler: async (signedIn, { body }, { request, reply, caller }) => {
      await changePassword(core, caller, inSession(signedIn), browserOf(request, reply), body);
      return {};
    },
  });
  routes.person({
    method: 'GET',
    url: '/account/sessions',
    tag: 'account',
    summary: 'Where one is signed in',
    allowWithoutSecondFactor: true,
    response: z.object({ items: z.array(sessionView) }),
    handler: async (signedIn) => ({ items: await listSessions(core, inSession(signedIn)) }),
  });
  routes.person({
    method: 'DELETE',
    url: '/account/sessions/:sessionId',
    tag: 'account',
    summary: 'End one of the own sessions',
    allowWithoutSecondFactor: true,
    params: z.object({ sessionId: id }),
    response: empty,
    handler: async (signedIn, { params }, { caller }) => {
      await endSession(core, caller, inSession(signedIn), params.sessionId);
      return {};
    },
  });
  routes.person({
    method: 'POST',
    url: '/account/sessions/end-others',
    tag: 'account',
    summary: 'End all own sessions but this one',
    allowWithoutSecondFactor: true,
    response: z.object({ ended: z.number().int() }),
    status: 200,
    handler: async (signedIn, _input, { caller }) => ({
      ended: await endOtherSessions(core, caller, inSession(signedIn)),
    }),
  });
}
