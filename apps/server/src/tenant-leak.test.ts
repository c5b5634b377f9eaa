import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { encodeCursor } from './platform/http/schemas.ts';
import { PROVIDER_ROLES, ROLE_PERMISSIONS, type Role } from './platform/tenancy/permissions.ts';
import {
  allOperations,
  type Call,
  callOf,
  idsFor,
  joinedBy,
  OWNER,
  seededClients,
  setUpOwner,
  type TestProgram,
  type TwoClients,
  testProgram,
  until,
  Visitor,
} from './testing/index.ts';

/*
 * Somebody of client A calls whatever the OpenAPI document offers, with ids of both clients. No answer may hold
 * anything of client B: its ids start alike, and every text of it carries its marker. Nor may it tell whether a row
 * of B exists, nor change one.
 */

/** Their own password and the way out: whoever is signed out sees nothing, which would prove nothing. */
const ENDS_SESSION = /\/session\/sign-out|\/account\/(password|sessions|totp|passkeys)|\/password-reset$/;
const operations = (await allOperations()).filter(
  ({ path, endless }) => path.startsWith('/api/v1/') && !endless && !ENDS_SESSION.test(path),
);
const ROLES = ['management', 'it-coordinator', 'employee', 'technician', 'auditor'] as const;
/** What only B has: see isolation/two-clients.ts. */
const OF_B = /bbbbbbbb-0000-[0-9a-f-]{0,22}|geheim-b/gi;
/** The same place in an id, and nobody's. */
const asNobodys = (text: string): string => text.replaceAll('bbbbbbbb-0000-', 'cccccccc-0000-');
/** Some 1200 calls, and a twin of each that names B. */
const RUNS = 40;
const SEED = 20_260_302;

interface Reply {
  status: number;
  code: string | undefined;
  /** Everything that came back. */
  text: string;
}

describe('ASVS 8.4.1: between two clients', { timeout: 90_000 }, () => {
  let program: TestProgram;
  let clients: TwoClients;
  let owner: Visitor;
  const signedIn = new Map<Role, Visitor>();
  let people = 0;
  let calls = 0;

  before(async () => {
    // Without workers nothing happens to B but what the calls do.
    program = await testProgram({
      flags: { roles: 'api', 'http-trusted-proxies': '127.0.0.1,::1' },
    });
    owner = await setUpOwner(program);
    clients = await seededClients(program);
  });
  after(async () => {
    await clients.superuser.end();
    await program.close();
  });

  /** Somebody of A; a new one when a call took the last one's session. */
  const somebody = async (role: Role): Promise<Visitor> => {
    const known = signedIn.get(role);
    if (known && (await known.get('/account')).status === 200) return known;
    const staff = (PROVIDER_ROLES as readonly Role[]).includes(role);
    const at = staff ? program.providerId : clients.a.id;
    const visitor = await joinedBy(owner, program, at, role, `${role}-${++people}@example.de`);
    if (staff) {
      const { id } = (await visitor.get<{ person: { id: string } }>('/session')).body.person;
      const granted = await owner.call('PUT', `/clients/${clients.a.id}/staff/${id}`);
      assert.equal(granted.status, 200);
    }
    signedIn.set(role, visitor);
    return visitor;
  };
  const keys = new Map<Visitor, Record<string, string>>();
  const keyOf = async (person: Visitor, role: Role): Promise<Record<string, string>> => {
    const known = keys.get(person);
    if (known) return known;
    const made = await person.post<{ key: string }>('/account/api-keys', {
      clientId: (PROVIDER_ROLES as readonly Role[]).includes(role) ? program.providerId : clients.a.id,
      name: 'key',
      // No key manages people.
      permissions: [...ROLE_PERMISSIONS[role]].filter((one) => one !== 'people.manage'),
      password: OWNER.password,
    });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    keys.set(person, { authorization: `Bearer ${made.body.key}` });
    return keyOf(person, role);
  };
  const send = async (visitor: Visitor, call: Call, headers: Record<string, string>): Promise<Reply> => {
    calls++;
    const answer = await visitor.call<{ error?: { code: string } }>(
      call.operation.method,
      call.url.replace('/api/v1', ''),
      call.body,
      { 'x-forwarded-for': `10.0.${calls >> 8}.${calls & 255}`, ...headers },
    );
    const text = JSON.stringify([answer.body, [...answer.headers]]);
    return { status: answer.status, code: answer.body?.error?.code, text };
  };

  test('no answer holds or tells anything of the other client, and nothing of it changes', async () => {
    const { a, b } = clients;
    const [idsOfA, idsOfB] = [await clients.ids(a), await clients.ids(b)];
    const everyId = [...new Set([...idsOfA.values(), ...idsOfB.values()].flat())];
    const text = fc.oneof(
      // Also what no text of the database can hold.
      fc.constantFrom(
        'geheim',
        'geheim-',
        'AA-1',
        'BB-1',
        '%',
        "'",
        '\\',
        'cpu.busy,geheim',
        'person.*',
        '',
        '\u0000',
        '\ud800',
      ),
      fc.string({ maxLength: 20 }),
    );
    const position = fc.array(
      fc.oneof(
        fc.constantFrom(...everyId, '2026-03-02T08:00:00.000Z', 'geheim', 0, 1, 1772438400000, null),
        fc.oneof(fc.string({ maxLength: 10 }), fc.integer(), fc.double({ noNaN: true })),
      ),
      { maxLength: 4 },
    );
    const values = {
      id: (name: string) =>
        name === 'clientId'
          ? fc.oneof({ weight: 5, arbitrary: fc.constant(a.id) }, fc.constant(b.id))
          : fc.oneof(
              { weight: 4, arbitrary: fc.constantFrom(...idsFor(idsOfB, name)) },
              { weight: 2, arbitrary: fc.constantFrom(...idsFor(idsOfA, name)) },
              { weight: 1, arbitrary: fc.constantFrom(...everyId, 'not-an-id', '%00') },
            ),
      text,
      cursor: fc.oneof(position.map(encodeCursor), fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/)),
    };
    /** Of what the role may do mostly: the permission walk has the rest. */
    const callsOf = (role: Role): fc.Arbitrary<Call[]> => {
      const may = operations.filter(
        ({ permission, ofClient }) =>
          (ROLE_PERMISSIONS[role] as ReadonlySet<string>).has(permission) || !ofClient,
      );
      const call = fc
        .oneof({ weight: 9, arbitrary: fc.constantFrom(...may) }, fc.constantFrom(...operations))
        .chain((operation) => callOf(operation, values));
      return fc.array(call, { minLength: 20, maxLength: 40 });
    };
    const before = await clients.rows(b);
    let answered = 0;

    const property = fc.asyncProperty(
      fc.constantFrom(...ROLES).chain((role) => fc.tuple(fc.constant(role), callsOf(role))),
      fc.boolean(),
      async ([role, sequence], asKey) => {
        const person = await somebody(role);
        const visitor = asKey ? new Visitor(program.url) : person;
        const headers = asKey ? await keyOf(person, role) : {};
        for (const one of sequence) {
          const sent = JSON.stringify([one.url, one.body]);
          const { status, code, text: came } = await send(visitor, one, headers);
          const what = `${role}${asKey ? ' by key' : ''}: ${one.operation.method} ${sent}: ${status} ${came}`;
          assert.ok(status < 500, what);
          for (const [found] of came.matchAll(OF_B)) assert.ok(sent.includes(found), `${found} in ${what}`);
          if (status === 200) answered++;
          if (asNobodys(sent) === sent) continue;
          const twin = {
            ...one,
            url: asNobodys(one.url),
            body: JSON.parse(asNobodys(JSON.stringify(one.body) ?? 'null')) ?? undefined,
          };
          const other = await send(visitor, twin, headers);
          assert.deepEqual(
            { status, code },
            { status: other.status, code: other.code },
            `tells that it exists: ${what}`,
          );
        }
      },
    );
    await fc.assert(property, {
      seed: SEED,
      numRuns: RUNS,
      endOnFailure: true,
    });
    assert.ok(answered > 200, `${answered} calls were answered`);
    assert.deepEqual(await clients.rows(b), before);
  });

  test('a live stream has no event of the other client while that is busy', async () => {
    const listener = await somebody('management');
    const abort = new AbortController();
    const response = await listener.stream('/live', abort.signal);
    let heard = '';
    const reading = (async () => {
      for await (const chunk of response.body!) heard += Buffer.from(chunk).toString();
    })().catch(() => {});
    const at = async (clientId: string, title: string): Promise<void> => {
      const opened = await owner.post(`/clients/${clientId}/tickets`, { title });
      assert.equal(opened.status, 201, JSON.stringify(opened.body));
    };
    for (let n = 0; n < 10; n++) await at(clients.b.id, 'geheim-b');
    await at(clients.a.id, 'ours');
    await until(() => heard.includes(clients.a.id));
    assert.doesNotMatch(heard, OF_B);
    const newer = (await clients.ids(clients.b)).get('ticket_id')!;
    assert.ok(newer.length > 10);
    for (const id of newer) assert.ok(!heard.includes(id));
    abort.abort();
    await reading;
  });
});
