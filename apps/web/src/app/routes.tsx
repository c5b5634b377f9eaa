import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { sessionQuery, signedIn } from '../identity/session.ts';
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
    const answer = await context.queryClient.ensureQueryData(sessionQuery).catch(() => undefined);
    if (signedIn(answer)) throw redirect({ to: search.next ?? '/' });
    if (answer?.setup.open) throw redirect({ to: '/setup' });
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
    const answer = await context.queryClient.ensureQueryData(sessionQuery);
    const session = signedIn(answer);
    // A role that demands a second factor opens nothing but the page on which it is set up.
    if (session?.secondFactor.missing && location.pathname !== '/account') throw redirect({ to: '/account' });
    if (session) return;
    if (answer.setup.open) throw redirect({ to: '/setup' });
    throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
  },
  component: lazyRouteComponent(() => import('./Shell.tsx'), 'Shell'),
});

/** Pages inside the shell; all keep the state of their lists in the address. */
const page = <P extends string>(path: P, load: () => Promise<Record<string, unknown>>, name: string) =>
  createRoute({
    getParentRoute: () => inside,
    path,
    validateSearch: validateListSearch,
    component: lazyRouteComponent(load as () => Promise<Record<string, () => ReactNode>>, name),
  });

export const routeTree = root.addChildren([
  entrance.addChildren([setup, signIn, invitation, passwordReset]),
  inside.addChildren([
    page('/', () => import('../situation/HomePage.tsx'), 'HomePage'),
    page('/search', () => import('../situation/SearchPage.tsx'), 'SearchPage'),
    page('/alerts', () => import('../monitoring/AlertsPage.tsx'), 'AlertsPage'),
    page('/clients/$clientId/alerts/$alertId', () => import('../monitoring/AlertPage.tsx'), 'AlertPage'),
    page('/tickets', () => import('../helpdesk/TicketsPage.tsx'), 'TicketsPage'),
    page('/tickets/new', () => import('../helpdesk/NewTicketPage.tsx'), 'NewTicketPage'),
    page('/clients/$clientId/tickets/$ticketId', () => import('../helpdesk/TicketPage.tsx'), 'TicketPage'),
    page('/assets', () => import('../fleet/AssetsPage.tsx'), 'AssetsPage'),
    page('/clients/$clientId/assets/$assetId', () => import('../fleet/asset/AssetPage.tsx'), 'AssetPage'),
    page('/clients', () => import('../fleet/ClientsPage.tsx'), 'ClientsPage'),
    page('/clients/new', () => import('../fleet/NewClientPage.tsx'), 'NewClientPage'),
    page('/clients/$clientId', () => import('../fleet/ClientPage.tsx'), 'ClientPage'),
    page('/clients/$clientId/sites/new', () => import('../fleet/NewSitePage.tsx'), 'NewSitePage'),
    page('/clients/$clientId/sites/$siteId', () => import('../fleet/SitePage.tsx'), 'SitePage'),
    page('/people', () => import('../identity/people/PeoplePage.tsx'), 'PeoplePage'),
    page('/audit', () => import('../audit/AuditPage.tsx'), 'AuditPage'),
    page('/notifications', () => import('../settings/NotificationsPage.tsx'), 'NotificationsPage'),
    page('/settings', () => import('../settings/SettingsPage.tsx'), 'SettingsPage'),
    page('/settings/$part', () => import('../settings/SettingsPage.tsx'), 'SettingsPage'),
    page('/account', () => import('../identity/account/AccountPage.tsx'), 'AccountPage'),
  ]),
]);
