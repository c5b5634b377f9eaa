import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Answer, TestBrowser } from '../testing/browser.ts';
import { ok, refused, setUp, startWorld, type World } from '../testing/world.ts';

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

const make = (by: TestBrowser, clientId: string, permissions: string[], more: object = {}) =>
  by.post('/account/api-keys', { clientId, name: 'Export', permissions, ...more });
type Program = (method: 'GET' | 'POST' | 'DELETE' | 'PATCH', path: string, body?: object) => Promise<Answer>;
const program =
  (key: string): Program =>
  (method, path, body) =>
    world.browser().send(method, path, body, { authorization: `Bearer ${key}` });

test('a key is shown once, stored as a hash, and recognised by its first characters', async () => {
  const { body } = await ok(make(owner, mueller, ['people.read']));
  assert.match(body.key, /^rak_[A-Za-z0-9_-]{43}$/);
  assert.equal(Buffer.from(body.key.slice(4), 'base64url').length, 32);
  assert.ok(body.key.startsWith(body.hint) && body.hint.length === 8);
  assert.ok(!(await world.dump()).includes(body.key.slice(8)));
  const listed = JSON.stringify((await ok(owner.get('/account/api-keys'))).body);
  assert.ok(listed.includes(body.hint) && !listed.includes(body.key));
  const days = (Date.parse(body.expiresAt) - world.clock.now().getTime()) / 86_400_000;
  assert.ok(days > 89.9 && days <= 90);
});

test('a key of a client reaches that client only, a key of the provider all of its creator', async () => {
  const one = program((await ok(make(owner, mueller, ['people.read']))).body.key);
  await ok(one('GET', `/clients/${mueller}/people`));
  assert.equal((await one('GET', `/clients/${schmidt}/people`)).status, 404);
  assert.equal((await one('GET', `/clients/${world.providerId}/people`)).status, 404);
  const session = (await ok(one('GET', '/session'))).body;
  assert.deepEqual(
    [session.via, session.clients.map((client: { id: string }) => client.id)],
    ['api-key', [mueller]],
  );
  assert.deepEqual(session.clients[0].permissions, ['people.read']);
  const all = program((await ok(make(owner, world.providerId, ['people.read']))).body.key);
  for (const clientId of [world.providerId, mueller, schmidt])
    await ok(all('GET', `/clients/${clientId}/people`));
});

test('ASVS 8.2.1: a key may no more than its creator, when it is made and each time it is used', async () => {
  const chief = await world.join(owner, mueller, 'chief@mueller.example', 'management');
  const answer = await make(chief.browser, mueller, ['people.read', 'asset.manage', 'client.manage']);
  assert.equal(answer.body.error.code, 'RA_API_KEY_EXCEEDS');
  assert.deepEqual(answer.body.error.details.permissions, ['asset.manage', 'client.manage']);
  assert.equal(await refused(make(chief.browser, schmidt, ['people.read'])), 'RA_NOT_FOUND');
  const key = program((await ok(make(chief.browser, mueller, ['people.read']))).body.key);
  await ok(key('GET', `/clients/${mueller}/people`));
  await ok(owner.patch(`/clients/${mueller}/people/${chief.id}`, { role: 'employee' }));
  assert.equal((await key('GET', `/clients/${mueller}/people`)).status, 403);
  await ok(owner.patch(`/clients/${mueller}/people/${chief.id}`, { role: 'management' }));
  await ok(owner.patch(`/clients/${mueller}/people/${chief.id}`, { disabled: true }));
  assert.equal((await key('GET', `/clients/${mueller}/people`)).status, 401);
});

test('no key manages people, keys, settings or the account of its creator', async () => {
  for (const permission of ['people.manage', 'settings.manage'])
    assert.equal(await refused(make(owner, mueller, [permission])), 'RA_API_KEY_EXCEEDS');
  const made = (await ok(make(owner, world.providerId, ['people.read', 'settings.read', 'client.manage'])))
    .body;
  // Even a row that says otherwise gives no more.
  await world.database.owner.query(
    "update api_key set permissions = permissions || '{people.manage,settings.manage}'::text[] where id = $1",
    [made.id],
  );
  const key = program(made.key);
  const me = (await ok(owner.get('/session'))).body.person.id;
  const forbidden = [
    key('GET', `/clients/${mueller}/invitations`),
    key('POST', `/clients/${mueller}/invitations`, { email: 'x@example.org', role: 'employee' }),
    key('PATCH', `/clients/${world.providerId}/people/${me}`, { role: 'technician' }),
    key('GET', `/clients/${world.providerId}/api-keys`),
    key('DELETE', `/clients/${world.providerId}/api-keys/${made.id}`),
  ];
  for (const attempt of forbidden) assert.equal(await refused(attempt), 'RA_FORBIDDEN');
  const personal = [
    key('GET', '/account'),
    key('PATCH', '/account', { name: 'Mallory' }),
    key('GET', '/account/sessions'),
    key('POST', '/account/sessions/end-others'),
    key('GET', '/account/api-keys'),
    key('POST', '/account/api-keys', { clientId: mueller, name: 'x', permissions: ['people.read'] }),
    key('DELETE', `/account/api-keys/${made.id}`),
    key('POST', '/account/totp', { password: 'x' }),
    key('POST', '/account/passkeys/options', {}),
    key('POST', '/account/password', { current: 'x', next: 'y' }),
    key('POST', '/invitations/join', { token: 'A'.repeat(43) }),
  ];
  for (const attempt of personal) assert.equal(await refused(attempt), 'RA_SESSION_REQUIRED');
});

test('a key ends: when it expires, when it is revoked, never later than after a year', async () => {
  assert.equal(
    await refused(make(owner, mueller, ['people.read'], { expiresInDays: 366 })),
    'RA_BAD_REQUEST',
  );
  const made = (await ok(make(owner, mueller, ['people.read']))).body;
  const key = program(made.key);
  await ok(key('GET', '/people'));
  await ok(owner.delete(`/account/api-keys/${made.id}`));
  assert.equal((await key('GET', '/people')).status, 401);
  assert.equal(await refused(owner.delete(`/account/api-keys/${made.id}`)), 'RA_NOT_FOUND');
  const short = program((await ok(make(owner, mueller, ['people.read'], { expiresInDays: 1 }))).body.key);
  await ok(short('GET', '/people'));
  world.clock.advance(86_400);
  assert.equal((await short('GET', '/people')).status, 401);
  owner = await world.signedIn('owner@anker.example');
  const actions = (await world.audit(mueller)).map((entry) => entry.action);
  assert.ok(actions.includes('api-key.created') && actions.includes('api-key.revoked'));
});

test('who manages people sees and revokes the keys of the client', async () => {
  const worker = await world.join(owner, schmidt, 'worker@schmidt.example', 'employee');
  const made = (await ok(make(worker.browser, schmidt, ['ticket.read']))).body;
  const path = `/clients/${schmidt}/api-keys`;
  assert.equal(await refused(worker.browser.get(path)), 'RA_FORBIDDEN');
  const { items } = (await ok(owner.get(path))).body;
  assert.deepEqual(
    items.map((item: { id: string; personName: string }) => [item.id, item.personName]),
    [[made.id, 'worker']],
  );
  assert.equal(await refused(owner.delete(`/clients/${mueller}/api-keys/${made.id}`)), 'RA_NOT_FOUND');
  await ok(owner.delete(`${path}/${made.id}`));
  assert.equal((await program(made.key)('GET', '/session')).body.person, null);
});

test('what is written down under a key names the key and its creator', async () => {
  const made = (await ok(make(owner, mueller, ['client.manage']))).body;
  const signedIn = await world.identity.authenticate({ authorization: `Bearer ${made.key}` });
  assert.deepEqual(signedIn?.actor, {
    kind: 'api-key',
    id: made.id,
    name: 'Ada Olsen (Export)',
    personId: signedIn?.personId,
  });
});

test('the last use is noted, at most once a minute', async () => {
  const made = (await ok(make(owner, mueller, ['people.read']))).body;
  const key = program(made.key);
  const lastUse = async (): Promise<number> => {
    await ok(key('GET', '/people'));
    const { items } = (await ok(owner.get('/account/api-keys'))).body;
    return Date.parse(items.find((item: { id: string }) => item.id === made.id).lastUsedAt);
  };
  const first = await lastUse();
  world.clock.advance(30);
  assert.equal(await lastUse(), first);
  world.clock.advance(31);
  assert.ok((await lastUse()) > first);
});

test('what only looks like a key is nobody, and does not fall back to the cookie', async () => {
  for (const authorization of [
    'Bearer rak_short',
    `Bearer rak_${'A'.repeat(43)}`,
    'Basic YTpi',
    'Bearer ',
    '',
  ])
    assert.equal(
      (await owner.send('GET', '/account', undefined, { authorization })).status,
      401,
      authorization,
    );
});
