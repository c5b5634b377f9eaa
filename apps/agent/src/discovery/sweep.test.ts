import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import {
  type Neighbour,
  type SweepOrder,
  type SweepReport,
  sweepReportSchema,
} from '@rettungsanker/protocol';
import { findProgram } from '../checks/test-program.ts';
import { type AgentBench, AgentLab } from '../testing/process.ts';
import { networksMissing, TestNetwork } from './test-network.ts';

const SITE = '10.77.0.0/24';
const HERE = '10.77.0.1';
const ALLOWED = '[deny]\ninventory = ["all"]\n[allow]\ndiscovery = true\n';
const hasLldp = findProgram('lldpd') !== undefined;

describe('a sweep of a real network', { skip: networksMissing() }, () => {
  let network: TestNetwork;
  let lab: AgentLab;
  const macs = new Map<string, string>();

  before(async () => {
    network = TestNetwork.open();
    for (const [what, address] of [
      ['probe', HERE],
      ['printer', '10.77.0.20'],
      ['quiet', '10.77.0.30'],
      ['server', '10.77.0.40'],
      ['plain', '10.77.0.50'],
      ['tarpit', '10.77.0.60'],
    ] as const) {
      macs.set(what, network.host(what, `${address}/24`));
    }
    network.deaf('quiet');
    await network.serve('switch', { dns: { '40.0.77.10.in-addr.arpa': 'server.example.test' } });
    network.resolver('probe', '10.77.0.2');
    await network.serve('printer', {
      tcp: [{ port: 9100 }, { port: 80, page: PAGE }],
      mdns: {
        address: '10.77.0.20',
        hostname: 'test-printer',
        service: '_ipp._tcp',
        instance: 'Test LaserJet',
        txt: ['txtvers=1', 'ty=Test LaserJet 4200'],
      },
    });
    await network.serve('server', { tcp: [{ port: 22, greeting: 'SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n' }] });
    await network.serve('tarpit', {
      tcp: [{ port: 22 }, { port: 80 }, { port: 443 }],
      hostileMdns: { address: '10.77.0.60' },
    });
    await network.snmp('switch');
    if (hasLldp) {
      network.lldp('switch', 'p-*');
      network.lldp('server', 'eth0');
      await network.heardByLldp(1);
    }
    lab = await AgentLab.open();
  });
  after(async () => {
    lab?.close();
    await network?.close();
  });

  const order = (more: Partial<SweepOrder> = {}): SweepOrder => ({
    id: randomUUID(),
    networks: [],
    snmp: [],
    ...more,
  });
  /** An enrolled agent on the probe's host, and the way from there to its server. */
  const onProbe = async (
    use: (b: AgentBench, reports: (state?: SweepReport['state']) => SweepReport[]) => Promise<void>,
    policy = ALLOWED,
  ): Promise<void> =>
    lab.with(async (b) => {
      b.server.config.networks = [SITE];
      b.server.config.inventoryIntervalMs = 7 * 86_400_000;
      await b.enrol();
      b.policy(policy);
      const path = join(network.folder, `server-${b.server.port}`);
      const relay = createServer((socket) => {
        const other = connect(b.server.port, '127.0.0.1');
        for (const end of [socket, other]) end.on('error', () => {});
        socket.pipe(other).pipe(socket);
        socket.once('close', () => other.destroy());
        other.once('close', () => socket.destroy());
      });
      await new Promise<void>((done) => relay.listen(path, done));
      await network.serve('probe', { relay: { port: b.server.port, socket: path } });
      try {
        await use(b, (state) =>
          b.server.batches.flatMap(({ discovery }) =>
            discovery !== undefined && (state === undefined || discovery.state === state) ? [discovery] : [],
          ),
        );
        assert.deepEqual(b.server.problems, []);
      } finally {
        await b.agent?.end('SIGKILL');
        relay.close();
      }
    });

  test('it finds everybody, says what they are and where they hang, and is not repeated', () =>
    onProbe(async (b, reports) => {
      b.server.config.sweep = order({
        snmp: [
          { version: '2c', community: 'wrong' },
          { version: '2c', community: 'secret-ro' },
        ],
      });
      b.start(network.on('probe'));
      await b.server.until(() => reports('running').length > 0, 'a report on the way', 30_000);
      const { stdout } = await b.command(['status', '--data', b.data]);
      assert.match(stdout, /^Discovery +a sweep of the neighbourhood is running, \d+ %$/m);
      assert.match(stdout, /discovery of neighbours allowed/);
      await b.server.until(() => reports('done').length > 0, 'the end of the sweep', 60_000);

      const [report] = reports('done');
      assert.deepEqual([report!.code, report!.percent, report!.networks], [undefined, 100, [SITE]]);
      const found = new Map(report!.neighbours.map((neighbour) => [neighbour.address, neighbour]));
      const addresses = ['10.77.0.2', '10.77.0.20', '10.77.0.30', '10.77.0.40', '10.77.0.50', '10.77.0.60'];
      assert.deepEqual([...found.keys()], addresses);
      const at = (end: number): Neighbour => found.get(`10.77.0.${end}`)!;

      const { snmp, ...device } = at(2);
      assert.deepEqual([snmp?.sysName, snmp?.sysDescr], ['switch', 'Test switch, 24 ports']);
      assert.match(snmp!.objectId!, /^1\.3\.6\.1\.4\.1\.8072\.3\.2\.\d+$/);
      assert.deepEqual(device.answeredBy, ['arp', 'icmp', 'tcp', 'snmp']);
      assert.deepEqual(at(20), {
        address: '10.77.0.20',
        mac: macs.get('printer'),
        hostnames: ['test-printer.local'],
        openPorts: [80, 9100],
        mdns: { services: ['_ipp._tcp'], model: 'Test LaserJet 4200' },
        http: { server: 'Test-Printer/1.0', title: 'Test LaserJet & friends' },
        answeredBy: ['arp', 'icmp', 'tcp', 'mdns'],
      });
      const silent = { hostnames: [], openPorts: [] };
      assert.deepEqual(at(30), {
        address: '10.77.0.30',
        mac: macs.get('quiet'),
        ...silent,
        answeredBy: ['arp'],
      });
      assert.deepEqual(at(40), {
        address: '10.77.0.40',
        mac: macs.get('server'),
        hostnames: ['server.example.test'],
        openPorts: [22],
        ssh: 'SSH-2.0-OpenSSH_9.2p1 Debian-2',
        answeredBy: ['arp', 'icmp', 'tcp', 'dns'],
      });
      assert.deepEqual(at(50).answeredBy, ['arp', 'icmp', 'tcp']);
      // Accepts and never answers; and what it sends by mDNS is kept within its limits, and to itself.
      const hostile = at(60);
      assert.deepEqual([hostile.openPorts, hostile.ssh, hostile.http], [[22, 80, 443], undefined, undefined]);
      assert.deepEqual(hostile.hostnames, ['a'.repeat(60), 'fine.local']);
      assert.equal(hostile.mdns!.services.length, 32);
      assert.equal(hostile.mdns!.model, 'm '.repeat(100).trim());

      for (const [what, end] of [
        ['printer', 20],
        ['quiet', 30],
        ['server', 40],
      ] as const) {
        const [link] = report!.links.filter(({ source, mac }) => source === 'fdb' && mac === macs.get(what));
        assert.deepEqual(link, {
          from: '10.77.0.2',
          port: `p-${what}`,
          source: 'fdb',
          mac: macs.get(what),
          shared: 1,
          address: `10.77.0.${end}`,
        });
      }
      if (hasLldp) {
        assert.deepEqual(
          report!.links.filter(({ source }) => source === 'lldp'),
          [
            {
              from: '10.77.0.2',
              port: 'p-server',
              source: 'lldp',
              mac: macs.get('server'),
              name: 'server',
              address: '10.77.0.40',
              remotePort: 'eth0',
              shared: 1,
            },
          ],
        );
      }

      await b.agent!.end('SIGTERM');
      b.start(network.on('probe'));
      await b.server.until(() => b.server.hellos.length > 1, 'the agent again');
      // What a second sweep would have had to tell first.
      const more = b.server.lastSeq + 2;
      await b.server.until(() => b.server.lastSeq >= more, 'two more measurements', 30_000);
      assert.equal(reports().at(-1), reports('done')[0]);
      assert.doesNotMatch(b.agent!.log, /A sweep/);
    }));

  test('one that was cut off by a crash begins anew; one that is withdrawn ends', () =>
    onProbe(async (b, reports) => {
      const sweep = order();
      b.server.config.sweep = sweep;
      const first = b.start(network.on('probe'));
      await first.logged(/A sweep of the neighbourhood begins/);
      await first.end('SIGKILL');
      const second = b.start(network.on('probe'));
      await b.server.until(() => reports('running').length > 0, 'a report of the second attempt', 30_000);
      const { sweep: _, ...without } = b.server.config;
      b.server.broadcast({ type: 'config', config: without });
      await second.logged(/A sweep of the neighbourhood was stopped/);
      assert.deepEqual(reports('done'), []);
      // Wanted again, it is carried out; for a part of the network.
      const config = { ...without, sweep: { ...sweep, networks: ['10.77.0.16/29'] } };
      b.server.broadcast({ type: 'config', config });
      await b.server.until(() => reports('done').length > 0, 'the end of the sweep', 60_000);
      assert.deepEqual(
        reports('done').map(({ sweepId, networks, neighbours }) => [
          sweepId,
          networks,
          neighbours.map(({ address }) => address),
        ]),
        [[sweep.id, ['10.77.0.16/29'], ['10.77.0.20']]],
      );
    }));

  test('at the deadline what is known is told', async () => {
    const script = `
      import { Sweep } from ${JSON.stringify(new URL('./sweep.ts', import.meta.url).href)};
      const order = { id: '${randomUUID()}', networks: [], snmp: [] };
      const sweep = new Sweep({ order, declared: ['${SITE}'], deadlineMs: 2500 });
      console.log(JSON.stringify(await sweep.run(new AbortController().signal)));`;
    const report = sweepReportSchema.parse(
      JSON.parse(network.run('probe', process.execPath, '--input-type=module', '-e', script)),
    );
    assert.deepEqual([report.state, report.code], ['done', 'RA_DISCOVERY_DEADLINE']);
    assert.match(report.message!, /not finished within 3 s/);
    assert.ok(report.percent < 100 && report.neighbours.length > 0, JSON.stringify(report));
  });

  test('a stop of the agent does not wait for its sweep', () =>
    onProbe(async (b) => {
      b.server.config.sweep = order();
      const agent = b.start(network.on('probe'));
      await agent.logged(/A sweep of the neighbourhood begins/);
      const started = performance.now();
      assert.equal(await agent.end('SIGTERM'), 0);
      assert.ok(performance.now() - started < 4_000);
    }));

  test('without the permission of the owner nothing is sent', () =>
    onProbe(async (b, reports) => {
      const before = sent(network);
      b.server.config.sweep = order();
      b.start(network.on('probe'));
      await b.server.until(() => reports('refused').length > 0, 'the refusal');
      const [report] = reports();
      assert.deepEqual([report!.code, report!.networks], ['RA_DISCOVERY_NOT_ALLOWED', []]);
      assert.match(report!.message!, /agent\.toml needs "discovery = true"/);
      assert.ok(sent(network) - before < 20, 'nothing but what the kernel sends by itself');
    }, '[deny]\ninventory = ["all"]\n'));

  test('a network that the site does not declare, or that the order names in vain, is not looked at', () =>
    onProbe(async (b, reports) => {
      b.server.config.networks = ['192.168.5.0/24', 'nonsense'];
      b.server.config.sweep = order();
      b.start(network.on('probe'));
      await b.server.until(() => reports('refused').length > 0, 'the refusal');
      const config = {
        ...b.server.config,
        networks: [SITE],
        sweep: order({ networks: ['10.78.0.0/24', '::/0'] }),
      };
      b.server.broadcast({ type: 'config', config });
      await b.server.until(() => reports('refused').length > 1, 'the second refusal');
      assert.deepEqual(
        reports().map(({ code }) => code),
        ['RA_DISCOVERY_NETWORK', 'RA_DISCOVERY_NETWORK'],
      );
      assert.match(
        reports()[0]!.message!,
        /this host is in 10\.77\.0\.0\/24; the site declares 192\.168\.5\.0\/24/,
      );
    }));

  test('an order beyond the limits is no configuration', () =>
    onProbe(async (b, reports) => {
      const snmp = Array.from({ length: 5 }, (_, at) => ({ version: '2c', community: `c${at}` }) as const);
      b.server.config.sweep = order({ snmp });
      const agent = b.start(network.on('probe'));
      await agent.logged(/an invalid frame \(config\.sweep\.snmp/);
      assert.deepEqual(reports(), []);
    }));

  test('a flood of neighbours that are not there', () =>
    onProbe(async (b, reports) => {
      // One host claims half of the network by ARP and answers nothing else for it.
      network.host('liar', '10.77.0.129/24');
      network.run('liar', 'ip', 'route', 'add', 'local', '10.77.0.128/25', 'dev', 'lo');
      network.deaf('liar');
      b.server.config.sweep = order({ networks: ['10.77.0.144/28'] });
      b.start(network.on('probe'));
      await b.server.until(() => reports('done').length > 0, 'the end of the first sweep', 60_000);
      assert.deepEqual(reports('done')[0]!.neighbours, []);
      // Now it answers for all of them.
      network.run('liar', 'nft', 'flush', 'ruleset');
      const config = { ...b.server.config, sweep: order({ networks: ['10.77.0.192/28'] }) };
      b.server.broadcast({ type: 'config', config });
      await b.server.until(() => reports('done').length > 1, 'the end of the second sweep', 90_000);
      const { neighbours } = reports('done')[1]!;
      assert.equal(neighbours.length, 16);
      assert.equal(new Set(neighbours.map(({ mac }) => mac)).size, 1, 'the server can see that it is one');
    }));
});

const PAGE =
  'HTTP/1.0 200 OK\r\nServer: Test-Printer/1.0\r\n\r\n<html><title>\n Test LaserJet & friends</title></html>';

/** Packets that left the probe's host. */
function sent(network: TestNetwork): number {
  const text = network.run('probe', 'ip', '-j', '-s', 'link', 'show', 'eth0');
  const [link] = JSON.parse(text) as { stats64: { tx: { packets: number } } }[];
  return link!.stats64.tx.packets;
}
