import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { TestBrowser } from '../testing/browser.ts';
import { OWNER, ok, PASSWORD, refused, setUp, startWorld, type World } from '../testing/world.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let world: World;
let owner: TestBrowser;
let clientId: string;
before(async () => {
  world = await startWorld();
  owner = await setUp(world);
  clientId = await world.client('Müller Bau', 'MUE');
});
after(() => world.close());

const alive = async (browser: TestBrowser): Promise<boolean> =>
  (await browser.get('/account')).status === 200;

test('ASVS 7.3.1: staff is signed out after an hour without a request, an employee after three days', async () => {
  const employee = await world.join(owner, clientId, 'idle@mueller.example', 'employee');
  world.clock.advance(59 * MINUTE);
  assert.ok(await alive(owner));
  world.clock.advance(59 * MINUTE);
  assert.ok(await alive(owner));
  world.clock.advance(HOUR);
  assert.ok(!(await alive(owner)));
  world.clock.advance(2 * DAY);
  assert.ok(await alive(employee.browser));
  world.clock.advance(3 * DAY);
  assert.ok(!(await alive(employee.browser)));
  owner = await world.signedIn(OWNER);
});

test('ASVS 7.3.2: busy or not, staff signs in again after twelve hours, an employee after seven days', async () => {
  const employee = await world.join(owner, clientId, 'busy@mueller.example', 'employee');
  const until = async (browser: TestBrowser, step: number): Promise<number> => {
    for (let passed = step; ; passed += step) {
      world.clock.advance(step);
      if (!(await alive(browser))) return passed;
    }
  };
  assert.equal(await until(owner, 30 * MINUTE), 12 * HOUR);
  assert.equal(await until(employee.browser, DAY / 2), 7 * DAY - DAY / 2);
  owner = await world.signedIn(OWNER);
});

test('a stream that looks again keeps nobody signed in', async () => {
  const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  for (let i = 0; i < 6; i++) {
    world.clock.advance(10 * MINUTE);
    const seen = await world.identity.lookAgain({ cookie });
    assert.equal(seen !== null, i < 5, `after ${i + 1}0 minutes`);
  }
  owner = await world.signedIn(OWNER);
});

test('ASVS 7.4.1, 7.4.4: signing out ends the session at the server, not in the browser only', async () => {
  const browser = await world.signedIn(OWNER);
  const cookies = new Map(browser.cookies);
  const { setCookies } = await ok(browser.post('/session/sign-out'));
  assert.ok(setCookies.some((line) => line.startsWith('ra_session=;')));
  assert.equal(browser.cookies.size, 0);
  for (const [name, value] of cookies) browser.cookies.set(name, value);
  assert.equal((await browser.get('/account')).status, 401);
  await ok(browser.post('/session/sign-out'));
});

test('ASVS 7.5.2: one sees where one is signed in, and ends one session or all others', async () => {
  const me = await world.join(owner, clientId, 'many@mueller.example', 'management');
  const phone = await world.signedIn('many@mueller.example', '203.0.113.77');
  const third = await world.signedIn('many@mueller.example');
  const { items } = (await ok(me.browser.get('/account/sessions'))).body;
  assert.equal(items.length, 3);
  const [current] = items.filter((item: { current: boolean }) => item.current);
  assert.equal(current.device, 'Firefox, Linux');
  const other = items.find((item: { address: string }) => item.address === '203.0.113.77');
  await ok(me.browser.delete(`/account/sessions/${other.id}`));
  assert.deepEqual([await alive(phone), await alive(third), await alive(me.browser)], [false, true, true]);
  assert.deepEqual((await ok(me.browser.post('/account/sessions/end-others'))).body, { ended: 1 });
  assert.deepEqual([await alive(third), await alive(me.browser)], [false, true]);
  const actions = (await world.audit(clientId)).map((entry) => entry.action);
  assert.ok(actions.includes('session.ended') && actions.includes('session.others-ended'));
});

test("ASVS 8.2.2: nobody ends another person's session", async () => {
  const me = await world.join(owner, clientId, 'prying@mueller.example', 'management');
  const [session] = (await ok(owner.get('/account/sessions'))).body.items;
  assert.equal(await refused(me.browser.delete(`/account/sessions/${session.id}`)), 'RA_NOT_FOUND');
  assert.ok(await alive(owner));
});

test('ASVS 7.4.5: who manages people signs a member out everywhere', async () => {
  const me = await world.join(owner, clientId, 'lost@mueller.example', 'employee');
  const phone = await world.signedIn('lost@mueller.example');
  const path = `/clients/${clientId}/people/${me.id}/sessions`;
  assert.equal(await refused(me.browser.delete(path)), 'RA_FORBIDDEN');
  assert.deepEqual((await ok(owner.delete(path))).body, { ended: 2 });
  assert.deepEqual([await alive(me.browser), await alive(phone)], [false, false]);
});

test('ASVS 7.5.1: making a key asks for the password when the sign-in is some time ago', async () => {
  const key = { clientId, name: 'script', permissions: ['ticket.read'] };
  owner = await world.signedIn(OWNER);
  await ok(owner.post('/account/api-keys', key));
  world.clock.advance(11 * MINUTE);
  assert.equal(await refused(owner.post('/account/api-keys', key)), 'RA_CONFIRM_REQUIRED');
  const wrong = { ...key, password: 'wrong password!' };
  assert.equal(await refused(owner.post('/account/api-keys', wrong)), 'RA_PASSWORD_WRONG');
  await ok(owner.post('/account/api-keys', { ...key, password: PASSWORD }));
});

test('ASVS 6.3.1: a borrowed session is no place to guess the password', async () => {
  const me = await world.join(owner, clientId, 'borrowed@mueller.example', 'employee');
  world.clock.advance(11 * MINUTE);
  const codes: string[] = [];
  for (let i = 0; i < 6; i++)
    codes.push(await refused(me.browser.post('/account/totp', { password: `wrong password ${i}` })));
  assert.deepEqual(codes, [...Array(5).fill('RA_PASSWORD_WRONG'), 'RA_SIGN_IN_LOCKED']);
});

test('expired sessions and challenges are cleaned up', async () => {
  world.clock.advance(8 * DAY);
  await world.identity.cleanUp();
  const { rows } = await world.database.owner.query(
    'select (select count(*) from session)::int as sessions, (select count(*) from verification)::int as challenges',
  );
  assert.deepEqual(rows, [{ sessions: 0, challenges: 0 }]);
});
