import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { PROVIDER_ROLES, ROLE_PERMISSIONS, type Role } from './platform/tenancy/permissions.ts';
import {
  type Answer,
  allOperations,
  type Call,
  callOf,
  idsFor,
  joinedBy,
  type Operation,
  OWNER,
  seededClients,
  setUpOwner,
  type TestProgram,
  type TwoClients,
  testProgram,
  Visitor,
} from './testing/index.ts';

/*
 * Every route of the OpenAPI document against everybody who must not use it, and everybody who may. What a route asks
 * for is read from the document, and its ids come from rows of which every table has one: a new route is walked
 * without a change here.
 */

const operations = (await allOperations()).filter((operation) => !operation.endless);
const ofClient = operations.filter((operation) => operation.ofClient);
const overClients = operations.filter(
  ({ ofClient, permission }) => !ofClient && permission !== 'person' && permission !== 'open',
);
/** Roles that lack something; an owner may everything. */
const ROLES = ['technician', 'auditor', 'management', 'it-coordinator', 'employee'] as const;
/** Samples of a call until one is answered: ids and spans of time are drawn, some do not fit together. */
const SAMPLES = 40;
/** Mail is the provider's, so for every other client there is nothing. */
const PROVIDERS_ONLY = /\/settings\/mail|waiting-mail/;

describe('every route', { timeout: 170_000 }, () => {
  let program: TestProgram;
  let clients: TwoClients;
  let ids: ReadonlyMap<string, readonly string[]>;
  const people = new Map<Role, Visitor>();
  /** People and a key of another client. */
  const strangers = new Map<string, (call: Call, headers?: Record<string, string>) => Promise<Answer>>();
  let calls = 0;

  before(async () => {
    program = await testProgram({
      // Nothing happens here but what the test does. Each call has an address of its own, as the brake counts by it.
      flags: { roles: 'api', 'http-trusted-proxies': '127.0.0.1,::1' },
    });
    const owner = await setUpOwner(program);
    clients = await seededClients(program);
    const { a, b, superuser } = clients;
    const join = async (at: string, role: Role, served: string): Promise<Visitor> => {
      const staff = (PROVIDER_ROLES as readonly Role[]).includes(role);
      const email = `${role}-${served.slice(0, 4)}@example.de`;
      const visitor = await joinedBy(owner, program, staff ? program.providerId : at, role, email);
      const { id } = (await visitor.get<{ person: { id: string } }>('/session')).body.person;
      if (staff) await owner.call('PUT', `/clients/${served}/staff/${id}`);
      // An employee sees own tickets only.
      if (role === 'employee')
        await superuser.query('update ticket set requester_id = $1 where client_id = $2', [id, served]);
      return visitor;
    };
    for (const role of ROLES) people.set(role, await join(a.id, role, a.id));
    const management = await join(b.id, 'management', b.id);
    const technician = await join(b.id, 'technician', b.id);
    const key = await management.post<{ key: string }>('/account/api-keys', {
      clientId: b.id,
      name: 'key',
      // No key manages people.
      permissions: [...ROLE_PERMISSIONS.management].filter((one) => one !== 'people.manage'),
      password: OWNER.password,
    });
    assert.equal(key.status, 201, JSON.stringify(key.body));
    const bearer = { authorization: `Bearer ${key.body.key}` };
    strangers.set('management', (call, headers) => send(management, call, headers));
    strangers.set('technician', (call, headers) => send(technician, call, headers));
    strangers.set('API key', (call, headers) =>
      send(new Visitor(program.url), call, { ...headers, ...bearer }),
    );
    ids = await clients.ids(a);
  });
  after(async () => {
    await clients.superuser.end();
    await program.close();
  });

  const send = (visitor: Visitor, call: Call, headers: Record<string, string> = {}): Promise<Answer> => {
    calls++;
    return visitor.call(call.operation.method, call.url.replace(/^\/api\/v1/, ''), call.body, {
      'x-forwarded-for': `10.0.${calls >> 8}.${calls & 255}`,
      ...headers,
    });
  };
  /** Plausible calls with ids of client A, always the same ones. */
  const samples = (operation: Operation, count = SAMPLES): Call[] =>
    fc.sample(
      callOf(operation, {
        id: (name) => fc.constantFrom(...idsFor(ids, name)),
        text: fc.constantFrom('cpu.busy', 'text'),
        cursor: fc.constant('W10'),
      }),
      { seed: 1, numRuns: count },
    );
  const plausible = (operation: Operation): Call => samples(operation, 1)[0]!;
  const named = ({ method, path }: Operation): string => `${method} ${path}`;
  /** The same answer to what is well formed and to what is not, so that a bad request does not tell more. */
  const refused = async (
    operation: Operation,
    status: number,
    ask: (call: Call, headers?: Record<string, string>) => Promise<Answer>,
    who: string,
  ): Promise<void> => {
    const call = plausible(operation);
    assert.equal((await ask(call)).status, status, `${who}: ${named(operation)}`);
    const unfit = { ...call, url: call.url.replace(/\?.*|$/, '?limit=x&from=x') };
    if (operation.method === 'GET')
      return assert.equal((await ask(unfit)).status, status, `${who}, with a bad query: ${named(operation)}`);
    unfit.body = 'not what is asked for';
    assert.equal((await ask(unfit)).status, status, `${who}, with a bad body: ${named(operation)}`);
    const unread = await ask(unfit, UNKNOWN_TYPE);
    assert.equal(unread.status, status, `${who}, with an unknown type: ${named(operation)}`);
  };

  test('has a place in the walk', () => {
    assert.ok(ofClient.length >= 50, `${ofClient.length} routes of a client`);
    assert.ok(overClients.length >= 7, `${overClients.length} routes over clients`);
  });

  test('ASVS 8.2.1: nobody gets an answer without signing in, but from open routes', async () => {
    const nobody = new Visitor(program.url);
    const ask = (call: Call, headers?: Record<string, string>) => send(nobody, call, headers);
    for (const operation of operations)
      if (operation.permission !== 'open') await refused(operation, 401, ask, 'nobody');
  });

  test('ASVS 8.4.1, 8.2.2: for people and keys of another client there is nothing', async () => {
    for (const [who, ask] of strangers)
      for (const operation of ofClient) await refused(operation, 404, ask, who);
  });

  test('ASVS 8.2.2: lists over all clients have nothing of a client that the caller does not serve', async () => {
    for (const [who, ask] of strangers)
      for (const operation of overClients)
        for (const call of samples(operation, 8)) {
          const answer = JSON.stringify((await ask(call)).body);
          const found = /aaaaaaaa-0000-[0-9a-f-]*|geheim-a/.exec(answer)?.[0];
          assert.ok(found === undefined || call.url.includes(found), `${who}: ${call.url}: ${answer}`);
        }
  });

  for (const role of ROLES) {
    const may = ({ permission }: Operation): boolean =>
      (ROLE_PERMISSIONS[role] as ReadonlySet<string>).has(permission);

    test(`ASVS 8.2.1: ${role}: what the role lacks is forbidden`, async () => {
      const ask = (call: Call, headers?: Record<string, string>) => send(people.get(role)!, call, headers);
      for (const operation of [...ofClient, ...overClients])
        if (!may(operation)) await refused(operation, 403, ask, role);
    });

    test(`ASVS 8.2.1: ${role}: what the role has is allowed`, async () => {
      for (const operation of [...ofClient, ...overClients].filter(may)) {
        if (operation.method !== 'GET') {
          // Past the permission without doing anything: the body's type comes next.
          const answer = await send(
            people.get(role)!,
            { ...plausible(operation), body: 'text' },
            UNKNOWN_TYPE,
          );
          assert.equal(answer.status, 415, `${role}: ${named(operation)}: ${JSON.stringify(answer.body)}`);
          continue;
        }
        const answers: string[] = [];
        for (const call of samples(operation)) {
          const answer = await send(people.get(role)!, call);
          answers.push(`${answer.status} ${call.url} ${JSON.stringify(answer.body).slice(0, 300)}`);
          if (answer.status === 200) break;
        }
        if (PROVIDERS_ONLY.test(operation.path)) assert.match(answers.at(-1)!, /^404/);
        else assert.match(answers.at(-1)!, /^200/, `${role}: ${named(operation)}:\n${answers.join('\n')}`);
      }
    });
  }
});

const UNKNOWN_TYPE = { 'content-type': 'application/x-unknown' };
