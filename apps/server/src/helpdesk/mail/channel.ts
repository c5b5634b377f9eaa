import type { Logger } from 'pino';
import type { JobDefinition } from '../../platform/jobs/jobs.ts';
import type { MailComposer } from '../../platform/notify/index.ts';
import type { Tenancy } from '../../platform/tenancy/transactions.ts';
import { providerClientId } from '../../platform/tenancy/transactions.ts';
import type { Database } from './dependencies.ts';
import { type Door, type DoorAddress, openDoor } from './door.ts';
import { startMailWatch } from './imap/watch.ts';
import { ticketComposer } from './outbound.ts';
import { createMailReader } from './parse/pool.ts';
import { judgeJob } from './process.ts';
import { createMailSecret } from './secret.ts';

/** Mail in and out of tickets; made once a process. Nothing runs until it is asked to. */
export interface MailChannel {
  readonly composer: MailComposer;
  readonly jobs: readonly JobDefinition[];
  /** Fetches from the mailboxes: in one process of the installation. */
  watch(): { stop(): Promise<void> };
  /** Opens the SMTP door. @throws AppError RA_PORT_IN_USE and the like */
  open(address: DoorAddress, full: () => boolean): Promise<Door>;
  stop(): Promise<void>;
}

export function createMailChannel(options: { db: Database; tenancy: Tenancy; log: Logger }): MailChannel {
  const { db, tenancy, log } = options;
  const secret = createMailSecret(db, tenancy);
  const reader = createMailReader();
  return {
    composer: ticketComposer({ tenancy, secret, providerId: () => providerClientId(db) }),
    jobs: [judgeJob({ db, tenancy, log, reader, secret })],
    watch: () => startMailWatch({ db, tenancy, log }),
    open: (address, full) => openDoor({ db, tenancy, log, address, full }),
    stop: () => reader.stop(),
  };
}
