import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { systemClock } from '../../../platform/clock.ts';
import { createKysely, createPool } from '../../../platform/database/pool.ts';
import { createSecrets } from '../../../platform/secrets/secrets.ts';
import { createTenancy } from '../../../platform/tenancy/transactions.ts';
import { evaluate } from '../evaluate.ts';

/** A process of its own that looks at one client's alarms without a pause, until it is killed. */
const { address, clientId } = JSON.parse(process.argv[2]!);
const db = createKysely(createPool(address, 'evaluator', 2));
const tenancy = createTenancy({
  db,
  clock: systemClock,
  secrets: createSecrets(randomBytes(32)),
  log: pino({ level: 'silent' }),
});
for (;;) {
  await evaluate({ db, tenancy }, clientId);
  process.stdout.write('.');
}
