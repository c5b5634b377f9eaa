import type { ColumnType } from 'kysely';
import type { Role } from '../tenancy/permissions.ts';

/** A column that the database or the sign-in library fills when it is left out. */
type Defaulted<T> = ColumnType<T, T | undefined, T>;

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export type Serves = 'all' | 'granted';

export interface PersonTable {
  id: string;
  name: string;
  /** Always lower case. */
  email: string;
  emailVerified: Defaulted<boolean>;
  image: Defaulted<string | null>;
  twoFactorEnabled: Defaulted<boolean>;
  locale: Defaulted<'de' | 'en'>;
  theme: Defaulted<Theme>;
  disabledAt: Defaulted<Date | null>;
  createdAt: Date;
  updatedAt: Date;
}
export interface SessionTable {
  id: string;
  personId: string;
  /** Hash of the cookie's value. */
  token: string;
  /** End of the absolute lifetime. */
  expiresAt: Date;
  ipAddress: string | null;
  userAgent: string | null;
  secondFactorAt: Date | null;
  createdAt: Date;
  /** Last use, exact to a minute. */
  updatedAt: Date;
}
export interface AccountTable {
  id: string;
  personId: string;
  accountId: string;
  providerId: string;
  password: string | null;
  createdAt: Date;
  updatedAt: Date;
}
export interface VerificationTable {
  id: string;
  identifier: string;
  value: string;
  expiresAt: Date;
}
export interface TwoFactorTable {
  id: string;
  personId: string;
  /** Sealed by the sign-in library. */
  secret: string;
  /** JSON list of hashes. */
  backupCodes: string;
  verified: boolean;
  lastStep: number | null;
}
export interface PasskeyTable {
  id: string;
  personId: string;
  name: string | null;
  aaguid: string | null;
  backedUp: boolean;
  createdAt: Date;
}
export interface SignInAttemptTable {
  key: string;
  at: Date;
  id: string;
}
export interface MembershipTable {
  clientId: string;
  personId: string;
  role: Role;
  serves: Defaulted<Serves>;
  createdAt: Date;
}
export interface ServiceGrantTable {
  clientId: string;
  personId: string;
  grantedBy: string;
  createdAt: Date;
}
export interface InvitationTable {
  clientId: string;
  id: string;
  kind: 'invitation' | 'password-reset';
  personId: string | null;
  email: string;
  name: string;
  role: Role;
  serves: Serves;
  tokenHash: Buffer;
  invitedBy: string | null;
  createdAt: Date;
  expiresAt: Date;
  acceptedAt: Date | null;
  revokedAt: Date | null;
}
export interface ApiKeyTable {
  clientId: string;
  id: string;
  personId: string;
  name: string;
  tokenHash: Buffer;
  hint: string;
  permissions: string[];
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

declare module '../database/tables.ts' {
  interface Tables {
    person: PersonTable;
    session: SessionTable;
    account: AccountTable;
    verification: VerificationTable;
    twoFactor: TwoFactorTable;
    passkey: PasskeyTable;
    signInAttempt: SignInAttemptTable;
    membership: MembershipTable;
    serviceGrant: ServiceGrantTable;
    invitation: InvitationTable;
    apiKey: ApiKeyTable;
  }
}
