import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TestAuthenticator } from './testing/authenticator.ts';
import type { TestBrowser } from './testing/browser.ts';
import { NEW_PASSWORD, OWNER, ok, PASSKEY_ORIGIN, refused, startWorld, type World } from './testing/world.ts';

let world: World;
let token: string;
let owner: TestBrowser;
const key = new TestAuthenticator(PASSKEY_ORIGIN);
before(async () => {
  world = await startWorld({ publicUrl: PASSKEY_ORIGIN });
  token = (await world.identity.openSetup())!;
});
after(() => world.close());

const who = { ownerName: 'Ada Olsen', email: OWNER };
const challenge = async (browser: TestBrowser) =>
  (await ok(browser.post('/setup/passkey/options', { token, ...who }))).body;
const finish = (browser: TestBrowser, proof: object) =>
  browser.post('/setup', { token, ...who, providerName: 'Nordlicht IT', locale: 'de', ...proof });

test('the challenge for a passkey needs the set-up token and stores nobody', async () => {
  const stranger = world.browser();
  const asked = stranger.post('/setup/passkey/options', { ...who, token: 'A'.repeat(43) });
  assert.equal(await refused(asked), 'RA_SETUP_TOKEN');
  const options = await challenge(stranger);
  assert.equal(options.user.name, OWNER);
  assert.equal(options.authenticatorSelection.userVerification, 'required');
  const { rows } = await world.database.owner.query('select count(*)::int as n from person');
  assert.equal(rows[0].n, 0);
});

test('either a password or a passkey, not both and not none', async () => {
  const browser = world.browser();
  assert.equal(await refused(finish(browser, {})), 'RA_BAD_REQUEST');
  const passkey = key.register(await challenge(browser));
  assert.equal(await refused(finish(browser, { passkey, password: NEW_PASSWORD })), 'RA_BAD_REQUEST');
});

test('ASVS 6.4.1: a passkey without challenge, or that did not verify its user, leaves the set-up open', async () => {
  const browser = world.browser();
  const passkey = key.register(await challenge(browser));
  assert.equal(await refused(finish(world.browser(), { passkey })), 'RA_PASSKEY_FAILED');
  const careless = key.register(await challenge(browser), { verified: false });
  assert.equal(await refused(finish(browser, { passkey: careless })), 'RA_PASSKEY_FAILED');
  const { rows } = await world.database.owner.query('select count(*)::int as n from person');
  assert.equal(rows[0].n, 0);
  assert.equal((await ok(browser.get('/session'))).body.setup.open, true);
});

test('the first owner is made with a passkey only, and is signed in with a second factor', async () => {
  owner = world.browser();
  await ok(finish(owner, { passkey: key.register(await challenge(owner)) }));
  const { person, secondFactor, clients } = (await ok(owner.get('/session'))).body;
  assert.equal(person.email, OWNER);
  assert.equal(clients[0].role, 'owner');
  assert.deepEqual(
    [secondFactor.passkeys, secondFactor.password, secondFactor.advised, secondFactor.missing],
    [1, false, false, false],
  );
  const [entry] = await world.audit(world.providerId, 'installation.set-up');
  assert.equal(entry!.details.method, 'passkey');
});

test('the set-up is closed afterwards, also for a ceremony that was open', async () => {
  const late = world.browser();
  const asked = late.post('/setup/passkey/options', { token, ...who });
  assert.equal(await refused(asked), 'RA_SETUP_CLOSED');
  assert.equal(await refused(finish(late, { password: NEW_PASSWORD })), 'RA_SETUP_CLOSED');
});

test('the passkey signs in; no password does', async () => {
  const other = world.browser();
  const options = (await ok(other.post('/session/passkey/options'))).body;
  await ok(other.post('/session/passkey/verify', { response: key.assert(options) }));
  for (const password of ['null', NEW_PASSWORD])
    assert.equal(
      await refused(world.browser().post('/session/sign-in', { email: OWNER, password })),
      'RA_SIGN_IN_FAILED',
    );
});

test('the only way in is not removed; a first password opens a second one', async () => {
  const [{ id }] = (await ok(owner.get('/account/passkeys'))).body.items;
  assert.equal(await refused(owner.delete(`/account/passkeys/${id}`)), 'RA_PASSKEY_LAST');
  await ok(owner.post('/account/password', { next: NEW_PASSWORD }));
  assert.equal((await ok(owner.get('/session'))).body.secondFactor.password, true);
  const weak = owner.post('/account/password', { next: 'Nebelhorn über Sylt 99' });
  assert.equal(await refused(weak), 'RA_PASSWORD_WRONG');
  await ok(owner.delete(`/account/passkeys/${id}`));
  await ok(world.browser().post('/session/sign-in', { email: OWNER, password: NEW_PASSWORD }));
});
