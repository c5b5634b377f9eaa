import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Tables } from '../../platform/database/tables.ts';
import type { Tenancy } from '../../platform/tenancy/transactions.ts';
import type { MailReader } from './parse/pool.ts';
import type { MailSecret } from './secret.ts';

export type Database = Kysely<Tables>;

/** What the mail channel stands on. */
export interface MailDependencies {
  db: Database;
  tenancy: Tenancy;
  log: Logger;
  reader: MailReader;
  secret(): Promise<MailSecret>;
}
