import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { TestBrowser } from '../testing/browser.ts';
import {
  NEW_PASSWORD,
  OWNER,
  ok,
  PASSWORD,
  refused,
  setUp,
  startWorld,
  type World,
} from '../testing/world.ts';

let world: World;
let owner: TestBrowser;
before(async () => {
  world = await startWorld({ publicUrl: 'https://anker.example' });
  owner = await setUp(world);
});
after(() => world.close());

const signIn = (browser: TestBrowser, email: string, password: string) =>
  browser.post('/session/sign-in', { email, password });

test('ASVS 3.3.1, 3.3.2, 3.3.3, 3.3.4: the cookie is __Host-, Secure, SameSite=Strict, HttpOnly', async () => {
  const { setCookies } = await ok(signIn(world.browser(), OWNER, PASSWORD));
  assert.equal(setCookies.length, 1);
  const [cookie, ...attributes] = setCookies[0]!.split(/;\s*/);
  assert.match(cookie!, /^__Host-ra_session=/);
  for (const wanted of ['Secure', 'HttpOnly', 'SameSite=Strict', 'Path=/'])
    assert.ok(attributes.includes(wanted), wanted);
  assert.ok(!attributes.some((attribute) => attribute.startsWith('Domain')));
});

test('ASVS 7.2.2, 7.2.3, 11.5.1: the token is 256 random bits, and the database has its hash only', async () => {
  const tokens = new Set<string>();
  for (let i = 0; i < 3; i++) {
    const browser = world.browser();
    await ok(signIn(browser, OWNER, PASSWORD));
    const token = browser.cookies.get('__Host-ra_session')!.split('.')[0]!;
    assert.equal(Buffer.from(token, 'base64url').length, 32);
    tokens.add(token);
  }
  assert.equal(tokens.size, 3);
  const dump = await world.dump();
  for (const token of tokens) assert.ok(!dump.includes(token));
  // What the database has opens nothing.
  const { rows } = await world.database.owner.query('select token from session');
  for (const { token } of rows) {
    const thief = world.browser();
    thief.cookies.set('__Host-ra_session', `${token}.x`);
    assert.equal((await thief.get('/account')).status, 401);
  }
});

test('ASVS 7.2.1: a token that was changed, cut or made up is nobody', async () => {
  const genuine = owner.cookies.get('__Host-ra_session')!;
  const other = genuine[0] === 'A' ? 'B' : 'A';
  for (const forged of [other + genuine.slice(1), genuine.slice(0, 40), 'A'.repeat(43), '', `x${genuine}`]) {
    const browser = world.browser();
    browser.cookies.set('__Host-ra_session', forged);
    assert.equal((await browser.get('/account')).status, 401, forged);
  }
});

test('ASVS 7.2.4: signing in makes a new token and ends the session that the browser had', async () => {
  const browser = world.browser();
  await ok(signIn(browser, OWNER, PASSWORD));
  const first = browser.cookies.get('__Host-ra_session')!;
  await ok(signIn(browser, OWNER, PASSWORD));
  assert.notEqual(browser.cookies.get('__Host-ra_session'), first);
  const old = world.browser();
  old.cookies.set('__Host-ra_session', first);
  assert.equal((await old.get('/account')).status, 401);
});

test('ASVS 6.3.8: known and unknown, right and closed accounts answer with the same words', async () => {
  const closed = await world.join(owner, world.providerId, 'closed@anker.example', 'technician');
  await ok(owner.patch(`/clients/${world.providerId}/people/${closed.id}`, { disabled: true }));
  const answers = await Promise.all([
    signIn(world.browser(), OWNER, 'wrong password!'),
    signIn(world.browser(), 'nobody@anker.example', 'wrong password!'),
    signIn(world.browser(), 'closed@anker.example', PASSWORD),
  ]);
  for (const { status, body, setCookies } of answers) {
    assert.equal(status, 401);
    const { requestId: _, ...error } = body.error;
    assert.deepEqual(error, {
      code: 'RA_SIGN_IN_FAILED',
      message: 'The e-mail address or the password is wrong.',
    });
    assert.deepEqual(setCookies, []);
  }
});

test('ASVS 6.3.1: a locked account refuses the right password too, says until when, and recovers', async () => {
  await world.join(owner, world.providerId, 'locked@anker.example', 'technician');
  for (let i = 0; i < 5; i++)
    assert.equal(
      await refused(signIn(world.browser(), 'locked@anker.example', 'wrong password!')),
      'RA_SIGN_IN_FAILED',
    );
  const answer = await signIn(world.browser(), 'locked@anker.example', PASSWORD);
  assert.equal(answer.status, 429);
  assert.equal(answer.body.error.code, 'RA_SIGN_IN_LOCKED');
  assert.equal(answer.headers['retry-after'], '30');
  const locks = await world.audit(world.providerId, 'session.locked');
  assert.deepEqual(locks.at(-1)?.details, { of: 'account', seconds: 30 });
  world.clock.advance(31);
  await ok(signIn(world.browser(), 'locked@anker.example', PASSWORD));
});

test('ASVS 6.3.8: unknown accounts are locked in the same way', async () => {
  for (let i = 0; i < 5; i++) await signIn(world.browser(), 'ghost@anker.example', 'wrong password!');
  const answer = await signIn(world.browser(), 'ghost@anker.example', 'wrong password!');
  assert.equal(answer.body.error.code, 'RA_SIGN_IN_LOCKED');
  assert.equal(answer.headers['retry-after'], '30');
});

test('ASVS 16.2.5, 16.3.1: successes and failures are written down with address, and without the password', async () => {
  const browser = world.browser('203.0.113.5');
  await signIn(browser, OWNER, 'Falsches Wort 77');
  await ok(signIn(browser, OWNER.toUpperCase(), PASSWORD));
  const [refusal, start] = (await world.audit(world.providerId)).slice(-2);
  assert.deepEqual(
    [refusal!.action, refusal!.address, refusal!.actorKind],
    ['session.refused', '203.0.113.5', 'anonymous'],
  );
  assert.deepEqual(
    [start!.action, start!.address, start!.actorKind],
    ['session.started', '203.0.113.5', 'person'],
  );
  const dump = await world.dump();
  assert.ok(!dump.includes('Falsches Wort 77') && !dump.includes(PASSWORD));
});

test('ASVS 3.5.1: another web site cannot sign anybody in or out', async () => {
  const foreign = (headers: Record<string, string>) => owner.send('POST', '/session/sign-out', {}, headers);
  assert.equal(await refused(foreign({ 'sec-fetch-site': 'cross-site' })), 'RA_CROSS_SITE');
  assert.equal(await refused(foreign({ origin: 'https://evil.example' })), 'RA_CROSS_SITE');
  const attack = world.browser().send(
    'POST',
    '/session/sign-in',
    { email: OWNER, password: PASSWORD },
    {
      'sec-fetch-site': 'cross-site',
    },
  );
  assert.equal(await refused(attack), 'RA_CROSS_SITE');
  await ok(owner.get('/account'));
});

test('ASVS 3.5.3: no address that changes something answers to GET', async () => {
  for (const path of [
    '/session/sign-out',
    '/session/sign-in',
    '/setup',
    '/account/password',
    '/account/totp',
  ])
    assert.equal((await owner.get(path)).status, 404, path);
});

test('ASVS 14.3.2: answers are kept by no cache', async () => {
  assert.equal((await owner.get('/session')).headers['cache-control'], 'no-store');
});

test('ASVS 6.2.2, 6.2.3, 7.4.3: the password is changed with the present one only, and other sessions end', async () => {
  const me = await world.join(owner, world.providerId, 'change@anker.example', 'technician');
  const elsewhere = await world.signedIn('change@anker.example');
  const before = me.browser.cookies.get('__Host-ra_session');
  const change = (current: string, next: string) => me.browser.post('/account/password', { current, next });
  assert.equal(await refused(change('wrong password!', NEW_PASSWORD)), 'RA_PASSWORD_WRONG');
  assert.equal(await refused(change(PASSWORD, 'change.anker.example')), 'RA_PASSWORD_WEAK');
  await ok(change(PASSWORD, NEW_PASSWORD));
  assert.notEqual(me.browser.cookies.get('__Host-ra_session'), before);
  await ok(me.browser.get('/account'));
  assert.equal((await elsewhere.get('/account')).status, 401);
  assert.equal(await refused(signIn(world.browser(), 'change@anker.example', PASSWORD)), 'RA_SIGN_IN_FAILED');
  await ok(signIn(world.browser(), 'change@anker.example', NEW_PASSWORD));
  const events = await world.database.owner.query(
    "select payload from event where kind = 'person.credentials-changed' and object_id = $1",
    [me.id],
  );
  assert.deepEqual(events.rows, [{ payload: { what: 'password.changed' } }]);
});

test('ASVS 6.2.10: a password is good for years', async () => {
  await world.join(owner, world.providerId, 'old@anker.example', 'technician');
  world.clock.advance(5 * 365 * 86_400);
  await ok(signIn(world.browser(), 'old@anker.example', PASSWORD));
  owner = await world.signedIn(OWNER);
});

test('ASVS 15.3.3: fields that nobody asked for change nothing', async () => {
  const me = await world.join(owner, world.providerId, 'mass@anker.example', 'auditor');
  await ok(
    me.browser.patch('/account', {
      name: 'Mass',
      role: 'owner',
      emailVerified: false,
      email: 'other@anker.example',
      twoFactorEnabled: true,
      disabledAt: null,
    }),
  );
  const { body } = await ok(me.browser.get('/session'));
  assert.deepEqual(
    [body.person.name, body.person.email, body.clients[0].role],
    ['Mass', 'mass@anker.example', 'auditor'],
  );
  assert.equal(body.secondFactor.totp, false);
});
