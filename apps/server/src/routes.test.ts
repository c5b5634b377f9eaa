import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { PERMISSIONS } from './platform/tenancy/permissions.ts';
import {
  allOperations,
  callOf,
  idsFor,
  type Operation,
  seededClients,
  setUpOwner,
  type TestProgram,
  type TwoClients,
  testProgram,
  type Visitor,
} from './testing/index.ts';

/** Routes that anybody may call, and why. */
const OPEN: Readonly<Record<string, string>> = {
  'GET /api/v1/session': 'the console asks who is signed in, if anybody',
  'POST /api/v1/setup': 'the one-time token is the proof',
  'POST /api/v1/setup/passkey/options': 'the same, before the owner makes a passkey',
  'POST /api/v1/session/sign-in': 'this is how one signs in',
  'POST /api/v1/session/second-factor': 'the second half of it',
  'POST /api/v1/session/passkey/options': 'the same with a passkey',
  'POST /api/v1/session/passkey/verify': 'the second half of it',
  'POST /api/v1/session/sign-out': 'has to work with a session that is over',
  'POST /api/v1/invitations/lookup': 'the token of the link is the proof',
  'POST /api/v1/invitations/accept': 'the token of the link is the proof',
  'POST /api/v1/password-reset/lookup': 'the token of the link is the proof',
  'POST /api/v1/password-reset': 'the token of the link is the proof',
  'POST /api/v1/password-reset/request': 'who cannot sign in asks here; every address gets the same answer',
  'POST /agent/v1/enrol': 'the code of the site is the proof',
  'GET /beat/v1/{token}': 'the token in the address is the proof',
  'POST /beat/v1/{token}': 'the token in the address is the proof',
  'GET /beat/v1/{token}/{signal}': 'the token in the address is the proof',
  'POST /beat/v1/{token}/{signal}': 'the token in the address is the proof',
  'POST /ingest/v1/prometheus/write': 'the token of the client is the proof',
  'POST /ingest/v1/otlp/v1/metrics': 'the token of the client is the proof',
  'POST /ingest/v1/alertmanager/webhook': 'the token of the client is the proof',
  'GET /agent/download/{target}': 'a program without secrets, for hosts that know nobody yet',
};
/** Routes outside of /account and /me that need a signed-in person and no permission, and why. */
const PERSON: Readonly<Record<string, string>> = {
  'POST /api/v1/invitations/join': 'the token of the link is the proof',
  'GET /api/v1/live': 'tells each person only what it may read',
  'GET /api/v1/check-kinds': 'what the program can check; nothing of a client',
};
/** Not part of the documented interface. */
const UNDOCUMENTED = /^GET \/(healthz|readyz|metrics)$/;
/** Whom an owner makes serve a client is the owner's choice: a person is no object of another client. */
const OF_PERSONS = /^PUT .*\/staff\//;

const named = ({ method, path }: Operation): string => `${method} ${path}`;
const operations = await allOperations();
const ofClient = operations.filter((operation) => operation.ofClient);

describe('every route', () => {
  let program: TestProgram;
  let clients: TwoClients;
  let owner: Visitor;
  before(async () => {
    program = await testProgram({ flags: { roles: 'api' } });
    owner = await setUpOwner(program);
    clients = await seededClients(program);
  });
  after(async () => {
    await clients.superuser.end();
    await program.close();
  });

  test('is in the OpenAPI document, and so in the walk', () => {
    const documented = new Set(operations.map(named));
    const missing = registered(program.app.printRoutes({ commonPrefix: false })).filter(
      (route) => !route.startsWith('HEAD ') && !UNDOCUMENTED.test(route) && !documented.has(route),
    );
    assert.deepEqual(missing, []);
  });

  test('ASVS 8.1.1: needs a permission, or is known to need none', () => {
    const needing = (what: string): string[] =>
      operations
        .filter(({ permission }) => permission === what)
        .map(named)
        .sort();
    assert.deepEqual(needing('open'), Object.keys(OPEN).sort());
    const own = /^\w+ \/api\/v1\/(account|me)(\/|$)/;
    assert.deepEqual(
      needing('person').filter((name) => !own.test(name)),
      Object.keys(PERSON).sort(),
    );
    for (const { method, path, permission } of ofClient)
      assert.ok(
        (PERMISSIONS as readonly string[]).includes(permission),
        `${method} ${path} needs ${permission}`,
      );
  });

  test("ASVS 8.2.2: reaches no object through another client's address, not even for who sees both", async () => {
    const { a, b } = clients;
    const ids = await clients.ids(a);
    const tried: string[] = [];
    for (const operation of ofClient) {
      if (operation.path.split('{').length < 3 || OF_PERSONS.test(named(operation))) continue;
      const calls = fc.sample(
        callOf(operation, {
          id: (name) => (name === 'clientId' ? fc.constant(b.id) : fc.constantFrom(...idsFor(ids, name))),
          text: fc.constant('text'),
          cursor: fc.constant('W10'),
        }),
        { seed: 1, numRuns: 20 },
      );
      for (const { url, body } of calls) {
        // A change of nothing is done at once.
        if (JSON.stringify(body) === '{}') continue;
        const { status, body: answer } = await owner.call(operation.method, url.replace('/api/v1', ''), body);
        const what = `${named(operation)} ${JSON.stringify(body)}: ${status} ${JSON.stringify(answer)}`;
        assert.ok(!what.includes(a.marker), what);
        // A list of what belongs to the object may be empty as well.
        const empty = /\[\]/.test(JSON.stringify(answer)) && !/\[[^\]]/.test(JSON.stringify(answer));
        const nothing = status === 404 || (operation.method === 'GET' && empty);
        // Drawn values do not always fit together; that there is nothing is said by at least one.
        assert.ok(nothing || [400, 409, 422].includes(status), what);
        if (!nothing) continue;
        tried.push(operation.path);
        break;
      }
      assert.equal(tried.at(-1), operation.path, `${named(operation)} never said that there is nothing`);
    }
    assert.ok(tried.length >= 25, `${tried.length} routes`);
  });
});

/**
 * `GET /api/v1/clients/{clientId}` of every route, from the router's own tree. Of two routes of which one begins with the
 * other, the longer one's rest stands below: `/series`, `-retention`.
 */
function registered(tree: string): string[] {
  const path: string[] = [];
  return tree
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const [, indent, part, methods] = /^([│├└─ ]*)([/-]\S*) ?(?:\((.*)\))?$/.exec(line) ?? [];
      assert.ok(indent !== undefined && part !== undefined, `not understood in the route tree: ${line}`);
      path.length = indent.length / 4 - 1;
      path.push(part);
      const whole = path.join('').replaceAll(/:(\w+)/g, '{$1}');
      return (methods ?? '').split(', ').map((method) => `${method} ${whole}`);
    });
}
