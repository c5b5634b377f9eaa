import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Neighbour, sweepReportSchema } from '@rettungsanker/protocol';
import { findProgram } from '../checks/test-program.ts';
import { networksMissing, type TestNetwork } from './test-network.ts';
import { order, SITE, TestProbe } from './test-probe.ts';

const hasLldp = findProgram('lldpd') !== undefined;

describe('a sweep of a real network', { skip: networksMissing() }, () => {
  let probe: TestProbe;
  let network: TestNetwork;
  const macs = new Map<string, string>();

  before(async () => {
    probe = await TestProbe.open();
    network = probe.network;
    for (const [what, address] of [
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
  });
  after(() => probe?.close());

  test('it finds everybody, says what they are and where they hang, and is not repeated', () =>
    probe.with(async (b, reports) => {
      b.server.config.sweep = order({
        snmp: [
          { version: '2c', community: 'wrong' },
          { version: '2c', community: 'secret-ro' },
        ],
      });
      probe.start(b);
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
      assert.deepEqual([snmp?.sysName, snmp?.sysDescr, snmp?.access], ['switch', 'Test switch, 24 ports', 1]);
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
      probe.start(b);
      await b.server.until(() => b.server.hellos.length > 1, 'the agent again');
      // What a second sweep would have had to tell first.
      const more = b.server.lastSeq + 2;
      await b.server.until(() => b.server.lastSeq >= more, 'two more measurements', 30_000);
      assert.equal(reports().at(-1), reports('done')[0]);
      assert.doesNotMatch(b.agent!.log, /A sweep/);
    }));

  test('at the deadline what is known is told', async () => {
    const report = sweepReportSchema.parse(
      probe.evaluate(`
        import { Sweep } from ${JSON.stringify(new URL('./sweep.ts', import.meta.url).href)};
        const order = ${JSON.stringify(order())};
        const sweep = new Sweep({ order, declared: ['${SITE}'], deadlineMs: 2500 });
        console.log(JSON.stringify(await sweep.run(new AbortController().signal)));`),
    );
    assert.deepEqual([report.state, report.code], ['done', 'RA_DISCOVERY_DEADLINE']);
    assert.match(report.message!, /not finished within 3 s/);
    assert.ok(report.percent < 100 && report.neighbours.length > 0, JSON.stringify(report));
  });

  test('without fping the ping of the system does it, and without both ARP tells who is there', () => {
    const address = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);
    const found = probe.evaluate(`
      import { knock } from ${address('./knock.ts')};
      import { Neighbourhood } from ${address('./neighbourhood.ts')};
      import { Pace } from ${address('./pace.ts')};
      import { pingProgram } from ${address('../checks/icmp/ping.ts')};
      const { signal } = new AbortController();
      const addresses = ['10.77.0.20', '10.77.0.30', '10.77.0.31', '10.77.0.50'];
      const found = [];
      for (const ways of [[pingProgram()], []]) {
        const hood = new Neighbourhood(addresses);
        await knock(addresses, { hood, pace: new Pace(100, signal), signal, progress: () => {} }, ways);
        found.push(hood.neighbours().map(({ address, answeredBy }) => [address, answeredBy.join()]));
      }
      console.log(JSON.stringify(found));`);
    const all = ['10.77.0.20', '10.77.0.30', '10.77.0.50'];
    assert.deepEqual(found, [
      all.map((one) => [one, one.endsWith('.30') ? 'arp' : 'arp,icmp']),
      all.map((one) => [one, 'arp']),
    ]);
  });

  test('a flood of neighbours that are not there', () =>
    probe.with(async (b, reports) => {
      // One host claims half of the network by ARP and answers nothing else for it.
      network.host('liar', '10.77.0.129/24');
      network.run('liar', 'ip', 'route', 'add', 'local', '10.77.0.128/25', 'dev', 'lo');
      network.deaf('liar');
      b.server.config.sweep = order({ networks: ['10.77.0.144/28'] });
      probe.start(b);
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
