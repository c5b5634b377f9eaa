import { z } from 'zod';
import type { Routes } from '../../http/routes.ts';
import { empty, id } from '../../http/schemas.ts';
import type { Core } from '../core.ts';
import { browserOf } from '../library/library.ts';
import { requireSecondFactor, secondFactorRoles } from '../policy.ts';
import { listPasskeys, registerPasskey, removePasskey, renamePasskey } from '../second-factor/passkeys.ts';
import { confirmTotp, renewRecoveryCodes, startTotp, stopTotp } from '../second-factor/totp.ts';
import { requireConfirmed } from '../sessions/confirm.ts';
import { inSession } from '../sessions/sessions.ts';
import { appCode, ceremony, ceremonyOptions, passkeyName, passkeyView, password, role } from './views.ts';

/** Asked for when the sign-in is older than a few minutes; RA_CONFIRM_REQUIRED says so. No body is an empty one. */
const confirmation = z.preprocess((body) => body ?? {}, z.object({ password: password.optional() }));
const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
const passkeyParams = z.object({ passkeyId: id });
const roles = z.object({ roles: z.array(role).max(12) });

export function secondFactorRoutes(core: Core, routes: Routes): void {
  const account = { tag: 'account', allowWithoutSecondFactor: true } as const;
  routes.person({
    ...account,
    method: 'POST',
    url: '/account/totp',
    summary: 'Begin to set up an authenticator app',
    body: z.object({ password }),
    response: z.object({
      uri: z.string(),
      secret: z.string(),
      qr: z.object({ size: z.number().int(), path: z.string() }),
    }),
    handler: (signedIn, { body }, { request, reply }) =>
      startTotp(core, inSession(signedIn), browserOf(request, reply), body.password),
  });
  routes.person({
    ...account,
    method: 'POST',
    url: '/account/totp/confirm',
    summary: 'Turn the app on with its first code; answers with the recovery codes, once',
    body: z.object({ code: appCode }),
    response: recoveryCodes,
    handler: (signedIn, { body }, { request, reply, caller }) =>
      confirmTotp(core, caller, inSession(signedIn), browserOf(request, reply), body.code),
  });
  routes.person({
    ...account,
    method: 'DELETE',
    url: '/account/totp',
    summary: 'Turn the app off',
    body: z.object({ password }),
    response: empty,
    handler: async (signedIn, { body }, { request, reply, caller }) => {
      await stopTotp(core, caller, inSession(signedIn), browserOf(request, reply), body.password);
      return {};
    },
  });
  routes.person({
    ...account,
    method: 'POST',
    url: '/account/totp/recovery-codes',
    summary: 'New recovery codes instead of the old ones',
    body: confirmation,
    response: recoveryCodes,
    handler: async (signedIn, { body }, { caller }) => {
      const me = inSession(signedIn);
      await requireConfirmed(core, me, body.password);
      return renewRecoveryCodes(core, caller, me);
    },
  });

  routes.person({
    ...account,
    method: 'GET',
    url: '/account/passkeys',
    summary: 'The own passkeys',
    response: z.object({ items: z.array(passkeyView) }),
    handler: async (signedIn) => ({ items: await listPasskeys(core, inSession(signedIn).personId) }),
  });
  routes.person({
    ...account,
    method: 'POST',
    url: '/account/passkeys/options',
    summary: 'Challenge for a new passkey',
    body: confirmation,
    response: ceremonyOptions,
    handler: async (signedIn, { body }, { request, reply }) => {
      await requireConfirmed(core, inSession(signedIn), body.password);
      const options = await (await core.library()).passkeyRegistration(browserOf(request, reply));
      return ceremonyOptions.parse(options);
    },
  });
  routes.person({
    ...account,
    method: 'POST',
    url: '/account/passkeys',
    summary: 'Add a passkey; the session goes on under a new token',
    body: z.object({ name: passkeyName, response: ceremony }),
    response: z.object({ id }),
    handler: (signedIn, { body }, { request, reply, caller }) =>
      registerPasskey(core, caller, inSession(signedIn), browserOf(request, reply), body),
  });
  routes.person({
    ...account,
    method: 'PATCH',
    url: '/account/passkeys/:passkeyId',
    summary: 'Rename a passkey',
    params: passkeyParams,
    body: z.object({ name: passkeyName }),
    response: empty,
    handler: async (signedIn, { params, body }, { caller }) => {
      await renamePasskey(core, caller, inSession(signedIn), params.passkeyId, body.name);
      return {};
    },
  });
  routes.person({
    ...account,
    method: 'DELETE',
    url: '/account/passkeys/:passkeyId',
    summary: 'Remove a passkey',
    params: passkeyParams,
    body: confirmation,
    response: empty,
    handler: async (signedIn, { params, body }, { caller }) => {
      const me = inSession(signedIn);
      await requireConfirmed(core, me, body.password);
      await removePasskey(core, caller, me, params.passkeyId);
      return {};
    },
  });

  routes.client({
    method: 'GET',
    url: '/second-factor-policy',
    tag: 'people',
    summary: 'Roles that must have a second factor',
    permission: 'settings.read',
    response: roles,
    handler: async (ctx) => ({ roles: await secondFactorRoles(ctx) }),
  });
  routes.client({
    method: 'PUT',
    url: '/second-factor-policy',
    tag: 'people',
    summary: 'Say which roles must have a second factor; the provider may say so for every client',
    permission: 'settings.manage',
    body: roles,
    response: roles,
    handler: async (ctx, { body }) => {
      await requireSecondFactor(ctx, body.roles);
      return { roles: await secondFactorRoles(ctx) };
    },
  });
}
