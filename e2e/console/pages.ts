import type { Sample } from './sample.ts';

export interface PageCase {
  name: string;
  path(sample: Sample): string;
  /** Who looks at it. */
  as: 'nobody' | 'owner' | 'employee' | 'management';
}

/** Every page of the console; a page that is missing here has no accessibility test, which console.test.ts refuses. */
export const PAGES: readonly PageCase[] = [
  { name: 'sign-in', path: () => '/sign-in', as: 'nobody' },
  { name: 'invitation', path: () => '/invitation', as: 'nobody' },
  { name: 'password-reset', path: () => '/password-reset', as: 'nobody' },
  { name: 'forgotten-password', path: () => '/forgotten-password', as: 'nobody' },
  { name: 'situation', path: () => '/', as: 'owner' },
  { name: 'search', path: () => '/search?q=m%C3%BCller', as: 'owner' },
  { name: 'alerts', path: () => '/alerts', as: 'owner' },
  { name: 'alerts-noisy', path: () => '/alerts/noisy', as: 'owner' },
  { name: 'alert', path: (s) => `/clients/${s.clientId}/alerts/${s.alertId}`, as: 'owner' },
  { name: 'tickets', path: () => '/tickets', as: 'owner' },
  { name: 'mail-queue', path: () => '/mail', as: 'owner' },
  { name: 'ticket-mail', path: (s) => `/clients/${s.clientId}/tickets/${s.mailTicketId}`, as: 'owner' },
  { name: 'ticket-new', path: () => '/tickets/new', as: 'owner' },
  { name: 'ticket', path: (s) => `/clients/${s.clientId}/tickets/${s.ticketId}`, as: 'owner' },
  { name: 'systems', path: () => '/assets', as: 'owner' },
  { name: 'system', path: (s) => `/clients/${s.clientId}/assets/${s.assetId}`, as: 'owner' },
  {
    name: 'system-checks',
    path: (s) => `/clients/${s.clientId}/assets/${s.assetId}?tab=checks`,
    as: 'owner',
  },
  {
    name: 'system-dependencies',
    path: (s) => `/clients/${s.clientId}/assets/${s.assetId}?tab=dependencies`,
    as: 'owner',
  },
  {
    name: 'system-history',
    path: (s) => `/clients/${s.clientId}/assets/${s.assetId}?tab=history`,
    as: 'owner',
  },
  { name: 'clients', path: () => '/clients', as: 'owner' },
  { name: 'client-new', path: () => '/clients/new', as: 'owner' },
  { name: 'client', path: (s) => `/clients/${s.clientId}`, as: 'owner' },
  { name: 'client-quiet', path: (s) => `/clients/${s.clientId}?tab=quiet`, as: 'owner' },
  { name: 'client-mail', path: (s) => `/clients/${s.clientId}?tab=mail`, as: 'owner' },
  { name: 'client-ingest', path: (s) => `/clients/${s.clientId}?tab=ingest`, as: 'owner' },
  { name: 'map', path: (s) => `/clients/${s.clientId}/map`, as: 'owner' },
  { name: 'map-list', path: (s) => `/clients/${s.clientId}/map?tab=list`, as: 'owner' },
  { name: 'site-new', path: (s) => `/clients/${s.clientId}/sites/new`, as: 'owner' },
  { name: 'site', path: (s) => `/clients/${s.clientId}/sites/${s.siteId}`, as: 'owner' },
  {
    name: 'site-discovery',
    path: (s) => `/clients/${s.clientId}/sites/${s.siteId}?tab=discovery`,
    as: 'owner',
  },
  { name: 'on-call', path: () => '/on-call', as: 'owner' },
  { name: 'people', path: () => '/people', as: 'owner' },
  { name: 'audit', path: () => '/audit', as: 'owner' },
  { name: 'notifications', path: () => '/notifications', as: 'owner' },
  { name: 'settings', path: () => '/settings', as: 'owner' },
  { name: 'settings-channels', path: () => '/settings/channels', as: 'owner' },
  { name: 'account', path: () => '/account', as: 'owner' },
  { name: 'account-security', path: () => '/account?tab=security', as: 'owner' },
  { name: 'employee-home', path: () => '/', as: 'employee' },
  { name: 'mail-report', path: () => '/tickets/new?kind=mail', as: 'employee' },
  { name: 'management-home', path: () => '/', as: 'management' },
  { name: 'management-map', path: (s) => `/clients/${s.clientId}/map`, as: 'management' },
];
