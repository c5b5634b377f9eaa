import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Tables } from '../database/tables.ts';
import type { Tenancy } from '../tenancy/transactions.ts';
import type { Library } from './library/library.ts';
import type { PasswordCost, PasswordHasher } from './passwords/hash.ts';
import type { Throttle } from './throttle.ts';

export interface IdentityDependencies {
  /** As the application role. */
  db: Kysely<Tables>;
  tenancy: Tenancy;
  clock: Clock;
  log: Logger;
  /** 32 bytes derived from the key-encryption key: signs challenge cookies and seals TOTP secrets. */
  secret: Uint8Array;
  /** Known only when the server listens. */
  publicUrl: () => string;
  /** Tests pay less for the many passwords that they type. */
  passwordCost?: PasswordCost;
}

/** What the parts of this folder share. */
export interface Core extends IdentityDependencies {
  readonly hasher: PasswordHasher;
  readonly throttle: Throttle;
  /** The sign-in library, set up for the public URL of this moment. */
  library(): Promise<Library>;
}
