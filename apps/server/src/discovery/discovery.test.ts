import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { AgentConfig, Link, Neighbour, SweepReport } from '@rettungsanker/protocol';
import {
  enrolTestAgent,
  setUpOwner,
  TestAgent,
  type TestIdentity,
  type TestProgram,
  testClient,
  testProgram,
  until,
  type Visitor,
} from '../testing/index.ts';
import { failSilent, orderDue } from './commands/sweeps.ts';
import { forgetOld } from './jobs.ts';
import { DISCOVERY_LIMITS } from './limits.ts';

interface Found {
  id: string;
  state: string;
  assetId: string | null;
  address: string;
  mac: string | null;
  name: string;
  role: string | null;
  kind: string | null;
  maker: string | null;
  checks: { key: string; usual: boolean }[];
  uplinks: { name: string; port: string | null }[];
}
interface Site {
  rule: Record<string, unknown>;
  probes: { id: string; connected: boolean }[];
  sweeps: { id: string; state: string; code: string | null; percent: number; found: number; fresh: number }[];
}

const BROTHER = '00:1b:a9:00:00:11';
/** Made up by software, so that no maker says anything. */
const mac = (n: number): string =>
  `02:1b:a9:00:${(n >> 8).toString(16).padStart(2, '0')}:${(n & 255).toString(16).padStart(2, '0')}`;
const neighbour = (n: number, some: Partial<Neighbour> = {}): Neighbour => ({
  ...{ address: `192.168.77.${n}`, mac: mac(n), hostnames: [], openPorts: [] },
  answeredBy: ['arp', 'icmp'],
  ...some,
});

describe('discovery', { timeout: 120_000 }, () => {
  let program: TestProgram;
  let owner: Visitor;
  let clientId: string;
  let siteId: string;
  let probe: TestIdentity;
  let agent: TestAgent;
  let seq = 0;
  let config: AgentConfig;

  before(async () => {
    program = await testProgram();
    owner = await setUpOwner(program);
  });
  after(() => program.close());

  /** Every story has a client of its own. */
  const newClient = async (code: string): Promise<void> => {
    ({ clientId, siteId } = await testClient(program, `Müller ${code}`, code));
    await ok(owner.patch(`/clients/${clientId}/sites/${siteId}`, { networks: ['192.168.77.0/24'] }));
    probe = await enrolTestAgent(program, clientId, siteId);
    agent = new TestAgent(program.url, probe);
    ({ config } = await agent.connect());
    seq = 0;
  };
  const ok = async <T>(answer: Promise<{ status: number; body: T }>): Promise<T> => {
    const { status, body } = await answer;
    assert.ok(status < 300, `${status} ${JSON.stringify(body)}`);
    return body;
  };
  const at = (path = ''): string => `/clients/${clientId}/sites/${siteId}/discovery${path}`;
  const site = () => ok(owner.get<Site>(at()));
  const found = async () => (await ok(owner.get<{ items: Found[] }>(at('/neighbours')))).items;
  const one = async (address: string) => {
    const items = (await found()).filter((item) => item.address === address);
    assert.equal(items.length, 1, `${address}: ${JSON.stringify(items)}`);
    return items[0]!;
  };
  const allow = (more: object = {}) => ok(owner.patch(at(), { allowed: true, ...more }));
  const order = async (more: object = {}) =>
    (await ok(owner.post<{ id: string }>(at('/sweeps'), { probeId: probe.assetId, ...more }))).id;
  const told = (wanted: (sweep: AgentConfig['sweep']) => boolean) =>
    until(async () => {
      if (!wanted(config.sweep)) ({ config } = await agent.next('config'));
      return wanted(config.sweep);
    });
  const report = (sweepId: string, some: Partial<SweepReport> = {}): SweepReport => ({
    ...{ sweepId, at: Date.now(), state: 'done', networks: ['192.168.77.0/24'], percent: 100 },
    ...{ neighbours: [], links: [] },
    ...some,
  });
  const sendBatch = async (discovery: SweepReport): Promise<void> => {
    agent.send({ type: 'batch', seq: ++seq, sentAt: Date.now(), discovery });
    // A thousand neighbours take their time on a busy machine.
    await agent.next('ack', 30_000);
  };
  const send = (sweepId: string, some: Partial<SweepReport> = {}) => sendBatch(report(sweepId, some));
  /** A whole sweep, with what follows from it. */
  const swept = async (neighbours: Neighbour[], links: Link[] = []): Promise<string> => {
    const id = await order();
    await send(id, { neighbours, links });
    await settled();
    return id;
  };
  /** Every event has been handled. */
  const settled = () =>
    until(async () => {
      const { rows } = await program.database.owner.query<{ n: number }>(
        `select count(*)::int as n from graphile_worker.jobs where task_identifier like '%event%' or task_identifier like '%dispatch%'`,
      );
      return rows[0]!.n === 0;
    });
  const accept = (items: object[]) =>
    ok(
      owner.post<{ items: { assetId: string; created: boolean; checks: number }[]; dependencies: number }>(
        at('/accept'),
        { items },
      ),
    );
  const asSystem = <T>(work: Parameters<typeof program.tenancy.asSystem<T>>[1]) =>
    program.tenancy.asSystem(clientId, work);
  const checksOf = (assetId: string) =>
    asSystem(({ tx }) =>
      tx
        .selectFrom('check')
        .select(['kind', 'config', 'runsOn', 'probeId'])
        .where('assetId', '=', assetId)
        .orderBy('kind')
        .execute(),
    );

  it('an order reaches the agent, its reports are kept, and nothing is watched before it is accepted', async () => {
    await newClient('ORD');
    const refused = await owner.post<{ error: { code: string } }>(at('/sweeps'), { probeId: probe.assetId });
    assert.deepEqual([refused.status, refused.body.error.code], [409, 'RA_DISCOVERY_OFF']);
    await allow({
      snmp: [
        { version: '2c', community: 'geheim' },
        { version: '3', user: 'anker' },
      ],
    });
    assert.deepEqual((await site()).rule.snmp, ['v2c', 'v3 anker']);

    const id = await order({ networks: ['192.168.77.0/26'] });
    await told((sweep) => sweep?.id === id);
    assert.deepEqual(config.sweep!.networks, ['192.168.77.0/26']);
    assert.deepEqual(config.sweep!.snmp[0], { version: '2c', community: 'geheim' });
    const busy = await owner.post<{ error: { code: string } }>(at('/sweeps'), { probeId: probe.assetId });
    assert.equal(busy.body.error.code, 'RA_DISCOVERY_BUSY');

    await send(id, {
      state: 'running',
      percent: 40,
      neighbours: [neighbour(10), neighbour(11, { mac: BROTHER, openPorts: [22] })],
    });
    assert.deepEqual(
      (await site()).sweeps.map(({ state, percent, found: n, fresh }) => [state, percent, n, fresh]),
      [['running', 40, 2, 2]],
    );
    // It survives a lost connection.
    await agent.close();
    agent = new TestAgent(program.url, probe);
    ({ config } = await agent.connect());
    assert.equal(config.sweep?.id, id);
    await send(id, {
      neighbours: [
        neighbour(11, {
          mac: BROTHER,
          openPorts: [443, 9100],
          snmp: { sysName: 'drucker-1', sysDescr: 'HP LaserJet 400' },
          answeredBy: ['snmp'],
        }),
        // Not in the part that was to be looked at.
        neighbour(200),
        { ...neighbour(1), address: '8.8.8.8' },
      ],
    });
    await told((sweep) => sweep === undefined);
    const [sweep] = (await site()).sweeps;
    assert.deepEqual([sweep!.state, sweep!.percent, sweep!.found, sweep!.fresh], ['done', 100, 2, 2]);
    const printer = await one('192.168.77.11');
    assert.deepEqual(
      [printer.state, printer.role, printer.kind, printer.name, printer.maker],
      ['new', 'printer', 'network', 'drucker-1', 'Brother industries, LTD.'],
    );
    assert.ok(printer.checks.some(({ key, usual }) => key === 'snmp-printer' && usual));
    // What the first part of the sweep saw is still known.
    assert.ok(printer.checks.some(({ key }) => key === 'ssh-22'));
    assert.equal((await found()).length, 2);
    await settled();
    const watched = await asSystem(({ tx }) => tx.selectFrom('asset').select('id').execute());
    assert.deepEqual(
      watched.map((asset) => asset.id),
      [probe.assetId],
    );
    const text = JSON.stringify([
      await found(),
      await site(),
      await ok(owner.get(`/audit?client=${clientId}`)),
    ]);
    assert.ok(!text.includes('geheim'), text);
  });

  it('a batch that is sent again after a crash changes nothing', async () => {
    await newClient('KIL');
    await allow();
    const id = await order();
    const batch = {
      type: 'batch',
      seq: 1,
      sentAt: Date.now(),
      discovery: report(id, { neighbours: [neighbour(10)] }),
    };
    agent.send(batch);
    await agent.next('ack');
    const before = await found();
    agent.send(batch);
    await agent.next('ack');
    program = await program.restart();
    owner = await signedInAgain();
    agent = new TestAgent(program.url, probe);
    const welcome = await agent.connect();
    assert.equal(welcome.lastSeq, 1);
    agent.send(batch);
    await agent.next('ack');
    assert.deepEqual(await found(), before);
    assert.equal((await site()).sweeps[0]!.found, 1);
  });

  const signedInAgain = async (): Promise<Visitor> => {
    const { OWNER, Visitor: Someone } = await import('../testing/index.ts');
    const visitor = new Someone(program.url);
    await ok(visitor.post('/session/sign-in', { email: OWNER.email, password: OWNER.password }));
    return visitor;
  };

  it('reports of sweeps that are nobody’s, another agent’s, or over are left out; the batch counts', async () => {
    await newClient('FOR');
    await allow();
    const id = await order();
    const stranger = await enrolTestAgent(program, clientId, siteId);
    const other = new TestAgent(program.url, stranger);
    await other.connect();
    await other.batch(1, { discovery: report(id, { neighbours: [neighbour(66)] }) });
    await send(randomUUID(), { neighbours: [neighbour(67)] });
    assert.deepEqual(await found(), []);
    assert.equal((await site()).sweeps[0]!.state, 'ordered');
    await ok(owner.call('DELETE', at(`/sweeps/${id}`)));
    await told((sweep) => sweep === undefined);
    await send(id, { neighbours: [neighbour(68)] });
    assert.deepEqual(await found(), []);
    const states = (await site()).sweeps.map(({ state }) => state);
    assert.deepEqual(states, ['cancelled']);
    await other.close();
    // Another client's sweep is unknown as well.
    const before = { clientId, siteId, agent, seq };
    await newClient('FO2');
    await allow();
    const theirs = await order();
    const mine = { clientId, agent };
    ({ clientId, siteId, agent, seq } = before);
    await send(theirs, { neighbours: [neighbour(69)] });
    assert.deepEqual(await found(), []);
    ({ clientId, agent } = mine);
    for (const path of ['', '/neighbours'])
      assert.equal((await owner.get(`/clients/${clientId}/sites/${siteId}/discovery${path}`)).status, 404);
  });

  it('hostile names break nothing', async () => {
    await newClient('HOS');
    await allow();
    const evil = '\u0000<script>alert(1)</script>\u202e\ud800\u001b[31m';
    const id = await swept(
      [
        neighbour(10, {
          hostnames: [evil, '', evil],
          snmp: { sysName: evil, sysDescr: evil.repeat(40), objectId: evil },
          mdns: { services: [evil], model: evil },
          http: { title: evil, server: evil },
          ssh: evil,
        }),
        neighbour(11, { hostnames: ["'; drop table asset; --"], openPorts: [1, 65_535] }),
      ],
      [
        { from: '192.168.77.10', port: evil, source: 'lldp', name: evil, shared: 2 ** 31 },
        { from: '192.168.77.10', port: '\u0000', source: 'cdp', name: '\u0000', remotePort: evil, shared: 1 },
      ],
    );
    assert.equal((await site()).sweeps.find((sweep) => sweep.id === id)!.state, 'done');
    const hostile = await one('192.168.77.10');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is the point
    assert.doesNotMatch(JSON.stringify(hostile), /\\u0000|\u202e|\\ud800|\u001b/);
    const { items } = await accept([{ neighbourId: hostile.id, kind: 'server' }]);
    assert.equal(items[0]!.created, true);
  });

  it('two who accept at once get one system; it comes with its checks, run by the probe; undo takes it back', async () => {
    await newClient('ACC');
    await allow({ snmp: [{ version: '2c', community: 'geheim' }] });
    await swept([
      neighbour(20, {
        openPorts: [22, 443],
        snmp: { sysName: 'sw-1', sysDescr: 'Aruba 2930F Switch', access: 0 },
        answeredBy: ['icmp', 'snmp'],
      }),
    ]);
    const { id } = await one('192.168.77.20');
    const wish = [
      {
        neighbourId: id,
        name: 'Switch Keller',
        kind: 'network',
        checks: ['icmp', 'snmp-interfaces', 'nonsense'],
      },
    ];
    const results = await Promise.all([accept(wish), accept(wish), accept([...wish, ...wish])]);
    const all = results.flatMap(({ items }) => items);
    assert.equal(new Set(all.map(({ assetId }) => assetId)).size, 1);
    assert.equal(all.filter(({ created }) => created).length, 1);
    const { assetId } = all[0]!;
    const checks = await checksOf(assetId);
    assert.deepEqual(
      checks.map(({ kind, runsOn, probeId }) => [kind, runsOn, probeId]),
      [
        ['icmp', 'agent', probe.assetId],
        ['snmp-interfaces', 'agent', probe.assetId],
      ],
    );
    assert.ok(!JSON.stringify(checks).includes('geheim'), 'the community is sealed');
    await until(async () => {
      ({ config } = await agent.next('config'));
      return JSON.stringify(config.checks).includes('"community":"geheim"');
    });
    assert.equal((await one('192.168.77.20')).state, 'accepted');
    // Swept again it is proposed no more.
    await swept([neighbour(20)]);
    assert.deepEqual([(await one('192.168.77.20')).state, (await found()).length], ['accepted', 1]);

    assert.deepEqual(await ok(owner.post(at('/undo'), { neighbourIds: [id] })), { undone: 1 });
    assert.equal((await one('192.168.77.20')).state, 'new');
    const asset = await ok(
      owner.get<{ archivedAt: string | null }>(`/clients/${clientId}/assets/${assetId}`),
    );
    assert.notEqual(asset.archivedAt, null);
    assert.deepEqual(await ok(owner.post(at('/undo'), { neighbourIds: [id] })), { undone: 0 });

    await ok(owner.post(at('/ignore'), { neighbourIds: [id] }));
    await swept([neighbour(20)]);
    assert.equal((await one('192.168.77.20')).state, 'ignored');
    await ok(owner.post(at('/ignore'), { neighbourIds: [id], ignored: false }));
    assert.equal((await one('192.168.77.20')).state, 'new');
    assert.equal(
      (await owner.post(at('/accept'), { items: [{ neighbourId: randomUUID(), kind: 'ot' }] })).status,
      404,
    );
  });

  it('what is a system already is known; an address that moves takes system and checks along', async () => {
    await newClient('MOV');
    await allow();
    const router = await ok(
      owner.post<{ id: string }>(`/clients/${clientId}/assets`, {
        siteId,
        kind: 'network',
        name: 'Router',
        address: '192.168.77.1',
      }),
    );
    await agent.batch(++seq, {
      inventory: {
        at: Date.now(),
        facts: {
          interfaces: [{ name: 'eth0', mac: mac(5), up: true, addresses: [{ address: '192.168.77.5' }] }],
        },
      },
    });
    await swept([neighbour(1), neighbour(5), neighbour(30, { openPorts: [22] })]);
    assert.deepEqual((await found()).map(({ address, state, assetId }) => [address, state, assetId]).sort(), [
      ['192.168.77.1', 'known', router.id],
      ['192.168.77.30', 'new', null],
      ['192.168.77.5', 'known', probe.assetId],
    ]);
    const host = await one('192.168.77.30');
    const { items } = await accept([{ neighbourId: host.id, kind: 'server' }]);
    // Both get another address by DHCP, and somebody else gets the router's.
    await swept([
      { ...neighbour(1), address: '192.168.77.101' },
      { ...neighbour(30, { openPorts: [22] }), address: '192.168.77.130' },
      neighbour(99, { address: '192.168.77.1' }),
    ]);
    const moved = new Map((await found()).map((item) => [item.mac, item]));
    assert.deepEqual([moved.get(mac(1))!.state, moved.get(mac(1))!.assetId], ['known', router.id]);
    assert.deepEqual([moved.get(mac(30))!.state, moved.get(mac(30))!.id], ['accepted', host.id]);
    assert.equal(moved.get(mac(99))!.state, 'new');
    await until(async () => {
      const rows = await asSystem(({ tx }) => tx.selectFrom('asset').select(['id', 'address']).execute());
      const address = new Map(rows.map((row) => [row.id, row.address]));
      return (
        address.get(router.id) === '192.168.77.101' && address.get(items[0]!.assetId) === '192.168.77.130'
      );
    });
    assert.deepEqual(
      (await checksOf(items[0]!.assetId)).map(({ kind, config: settings }) => [
        kind,
        (settings as { host: string }).host,
      ]),
      [
        ['icmp', '192.168.77.130'],
        ['ssh', '192.168.77.130'],
      ],
    );
  });

  it("the site's rule orders, and accepts what it is sure of", async () => {
    await newClient('RUL');
    await allow({ everyHours: 24, probeId: probe.assetId, acceptKinds: ['network'] });
    await asSystem(orderDue);
    await told((sweep) => sweep !== undefined);
    const [sweep] = (await site()).sweeps;
    assert.equal((sweep as unknown as { orderedBy: string | null }).orderedBy, null);
    // Not again before it is due.
    await asSystem(orderDue);
    assert.equal((await site()).sweeps.length, 1);
    await send(sweep!.id, {
      neighbours: [
        neighbour(40, { snmp: { sysName: 'sw-9', sysDescr: 'HP ProCurve Switch 2530' } }),
        neighbour(41, { openPorts: [5432, 22] }),
        neighbour(42, { openPorts: [135, 445] }),
        // A maker alone is no more than a guess.
        neighbour(43, { mac: BROTHER }),
      ],
    });
    await until(async () => (await one('192.168.77.40')).state === 'accepted');
    assert.deepEqual((await found()).map(({ address, state }) => [address, state]).sort(), [
      ['192.168.77.40', 'accepted'],
      ['192.168.77.41', 'new'],
      ['192.168.77.42', 'new'],
      ['192.168.77.43', 'new'],
    ]);
    // Taken back: nothing is looked at any more.
    await ok(owner.patch(at(), { allowed: false }));
    assert.equal((await site()).rule.nextAt, null);
  });

  it('a probe that falls silent has failed; a reply that comes later counts for nothing', async () => {
    await newClient('SIL');
    await allow();
    const id = await order();
    await told((sweep) => sweep?.id === id);
    await asSystem(failSilent);
    assert.equal((await site()).sweeps[0]!.state, 'ordered');
    await program.database.owner.query(
      `update rettungsanker.discovery_sweep set created_at = created_at - interval '16 minutes'`,
    );
    await asSystem(failSilent);
    const [sweep] = (await site()).sweeps;
    assert.deepEqual([sweep!.state, sweep!.code], ['failed', 'RA_DISCOVERY_SILENT']);
    await told((wanted) => wanted === undefined);
    await send(id, { neighbours: [neighbour(50)] });
    assert.deepEqual(await found(), []);
  });

  it('what the agent refuses is told', async () => {
    await newClient('REF');
    await allow();
    await send(await order(), { state: 'refused', code: 'RA_DISCOVERY_NOT_ALLOWED', message: 'agent.toml' });
    const [sweep] = (await site()).sweeps;
    assert.deepEqual([sweep!.state, sweep!.code], ['refused', 'RA_DISCOVERY_NOT_ALLOWED']);
  });

  it('cables of switches are on the map, and what hangs on them depends on them', async () => {
    await newClient('CAB');
    await allow();
    const sw = (n: number, name: string) =>
      neighbour(n, { snmp: { sysName: name, sysDescr: 'Aruba 2930F Switch' }, answeredBy: ['icmp', 'snmp'] });
    await swept(
      [
        neighbour(1, { hostnames: ['fw-1'], snmp: { sysName: 'fw-1', sysDescr: 'OPNsense firewall' } }),
        ...[sw(2, 'sw-1'), sw(3, 'sw-2')],
        neighbour(4, { hostnames: ['srv-1'], openPorts: [22] }),
      ],
      [
        { from: '192.168.77.2', port: '24', source: 'lldp', name: 'SW-2.anker.local', shared: 1 },
        { from: '192.168.77.3', port: '1', source: 'lldp', mac: mac(2), shared: 1 },
        { from: '192.168.77.2', port: '1', source: 'fdb', mac: mac(1), shared: 1 },
        { from: '192.168.77.3', port: '7', source: 'fdb', mac: mac(4), shared: 1 },
        // Behind the uplink as well, as everything is.
        { from: '192.168.77.2', port: '24', source: 'fdb', mac: mac(4), shared: 2 },
      ],
    );
    const items = await found();
    const id = (n: number): string => items.find(({ address }) => address === `192.168.77.${n}`)!.id;
    assert.deepEqual(items.find((item) => item.id === id(4))!.uplinks, [{ name: 'sw-2', port: '7' }]);
    const map = async () =>
      ok(
        owner.get<{
          cables: { fromId: string; fromPort: string; toId: string; toPort: string | null; source: string }[];
          links: { childId: string; parentId: string }[];
          systems: { id: string; name: string }[];
        }>(`/clients/${clientId}/map`),
      );
    assert.deepEqual((await map()).cables, []);
    const accepted = await accept(
      [1, 2, 3, 4].map((n) => ({ neighbourId: id(n), kind: 'network', checks: ['icmp'] })),
    );
    assert.equal(accepted.dependencies, 3);
    const { cables, links, systems } = await map();
    const name = new Map(systems.map((system) => [system.id, system.name]));
    assert.deepEqual(
      cables
        .map((c) => [name.get(c.fromId), c.fromPort, name.get(c.toId), c.toPort, c.source].join(' '))
        .sort(),
      ['sw-1 1 fw-1  fdb', 'sw-1 24 sw-2 1 lldp', 'sw-2 7 srv-1  fdb'],
    );
    const hangs = () => links.map((l) => `${name.get(l.childId)} < ${name.get(l.parentId)}`).sort();
    assert.deepEqual(hangs(), ['srv-1 < sw-2', 'sw-1 < fw-1', 'sw-2 < sw-1']);
    // Taken back, the rest does not depend on what is gone.
    await ok(owner.post(at('/undo'), { neighbourIds: [id(3)] }));
    const after = await map();
    assert.equal(after.links.length, 1);
    assert.equal(after.cables.length, 1);
    // What somebody said the other way round stays, and closes no circle.
    const assets = await asSystem(({ tx }) =>
      tx.selectFrom('asset').select(['id', 'name']).where('archivedAt', 'is', null).execute(),
    );
    const assetOf = (wanted: string): string => assets.find((asset) => asset.name === wanted)!.id;
    await ok(
      owner.post(`/clients/${clientId}/dependencies`, {
        assetId: assetOf('fw-1'),
        parentAssetId: assetOf('srv-1'),
      }),
    );
    const again = await accept([{ neighbourId: id(3), kind: 'network', checks: [] }]);
    assert.equal(again.items[0]!.created, true);
    assert.ok(again.dependencies >= 1);
  });

  it('a flood of made-up neighbours ends at the limit, and what somebody decided about stays', async () => {
    await newClient('FLO');
    await ok(owner.patch(`/clients/${clientId}/sites/${siteId}`, { networks: ['10.0.0.0/8'] }));
    await allow();
    const flood = (sweep: number): Neighbour[] =>
      Array.from({ length: 1024 }, (_, n) => ({
        ...neighbour(1, { address: `10.${sweep}.${n >> 8}.${n & 255}` }),
        mac: `00:1b:a9:${sweep.toString(16).padStart(2, '0')}:${(n >> 8).toString(16).padStart(2, '0')}:${(n & 255).toString(16).padStart(2, '0')}`,
      }));
    const links = Array.from(
      { length: 4096 },
      (_, n): Link => ({ ...{ from: '10.1.0.1', port: `${n}`, source: 'fdb' }, mac: mac(n), shared: 1 }),
    );
    await send(await order(), { neighbours: flood(1), links });
    const { id } = await one('10.1.0.7');
    await ok(owner.post(at('/ignore'), { neighbourIds: [id] }));
    for (const sweep of [2, 3])
      await send(await order(), {
        neighbours: flood(sweep),
        links: links.map((link) => ({ ...link, from: `10.${sweep}.0.1` })),
      });
    const items = await found();
    assert.equal(items.length, DISCOVERY_LIMITS.neighboursPerSite);
    assert.equal(items.find((item) => item.id === id)?.state, 'ignored');
    const { rows } = await program.database.owner.query<{ n: number }>(
      `select count(*)::int as n from rettungsanker.discovery_link where client_id = $1`,
      [clientId],
    );
    assert.equal(rows[0]!.n, DISCOVERY_LIMITS.linksPerSite);
    // In time all of it goes but that.
    for (const [table, column] of [
      ['neighbour', 'last_seen_at'],
      ['link', 'seen_at'],
      ['sweep', 'ended_at'],
    ])
      await program.database.owner.query(
        `update rettungsanker.discovery_${table} set ${column} = ${column} - interval '91 days' where client_id = $1`,
        [clientId],
      );
    await asSystem(forgetOld);
    assert.deepEqual(
      (await found()).map((item) => item.id),
      [id],
    );
    assert.deepEqual((await site()).sweeps, []);
  });

  it('only who may, where it makes sense', async () => {
    await newClient('MAY');
    const codes = async (answer: Promise<{ status: number; body: unknown }>) => {
      const { status, body } = await answer;
      return [status, (body as { error?: { code: string } }).error?.code];
    };
    await allow();
    const { id: stranger } = await ok(
      owner.post<{ id: string }>(`/clients/${clientId}/assets`, {
        siteId,
        kind: 'network',
        name: 'ohne Agent',
      }),
    );
    assert.deepEqual(await codes(owner.post(at('/sweeps'), { probeId: stranger })), [
      409,
      'RA_DISCOVERY_PROBE',
    ]);
    assert.deepEqual(await codes(owner.patch(at(), { probeId: stranger })), [409, 'RA_DISCOVERY_PROBE']);
    assert.deepEqual(await codes(owner.post(at('/sweeps'), { probeId: randomUUID() })), [
      404,
      'RA_NOT_FOUND',
    ]);
    for (const [network, code] of [
      ['192.168.0.0/16', 'RA_DISCOVERY_NETWORK'],
      ['x', 'RA_NETWORK'],
      ['fe80::/64', 'RA_NETWORK'],
    ])
      assert.deepEqual(
        await codes(owner.post(at('/sweeps'), { probeId: probe.assetId, networks: [network] })),
        [422, code],
      );
    await agent.close();
    await until(async () => !(await site()).probes[0]!.connected);
    assert.deepEqual(await codes(owner.post(at('/sweeps'), { probeId: probe.assetId })), [
      409,
      'RA_DISCOVERY_PROBE',
    ]);
    await ok(owner.patch(`/clients/${clientId}/sites/${siteId}`, { networks: [] }));
    assert.deepEqual(await codes(owner.post(at('/sweeps'), { probeId: probe.assetId })), [
      409,
      'RA_DISCOVERY_NO_NETWORK',
    ]);
  });
});
