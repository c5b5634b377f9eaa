import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { OWNER, ok, PASSWORD, refused, startWorld, type World } from './testing/world.ts';

let world: World;
before(async () => {
  world = await startWorld();
});
after(() => world.close());

const input = (token: string, email = OWNER): object => ({
  token,
  providerName: 'Nordlicht IT',
  ownerName: 'Ada Olsen',
  email,
  password: PASSWORD,
  locale: 'en',
});

test('ASVS 6.3.2: a new installation has no account, and the set-up is open', async () => {
  const { rows } = await world.database.owner.query('select count(*)::int as n from person');
  assert.equal(rows[0].n, 0);
  const { body } = await ok(world.browser().get('/session'));
  assert.equal(body.setup.open, true);
  assert.equal(body.person, null);
});

test('ASVS 6.4.1: the set-up needs the token of this start, which is random and stored as a hash', async () => {
  const stale = (await world.identity.openSetup())!;
  const token = (await world.identity.openSetup())!;
  assert.equal(Buffer.from(token, 'base64url').length, 32);
  assert.ok(!(await world.dump()).includes(token));
  const browser = world.browser();
  assert.equal(await refused(browser.post('/setup', input(stale))), 'RA_SETUP_TOKEN');
  assert.equal(await refused(browser.post('/setup', input('A'.repeat(43)))), 'RA_SETUP_TOKEN');
  assert.equal(await refused(browser.post('/setup', input('short'))), 'RA_BAD_REQUEST');
  const weak = { ...input(token), password: 'Nordlicht2026!' };
  assert.equal(await refused(browser.post('/setup', weak)), 'RA_PASSWORD_WEAK');
  assert.equal((await world.audit(world.providerId, 'installation.set-up-refused')).length, 2);
});

test('ASVS 2.4.1: guessing the token is slowed down', async () => {
  const browser = world.browser();
  for (let i = 0; i < 10; i++) await browser.post('/setup', input('B'.repeat(43)));
  const answer = await browser.post('/setup', input('B'.repeat(43)));
  assert.equal(answer.body.error.code, 'RA_SIGN_IN_LOCKED');
  assert.equal(answer.headers['retry-after'], '60');
});

test('ASVS 2.3.4: of several set-ups at the same time one wins', async () => {
  const token = (await world.identity.openSetup())!;
  const answers = await Promise.all(
    [1, 2, 3, 4].map((i) => world.browser().post('/setup', input(token, `owner${i}@anker.example`))),
  );
  const won = answers.filter((answer) => answer.status === 201);
  assert.equal(won.length, 1);
  for (const answer of answers.filter((one) => one.status !== 201))
    assert.match(answer.body.error.code, /^RA_SETUP_(CLOSED|TOKEN)$/);
  const { rows } = await world.database.owner.query(
    'select p.email, m.role, c.name from person p join membership m on m.person_id = p.id join client c on c.id = m.client_id',
  );
  assert.equal(rows.length, 1);
  assert.deepEqual([rows[0].role, rows[0].name], ['owner', 'Nordlicht IT']);
  assert.equal((await world.audit(world.providerId, 'installation.set-up')).length, 1);
});

test('afterwards the set-up is closed for good, also after a restart', async () => {
  assert.equal(await world.identity.openSetup(), null);
  assert.equal((await ok(world.browser().get('/session'))).body.setup.open, false);
  assert.equal(await refused(world.browser().post('/setup', input('C'.repeat(43)))), 'RA_SETUP_CLOSED');
});
