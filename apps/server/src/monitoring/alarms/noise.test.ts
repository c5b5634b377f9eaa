import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { TestMailServer } from '../../platform/notify/testing/smtp.ts';
import { OWNER, setUpOwner, type TestProgram, testProgram, until } from '../../testing/index.ts';
import { watchedClient } from './testing/world.ts';

describe('the weekly report of the noisiest rules', { timeout: 60_000 }, () => {
  let program: TestProgram;
  let mail: TestMailServer;

  before(async () => {
    program = await testProgram({ flags: { roles: 'api,worker' } });
    const owner = await setUpOwner(program);
    mail = await TestMailServer.start();
    const put = await owner.call('PUT', `/clients/${program.providerId}/settings/mail`, {
      host: '127.0.0.1',
      port: mail.port,
      security: 'none-loopback-only',
      fromName: 'Anker IT',
      fromAddress: 'alarm@anker.example',
    });
    assert.equal(put.status, 200);
  });
  after(async () => {
    await program.close();
    await mail.stop();
  });

  const reports = () => mail.mails.filter(({ raw }) => raw.includes('alerts/noisy'));
  /** As the clock does it on Monday morning. */
  const run = () => sql`select enqueue_job('alarms.noise', '{}')`.execute(program.database.db);
  const done = () =>
    until(async () => {
      const { rows } = await program.database.owner.query<{ left: number }>(
        `select count(*)::int as left from graphile_worker.jobs where task_identifier = 'alarms.noise'`,
      );
      return rows[0]!.left === 0;
    });

  const emitted = () =>
    program.tenancy.asSystem(program.providerId, ({ tx }) =>
      tx.selectFrom('event').select('id').where('kind', '=', 'alarms.noise').execute(),
    );

  it('is not sent about a quiet week', async () => {
    const world = await watchedClient(program, 'Leise', 'LEI');
    const [system] = await world.addSystems(1, 'srv-leise');
    await world.find([system!], 'failed', Date.now());
    await run();
    await done();
    assert.equal((await emitted()).length, 0);
  });

  it('reaches the owner by mail, names rule, system and client, and leads to the list', async () => {
    const world = await watchedClient(program, 'Laut', 'LAU');
    const [loud] = await world.addSystems(1, 'srv-laut');
    for (let n = 0; n < 4; n++) {
      await world.find([loud!], 'failed', Date.now() + 2 * n);
      await world.find([loud!], 'ok', Date.now() + 2 * n + 1);
    }
    await run();
    await until(() => reports().length > 0, 20_000);
    const { to, raw } = reports()[0]!;
    assert.deepEqual(to, [OWNER.email]);
    for (const word of ['srv-laut', 'tcp srv-laut', 'Laut', '4 Alarme']) assert.ok(raw.includes(word), word);
    assert.ok(!raw.includes('srv-leise'));
    assert.equal((await emitted()).length, 1);
  });
});
