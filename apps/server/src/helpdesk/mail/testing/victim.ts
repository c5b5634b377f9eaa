import { pino } from 'pino';
import { systemClock } from '../../../platform/clock.ts';
import { createKysely, createPool, type DatabaseAddress } from '../../../platform/database/pool.ts';
import { loadKeys } from '../../../platform/keys.ts';
import { createSecrets } from '../../../platform/secrets/secrets.ts';
import { createTenancy } from '../../../platform/tenancy/transactions.ts';
import '../schema.ts';
import { startMailWatch } from '../imap/watch.ts';

/** A process that fetches mail and ends itself by SIGKILL at a given step: nothing is tidied up, nothing is flushed. */
const { address, dataDir, step } = JSON.parse(process.argv[2]!) as {
  address: DatabaseAddress;
  dataDir: string;
  step: string;
};
const log = pino({ level: 'silent' }) as never;
const db = createKysely(createPool(address, 'victim', 4));
const secrets = createSecrets((await loadKeys(dataDir)).kek);
startMailWatch({
  db,
  tenancy: createTenancy({ db, clock: systemClock, secrets, log }),
  log,
  onStep: (reached) => {
    if (reached === step) process.kill(process.pid, 'SIGKILL');
  },
});
