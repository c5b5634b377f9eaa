import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';
import { type Permission, PROVIDER_ROLES, ROLE_PERMISSIONS, type Role } from './permissions.ts';

export interface ClientAccess {
  clientId: string;
  kind: 'provider' | 'client';
  code: string;
  name: string;
  role: Role;
}

/** What a person may do where. An API key narrows it to one client and to its own permissions. */
export interface Access {
  readonly personId: string;
  readonly clients: ReadonlyMap<string, ClientAccess>;
  readonly side: 'provider' | 'client';
  /** Present for API keys only; without a client the key reaches every client of its creator. */
  readonly limit?: { clientId: string | null; permissions: ReadonlySet<string> };
}

export async function loadAccess(db: Kysely<Tables>, personId: string): Promise<Access> {
  const { rows } = await sql<{
    clientId: string;
    clientKind: 'provider' | 'client';
    clientCode: string;
    clientName: string;
    role: Role;
  }>`
    select client_id, client_kind, client_code, client_name, role from access_of(${personId})`.execute(db);
  const clients = new Map(
    rows.map((row) => [
      row.clientId,
      {
        clientId: row.clientId,
        kind: row.clientKind,
        code: row.clientCode,
        name: row.clientName,
        role: row.role,
      },
    ]),
  );
  const provider = rows.some((row) => (PROVIDER_ROLES as readonly string[]).includes(row.role));
  return { personId, clients, side: provider ? 'provider' : 'client' };
}

export function mayIn(access: Access, clientId: string, permission: Permission): boolean {
  const client = access.clients.get(clientId);
  if (!client || !ROLE_PERMISSIONS[client.role].has(permission)) return false;
  if (!access.limit) return true;
  return within(access, clientId) && access.limit.permissions.has(permission);
}

/** Clients in which the permission is held. */
export function scopeFor(access: Access, permission: Permission): string[] {
  return [...access.clients.keys()].filter((clientId) => mayIn(access, clientId, permission));
}

export const sees = (access: Access, clientId: string): boolean =>
  access.clients.has(clientId) && within(access, clientId);

const within = (access: Access, clientId: string): boolean =>
  !access.limit || access.limit.clientId === null || access.limit.clientId === clientId;
