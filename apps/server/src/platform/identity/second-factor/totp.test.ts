import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { TestBrowser } from '../testing/browser.ts';
import {
  appShows,
  enrolApp,
  NEW_PASSWORD,
  ok,
  PASSWORD,
  refused,
  setUp,
  startWorld,
  tokenOf,
  type World,
} from '../testing/world.ts';
import { totpCode, totpStep } from './totp-step.ts';

let world: World;
let owner: TestBrowser;
let clientId: string;
before(async () => {
  world = await startWorld();
  owner = await setUp(world);
  clientId = await world.client('Müller Bau', 'MUE');
});
after(() => world.close());

let count = 0;
/** A technician with the app set up. */
async function withApp(): Promise<{
  id: string;
  email: string;
  browser: TestBrowser;
  secret: string;
  recoveryCodes: string[];
}> {
  const email = `tech${++count}@anker.example`;
  const { id, browser } = await world.join(owner, world.providerId, email, 'technician');
  return { id, email, browser, ...(await enrolApp(browser)) };
}
/** First step done, the code is waited for. */
async function challenged(email: string): Promise<TestBrowser> {
  const browser = world.browser();
  const { body } = await ok(browser.post('/session/sign-in', { email, password: PASSWORD }));
  assert.deepEqual(body, { secondFactorRequired: true });
  return browser;
}
const finish = (browser: TestBrowser, code: string) => browser.post('/session/second-factor', { code });

test('codes are those of RFC 6238, appendix B', () => {
  const secret = Buffer.from('12345678901234567890');
  // The appendix shows eight digits; ours are the last six.
  for (const [seconds, code] of [
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ] as const)
    assert.equal(totpCode(secret, Math.floor(seconds / 30)), code);
});

test('ASVS 6.5.5: a code lives for its half minute, and one before and after for slow clocks', () => {
  const secret = Buffer.from('12345678901234567890');
  const now = new Date(1_700_000_010_000);
  const step = Math.floor(now.getTime() / 30_000);
  const accepted = [-3, -2, -1, 0, 1, 2, 3].filter(
    (off) => totpStep(secret, totpCode(secret, step + off), now) !== undefined,
  );
  assert.deepEqual(accepted, [-1, 0, 1]);
});

test('ASVS 2.3.1, 6.3.4: the password alone opens nothing when the app is set up', async () => {
  const { email } = await withApp();
  const browser = await challenged(email);
  assert.ok(!browser.cookies.has('ra_session'));
  assert.equal((await browser.get('/account')).status, 401);
  assert.equal((await ok(browser.get('/session'))).body.person, null);
  // Nor does the second step without the first.
  assert.equal(await refused(finish(world.browser(), '123456')), 'RA_SIGN_IN_EXPIRED');
});

test('ASVS 6.5.1: a code works once, also for two at the same moment', async () => {
  const { email, secret } = await withApp();
  const code = appShows(secret);
  const browsers = await Promise.all([1, 2, 3].map(() => challenged(email)));
  const answers = await Promise.all(browsers.map((browser) => finish(browser, code)));
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [201, 401, 401]);
  assert.equal(await refused(finish(await challenged(email), code)), 'RA_SECOND_FACTOR_FAILED');
  await ok(finish(await challenged(email), appShows(secret, 1)));
});

test('ASVS 6.5.1: the code that turned the app on does not sign in as well', async () => {
  const { browser, id } = await world.join(owner, world.providerId, 'first@anker.example', 'technician');
  const { secret } = (await ok(browser.post('/account/totp', { password: PASSWORD }))).body;
  const code = appShows(secret);
  await ok(browser.post('/account/totp/confirm', { code }));
  assert.equal(
    await refused(finish(await challenged('first@anker.example'), code)),
    'RA_SECOND_FACTOR_FAILED',
  );
  assert.ok(
    (await world.audit(world.providerId, 'second-factor.enabled')).some((entry) => entry.objectId === id),
  );
});

test('ASVS 6.5.1, 6.5.2, 6.5.3, 6.5.4: recovery codes are long, random, stored as hashes, and work once', async () => {
  const { email, recoveryCodes } = await withApp();
  assert.equal(new Set(recoveryCodes).size, 10);
  const dump = await world.dump();
  for (const code of recoveryCodes) {
    assert.match(code, /^([0-9a-hjkmnp-tv-z]{4}-){5}[0-9a-hjkmnp-tv-z]{4}$/);
    assert.ok(!dump.includes(code) && !dump.includes(code.replaceAll('-', '')));
  }
  const [first, second] = recoveryCodes as [string, string];
  const browsers = await Promise.all([1, 2].map(() => challenged(email)));
  const answers = await Promise.all(browsers.map((browser) => finish(browser, first)));
  assert.deepEqual(answers.map((answer) => answer.status).filter((status) => status === 201).length, 1);
  // As it is read from paper.
  const typed = second.toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O').replaceAll('1', 'l');
  const browser = await challenged(email);
  await ok(finish(browser, typed));
  const { secondFactor } = (await ok(browser.get('/account'))).body;
  assert.equal(secondFactor.recoveryCodesLeft, 8);
});

test('ASVS 6.5.6: new recovery codes end the old ones', async () => {
  const { email, browser, recoveryCodes } = await withApp();
  const renewed = (await ok(browser.post('/account/totp/recovery-codes', {}))).body.recoveryCodes;
  assert.equal(await refused(finish(await challenged(email), recoveryCodes[0]!)), 'RA_SECOND_FACTOR_FAILED');
  await ok(finish(await challenged(email), renewed[0]));
});

test('ASVS 6.6.3: codes are guessed five times, then the sign-in waits longer and longer', async () => {
  const { email, secret } = await withApp();
  let browser = await challenged(email);
  for (let i = 0; i < 4; i++)
    assert.equal(await refused(finish(browser, `00000${i}`)), 'RA_SECOND_FACTOR_FAILED');
  browser = await challenged(email);
  assert.equal(await refused(finish(browser, '000009')), 'RA_SECOND_FACTOR_FAILED');
  // A new first step does not start the count again, from whatever address.
  const answer = await finish(await challenged(email), appShows(secret));
  assert.equal(answer.body.error.code, 'RA_SIGN_IN_LOCKED');
  assert.equal(answer.headers['retry-after'], '30');
  const locks = await world.audit(world.providerId, 'session.locked');
  assert.deepEqual(locks.at(-1)?.details, { of: 'second-factor', seconds: 30 });
});

test('ASVS 9.1.1, 9.2.1: a challenge that was changed or is too old is none', async () => {
  const { email, secret } = await withApp();
  const browser = await challenged(email);
  const genuine = browser.cookies.get('ra_challenge')!;
  browser.cookies.set('ra_challenge', genuine.replace(/\..*/, `.${'A'.repeat(43)}%3D`));
  assert.equal(await refused(finish(browser, appShows(secret))), 'RA_SIGN_IN_EXPIRED');
  browser.cookies.set('ra_challenge', genuine);
  await world.database.owner.query("update verification set expires_at = now() - interval '1 second'");
  assert.equal(await refused(finish(browser, appShows(secret, 1))), 'RA_SIGN_IN_EXPIRED');
});

test('ASVS 9.2.2: a cookie of one kind is no good for another', async () => {
  const { email, secret } = await withApp();
  const waiting = await challenged(email);
  const challenge = waiting.cookies.get('ra_challenge')!;
  const asking = world.browser();
  await ok(asking.post('/session/passkey/options'));
  const passkey = asking.cookies.get('ra_passkey')!;
  const session = owner.cookies.get('ra_session')!;
  const using = (name: string, value: string): TestBrowser => {
    const browser = world.browser();
    browser.cookies.set(name, value);
    return browser;
  };
  for (const value of [challenge, passkey])
    assert.equal((await using('ra_session', value).get('/account')).status, 401);
  for (const value of [session, passkey])
    assert.equal(await refused(finish(using('ra_challenge', value), appShows(secret))), 'RA_SIGN_IN_EXPIRED');
  const response = { id: 'x', type: 'public-key' };
  for (const value of [session, challenge])
    assert.equal(
      await refused(using('ra_passkey', value).post('/session/passkey/verify', { response })),
      'RA_PASSKEY_FAILED',
    );
  await ok(finish(waiting, appShows(secret)));
});

test('the secret is sealed in the database', async () => {
  const { secret } = await withApp();
  assert.ok(!(await world.dump()).includes(secret));
});

test('ASVS 7.2.4, 7.5.1: the app is set up and turned off with the password, each time in a new session', async () => {
  const { browser, email } = await withApp();
  const before = browser.cookies.get('ra_session');
  const off = (password: string) => browser.delete('/account/totp', { password });
  assert.equal(await refused(off('wrong password!')), 'RA_PASSWORD_WRONG');
  await ok(off(PASSWORD));
  assert.notEqual(browser.cookies.get('ra_session'), before);
  const old = world.browser();
  old.cookies.set('ra_session', before!);
  assert.equal((await old.get('/account')).status, 401);
  await world.signedIn(email);
});

test('an app that is on is not replaced by another', async () => {
  const { browser } = await withApp();
  assert.equal(
    await refused(browser.post('/account/totp', { password: PASSWORD })),
    'RA_SECOND_FACTOR_EXISTS',
  );
  assert.equal(
    await refused(browser.post('/account/totp/confirm', { code: '123456' })),
    'RA_SECOND_FACTOR_EXISTS',
  );
});

test('an app that was never confirmed does not lock anybody out', async () => {
  const { browser } = await world.join(owner, world.providerId, 'half@anker.example', 'technician');
  await ok(browser.post('/account/totp', { password: PASSWORD }));
  assert.equal(
    await refused(browser.post('/account/totp/confirm', { code: '000000' })),
    'RA_SECOND_FACTOR_FAILED',
  );
  await world.signedIn('half@anker.example');
  const { qr } = (await ok(browser.post('/account/totp', { password: PASSWORD }))).body;
  assert.match(qr.path, /^(M\d+ \d+h\d+v1h-\d+z)+$/);
});

test('ASVS 6.4.3: a reset of the password does not get around the app', async () => {
  const { id, email, secret } = await withApp();
  const path = `/clients/${world.providerId}/people/${id}/password-reset`;
  const { link } = (await ok(owner.post(path))).body;
  const browser = world.browser();
  await ok(browser.post('/password-reset', { token: tokenOf(link), password: NEW_PASSWORD }));
  assert.equal(browser.cookies.size, 0);
  const { body } = await ok(browser.post('/session/sign-in', { email, password: NEW_PASSWORD }));
  assert.deepEqual(body, { secondFactorRequired: true });
  await ok(finish(browser, appShows(secret)));
});

test('ASVS 6.4.4, 6.5.6: an owner takes away a lost app; sessions end, and it is written down', async () => {
  const { id, email, browser } = await withApp();
  const path = (person: string) => `/clients/${world.providerId}/people/${person}/second-factor`;
  assert.equal(await refused(browser.delete(path(id))), 'RA_FORBIDDEN');
  await ok(owner.delete(path(id)));
  assert.equal((await browser.get('/account')).status, 401);
  await world.signedIn(email);
  const [entry] = (await world.audit(world.providerId, 'second-factor.reset')).slice(-1);
  assert.equal(entry?.objectId, id);
  const me = (await ok(owner.get('/session'))).body.person.id;
  assert.equal(await refused(owner.delete(path(me))), 'RA_FORBIDDEN');
});

test('ASVS 6.3.3: a role can demand a second factor; without one only the own account works', async () => {
  const technician = await world.join(owner, world.providerId, 'must@anker.example', 'technician');
  const chief = await world.join(owner, clientId, 'chief@mueller.example', 'management');
  const policy = `/clients/${world.providerId}/second-factor-policy`;
  assert.equal(await refused(technician.browser.put(policy, { roles: [] })), 'RA_FORBIDDEN');
  await ok(owner.put(policy, { roles: ['technician', 'management'] }));
  const people = (browser: TestBrowser, client: string) => browser.get(`/clients/${client}/people`);
  for (const [who, client] of [
    [technician, world.providerId],
    [chief, clientId],
  ] as const) {
    assert.equal(await refused(people(who.browser, client)), 'RA_SECOND_FACTOR_REQUIRED');
    assert.equal(await refused(who.browser.get('/account/api-keys')), 'RA_SECOND_FACTOR_REQUIRED');
    const { secondFactor } = (await ok(who.browser.get('/session'))).body;
    assert.deepEqual([secondFactor.required, secondFactor.missing], [true, true]);
  }
  await ok(people(owner, world.providerId));
  await enrolApp(technician.browser);
  await ok(people(technician.browser, world.providerId));
  await ok(owner.put(policy, { roles: [] }));
  await ok(people(chief.browser, clientId));
});

test('a client may demand one for its own roles, never for those of the provider', async () => {
  const chief = await world.join(owner, clientId, 'second@mueller.example', 'management');
  const policy = `/clients/${clientId}/second-factor-policy`;
  assert.equal(await refused(owner.put(policy, { roles: ['owner'] })), 'RA_ROLE_NOT_ALLOWED');
  await ok(owner.put(policy, { roles: ['management'] }));
  assert.equal(await refused(chief.browser.get(`/clients/${clientId}/people`)), 'RA_SECOND_FACTOR_REQUIRED');
  await ok(owner.put(policy, { roles: [] }));
});
