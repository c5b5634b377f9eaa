/** What a person may do. Every route names one; a role is a set of them. */
export const PERMISSIONS = [
  'client.read',
  'client.manage',
  'site.manage',
  'asset.read',
  'asset.manage',
  'agent.enrol',
  'check.manage',
  'discovery.manage',
  'ingest.manage',
  'alert.read',
  'alert.acknowledge',
  'ticket.read',
  'ticket.create',
  'ticket.work',
  'people.read',
  'people.manage',
  'audit.read',
  'settings.read',
  'settings.manage',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const PROVIDER_ROLES = ['owner', 'technician', 'auditor'] as const;
export const CLIENT_ROLES = ['management', 'it-coordinator', 'employee'] as const;
export const ROLES = [...PROVIDER_ROLES, ...CLIENT_ROLES] as const;
export type Role = (typeof ROLES)[number];
export type ProviderRole = (typeof PROVIDER_ROLES)[number];

const READ_ALL: readonly Permission[] = [
  'client.read',
  'asset.read',
  'alert.read',
  'ticket.read',
  'people.read',
];

/**
 * Least privilege: a technician operates but decides nothing about people, contracts or the installation; an
 * auditor reads and changes nothing; an employee sees and writes own requests only (queries narrow further).
 */
export const ROLE_PERMISSIONS: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  owner: new Set(PERMISSIONS),
  technician: new Set<Permission>([
    ...READ_ALL,
    'site.manage',
    'asset.manage',
    'agent.enrol',
    'check.manage',
    'discovery.manage',
    'ingest.manage',
    'alert.acknowledge',
    'ticket.create',
    'ticket.work',
    'settings.read',
  ]),
  auditor: new Set<Permission>([...READ_ALL, 'audit.read', 'settings.read']),
  management: new Set<Permission>([
    ...READ_ALL,
    'people.manage',
    'ticket.create',
    'audit.read',
    'settings.read',
  ]),
  'it-coordinator': new Set<Permission>([
    ...READ_ALL,
    'asset.manage',
    'alert.acknowledge',
    'ticket.create',
    'ticket.work',
  ]),
  employee: new Set<Permission>(['ticket.read', 'ticket.create']),
};

/** Roles that the holder of a role may give to others: never more than its own. */
export function mayAssign(assigner: Role, role: Role): boolean {
  if ((PROVIDER_ROLES as readonly string[]).includes(assigner)) return assigner === 'owner';
  return assigner === 'management' && (CLIENT_ROLES as readonly string[]).includes(role);
}
