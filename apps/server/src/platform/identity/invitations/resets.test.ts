import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '../../../testing/until.ts';
import { mailSettingsInput, putMailSettings } from '../../settings/mail.ts';
import { OWNER, ok, refused, setUp, startWorld, type World } from '../testing/world.ts';

let world: World;
before(async () => {
  world = await startWorld();
  await setUp(world);
});
after(() => world.close());

const ask = async (email: string) =>
  (await ok(world.browser().post('/password-reset/request', { email }))).body;
const links = () => world.audit(world.providerId, 'password.reset-link-created');

test('without a mail server nothing is made, and the answer says so', async () => {
  assert.deepEqual(await ask(OWNER), { mail: false });
  assert.equal((await links()).length, 0);
});

test('ASVS 6.3.8: the answer is the same for an address without an account', async () => {
  await world.tenancy.asSystem(world.providerId, (ctx) =>
    putMailSettings(
      ctx,
      mailSettingsInput.parse({
        host: '127.0.0.1',
        port: 2525,
        security: 'none-loopback-only',
        fromAddress: 'anker@anker.example',
      }),
    ),
  );
  assert.deepEqual(await ask('nobody@anker.example'), { mail: true });
  assert.deepEqual(await ask(OWNER), { mail: true });
  const [link] = await until(async () => {
    const made = await links();
    return made.length > 0 && made;
  });
  assert.equal(link!.actorKind, 'anonymous');
  const { rows } = await world.database.owner.query(
    `select payload ->> 'email' as email from event where kind = 'password-reset.created'`,
  );
  assert.deepEqual(rows, [{ email: OWNER }]);
});

test('asking again at once makes no second link, which would kill the first', async () => {
  await ask(OWNER);
  world.clock.advance(6 * 60);
  await ask(OWNER);
  await until(async () => (await links()).length > 1);
  assert.equal((await links()).length, 2);
});

test('ASVS 2.4.1: asking is slowed down', async () => {
  const browser = world.browser();
  const request = () => browser.post('/password-reset/request', { email: 'nobody@anker.example' });
  for (let i = 0; i < 10; i++) await ok(request());
  assert.equal(await refused(request()), 'RA_SIGN_IN_LOCKED');
});
