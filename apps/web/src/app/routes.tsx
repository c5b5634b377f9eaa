import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import i18next from 'i18next';
import type { ReactNode } from 'react';
import { type Permission, sessionQuery, signedIn } from '../identity/session.ts';
import { loadCode } from '../ui/loadCode.ts';
import { validateListSearch } from '../ui/table/search.ts';
import { sayDone } from '../ui/useUndo.tsx';

/** Every address of the console. A page is loaded when its address is first wanted. */

const lazy = (load: () => Promise<Record<string, unknown>>, name: string) =>
  lazyRouteComponent(() => loadCode(load) as Promise<Record<string, () => ReactNode>>, name);

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Outlet });

/** Pages for people who are not signed in: one quiet card. */
const entrance = createRoute({
  getParentRoute: () => root,
  id: 'entrance',
  component: lazy(() => import('../identity/Entrance.tsx'), 'Entrance'),
});

const setup = createRoute({
  getParentRoute: () => entrance,
  path: '/setup',
  component: lazy(() => import('../identity/SetupPage.tsx'), 'SetupPage'),
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
  component: lazy(() => import('../identity/SignInPage.tsx'), 'SignInPage'),
});

const invitation = createRoute({
  getParentRoute: () => entrance,
  path: '/invitation',
  component: lazy(() => import('../identity/InvitationPage.tsx'), 'InvitationPage'),
});

const passwordReset = createRoute({
  getParentRoute: () => entrance,
  path: '/password-reset',
  component: lazy(() => import('../identity/PasswordResetPage.tsx'), 'PasswordResetPage'),
});

const forgottenPassword = createRoute({
  getParentRoute: () => entrance,
  path: '/forgotten-password',
  component: lazy(() => import('../identity/ForgottenPasswordPage.tsx'), 'ForgottenPasswordPage'),
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
  component: lazy(() => import('./Shell.tsx'), 'Shell'),
});

/** Pages inside the shell; all keep the state of their lists in the address. */
const page = <P extends string>(
  path: P,
  load: () => Promise<Record<string, unknown>>,
  name: string,
  permission?: Permission,
) =>
  createRoute({
    getParentRoute: () => inside,
    path,
    // Nobody is sent here by the console without it; an address that was passed on leads home, with a word.
    beforeLoad: async ({ context, preload }) => {
      if (!permission) return;
      const session = signedIn(await context.queryClient.ensureQueryData(sessionQuery));
      if (!session || session.permissions.has(permission)) return;
      if (!preload) sayDone(i18next.t('app.notYours'));
      throw redirect({ to: '/' });
    },
    validateSearch: validateListSearch,
    component: lazy(load, name),
  });

export const routeTree = root.addChildren([
  entrance.addChildren([setup, signIn, invitation, passwordReset, forgottenPassword]),
  inside.addChildren([
    page('/', () => import('../situation/HomePage.tsx'), 'HomePage'),
    page('/search', () => import('../situation/SearchPage.tsx'), 'SearchPage'),
    page('/alerts/noisy', () => import('../monitoring/NoisyRulesPage.tsx'), 'NoisyRulesPage', 'alert.read'),
    page('/alerts', () => import('../monitoring/AlertsPage.tsx'), 'AlertsPage', 'alert.read'),
    page(
      '/clients/$clientId/alerts/$alertId',
      () => import('../monitoring/AlertPage.tsx'),
      'AlertPage',
      'alert.read',
    ),
    page('/tickets', () => import('../helpdesk/TicketsPage.tsx'), 'TicketsPage', 'ticket.read'),
    page('/mail', () => import('../helpdesk/mail/MailQueuePage.tsx'), 'MailQueuePage', 'ticket.work'),
    page('/tickets/new', () => import('../helpdesk/NewTicketPage.tsx'), 'NewTicketPage', 'ticket.create'),
    page(
      '/clients/$clientId/tickets/$ticketId',
      () => import('../helpdesk/TicketPage.tsx'),
      'TicketPage',
      'ticket.read',
    ),
    page('/assets', () => import('../fleet/AssetsPage.tsx'), 'AssetsPage', 'asset.read'),
    page(
      '/clients/$clientId/assets/$assetId',
      () => import('../fleet/asset/AssetPage.tsx'),
      'AssetPage',
      'asset.read',
    ),
    page('/clients', () => import('../fleet/ClientsPage.tsx'), 'ClientsPage', 'client.read'),
    page('/clients/new', () => import('../fleet/NewClientPage.tsx'), 'NewClientPage', 'client.manage'),
    page('/clients/$clientId', () => import('../fleet/ClientPage.tsx'), 'ClientPage', 'client.read'),
    page('/clients/$clientId/map', () => import('../map/MapPage.tsx'), 'MapPage', 'asset.read'),
    page(
      '/clients/$clientId/sites/new',
      () => import('../fleet/NewSitePage.tsx'),
      'NewSitePage',
      'site.manage',
    ),
    page(
      '/clients/$clientId/sites/$siteId',
      () => import('../fleet/SitePage.tsx'),
      'SitePage',
      'client.read',
    ),
    page('/on-call', () => import('../monitoring/oncall/OnCallPage.tsx'), 'OnCallPage', 'alert.read'),
    page('/people', () => import('../identity/people/PeoplePage.tsx'), 'PeoplePage', 'people.read'),
    page('/audit', () => import('../audit/AuditPage.tsx'), 'AuditPage', 'audit.read'),
    page('/notifications', () => import('../settings/NotificationsPage.tsx'), 'NotificationsPage'),
    page('/settings', () => import('../settings/SettingsPage.tsx'), 'SettingsPage', 'settings.read'),
    page('/settings/$part', () => import('../settings/SettingsPage.tsx'), 'SettingsPage', 'settings.read'),
    page('/account', () => import('../identity/account/AccountPage.tsx'), 'AccountPage'),
  ]),
]);
