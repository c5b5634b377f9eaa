import type { ComponentType } from 'react';
import type { Permission } from '../identity/session.ts';
import {
  IconBell,
  IconBuilding,
  IconHistory,
  IconLayoutDashboard,
  IconLifebuoy,
  IconServer,
  IconSettings,
  IconTicket,
  IconUsers,
} from '../ui/icons.ts';
import type { TextKey } from '../ui/shortcuts.ts';

export interface Destination {
  to: string;
  label: TextKey;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  /** Letters after `g`. */
  key: string;
  /** Not offered without it. */
  permission?: Permission;
  /** One of the four places at the bottom of a phone. */
  onPhone?: true;
  group: 'work' | 'house';
}

/** Places of the provider shell, in the order of a technician's day. */
export const PROVIDER_PLACES: readonly Destination[] = [
  { to: '/', label: 'app.nav.situation', icon: IconLayoutDashboard, key: 'h', group: 'work', onPhone: true },
  {
    to: '/alerts',
    label: 'app.nav.alerts',
    icon: IconBell,
    key: 'a',
    permission: 'alert.read',
    group: 'work',
    onPhone: true,
  },
  {
    to: '/tickets',
    label: 'app.nav.tickets',
    icon: IconTicket,
    key: 't',
    permission: 'ticket.read',
    group: 'work',
    onPhone: true,
  },
  {
    to: '/assets',
    label: 'app.nav.assets',
    icon: IconServer,
    key: 's',
    permission: 'asset.read',
    group: 'work',
    onPhone: true,
  },
  {
    to: '/clients',
    label: 'app.nav.clients',
    icon: IconBuilding,
    key: 'c',
    permission: 'client.read',
    group: 'work',
  },
  {
    to: '/on-call',
    label: 'oncall.title',
    icon: IconLifebuoy,
    key: 'o',
    permission: 'alert.read',
    group: 'work',
  },
  {
    to: '/people',
    label: 'app.nav.people',
    icon: IconUsers,
    key: 'p',
    permission: 'people.read',
    group: 'house',
  },
  {
    to: '/audit',
    label: 'app.nav.audit',
    icon: IconHistory,
    key: 'l',
    permission: 'audit.read',
    group: 'house',
  },
  {
    to: '/settings',
    label: 'app.nav.settings',
    icon: IconSettings,
    key: 'e',
    permission: 'settings.read',
    group: 'house',
  },
];

/** Places of the client shell: few, in plain words. */
export const CLIENT_PLACES: readonly Destination[] = [
  { to: '/', label: 'app.nav.overview', icon: IconLayoutDashboard, key: 'h', group: 'work', onPhone: true },
  {
    to: '/tickets',
    label: 'app.nav.requests',
    icon: IconTicket,
    key: 't',
    permission: 'ticket.read',
    group: 'work',
    onPhone: true,
  },
  {
    to: '/assets',
    label: 'app.nav.assets',
    icon: IconServer,
    key: 's',
    permission: 'asset.read',
    group: 'work',
    onPhone: true,
  },
  {
    to: '/people',
    label: 'app.nav.people',
    icon: IconUsers,
    key: 'p',
    permission: 'people.read',
    group: 'work',
    onPhone: true,
  },
];

export const allowed = (
  places: readonly Destination[],
  permissions: ReadonlySet<Permission>,
): Destination[] =>
  places.filter(({ permission }) => permission === undefined || permissions.has(permission));

/** Which place a page belongs to: a client's ticket belongs to the tickets, not to the clients. */
export function placeOf(path: string): string {
  const [, first = '', , part = ''] = path.split('/');
  if (first === 'mail') return '/tickets';
  const place = first === 'clients' && ['assets', 'alerts', 'tickets'].includes(part) ? part : first;
  return `/${place}`;
}
