import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { decodeEnrolmentCode } from '@rettungsanker/protocol';
import { documentApi } from '../openapi.ts';
import {
  enrolTestAgent,
  joinedBy,
  setUpOwner,
  TestAgent,
  type TestProgram,
  testProgram,
  until,
  type Visitor,
} from '../testing/index.ts';
import { codeCandidates } from './commands/clients.ts';

describe('clients, sites and systems over HTTP', () => {
  let program: TestProgram;
  let owner: Visitor;
  let clientId: string;
  let siteId: string;
  before(async () => {
    program = await testProgram();
    owner = await setUpOwner(program);
  });
  after(() => program.close());

  it('the provider is its own first client', async () => {
    const { body } = await owner.get<{ items: { kind: string; name: string }[] }>('/clients');
    assert.deepEqual(
      body.items.map(({ kind, name }) => [kind, name]),
      [['provider', 'Anker IT']],
    );
  });

  it('a client gets a short code from its name', async () => {
    const made = await owner.post<{ id: string; code: string }>('/clients', {
      name: 'Müller Maschinenbau GmbH',
    });
    assert.deepEqual([made.status, made.body.code], [201, 'MUE']);
    clientId = made.body.id;
    const second = await owner.post<{ code: string }>('/clients', { name: 'Müllerei Süd KG' });
    assert.equal(second.body.code, 'MUEL');
  });

  it('a code that is taken is refused', async () => {
    const { status, body } = await owner.post<{ error: { code: string } }>('/clients', {
      name: 'Andere',
      code: 'MUE',
    });
    assert.deepEqual([status, body.error.code], [409, 'RA_CODE_TAKEN']);
  });

  it('a site is checked: time zone, networks', async () => {
    const add = (change: object) =>
      owner.post<{ id: string; error: { code: string } }>(`/clients/${clientId}/sites`, {
        name: 'Werk',
        timeZone: 'Europe/Berlin',
        state: 'BY',
        ...change,
      });
    assert.equal((await add({ timeZone: 'Europe/Augsburg' })).body.error.code, 'RA_TIME_ZONE');
    assert.equal((await add({ networks: ['192.168.1.0/33'] })).body.error.code, 'RA_NETWORK');
    const made = await add({ networks: ['192.168.1.77/24'] });
    assert.equal(made.status, 201);
    siteId = made.body.id;
    const { body } = await owner.get<{ items: { networks: string[] }[] }>(`/clients/${clientId}/sites`);
    assert.deepEqual(body.items[0]!.networks, ['192.168.1.0/24']);
  });

  it('a code is one command to copy, bound to this server', async () => {
    const { body } = await owner.post<{ code: string; commands: Record<string, string> }>(
      `/clients/${clientId}/sites/${siteId}/enrolment-codes`,
    );
    const code = decodeEnrolmentCode(body.code)!;
    assert.equal(code.url, program.url);
    assert.equal(Buffer.from(code.serverKey, 'base64url').length, 32);
    for (const command of Object.values(body.commands))
      assert.ok(command.includes(body.code) && !command.includes('\n'));
  });

  it('a system appears with its agent, its inventory and its software', async () => {
    const identity = await enrolTestAgent(program, clientId, siteId);
    const agent = new TestAgent(program.url, identity);
    await agent.connect();
    await agent.batch(1, {
      inventory: {
        at: Date.now(),
        facts: {
          system: {
            hostname: 'web1',
            os: { id: 'debian', name: 'Debian GNU/Linux', version: '12', kernel: '6.1', arch: 'x64' },
            cpu: { model: 'x', cores: 2 },
            memoryBytes: 1,
            swapBytes: 0,
            bootedAt: new Date().toISOString(),
          },
          packages: [{ purl: 'pkg:deb/debian/openssl@3.0.17', name: 'openssl', version: '3.0.17' }],
        },
      },
    });
    const list = await owner.get<{ items: { name: string; connected: boolean; os: string }[] }>(
      `/assets?client=${clientId}`,
    );
    assert.deepEqual(
      list.body.items.map(({ name, connected, os }) => [name, connected, os]),
      [['test-host', true, 'Debian GNU/Linux 12']],
    );
    const software = await owner.get<{ items: { purl: string }[] }>(
      `/clients/${clientId}/assets/${identity.assetId}/software?q=ssl`,
    );
    assert.deepEqual(
      software.body.items.map(({ purl }) => purl),
      ['pkg:deb/debian/openssl@3.0.17'],
    );
    await agent.batch(2, {
      inventory: {
        at: Date.now(),
        facts: { packages: [{ purl: 'pkg:deb/debian/openssl@3.0.18', name: 'openssl', version: '3.0.18' }] },
      },
    });
    const later = await owner.get<{ items: { purl: string }[] }>(
      `/clients/${clientId}/assets/${identity.assetId}/software`,
    );
    assert.deepEqual(
      later.body.items.map(({ purl }) => purl),
      ['pkg:deb/debian/openssl@3.0.18'],
    );

    const archived = await owner.patch(`/clients/${clientId}/assets/${identity.assetId}`, { archived: true });
    assert.equal(archived.status, 200);
    await until(() => agent.closed);
    assert.equal((await owner.get<{ items: unknown[] }>(`/assets?client=${clientId}`)).body.items.length, 0);
  });

  it('what the agent sent last is seen at once, without loading the system again', async () => {
    const identity = await enrolTestAgent(program, clientId, siteId);
    const agent = new TestAgent(program.url, identity);
    await agent.connect();
    const seen = async () =>
      Date.parse(
        (await owner.get<{ lastSeenAt: string }>(`/clients/${clientId}/assets/${identity.assetId}/latest`))
          .body.lastSeenAt,
      );
    await agent.batch(1);
    const first = await seen();
    assert.ok(Math.abs(first - Date.now()) < 5000);
    await agent.batch(2);
    assert.ok((await seen()) > first);
    await agent.close();
  });

  it('the history of a system says who changed what, from what to what, once', async () => {
    const { body: made } = await owner.post<{ id: string }>(`/clients/${clientId}/assets`, {
      siteId,
      kind: 'network',
      name: 'Router',
    });
    const path = `/clients/${clientId}/assets/${made.id}`;
    const { body: other } = await owner.post<{ id: string }>(`/clients/${clientId}/sites`, { name: 'Lager' });
    await owner.patch(path, { importance: 'high', siteId: other.id, name: 'Router' });
    const { body } = await owner.get<{
      items: { kind: string; actor: string; fields: { label: string; from?: string; to: string }[] }[];
    }>(`${path}/history`);
    assert.deepEqual(
      body.items.map(({ kind, actor }) => [kind, actor]),
      [
        ['asset.changed', 'Olga Owner'],
        ['asset.added', 'Olga Owner'],
      ],
    );
    assert.deepEqual(
      body.items[0]!.fields.map(({ label, from, to }) => [label, from, to]),
      [
        ['Standort', 'Werk', 'Lager'],
        ['Wichtigkeit', 'normal', 'hoch'],
      ],
    );
    assert.doesNotMatch(JSON.stringify(body.items.map((item) => item.fields)), /[0-9a-f]{8}-[0-9a-f]{4}-/);
    await owner.patch(path, { archived: true });
  });

  it('there are no enrolment codes of a site that is not there', async () => {
    const { status } = await owner.get(`/clients/${program.providerId}/sites/${siteId}/enrolment-codes`);
    assert.equal(status, 404);
  });

  it('ASVS 8.2.1: only the owner of the provider adds clients, and the document says so', async () => {
    const document = (await documentApi()) as {
      paths: Record<string, Record<string, { 'x-permission': string }>>;
    };
    assert.equal(document.paths['/api/v1/clients']!.post!['x-permission'], 'client.manage');
    const technician = await joinedBy(owner, program, program.providerId, 'technician', 'tim@anker.example');
    const { status, body } = await technician.post<{ error: { code: string } }>('/clients', { name: 'Neu' });
    assert.deepEqual([status, body.error.code], [403, 'RA_FORBIDDEN']);
  });

  it('lists go on where a page ended', async () => {
    for (const name of ['c', 'a', 'b'])
      await owner.post(`/clients/${clientId}/assets`, { siteId, kind: 'storage', name });
    const names: string[] = [];
    let cursor = '';
    do {
      const { body } = await owner.get<{ items: { name: string }[]; nextCursor?: string }>(
        `/assets?client=${clientId}&kind=storage&limit=2${cursor && `&cursor=${cursor}`}`,
      );
      names.push(...body.items.map((item) => item.name));
      cursor = body.nextCursor ?? '';
    } while (cursor);
    assert.deepEqual(names, ['a', 'b', 'c']);
  });

  it('a site with systems cannot be archived', async () => {
    const { status, body } = await owner.patch<{ error: { code: string } }>(
      `/clients/${clientId}/sites/${siteId}`,
      { archived: true },
    );
    assert.deepEqual([status, body.error.code], [409, 'RA_SITE_IN_USE']);
  });

  it('ASVS 1.2.4: text is text for search and names, whatever it looks like', async () => {
    for (const q of ["'; drop table asset; --", '%', '_', '\\', '") or 1=1 --']) {
      const { status, body } = await owner.get<{ items: unknown[] }>(`/assets?q=${encodeURIComponent(q)}`);
      assert.deepEqual([status, body.items], [200, []], q);
    }
  });

  it('ASVS 15.3.3: fields that are not offered are not taken', async () => {
    const { body } = await owner.post<{ id: string }>('/clients', {
      name: 'Mass',
      kind: 'provider',
      id: '00000000-0000-7000-8000-000000000001',
      archivedAt: '2020-01-01T00:00:00Z',
    });
    const { body: client } = await owner.get<{ kind: string; archivedAt: unknown; id: string }>(
      `/clients/${body.id}`,
    );
    assert.deepEqual([client.kind, client.archivedAt], ['client', null]);
    assert.notEqual(client.id, '00000000-0000-7000-8000-000000000001');
  });
});

describe('codes for clients', () => {
  it('are short, of the allowed letters, and many', () => {
    assert.deepEqual(codeCandidates('Müller Maschinenbau GmbH').slice(0, 3), ['MUE', 'MUEL', 'MM']);
    for (const name of ['', '李', 'X', 'Groß & Söhne']) {
      const codes = codeCandidates(name);
      assert.ok(codes.length > 900);
      for (const code of codes) assert.match(code, /^[A-Z0-9]{2,8}$/, name);
    }
  });
});
