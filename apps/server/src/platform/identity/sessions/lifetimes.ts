import type { Access } from '../../tenancy/access.ts';
import type { Role } from '../../tenancy/permissions.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Lifetime {
  /** Seconds without a request after which a session is over. */
  readonly idle: number;
  /** Seconds after signing in at which it is over in any case. */
  readonly absolute: number;
}

/**
 * How long one stays signed in (ASVS 7.1.1, 7.3.1, 7.3.2; reasons in docs/decisions/0002-sessions.md). Whoever reaches
 * the systems of many firms has to prove more often who it is than whoever reads the own tickets.
 */
const LIFETIMES: Readonly<Record<Role, Lifetime>> = {
  owner: { idle: HOUR, absolute: 12 * HOUR },
  technician: { idle: HOUR, absolute: 12 * HOUR },
  auditor: { idle: HOUR, absolute: 12 * HOUR },
  management: { idle: 8 * HOUR, absolute: DAY },
  'it-coordinator': { idle: 8 * HOUR, absolute: DAY },
  employee: { idle: 3 * DAY, absolute: 7 * DAY },
};

export const LONGEST_SESSION_SECONDS = Math.max(...Object.values(LIFETIMES).map((one) => one.absolute));

/** Time within which a sign-in counts as fresh proof for changes to the account itself (ASVS 7.5.1). */
export const CONFIRMED_SECONDS = 10 * MINUTE;

/** The strictest of all roles that somebody holds; null for somebody without any. */
export function lifetimeOf(access: Access): Lifetime | null {
  const roles = [...access.clients.values()].map((client) => LIFETIMES[client.role]);
  if (roles.length === 0) return null;
  return {
    idle: Math.min(...roles.map((one) => one.idle)),
    absolute: Math.min(...roles.map((one) => one.absolute)),
  };
}
