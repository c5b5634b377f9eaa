import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type LinkEvent, openLink } from '../index.ts';
import type { TestBrowser } from '../testing/browser.ts';
import {
  NEW_PASSWORD,
  OWNER,
  ok,
  PASSWORD,
  refused,
  setUp,
  startWorld,
  tokenOf,
  type World,
} from '../testing/world.ts';

let world: World;
let owner: TestBrowser;
let mueller: string;
let schmidt: string;
before(async () => {
  world = await startWorld();
  owner = await setUp(world);
  mueller = await world.client('Müller Bau', 'MUE');
  schmidt = await world.client('Schmidt AG', 'SCH');
});
after(() => world.close());

const invite = async (by: TestBrowser, clientId: string, email: string, role = 'employee'): Promise<string> =>
  tokenOf((await ok(by.post(`/clients/${clientId}/invitations`, { email, role }))).body.link);
const accept = (browser: TestBrowser, token: string, password = PASSWORD) =>
  browser.post('/invitations/accept', { token, name: 'Kim Berg', password });
const lookup = (browser: TestBrowser, token: string) => browser.post('/invitations/lookup', { token });

test('ASVS 6.4.1, 14.2.1: a link is 256 random bits behind the #, stored as a hash, valid for seven days and once', async () => {
  const answer = await ok(
    owner.post(`/clients/${mueller}/invitations`, {
      email: 'Kim@Mueller.example',
      name: 'Kim',
      role: 'employee',
    }),
  );
  const url = new URL(answer.body.link);
  assert.deepEqual([url.pathname, url.search], ['/invitation', '']);
  const token = tokenOf(answer.body.link);
  assert.equal(Buffer.from(token, 'base64url').length, 32);
  assert.ok(!(await world.dump()).includes(token));
  const days = (Date.parse(answer.body.expiresAt) - world.clock.now().getTime()) / 86_400_000;
  assert.ok(days > 6.99 && days <= 7);

  const browser = world.browser();
  const { body } = await ok(lookup(browser, token));
  assert.deepEqual(
    [body.email, body.name, body.role, body.clientName, body.invitedBy, body.next],
    ['kim@mueller.example', 'Kim', 'employee', 'Müller Bau', 'Ada Olsen', 'register'],
  );
  assert.equal(await refused(accept(browser, token, 'muellerbau2026')), 'RA_PASSWORD_WEAK');
  await ok(accept(browser, token));
  const session = (await ok(browser.get('/session'))).body;
  assert.deepEqual(
    session.clients.map((client: { id: string; role: string }) => [client.id, client.role]),
    [[mueller, 'employee']],
  );
  assert.equal(await refused(accept(world.browser(), token)), 'RA_INVITATION_INVALID');
  assert.equal(await refused(lookup(world.browser(), token)), 'RA_INVITATION_INVALID');
  const actions = (await world.audit(mueller)).map((entry) => entry.action);
  assert.deepEqual(actions, ['invitation.created', 'invitation.accepted', 'session.started']);
});

test('an invitation ends after seven days, when it is revoked, and when it is sent again', async () => {
  const late = await invite(owner, mueller, 'late@mueller.example');
  world.clock.advance(7 * 86_400 + 1);
  owner = await world.signedIn(OWNER);
  assert.equal(await refused(accept(world.browser(), late)), 'RA_INVITATION_INVALID');

  const revoked = await invite(owner, mueller, 'revoked@mueller.example');
  const list = async (): Promise<{ id: string; email: string; state: string }[]> =>
    (await ok(owner.get(`/clients/${mueller}/invitations`))).body.items;
  const find = async (email: string) => (await list()).find((item) => item.email === email)!;
  const { id } = await find('revoked@mueller.example');
  await ok(owner.delete(`/clients/${mueller}/invitations/${id}`));
  assert.equal(await refused(accept(world.browser(), revoked)), 'RA_INVITATION_INVALID');
  assert.equal(await refused(owner.post(`/clients/${mueller}/invitations/${id}/resend`)), 'RA_CONFLICT');

  const first = await invite(owner, mueller, 'again@mueller.example');
  const again = await find('again@mueller.example');
  const { link } = (await ok(owner.post(`/clients/${mueller}/invitations/${again.id}/resend`))).body;
  assert.equal(await refused(accept(world.browser(), first)), 'RA_INVITATION_INVALID');
  await ok(accept(world.browser(), tokenOf(link)));
  const states = new Map((await list()).map((item) => [item.email, item.state]));
  assert.deepEqual(
    ['late', 'revoked', 'again'].map((name) => states.get(`${name}@mueller.example`)),
    ['expired', 'revoked', 'accepted'],
  );
});

test('ASVS 15.4.2: accepted by two at the same moment, an invitation makes one person', async () => {
  const token = await invite(owner, mueller, 'twice@mueller.example');
  const answers = await Promise.all([1, 2, 3].map(() => accept(world.browser(), token)));
  assert.equal(answers.filter((answer) => answer.status === 201).length, 1);
  for (const { status, body } of answers)
    if (status !== 201)
      assert.match(body.error.code, /^RA_(INVITATION_INVALID|INVITATION_SIGN_IN|CONFLICT)$/);
});

test('who has an account joins with it, and with nobody else’s', async () => {
  const kim = await world.join(owner, mueller, 'both@mueller.example', 'it-coordinator');
  const token = await invite(owner, schmidt, 'both@mueller.example', 'management');
  const guest = world.browser();
  assert.equal((await ok(lookup(guest, token))).body.next, 'sign-in');
  assert.equal(await refused(accept(guest, token)), 'RA_INVITATION_SIGN_IN');
  const other = await world.join(owner, mueller, 'third@mueller.example', 'employee');
  assert.equal((await ok(lookup(other.browser, token))).body.next, 'sign-out');
  assert.equal(
    await refused(other.browser.post('/invitations/join', { token })),
    'RA_INVITATION_OTHER_PERSON',
  );
  assert.equal((await ok(lookup(kim.browser, token))).body.next, 'join');
  await ok(kim.browser.post('/invitations/join', { token }));
  const { clients } = (await ok(kim.browser.get('/session'))).body;
  assert.deepEqual(
    clients.map((client: { name: string; role: string }) => `${client.name}: ${client.role}`),
    ['Müller Bau: it-coordinator', 'Schmidt AG: management'],
  );
  assert.equal(
    await refused(
      owner.post(`/clients/${schmidt}/invitations`, { email: 'both@mueller.example', role: 'employee' }),
    ),
    'RA_MEMBER_ALREADY',
  );
});

test('staff that serves a client does not become its employee as well', async () => {
  const token = await invite(owner, schmidt, OWNER);
  assert.equal(await refused(owner.post('/invitations/join', { token })), 'RA_MEMBER_ALREADY');
});

test('ASVS 8.2.1: who may invite whom', async () => {
  const chief = await world.join(owner, mueller, 'chief@mueller.example', 'management');
  const technician = await world.join(owner, world.providerId, 'tech@anker.example', 'technician');
  const employee = await world.join(owner, mueller, 'worker@mueller.example', 'employee');
  const wants = async (by: TestBrowser, clientId: string, role: string, serves = 'all'): Promise<string> =>
    refused(by.post(`/clients/${clientId}/invitations`, { email: 'new@example.org', role, serves }));
  for (const role of ['management', 'it-coordinator', 'employee'])
    assert.equal(await wants(chief.browser, mueller, role), 'accepted with 201', role);
  for (const role of ['owner', 'technician', 'auditor']) {
    assert.equal(await wants(chief.browser, mueller, role), 'RA_ROLE_NOT_ALLOWED', role);
    // Nor does the provider make staff of a client's people.
    assert.equal(await wants(owner, mueller, role), 'RA_ROLE_NOT_ALLOWED', role);
  }
  for (const role of ['management', 'employee'])
    assert.equal(await wants(owner, world.providerId, role), 'RA_ROLE_NOT_ALLOWED', role);
  assert.equal(await wants(owner, world.providerId, 'owner', 'granted'), 'RA_ROLE_NOT_ALLOWED');
  assert.equal(await wants(owner, world.providerId, 'technician', 'granted'), 'accepted with 201');
  for (const by of [technician.browser, employee.browser])
    assert.equal(await wants(by, mueller, 'employee'), 'RA_FORBIDDEN');
  assert.equal(await wants(chief.browser, schmidt, 'employee'), 'RA_NOT_FOUND');
  assert.equal(await wants(world.browser(), mueller, 'employee'), 'RA_UNAUTHENTICATED');
});

test('the mail gets its link from the event, which does not show it', async () => {
  const token = await invite(owner, mueller, 'mail@mueller.example');
  const { rows } = await world.database.owner.query(
    "select object_id, payload from event where kind = 'invitation.created' and payload->>'email' = 'mail@mueller.example'",
  );
  const [{ object_id: id, payload }] = rows as [{ object_id: string; payload: LinkEvent }];
  assert.ok(!JSON.stringify(payload).includes(token));
  assert.deepEqual(
    [payload.clientName, payload.role, payload.invitedBy],
    ['Müller Bau', 'employee', 'Ada Olsen'],
  );
  const link = await world.tenancy.asSystem(mueller, (ctx) =>
    openLink(ctx, 'https://anker.example/', 'invitation', id, payload),
  );
  assert.equal(link, `https://anker.example/invitation#${token}`);
});

test('ASVS 2.4.1: links are not guessed', async () => {
  const browser = world.browser();
  const codes = [];
  for (let i = 0; i < 11; i++) codes.push(await refused(lookup(browser, String(i % 10).repeat(43))));
  assert.deepEqual(codes, [...Array(10).fill('RA_INVITATION_INVALID'), 'RA_SIGN_IN_LOCKED']);
  assert.equal(
    await refused(browser.post('/password-reset', { token: 'A'.repeat(43), password: PASSWORD })),
    'RA_SIGN_IN_LOCKED',
  );
});

test('ASVS 6.4.6: an administrator starts a reset and never learns or chooses the password', async () => {
  const chief = await world.join(owner, schmidt, 'chief@schmidt.example', 'management');
  const worker = await world.join(owner, schmidt, 'worker@schmidt.example', 'employee');
  const path = `/clients/${schmidt}/people/${worker.id}/password-reset`;
  assert.equal(await refused(worker.browser.post(path)), 'RA_FORBIDDEN');
  const { link, expiresAt } = (await ok(chief.browser.post(path))).body;
  assert.ok(Date.parse(expiresAt) - world.clock.now().getTime() <= 86_400_000);
  assert.equal(new URL(link).pathname, '/password-reset');
  const token = tokenOf(link);
  assert.ok(!(await world.dump()).includes(token));
  const browser = world.browser();
  assert.deepEqual((await ok(browser.post('/password-reset/lookup', { token }))).body, {
    email: 'worker@schmidt.example',
  });
  assert.equal(await refused(lookup(browser, token)), 'RA_INVITATION_INVALID');
  const reset = (password: string) => browser.post('/password-reset', { token, password });
  assert.equal(await refused(reset('worker.schmidt.1')), 'RA_PASSWORD_WEAK');
  await ok(reset(NEW_PASSWORD));
  assert.equal(await refused(reset(NEW_PASSWORD)), 'RA_RESET_INVALID');
  assert.equal((await worker.browser.get('/account')).status, 401);
  const signIn = (password: string) =>
    world.browser().post('/session/sign-in', { email: 'worker@schmidt.example', password });
  assert.equal(await refused(signIn(PASSWORD)), 'RA_SIGN_IN_FAILED');
  await ok(signIn(NEW_PASSWORD));
});

test('a reset link is dead when there is a newer one, and when the password was changed meanwhile', async () => {
  const worker = await world.join(owner, schmidt, 'links@schmidt.example', 'employee');
  const make = async (): Promise<string> =>
    tokenOf((await ok(owner.post(`/clients/${schmidt}/people/${worker.id}/password-reset`))).body.link);
  const [first, second] = [await make(), await make()];
  const reset = (token: string) => world.browser().post('/password-reset', { token, password: NEW_PASSWORD });
  assert.equal(await refused(reset(first)), 'RA_RESET_INVALID');
  await ok(worker.browser.post('/account/password', { current: PASSWORD, next: 'Seegras wiegt 12 Tonnen' }));
  // The library dates the change by the real clock, which this test has left behind.
  await world.database.owner.query(
    "update account set updated_at = now() + interval '30 days' where person_id = $1",
    [worker.id],
  );
  assert.equal(await refused(reset(second)), 'RA_RESET_INVALID');
});

test("ASVS 8.4.1: one client's management does not take over an account that opens another client", async () => {
  const chief = await world.join(owner, mueller, 'boss@mueller.example', 'management');
  const shared = await world.join(owner, mueller, 'shared@mueller.example', 'employee');
  await ok(
    shared.browser.post('/invitations/join', {
      token: await invite(owner, schmidt, 'shared@mueller.example'),
    }),
  );
  const technician = await world.join(
    owner,
    world.providerId,
    'visitor@anker.example',
    'technician',
    'granted',
  );
  await ok(
    technician.browser.post('/invitations/join', {
      token: await invite(owner, mueller, 'visitor@anker.example'),
    }),
  );
  for (const { id } of [shared, technician]) {
    const person = `/clients/${mueller}/people/${id}`;
    assert.equal(await refused(chief.browser.post(`${person}/password-reset`)), 'RA_PERSON_ELSEWHERE');
    assert.equal(await refused(chief.browser.delete(`${person}/second-factor`)), 'RA_PERSON_ELSEWHERE');
    await ok(owner.post(`${person}/password-reset`));
  }
  assert.equal(
    await refused(chief.browser.post(`/clients/${mueller}/people/${chief.id}/password-reset`)),
    'RA_FORBIDDEN',
  );
});

test('the command line invites into the provider, and lets the last owner in again', async () => {
  const invited = await world.identity.inviteAsSystem({
    email: 'Second@Anker.example',
    name: 'Bo',
    role: 'owner',
    locale: 'de',
  });
  await ok(accept(world.browser(), tokenOf(invited.link)));
  await assert.rejects(
    world.identity.inviteAsSystem({ email: 'x@anker.example', name: '', role: 'employee', locale: 'de' }),
    { code: 'RA_ROLE_NOT_ALLOWED' },
  );
  const { link } = await world.identity.resetAsSystem({ email: OWNER, secondFactor: true });
  assert.equal((await owner.get('/account')).status, 401);
  await ok(world.browser().post('/password-reset', { token: tokenOf(link), password: NEW_PASSWORD }));
  await ok(world.browser().post('/session/sign-in', { email: OWNER, password: NEW_PASSWORD }));
  await assert.rejects(world.identity.resetAsSystem({ email: 'nobody@anker.example', secondFactor: false }), {
    code: 'RA_NOT_FOUND',
  });
});
