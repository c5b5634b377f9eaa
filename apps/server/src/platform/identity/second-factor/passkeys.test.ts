import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TestAuthenticator } from '../testing/authenticator.ts';
import type { TestBrowser } from '../testing/browser.ts';
import {
  OWNER,
  ok,
  PASSKEY_ORIGIN,
  PASSWORD,
  refused,
  setUp,
  startWorld,
  type World,
} from '../testing/world.ts';
import { passkeysPossible } from './passkeys.ts';

let world: World;
let owner: TestBrowser;
before(async () => {
  world = await startWorld({ publicUrl: PASSKEY_ORIGIN });
  owner = await setUp(world);
});
after(() => world.close());

async function register(
  browser: TestBrowser,
  key: TestAuthenticator,
  name = 'Schlüsselbund',
): Promise<string> {
  const options = (await ok(browser.send('POST', '/account/passkeys/options'))).body;
  return (await ok(browser.post('/account/passkeys', { name, response: key.register(options) }))).body.id;
}
async function assertion(browser: TestBrowser, key: TestAuthenticator, how = {}): Promise<object> {
  const options = (await ok(browser.post('/session/passkey/options'))).body;
  assert.equal(options.userVerification, 'required');
  assert.equal(options.allowCredentials, undefined);
  return key.assert(options, how);
}
const verify = (browser: TestBrowser, response: object) =>
  browser.post('/session/passkey/verify', { response });

test('a passkey signs in without an e-mail address, and counts as second factor', async () => {
  const { id, browser } = await world.join(owner, world.providerId, 'key@anker.example', 'technician');
  const key = new TestAuthenticator(PASSKEY_ORIGIN);
  const before = browser.cookies.get('__Host-ra_session');
  await register(browser, key);
  assert.notEqual(browser.cookies.get('__Host-ra_session'), before);
  const other = world.browser();
  await ok(verify(other, await assertion(other, key)));
  const { person, secondFactor } = (await ok(other.get('/session'))).body;
  assert.equal(person.id, id);
  assert.deepEqual([secondFactor.passkeys, secondFactor.advised], [1, false]);
  const { items } = (await ok(other.get('/account/sessions'))).body;
  assert.equal(items.length, 2);
  assert.ok(items.every((item: { secondFactor: boolean }) => item.secondFactor));
  const [entry] = (await world.audit(world.providerId, 'session.started')).slice(-1);
  assert.deepEqual([entry!.actorId, entry!.details], [id, { method: 'passkey' }]);
});

test('ASVS 6.7.2: a challenge is random and works once', async () => {
  const { browser } = await world.join(owner, world.providerId, 'replay@anker.example', 'technician');
  const key = new TestAuthenticator(PASSKEY_ORIGIN);
  await register(browser, key);
  const attacker = world.browser();
  const answer = await assertion(attacker, key);
  const cookies = new Map(attacker.cookies);
  await ok(verify(attacker, answer));
  const replay = world.browser();
  for (const [name, value] of cookies) replay.cookies.set(name, value);
  assert.equal(await refused(verify(replay, answer)), 'RA_PASSKEY_FAILED');
  const challenges = await Promise.all(
    [1, 2, 3].map(async () => (await ok(world.browser().post('/session/passkey/options'))).body.challenge),
  );
  assert.equal(new Set(challenges).size, 3);
  for (const challenge of challenges) assert.ok(Buffer.from(challenge, 'base64url').length >= 8);
});

test('an answer for another site, another challenge, another key or without a verified user is refused', async () => {
  const { browser } = await world.join(owner, world.providerId, 'strict@anker.example', 'technician');
  const key = new TestAuthenticator(PASSKEY_ORIGIN);
  await register(browser, key);
  const guest = world.browser();
  const phished = new TestAuthenticator('https://anker-example.evil');
  Object.assign(phished, { id: key.id });
  const attempts = [
    await assertion(guest, new TestAuthenticator(PASSKEY_ORIGIN)),
    await assertion(guest, phished),
    await assertion(guest, key, { verified: false }),
    key.assert({ challenge: Buffer.alloc(32).toString('base64url'), rpId: 'anker.example' }),
    key.assert({
      challenge: (await guest.post('/session/passkey/options')).body.challenge,
      rpId: 'evil.example',
    }),
  ];
  for (const response of attempts) assert.equal(await refused(verify(guest, response)), 'RA_PASSKEY_FAILED');
  const options = (await ok(browser.post('/account/passkeys/options'))).body;
  const silent = new TestAuthenticator(PASSKEY_ORIGIN).register(options, { verified: false });
  assert.equal(
    await refused(browser.post('/account/passkeys', { name: 'x', response: silent })),
    'RA_PASSKEY_FAILED',
  );
  // The last resort of a locked account still works.
  await ok(verify(guest, await assertion(guest, key)));
});

test('ASVS 9.2.2: the challenge of a registration signs nobody in', async () => {
  const { browser } = await world.join(owner, world.providerId, 'purpose@anker.example', 'technician');
  const key = new TestAuthenticator(PASSKEY_ORIGIN);
  await register(browser, key);
  const { challenge } = (await ok(browser.post('/account/passkeys/options'))).body;
  const response = key.assert({ challenge, rpId: 'anker.example' });
  assert.equal(await refused(verify(browser, response)), 'RA_PASSKEY_FAILED');
});

test("a registration that one person began is not finished in another's session", async () => {
  const one = await world.join(owner, world.providerId, 'one@anker.example', 'technician');
  const two = await world.join(owner, world.providerId, 'two@anker.example', 'technician');
  const options = (await ok(one.browser.post('/account/passkeys/options'))).body;
  two.browser.cookies.set('__Host-ra_passkey', one.browser.cookies.get('__Host-ra_passkey')!);
  const response = new TestAuthenticator(PASSKEY_ORIGIN).register(options);
  assert.equal(
    await refused(two.browser.post('/account/passkeys', { name: 'x', response })),
    'RA_PASSKEY_FAILED',
  );
});

test('ASVS 6.3.4: a stolen password does not replace the passkey of its owner', async () => {
  const { browser } = await world.join(owner, world.providerId, 'stolen@anker.example', 'technician');
  const key = new TestAuthenticator(PASSKEY_ORIGIN);
  const id = await register(browser, key);
  const thief = await world.signedIn('stolen@anker.example');
  const tries = [
    thief.post('/account/totp', { password: PASSWORD }),
    thief.post('/account/passkeys/options', { password: PASSWORD }),
    thief.delete(`/account/passkeys/${id}`, { password: PASSWORD }),
    thief.post('/account/password', { current: PASSWORD, next: 'Nebelhorn über Föhr 88' }),
    thief.post('/account/api-keys', {
      clientId: world.providerId,
      name: 'x',
      permissions: ['ticket.read'],
      password: PASSWORD,
    }),
  ];
  for (const attempt of tries) assert.equal(await refused(attempt), 'RA_SECOND_FACTOR_REQUIRED');
});

test('ASVS 7.5.1, 6.5.6: passkeys are named and removed; removing asks for fresh proof', async () => {
  const { browser } = await world.join(owner, world.providerId, 'rename@anker.example', 'technician');
  const key = new TestAuthenticator(PASSKEY_ORIGIN);
  const id = await register(browser, key);
  await ok(browser.patch(`/account/passkeys/${id}`, { name: 'Blauer Stick' }));
  const { items } = (await ok(browser.get('/account/passkeys'))).body;
  assert.deepEqual(
    items.map((item: { name: string }) => item.name),
    ['Blauer Stick'],
  );
  const stranger = await world.signedIn(OWNER);
  assert.equal(await refused(stranger.delete(`/account/passkeys/${id}`, {})), 'RA_NOT_FOUND');
  assert.equal(await refused(stranger.patch(`/account/passkeys/${id}`, { name: 'mine' })), 'RA_NOT_FOUND');
  world.clock.advance(700);
  assert.equal(await refused(browser.delete(`/account/passkeys/${id}`)), 'RA_CONFIRM_REQUIRED');
  await ok(browser.delete(`/account/passkeys/${id}`, { password: PASSWORD }));
  const guest = world.browser();
  assert.equal(await refused(verify(guest, await assertion(guest, key))), 'RA_PASSKEY_FAILED');
});

test('ASVS 7.4.2: the passkey of a closed account opens nothing', async () => {
  const { id, browser } = await world.join(owner, world.providerId, 'shut@anker.example', 'technician');
  const key = new TestAuthenticator(PASSKEY_ORIGIN);
  await register(browser, key);
  await ok(owner.patch(`/clients/${world.providerId}/people/${id}`, { disabled: true }));
  assert.equal((await browser.get('/account')).status, 401);
  const guest = world.browser();
  assert.equal(await refused(verify(guest, await assertion(guest, key))), 'RA_PASSKEY_FAILED');
});

test('where browsers offer passkeys', () => {
  assert.ok(passkeysPossible('https://anker.example'));
  assert.ok(passkeysPossible('http://localhost:8484'));
  for (const url of [
    'http://127.0.0.1:8484',
    'https://192.0.2.1',
    'https://[2001:db8::1]',
    'http://anker.example',
  ])
    assert.ok(!passkeysPossible(url), url);
});
