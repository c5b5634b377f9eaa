import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { sessionQuery } from '../identity/session.ts';
import { validateListSearch } from '../ui/table/search.ts';

/** Every address of the console. A page is loaded when its address is first wanted. */

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Outlet });

/** Pages for people who are not signed in: one quiet card. */
const entrance = createRoute({
  getParentRoute: () => root,
  id: 'entrance',
  component: lazyRouteComponent(() => import('../identity/Entrance.tsx'), 'Entrance'),
});

const setup = createRoute({
  getParentRoute: () => entrance,
  path: '/setup',
  component: lazyRouteComponent(() => import('../identity/SetupPage.tsx'), 'SetupPage'),
});

/** Only paths of this console: a full address would send people elsewhere after they signed in. */
export function safePath(value: unknown): string | undefined {
  return typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined;
}

const signIn = createRoute({
  getParentRoute: () => entrance,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const next = safePath(search.next);
    return next ? { next } : {};
  },
  beforeLoad: async ({ context, search }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery).catch(() => null);
    if (session?.person && !session.secondFactor.missing) throw redirect({ to: search.next ?? '/' });
  },
  component: lazyRouteComponent(() => import('../identity/SignInPage.tsx'), 'SignInPage'),
});

const invitation = createRoute({
  getParentRoute: () => entrance,
  path: '/invitation',
  component: lazyRouteComponent(() => import('../identity/InvitationPage.tsx'), 'InvitationPage'),
});

const passwordReset = createRoute({
  getParentRoute: () => entrance,
  path: '/password-reset',
  component: lazyRouteComponent(() => import('../identity/PasswordResetPage.tsx'), 'PasswordResetPage'),
});

/** Everything behind sign-in, inside the shell of the person's side. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (session?.person) return;
    if (session?.setup.open) throw redirect({ to: '/setup' });
    throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
  },
  component: lazyRouteComponent(() => import('./Shell.tsx'), 'Shell'),
});

/** A page inside the shell that keeps the state of its list in the address. */
const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  validateSearch: validateListSearch,
  component: lazyRouteComponent(() => import('../situation/HomePage.tsx'), 'HomePage'),
});

const account = createRoute({
  getParentRoute: () => inside,
  path: '/account',
  component: lazyRouteComponent(() => import('../identity/account/AccountPage.tsx'), 'AccountPage'),
});

export const routeTree = root.addChildren([
  entrance.addChildren([setup, signIn, invitation, passwordReset]),
  inside.addChildren([home, account]),
]);
