import type { IncomingHttpHeaders } from 'node:http';
import type { Locale } from '../context.ts';
import type { Authenticator, SignedIn } from '../http/authenticate.ts';
import type { Routes } from '../http/routes.ts';
import { loadAccess } from '../tenancy/access.ts';
import type { Role } from '../tenancy/permissions.ts';
import type { Core, IdentityDependencies } from './core.ts';
import { createLibrary, type Library } from './library/library.ts';
import { createPasswordHasher } from './passwords/hash.ts';
import { registerRoutes } from './routes/index.ts';
import { authenticate } from './sessions/authenticate.ts';
import { lifetimeOf } from './sessions/lifetimes.ts';
import { openSetup } from './setup.ts';
import { inviteAsSystem, resetAsSystem } from './system.ts';
import { createThrottle } from './throttle.ts';

/** Who is who: sign-in, sessions, second factors, invitations, people, API keys. */
export interface Identity extends Authenticator {
  /**
   * As `authenticate`, but no use of the session: streams look again with it, so that an ended session ends them and
   * an open page alone keeps nobody signed in.
   */
  lookAgain(headers: IncomingHttpHeaders): Promise<SignedIn | null>;
  /** A fresh one-time token for the set-up, or null when it was done. Call it once at each start. */
  openSetup(): Promise<string | null>;
  /** For `rettungsanker admin invite`: into the provider's client. @throws AppError RA_ROLE_NOT_ALLOWED, RA_MEMBER_ALREADY */
  inviteAsSystem(input: {
    email: string;
    name: string;
    role: Role;
    locale: Locale;
  }): Promise<{ link: string; expiresAt: Date }>;
  /** For `rettungsanker admin reset`. @throws AppError RA_NOT_FOUND */
  resetAsSystem(input: { email: string; secondFactor: boolean }): Promise<{ link: string; expiresAt: Date }>;
  registerRoutes(routes: Routes): void;
  /** Removes what has expired: sessions, challenges, counted attempts. Once an hour is enough. */
  cleanUp(): Promise<void>;
}

export function createIdentity(deps: IdentityDependencies): Identity {
  const { db, clock } = deps;
  const hasher = createPasswordHasher(clock, deps.passwordCost);
  const sessionEnd = async (personId: string): Promise<Date | null> => {
    const lifetime = lifetimeOf(await loadAccess(db, personId));
    return lifetime && new Date(clock.now().getTime() + lifetime.absolute * 1000);
  };
  let made: { url: string; library: Promise<Library> } | undefined;
  const core: Core = {
    ...deps,
    hasher,
    throttle: createThrottle(db, clock),
    library() {
      const url = deps.publicUrl();
      if (made?.url !== url) made = { url, library: createLibrary({ ...deps, hasher, sessionEnd }, url) };
      return made.library;
    },
  };
  return {
    authenticate: (headers) => authenticate(core, headers),
    lookAgain: (headers) => authenticate(core, headers, false),
    openSetup: () => openSetup(core),
    inviteAsSystem: (input) => inviteAsSystem(core, input),
    resetAsSystem: (input) => resetAsSystem(core, input),
    registerRoutes: (routes) => registerRoutes(core, routes),
    async cleanUp() {
      await db.deleteFrom('session').where('expiresAt', '<', clock.now()).execute();
      await db.deleteFrom('verification').where('expiresAt', '<', clock.now()).execute();
      await core.throttle.cleanUp();
    },
  };
}
