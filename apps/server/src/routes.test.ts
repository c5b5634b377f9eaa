import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { PERMISSIONS, type Permission, ROLE_PERMISSIONS, type Role } from './platform/tenancy/permissions.ts';
import { type Cast, makeCast } from './testing/cast.ts';
import { example, fill, type Operation, operations } from './testing/document.ts';
import { Visitor } from './testing/people.ts';

/** Routes that anybody may call, and why. */
const OPEN: Readonly<Record<string, string>> = {
  'GET /api/v1/session': 'the console asks who is signed in, if anybody',
  'POST /api/v1/setup': 'the one-time token is the proof',
  'POST /api/v1/session/sign-in': 'this is how one signs in',
  'POST /api/v1/session/second-factor': 'the second half of it',
  'POST /api/v1/session/passkey/options': 'the same with a passkey',
  'POST /api/v1/session/passkey/verify': 'the second half of it',
  'POST /api/v1/session/sign-out': 'has to work with a session that is over',
  'POST /api/v1/invitations/lookup': 'the token of the link is the proof',
  'POST /api/v1/invitations/accept': 'the token of the link is the proof',
  'POST /api/v1/password-reset/lookup': 'the token of the link is the proof',
  'POST /api/v1/password-reset': 'the token of the link is the proof',
};
/** Routes outside of /account and /me that need a signed-in person and no permission, and why. */
const PERSON: Readonly<Record<string, string>> = {
  'POST /api/v1/invitations/join': 'the token of the link is the proof',
  'GET /api/v1/live': 'tells each person only what it may read',
  'GET /api/v1/check-kinds': 'what the program can check; nothing of a client',
  'POST /api/v1/clients': 'there is no client yet to have a permission in; the command asks for the role',
};
/** Registered beside the documented API: method and path as the router knows them. */
const UNDOCUMENTED = ['/healthz', '/readyz', '/metrics'];

let cast: Cast;
const all = await operations();
const api = all.filter((operation) => operation.path.startsWith('/api/'));
const ofClient = api.filter((operation) => operation.params.includes('clientId'));
const isPermission = (needs: Operation['needs']): needs is Permission =>
  (PERMISSIONS as readonly (string | undefined)[]).includes(needs);

before(async () => {
  cast = await makeCast();
});
after(() => cast.close());

async function call(
  visitor: Visitor,
  operation: Operation,
  ids: Readonly<Record<string, string>>,
  body?: unknown,
): Promise<{ status: number; text: string; code: string | undefined }> {
  const answer = await visitor.call<{ error?: { code: string } }>(
    operation.method,
    fill(operation, ids),
    body,
  );
  return { status: answer.status, text: JSON.stringify(answer.body), code: answer.body?.error?.code };
}

describe('the OpenAPI document', () => {
  test('ASVS 8.1.1: every route says what it needs', () => {
    for (const { name, needs, path } of all) {
      if (!path.startsWith('/api/')) continue;
      assert.ok(needs === 'open' || needs === 'person' || isPermission(needs), `${name} needs ${needs}`);
    }
  });

  test('routes without a permission are known, each with its reason', () => {
    const found = (needs: string): string[] =>
      api.filter((operation) => operation.needs === needs).map((operation) => operation.name);
    assert.deepEqual(found('open').sort(), Object.keys(OPEN).sort());
    const own = /^\w+ \/api\/v1\/(account|me)(\/|$)/;
    assert.deepEqual(
      found('person')
        .filter((name) => !own.test(name))
        .sort(),
      Object.keys(PERSON).sort(),
    );
  });

  test('routes below a client need a permission in that client', () => {
    assert.ok(ofClient.length > 40, `${ofClient.length} routes`);
    for (const { name, needs, path } of ofClient) {
      assert.ok(isPermission(needs), `${name} needs ${needs}`);
      assert.ok(path.startsWith('/api/v1/clients/{clientId}'), name);
    }
  });

  test('names every route that the server has', () => {
    const documented = new Set(all.map(({ method, path }) => `${method} ${path}`));
    const missing = registered(cast.program.app.printRoutes({ commonPrefix: false })).filter(
      (route) =>
        !/^(HEAD|OPTIONS) /.test(route) &&
        !UNDOCUMENTED.includes(route.replace(/^\w+ /, '')) &&
        !documented.has(route),
    );
    assert.deepEqual(missing, []);
  });
});

describe('ASVS 8.2.1: every route asks who is calling', () => {
  test('nobody gets 401', async () => {
    const nobody = new Visitor(cast.program.url);
    for (const operation of api) {
      if (operation.needs === 'open') continue;
      const { status, code, text } = await call(nobody, operation, cast.a.ids);
      assert.equal(`${status} ${code}`, '401 RA_UNAUTHENTICATED', `${operation.name}: ${text}`);
    }
  });

  test('a cookie or key that was made up gets 401 as well', async () => {
    const forger = new Visitor(cast.program.url);
    for (const headers of [
      { cookie: `ra_session=${'A'.repeat(43)}` },
      { cookie: `__Host-ra_session=${'A'.repeat(43)}` },
      { authorization: `Bearer ra_${'A'.repeat(43)}` },
    ]) {
      const { status } = await forger.call('GET', '/account', undefined, headers);
      assert.equal(status, 401);
    }
  });

  test('ASVS 8.2.2: people of another client, and staff who do not serve it, get 404', async () => {
    const strangers = { ...peopleOf(cast.b), 'granted technician': cast.technician };
    for (const [who, visitor] of Object.entries(strangers))
      for (const operation of ofClient) {
        const victim = visitor === cast.technician ? cast.b : cast.a;
        const { status, code, text } = await call(visitor, operation, victim.ids);
        assert.equal(`${status} ${code}`, '404 RA_NOT_FOUND', `${operation.name} as ${who}: ${text}`);
        assert.ok(!text.includes(victim.marker), `${operation.name} as ${who}: ${text}`);
      }
  });

  test('too small a role gets 403, and a large enough one does not', async () => {
    const people: [Role, Visitor][] = [
      ['management', cast.a.management],
      ['it-coordinator', cast.a.coordinator],
      ['employee', cast.a.employee],
      ['technician', cast.technician],
      ['auditor', cast.auditor],
    ];
    for (const [role, visitor] of people)
      for (const operation of api) {
        if (!isPermission(operation.needs)) continue;
        // Objects that do not exist, and no body: whoever is let in does no harm.
        const { status, text } = await call(visitor, operation, { clientId: cast.a.clientId });
        const what = `${operation.name} as ${role}: ${status} ${text}`;
        if (ROLE_PERMISSIONS[role].has(operation.needs)) assert.ok(status !== 401 && status !== 403, what);
        else assert.equal(status, 403, what);
      }
  });

  test('only owners of the provider add clients', async () => {
    for (const visitor of [...Object.values(peopleOf(cast.a)), cast.technician, cast.auditor])
      assert.equal((await visitor.post('/clients', { name: 'Neu' })).status, 403);
  });

  test("ASVS 8.2.2: no object is reached through another client's address, not even by those who see both", async () => {
    // PUT makes somebody serve a client; persons belong to no client.
    const exempt = ['PUT /api/v1/clients/{clientId}/staff/{personId}'];
    let tried = 0;
    for (const operation of ofClient) {
      if (operation.params.length < 2 || exempt.includes(operation.name)) continue;
      const ids = { ...cast.a.ids, clientId: cast.b.clientId };
      const body = operation.body && example(operation.body, (name) => EXAMPLES[name]);
      const { status, text } = await call(cast.owner, operation, ids, body);
      assert.equal(status, 404, `${operation.name} ${JSON.stringify(body)}: ${text}`);
      assert.ok(!text.includes(cast.a.marker), `${operation.name}: ${text}`);
      tried++;
    }
    assert.ok(tried > 25, `${tried} routes were tried`);
  });
});

/** Values for fields whose schema alone does not say enough. */
const EXAMPLES: Readonly<Record<string, unknown>> = {
  role: 'employee',
  kind: 'service',
  config: { service: 'x' },
};

function peopleOf(firm: Cast['a']): Record<string, Visitor> {
  return { management: firm.management, 'it-coordinator': firm.coordinator, employee: firm.employee };
}

/** `GET /api/v1/clients/{clientId}` of every route, from the router's own tree. */
function registered(tree: string): string[] {
  const path: string[] = [];
  return tree
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const [, indent, part, methods] = /^([│├└─ ]*)(\/\S*) ?(?:\((.*)\))?$/.exec(line) ?? [];
      assert.ok(
        indent !== undefined && part !== undefined,
        `a line of the route tree was not understood: ${line}`,
      );
      path.length = indent.length / 4 - 1;
      path.push(part);
      const whole = path.join('').replaceAll(/:(\w+)/g, '{$1}');
      return (methods ?? '').split(', ').map((method) => `${method} ${whole}`);
    });
}
