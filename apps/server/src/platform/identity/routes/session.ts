import { z } from 'zod';
import type { RawExchange, Routes } from '../../http/routes.ts';
import { empty, name } from '../../http/schemas.ts';
import type { Caller } from '../../tenancy/transactions.ts';
import { clientsOf, profileOf, secondFactorState } from '../account.ts';
import type { Core } from '../core.ts';
import { browserOf } from '../library/library.ts';
import { cookieNames } from '../library/options.ts';
import { passkeysPossible } from '../second-factor/passkeys.ts';
import { endSession, type InSession } from '../sessions/sessions.ts';
import { finishSignIn, type SignInRequest, signIn, signInWithPasskey } from '../sessions/sign-in.ts';
import { setUp, setUpChallenge, setUpWithPasskey, setupIsOpen } from '../setup.ts';
import {
  ceremony,
  ceremonyOptions,
  clientView,
  code,
  email,
  locale,
  password,
  profileView,
  secondFactorView,
  token,
} from './views.ts';

type OpenExchange = RawExchange & { caller: Caller };

export const signInRequest = ({ request, reply, caller }: OpenExchange): SignInRequest => ({
  caller,
  browser: browserOf(request, reply),
  before: request.signedIn,
});

export function sessionRoutes(core: Core, routes: Routes): void {
  routes.open({
    method: 'GET',
    url: '/session',
    tag: 'session',
    summary: 'Who is signed in, and what the set-up waits for',
    response: z.object({
      setup: z.object({ open: z.boolean() }),
      /** Browsers know passkeys on https and localhost only. */
      passkeysPossible: z.boolean(),
      person: profileView.nullable(),
      via: z.enum(['session', 'api-key']).nullable(),
      side: z.enum(['provider', 'client']).nullable(),
      clients: z.array(clientView),
      secondFactor: secondFactorView.nullable(),
    }),
    handler: async (_input, { request }) => {
      const { signedIn } = request;
      const open = signedIn ? false : await setupIsOpen(core);
      return {
        setup: { open },
        passkeysPossible: passkeysPossible(core.publicUrl()),
        person: signedIn && (await profileOf(core, signedIn.personId)),
        via: signedIn?.via ?? null,
        side: signedIn?.access.side ?? null,
        clients: signedIn ? clientsOf(signedIn) : [],
        secondFactor: signedIn?.sessionId ? await secondFactorState(core, signedIn) : null,
      };
    },
  });
  routes.open({
    method: 'POST',
    url: '/setup',
    tag: 'session',
    summary: 'Name the provider, make its first owner and sign in; works once. Takes a password or a passkey',
    body: z
      .object({
        token,
        providerName: name,
        ownerName: name,
        email,
        password: password.optional(),
        /** Answer of the browser to `/setup/passkey/options`. */
        passkey: ceremony.optional(),
        locale: locale.default('de'),
      })
      .refine((body) => (body.password === undefined) !== (body.passkey === undefined), {
        path: ['password'],
        error: 'either a password or a passkey',
      }),
    response: empty,
    handler: async ({ body }, raw) => {
      const { token: setupToken, password: secret, passkey, ...owner } = body;
      if (passkey) {
        const browser = browserOf(raw.request, raw.reply);
        await setUpWithPasskey(core, raw.caller, browser, setupToken, { ...owner, passkey });
      } else if (secret !== undefined) {
        await setUp(core, raw.caller, setupToken, { ...owner, password: secret });
        await signIn(core, signInRequest(raw), { email: owner.email, password: secret });
      }
      return {};
    },
  });
  routes.open({
    method: 'POST',
    url: '/setup/passkey/options',
    tag: 'session',
    summary: 'Challenge for the passkey of the first owner',
    body: z.object({ token, ownerName: name, email }),
    response: ceremonyOptions,
    handler: async ({ body }, { request, reply, caller }) =>
      ceremonyOptions.parse(await setUpChallenge(core, caller, browserOf(request, reply), body)),
  });
  routes.open({
    method: 'POST',
    url: '/session/sign-in',
    tag: 'session',
    summary: 'Sign in with e-mail address and password',
    body: z.object({ email, password }),
    response: z.object({ secondFactorRequired: z.boolean() }),
    handler: ({ body }, raw) => signIn(core, signInRequest(raw), body),
  });
  routes.open({
    method: 'POST',
    url: '/session/second-factor',
    tag: 'session',
    summary: 'Finish signing in with the code of the app or a recovery code',
    body: z.object({ code }),
    response: empty,
    handler: async ({ body }, raw) => {
      await finishSignIn(core, signInRequest(raw), body.code);
      return {};
    },
  });
  routes.open({
    method: 'POST',
    url: '/session/passkey/options',
    tag: 'session',
    summary: 'Challenge for signing in with a passkey',
    response: ceremonyOptions,
    handler: async (_input, raw) => {
      const options = await (await core.library()).passkeyChallenge(browserOf(raw.request, raw.reply));
      return ceremonyOptions.parse(options);
    },
  });
  routes.open({
    method: 'POST',
    url: '/session/passkey/verify',
    tag: 'session',
    summary: 'Sign in with a passkey',
    body: z.object({ response: ceremony }),
    response: empty,
    handler: async ({ body }, raw) => {
      await signInWithPasskey(core, signInRequest(raw), body.response);
      return {};
    },
  });
  routes.open({
    method: 'POST',
    url: '/session/sign-out',
    tag: 'session',
    summary: 'End this session; works as well when it is over already',
    response: empty,
    handler: async (_input, { request, reply, caller }) => {
      const { signedIn } = request;
      if (signedIn?.sessionId) await endSession(core, caller, signedIn as InSession, signedIn.sessionId);
      const publicUrl = core.publicUrl();
      const secure = publicUrl.startsWith('https:');
      for (const cookie of Object.values(cookieNames(publicUrl)))
        reply.clearCookie(cookie, { path: '/', httpOnly: true, sameSite: 'strict', secure });
      return {};
    },
  });
}
