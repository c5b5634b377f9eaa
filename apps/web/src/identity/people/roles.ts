import type { Role } from '../session.ts';

export const PROVIDER_ROLES = ['owner', 'technician', 'auditor'] as const satisfies readonly Role[];
export const CLIENT_ROLES = ['management', 'it-coordinator', 'employee'] as const satisfies readonly Role[];

/** Roles that exist in a client of this kind; the server decides who may give which. */
export const rolesOf = (kind: 'provider' | 'client'): readonly Role[] =>
  kind === 'provider' ? PROVIDER_ROLES : CLIENT_ROLES;
