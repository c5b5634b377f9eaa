import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { TestBrowser } from '../testing/browser.ts';
import {
  NEW_PASSWORD,
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
let ownerId: string;
let mueller: string;
let schmidt: string;
before(async () => {
  world = await startWorld();
  owner = await setUp(world);
  ownerId = (await ok(owner.get('/session'))).body.person.id;
  mueller = await world.client('Müller Bau', 'MUE');
  schmidt = await world.client('Schmidt AG', 'SCH');
});
after(() => world.close());

const at = (clientId: string, personId: string): string => `/clients/${clientId}/people/${personId}`;

test('ASVS 8.2.2, 8.4.1: people of other clients are neither listed nor found', async () => {
  const chief = await world.join(owner, mueller, 'chief@mueller.example', 'management');
  const stranger = await world.join(owner, schmidt, 'chief@schmidt.example', 'management');
  const names = async (browser: TestBrowser, path: string): Promise<string[]> =>
    (await ok(browser.get(path))).body.items.map((item: { email: string }) => item.email);
  assert.deepEqual(await names(chief.browser, '/people'), ['chief@mueller.example']);
  assert.deepEqual(await names(chief.browser, `/clients/${mueller}/people`), ['chief@mueller.example']);
  assert.deepEqual(await names(owner, '/people'), [
    'owner@anker.example',
    'chief@mueller.example',
    'chief@schmidt.example',
  ]);
  assert.deepEqual(await names(owner, '/people?q=SCHMIDT'), ['chief@schmidt.example']);
  assert.deepEqual(await names(owner, '/people?q=%25'), []);
  const attempts = [
    chief.browser.get(`/clients/${schmidt}/people`),
    chief.browser.patch(at(schmidt, stranger.id), { role: 'employee' }),
    chief.browser.patch(at(mueller, stranger.id), { role: 'employee' }),
    chief.browser.delete(at(mueller, stranger.id)),
    chief.browser.delete(`${at(mueller, stranger.id)}/second-factor`),
    chief.browser.delete(`${at(mueller, stranger.id)}/sessions`),
    chief.browser.post(`${at(mueller, stranger.id)}/password-reset`),
  ];
  for (const attempt of attempts) assert.equal(await refused(attempt), 'RA_NOT_FOUND');
  await ok(stranger.browser.get('/account'));
});

test('ASVS 8.2.3: who does not manage people does not see who lacks a second factor', async () => {
  const reader = await world.join(owner, mueller, 'reader@mueller.example', 'it-coordinator');
  const factors = async (browser: TestBrowser): Promise<unknown[]> =>
    (await ok(browser.get(`/clients/${mueller}/people`))).body.items.map(
      (item: { secondFactor: unknown }) => item.secondFactor,
    );
  assert.ok((await factors(reader.browser)).every((value) => value === null));
  assert.ok((await factors(owner)).every((value) => value === false));
});

test('lists come in pages by name, without gaps and doubles', async () => {
  const client = await world.client('Seiten GmbH', 'SEI');
  for (const name of ['b', 'a', 'D', 'c', 'e'])
    await world.join(owner, client, `${name}@seiten.example`, 'employee');
  const seen: string[] = [];
  let next = '';
  do {
    const { items, nextCursor } = (await ok(owner.get(`/clients/${client}/people?limit=2${next}`))).body;
    seen.push(...items.map((item: { name: string }) => item.name));
    next = nextCursor ? `&cursor=${nextCursor}` : '';
  } while (next);
  assert.deepEqual(seen, ['a', 'b', 'c', 'D', 'e']);
});

test('ASVS 8.3.2: a changed role holds at once, and the person signs in again', async () => {
  const kim = await world.join(owner, mueller, 'kim@mueller.example', 'management');
  await ok(kim.browser.get(`/clients/${mueller}/invitations`));
  await ok(owner.patch(at(mueller, kim.id), { role: 'employee' }));
  assert.equal((await kim.browser.get('/account')).status, 401);
  const again = await world.signedIn('kim@mueller.example');
  assert.equal(await refused(again.get(`/clients/${mueller}/invitations`)), 'RA_FORBIDDEN');
  const [entry] = (await world.audit(mueller, 'membership.changed')).slice(-1);
  assert.deepEqual(entry?.details, {
    from: { role: 'management', serves: 'all' },
    to: { role: 'employee', serves: 'all' },
  });
});

test('ASVS 8.2.1: nobody gives or takes more than the own role', async () => {
  const chief = await world.join(owner, mueller, 'boss@mueller.example', 'management');
  const worker = await world.join(owner, mueller, 'worker@mueller.example', 'employee');
  const technician = await world.join(owner, world.providerId, 'tech@anker.example', 'technician');
  for (const role of ['owner', 'technician'])
    assert.equal(await refused(chief.browser.patch(at(mueller, worker.id), { role })), 'RA_ROLE_NOT_ALLOWED');
  assert.equal(
    await refused(chief.browser.patch(at(mueller, worker.id), { disabled: true })),
    'RA_FORBIDDEN',
  );
  assert.equal(
    await refused(technician.browser.patch(at(mueller, worker.id), { role: 'management' })),
    'RA_FORBIDDEN',
  );
  assert.equal(
    await refused(technician.browser.patch(at(world.providerId, technician.id), { role: 'owner' })),
    'RA_FORBIDDEN',
  );
  assert.equal(
    await refused(chief.browser.put(`/clients/${mueller}/staff/${technician.id}`)),
    'RA_FORBIDDEN',
  );
  await ok(chief.browser.patch(at(mueller, worker.id), { role: 'it-coordinator' }));
  assert.equal(
    await refused(owner.patch(at(world.providerId, technician.id), { role: 'employee' })),
    'RA_ROLE_NOT_ALLOWED',
  );
});

test('the last owner stays', async () => {
  const me = at(world.providerId, ownerId);
  for (const attempt of [
    owner.patch(me, { role: 'technician' }),
    owner.patch(me, { disabled: true }),
    owner.delete(me),
  ])
    assert.equal(await refused(attempt), 'RA_LAST_OWNER');
  const second = await world.join(owner, world.providerId, 'second@anker.example', 'owner');
  await ok(second.browser.patch(at(world.providerId, second.id), { role: 'auditor' }));
  await ok(owner.delete(at(world.providerId, second.id)));
});

test('ASVS 15.4.2: two owners who remove each other at the same moment do not both succeed', async () => {
  for (let round = 0; round < 4; round++) {
    const rival = await world.join(owner, world.providerId, `rival${round}@anker.example`, 'owner');
    const answers = await Promise.all([
      owner.patch(at(world.providerId, rival.id), round % 2 ? { role: 'technician' } : { disabled: true }),
      rival.browser.patch(at(world.providerId, ownerId), { role: 'technician' }),
    ]);
    const { rows } = await world.database.owner.query('select enabled_owners()::int as left');
    assert.equal(rows[0].left, 1, JSON.stringify(answers.map((answer) => answer.body)));
    // Whoever is left puts things back.
    if ((await owner.get('/account')).status !== 200) {
      await ok(rival.browser.patch(at(world.providerId, ownerId), { role: 'owner' }));
      owner = await world.signedIn('owner@anker.example');
      await ok(owner.delete(at(world.providerId, rival.id)));
    }
  }
});

test('ASVS 7.4.2: closing an account ends its sessions at once, and opening it gives them not back', async () => {
  const kim = await world.join(owner, world.providerId, 'closing@anker.example', 'technician');
  await ok(owner.patch(at(world.providerId, kim.id), { disabled: true }));
  assert.equal((await kim.browser.get('/account')).status, 401);
  const signIn = () =>
    world.browser().post('/session/sign-in', { email: 'closing@anker.example', password: PASSWORD });
  assert.equal(await refused(signIn()), 'RA_SIGN_IN_FAILED');
  await ok(owner.patch(at(world.providerId, kim.id), { disabled: false }));
  assert.equal((await kim.browser.get('/account')).status, 401);
  await ok(signIn());
});

test('who was taken out has no access, and comes back without the old grants and keys', async () => {
  const kim = await world.join(owner, world.providerId, 'back@anker.example', 'technician', 'granted');
  const staff = `/clients/${mueller}/staff/${kim.id}`;
  const sees = async (browser: TestBrowser): Promise<string[]> =>
    (await ok(browser.get('/session'))).body.clients.map((client: { name: string }) => client.name);
  assert.deepEqual(await sees(kim.browser), ['Nordlicht IT']);
  await ok(owner.put(staff));
  assert.deepEqual(await sees(kim.browser), ['Nordlicht IT', 'Müller Bau']);
  const listed = (await ok(owner.get(`/clients/${mueller}/staff`))).body.items;
  assert.ok(
    listed.some(
      (item: { personId: string; grantedAt: unknown }) => item.personId === kim.id && item.grantedAt,
    ),
  );
  const made = await ok(
    kim.browser.post('/account/api-keys', { clientId: mueller, name: 'script', permissions: ['asset.read'] }),
  );
  const authorization = `Bearer ${made.body.key}`;
  const usesKey = async (): Promise<number> =>
    (await world.browser().send('GET', `/clients/${mueller}/people`, undefined, { authorization })).status;
  assert.equal(await usesKey(), 403);

  await ok(owner.delete(at(world.providerId, kim.id)));
  assert.equal((await kim.browser.get('/account')).status, 401);
  assert.equal(await usesKey(), 401);
  const signIn = () =>
    world.browser().post('/session/sign-in', { email: 'back@anker.example', password: PASSWORD });
  assert.equal(await refused(signIn()), 'RA_SIGN_IN_FAILED');

  world.clock.advance(5);
  const invitation = { email: 'back@anker.example', role: 'technician', serves: 'granted' };
  const { link } = (await ok(owner.post(`/clients/${world.providerId}/invitations`, invitation))).body;
  const again = world.browser();
  const token = tokenOf(link);
  assert.equal((await ok(again.post('/invitations/lookup', { token }))).body.next, 'register');
  await ok(again.post('/invitations/accept', { token, name: 'Back', password: NEW_PASSWORD }));
  assert.equal((await ok(again.get('/session'))).body.person.id, kim.id);
  assert.deepEqual(await sees(again), ['Nordlicht IT']);
  assert.equal(await usesKey(), 401);
  await ok(owner.put(staff));
  assert.deepEqual(await sees(again), ['Nordlicht IT', 'Müller Bau']);
  assert.equal(await usesKey(), 401);
  await ok(owner.delete(staff));
  assert.deepEqual(await sees(again), ['Nordlicht IT']);
});

test('a role in the wrong place opens nothing, whatever the rows say', async () => {
  const kim = await world.join(owner, schmidt, 'wrong@schmidt.example', 'employee');
  await world.database.owner.query("update membership set role = 'owner' where person_id = $1", [kim.id]);
  assert.equal((await kim.browser.get('/account')).status, 401);
  await world.database.owner.query(
    "insert into membership (client_id, person_id, role, created_at) values ($1, $2, 'management', now())",
    [world.providerId, kim.id],
  );
  const { rows } = await world.database.owner.query('select * from access_of($1)', [kim.id]);
  assert.deepEqual(rows, []);
});
