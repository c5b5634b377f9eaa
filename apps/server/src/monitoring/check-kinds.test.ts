import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { after, before, describe, it } from 'node:test';
import {
  enrolTestAgent,
  joinedBy,
  setUpOwner,
  TestAgent,
  type TestIdentity,
  type TestProgram,
  testClient,
  testProgram,
  until,
  Visitor,
} from '../testing/index.ts';
import { CHECK_KIND_NAMES } from './kinds/index.ts';
import { SECRET_MASK } from './kinds/secrets.ts';

interface Kind {
  kind: string;
  addable: boolean;
  executor: string | null;
  settings: { properties?: Record<string, { writeOnly?: boolean; default?: unknown }> };
}
interface Trial {
  status: string;
  code: string | null;
  error: { code: string; details: { field?: string; fields?: { path: string }[] } };
}
interface Check {
  id: string;
  runsOn: string;
  probeId: string | null;
  name: string;
  config: Record<string, unknown>;
}

describe('kinds of checks over HTTP', () => {
  let program: TestProgram;
  let owner: Visitor;
  let own: TestIdentity;
  let probe: TestIdentity;
  let probeAgent: TestAgent;
  let path: string;
  let silent: Server;
  const held = new Set<{ destroy(): void }>();

  before(async () => {
    program = await testProgram();
    owner = await setUpOwner(program);
    const { clientId, siteId } = await testClient(program, 'Nordwind KG', 'NOR');
    own = await enrolTestAgent(program, clientId, siteId);
    probe = await enrolTestAgent(program, clientId, siteId);
    path = `/clients/${clientId}/assets/${own.assetId}`;
    await owner.patch(`/clients/${clientId}/sites/${siteId}`, {
      networks: ['127.0.0.0/8'],
      serverNetworks: ['127.0.0.0/8'],
      allowLoopback: true,
    });
    probeAgent = new TestAgent(program.url, probe);
    await probeAgent.connect();
    // Takes connections and says nothing.
    silent = createServer((socket) => held.add(socket)).listen(0, '127.0.0.1');
    await until(async () => silent.listening);
  });
  after(async () => {
    for (const socket of held) socket.destroy();
    silent.close();
    await probeAgent.close();
    await program.close();
  });
  const port = () => (silent.address() as AddressInfo).port;
  const trial = (body: object, who = owner) => who.post<Trial>(`${path}/check-trials`, body);
  const checks = async () => (await owner.get<{ items: Check[] }>(`${path}/checks`)).body.items;

  it('tells every kind with its settings, to everybody who is signed in and to nobody else', async () => {
    const { items } = (await owner.get<{ items: Kind[] }>('/check-kinds')).body;
    assert.deepEqual(
      items.map(({ kind }) => kind),
      [...CHECK_KIND_NAMES],
    );
    const dns = items.find(({ kind }) => kind === 'dns')!;
    assert.deepEqual([dns.executor, dns.addable], ['anywhere', true]);
    assert.equal(dns.settings.properties!.port!.default, 53);
    assert.equal(dns.settings.properties!.kind, undefined);
    const restic = items.find(({ kind }) => kind === 'backup-restic')!;
    assert.equal(restic.settings.properties!.password!.writeOnly, true);
    assert.equal(restic.settings.properties!.passwordFile!.writeOnly, undefined);
    assert.equal((await new Visitor(program.url).get('/check-kinds')).status, 401);
  });

  it('stands in the document of the API', async () => {
    const document = (await import('../openapi.ts')).documentApi();
    const text = JSON.stringify(await document);
    for (const kind of CHECK_KIND_NAMES) assert.ok(text.includes(`"${kind}":{`), kind);
  });

  it('a trial runs the check once, from the server, and keeps nothing but the audit', async () => {
    const before = (await checks()).length;
    const good = await trial({ kind: 'tcp', config: { host: '127.0.0.1', port: port() } });
    assert.deepEqual([good.status, good.body.status, good.body.code], [200, 'ok', null]);
    const bad = await trial({ kind: 'tcp', config: { host: '127.0.0.1', port: 1 } });
    assert.deepEqual([bad.body.status, bad.body.code], ['failed', 'RA_CHECK_REFUSED']);
    assert.equal((await checks()).length, before);
    const audit = await owner.get<{ items: { action: string }[] }>('/audit?limit=5');
    assert.ok(JSON.stringify(audit.body).includes('check.tried'));
  });

  it('a trial is bound to the same rules as a check: settings, place, target, one at a time', async () => {
    const incomplete = await trial({ kind: 'tcp', config: { host: '127.0.0.1' } });
    assert.deepEqual(
      [incomplete.status, incomplete.body.error.details.fields?.[0]?.path],
      [422, 'config.port'],
    );
    const onHost = await trial({ kind: 'service', config: { service: 'nginx' } });
    assert.deepEqual([onHost.status, onHost.body.error.code], [422, 'RA_CHECK_INVALID']);
    for (const kind of ['cpu', 'alertmanager'])
      assert.equal((await trial({ kind, config: {} })).status, 422, kind);
    const forbidden = await trial({ kind: 'dns', config: { name: 'a.example', resolver: '10.0.0.53' } });
    assert.deepEqual(
      [forbidden.body.error.code, forbidden.body.error.details.field],
      ['RA_CHECK_TARGET_FORBIDDEN', 'config.resolver'],
    );

    const config = { host: '127.0.0.1', port: port(), expect: 'never', timeoutMs: 3000 };
    const answers = await Promise.all([1, 2, 3].map(() => trial({ kind: 'tcp', config })));
    const refused = answers.filter(({ status }) => status === 429);
    assert.equal(refused.length, 2, JSON.stringify(answers.map(({ status }) => status)));
    assert.equal(refused[0]!.body.error.code, 'RA_RATE_LIMITED');
    assert.equal(
      (await trial({ kind: 'tcp', config: { host: '127.0.0.1', port: port() } })).body.status,
      'ok',
    );
  });

  it('a trial needs the right to manage checks; strangers see nothing', async () => {
    const tcp = { kind: 'tcp', config: { host: '127.0.0.1', port: port() } };
    const employee = await joinedBy(owner, program, own.clientId, 'employee', 'weber@nordwind.example');
    assert.equal((await trial(tcp, employee)).status, 403);
    const stranger = await joinedBy(owner, program, program.providerId, 'technician', 'fremd@anker.example');
    assert.equal((await trial(tcp, stranger)).status, 404);
    assert.equal((await trial(tcp, new Visitor(program.url))).status, 401);
    const nowhere = path.replace(own.assetId, own.clientId);
    assert.equal((await owner.post(`${nowhere}/check-trials`, tcp)).status, 404);
  });

  it('a check is moved to the agent of another system and back, and each is told', async () => {
    const added = await owner.post<{ id: string }>(`${path}/checks`, {
      kind: 'snmp-cpu',
      config: { host: '127.0.0.1', access: { version: '2c', community: 'geheim' } },
      probeId: probe.assetId,
    });
    assert.equal(added.status, 201);
    const assigned = (there: boolean) =>
      until(async () => {
        const { config } = await probeAgent.next('config');
        return config.checks.some(({ id }) => id === added.body.id) === there;
      });
    await assigned(true);
    const known = async () => (await checks()).find(({ id }) => id === added.body.id)!;
    assert.deepEqual((await known()).config.access, { version: '2c', community: SECRET_MASK });
    assert.equal((await known()).name, 'snmp-cpu 127.0.0.1:161');
    const change = (body: object) => owner.patch(`${path}/checks/${added.body.id}`, body);
    assert.equal((await change({ runsOn: 'agent', probeId: null })).status, 200);
    await assigned(false);
    assert.deepEqual([(await known()).runsOn, (await known()).probeId], ['agent', null]);
    // The kind needs an agent, and the new place must be able to run it.
    const refused = await change({ runsOn: 'server' });
    assert.equal(refused.status, 422);
    assert.equal((await change({ probeId: probe.assetId })).status, 200);
    await assigned(true);
  });
});
