import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  LIMITS,
  type Link,
  SWEEP_LIMITS,
  type SweepReport,
  sweepReportSchema,
} from '@rettungsanker/protocol';
import fc from 'fast-check';
import { monotonicMs } from '../clock.ts';
import { macOf, parseArpCommand, parseLinuxTable } from './neighbour-table.ts';
import { Neighbourhood } from './neighbourhood.ts';
import { chooseNetworks } from './networks.ts';
import { Pace } from './pace.ts';
import { fitting } from './report.ts';
import { clean, hostnameOf } from './text.ts';
import { arpOf, cdpLinks, interfaceNames, lldpLinks } from './topology.ts';

test('a sweep looks at own networks that the site declares and the order names', () => {
  const rows: [
    own: string[],
    declared: string[],
    wanted: string[],
    networks: string[] | string,
    size?: number,
  ][] = [
    [['192.168.1.7/24'], ['192.168.1.0/24'], [], ['192.168.1.0/24'], 253],
    [['192.168.1.7/24'], ['192.168.0.0/16'], [], ['192.168.1.0/24'], 253],
    [['192.168.1.7/24'], ['192.168.1.0/25', '192.168.1.0/25'], [], ['192.168.1.0/25'], 126],
    [['192.168.1.7/24', '192.168.1.9/24'], ['192.168.1.0/24'], [], ['192.168.1.0/24'], 252],
    [['10.1.2.3/16'], ['10.0.0.0/8'], ['10.1.9.0/24'], ['10.1.9.0/24'], 256],
    [['10.1.2.3/16'], ['10.0.0.0/8'], ['10.2.0.0/16', '10.1.2.0/31'], ['10.1.2.0/31'], 2],
    [['10.1.2.0/31'], ['10.0.0.0/8'], [], ['10.1.2.0/31'], 1],
    [['10.1.0.1/22'], ['0.0.0.0/0'], [], ['10.1.0.0/22'], 1021],
    [['10.1.2.3/16'], ['10.0.0.0/8'], [], 'RA_DISCOVERY_TOO_LARGE'],
    [['10.1.0.1/23', '10.2.0.1/22'], ['10.0.0.0/8'], [], 'RA_DISCOVERY_TOO_LARGE'],
    [['10.1.0.1/24'], ['10.2.0.0/16'], [], 'RA_DISCOVERY_NETWORK'],
    [['10.1.0.1/24'], [], [], 'RA_DISCOVERY_NETWORK'],
    [['10.1.0.1/24'], ['10.1.0.0/24'], ['10.1.0.1'], 'RA_DISCOVERY_NETWORK'],
    [['10.1.0.1/24'], ['10.1.0.0/24'], ['x', '::/0', '10.1.0.0/33'], 'RA_DISCOVERY_NETWORK'],
    [['10.1.0.1/32'], ['10.1.0.0/24'], [], 'RA_DISCOVERY_NETWORK'],
    [[], ['10.1.0.0/24'], [], 'RA_DISCOVERY_NETWORK'],
    // The guard of checks holds here, too: no loopback, no metadata service, link-local only where it is named.
    [['127.0.0.1/8'], ['127.0.0.0/24'], ['127.0.0.0/24'], 'RA_DISCOVERY_NETWORK'],
    [['169.254.1.1/16'], ['0.0.0.0/0'], ['169.254.169.0/24'], 'RA_DISCOVERY_NETWORK'],
    [['169.254.169.1/24'], ['169.254.169.0/24'], [], ['169.254.169.0/24'], 252],
  ];
  for (const [own, declared, wanted, expected, size] of rows) {
    const choice = chooseNetworks(own, declared, wanted);
    const what = JSON.stringify([own, declared, wanted]);
    if ('code' in choice) {
      assert.equal(choice.code, expected, what);
      assert.ok(choice.message.length > 20 && choice.message.length < 2000, choice.message);
    } else {
      assert.deepEqual([choice.networks, choice.addresses.length], [expected, size], what);
      for (const address of own) assert.ok(!choice.addresses.includes(address.split('/')[0]!), what);
    }
  }
  const large = chooseNetworks(['10.1.2.3/16'], ['10.0.0.0/8'], []);
  assert.match('code' in large ? large.message : '', /^10\.1\.0\.0\/16 has 65536 addresses; .* 1024 at most/);
  const cidr = fc.tuple(fc.ipV4(), fc.nat(34)).map(([address, prefix]) => `${address}/${prefix}`);
  fc.assert(
    fc.property(
      fc.array(cidr),
      fc.array(cidr),
      fc.array(fc.oneof(cidr, fc.string())),
      (own, declared, wanted) => {
        const choice = chooseNetworks(own, declared, wanted);
        assert.ok('code' in choice || choice.addresses.length <= SWEEP_LIMITS.addresses);
      },
    ),
  );
});

test('tables of neighbours as Linux, Windows and macOS show them', () => {
  const linux = `IP address       HW type     Flags       HW address            Mask     Device
10.0.0.1         0x1         0x2         52:54:00:AB:cd:01     *        eth0
10.0.0.2         0x1         0x0         00:00:00:00:00:00     *        eth0
10.0.0.3         0x1         0x6         02:00:00:00:00:03     *        eth0
`;
  assert.deepEqual(
    [...parseLinuxTable(linux)],
    [
      ['10.0.0.1', '52:54:00:ab:cd:01'],
      ['10.0.0.2', undefined],
      ['10.0.0.3', '02:00:00:00:00:03'],
    ],
  );
  const windows = `\r\nSchnittstelle: 192.168.1.5 --- 0x4\r\n  Internetadresse       Physische Adresse     Typ\r
  192.168.1.1           00-1a-2b-3c-4d-5e     dynamisch \r\n  192.168.1.255         ff-ff-ff-ff-ff-ff     statisch  \r\n`;
  assert.deepEqual([...parseArpCommand(windows)], [['192.168.1.1', '00:1a:2b:3c:4d:5e']]);
  const mac = `router (192.168.1.1) at 0:1a:2b:3:4d:5e on en0 ifscope [ethernet]
? (192.168.1.9) at (incomplete) on en0 ifscope [ethernet]
? (224.0.0.251) at 1:0:5e:0:0:fb on en0 ifscope permanent [ethernet]\n`;
  assert.deepEqual([...parseArpCommand(mac)], [['192.168.1.1', '00:1a:2b:03:4d:5e']]);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (noise) => {
      for (const found of [...parseLinuxTable(noise).values(), ...parseArpCommand(noise).values()])
        assert.ok(found === undefined || macOf(found) === found);
    }),
  );
});

test('text from devices is harmless whatever it is', () => {
  assert.equal(clean('  HP\u0000Laser\r\nJet\u202e \u200b 4 '), 'HP Laser Jet 4');
  assert.equal(hostnameOf('Büro-PC.local.'), 'Büro-PC.local');
  for (const bad of ['', '.', 'a b', '-x', 'x\n', 'a'.repeat(256), '<b>', '../x'])
    assert.equal(hostnameOf(bad), undefined);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, most) => {
      const plain = clean(text, most);
      assert.ok(plain.length <= most && plain.isWellFormed());
      assert.doesNotMatch(plain, /[\p{Cc}\p{Cf}]/u);
    }),
  );
});

const addresses = Array.from({ length: 1024 }, (_, at) => `10.9.${at >> 8}.${at & 255}`);

test('a router that answers ARP for everybody makes no neighbours; what else answers counts', () => {
  const hood = new Neighbourhood(addresses);
  hood.resolved(new Map(addresses.slice(0, 200).map((address) => [address, '02:00:00:00:00:01'])));
  assert.deepEqual(hood.live(), []);
  hood.answered('10.9.0.7', 'icmp');
  hood.open('10.9.0.9', 22);
  hood.named('10.9.0.10', 'only.in.the.dns', 'dns');
  assert.deepEqual(hood.live(), ['10.9.0.7', '10.9.0.9']);
  hood.resolved(new Map([['10.9.3.1', '02:00:00:00:00:02']]));
  assert.deepEqual(hood.silent(), ['10.9.3.1']);
  hood.resolved(new Map([['10.9.3.2', '02:00:00:00:00:04']]));
  // Asked again, they do not answer any more: one failed, and one was forgotten.
  hood.reassured(new Map([['10.9.3.1', undefined]]));
  assert.deepEqual(hood.silent(), []);
  // Whoever was not asked for is nobody's business.
  hood.answered('10.8.0.1', 'icmp');
  hood.resolved(new Map([['10.8.0.1', '02:00:00:00:00:03']]));
  assert.equal(hood.neighbours().length, 2);
});

const link = (n: number, more: Partial<Link> = {}): Link => ({
  from: '10.9.0.1',
  port: `${n}`,
  source: 'fdb',
  mac: `02:00:00:00:${(n >> 8).toString(16).padStart(2, '0')}:${(n & 255).toString(16).padStart(2, '0')}`,
  shared: 1,
  ...more,
});

test('of too many links the telling ones are kept', () => {
  const hood = new Neighbourhood(addresses);
  hood.answered('10.9.0.5', 'icmp');
  hood.resolved(new Map([['10.9.0.5', '02:00:00:00:00:05']]));
  hood.link(Array.from({ length: 9000 }, (_, n) => link(n + 300, { shared: 9000 })));
  hood.link([link(5), { from: '10.9.0.1', port: '1', source: 'lldp', name: 'core', shared: 1 }]);
  const links = hood.links();
  assert.equal(links.length, SWEEP_LIMITS.links);
  assert.equal(hood.cut, true);
  assert.deepEqual(
    links.slice(0, 2).map(({ source, address }) => [source, address]),
    [
      ['lldp', undefined],
      ['fdb', '10.9.0.5'],
    ],
  );
});

test('the largest report that there can be fits into a frame', () => {
  const long = '€'.repeat(255);
  const report: SweepReport = {
    sweepId: '5c4d9f3e-9a55-4f5c-9d3f-0c4d7f5f2a11',
    at: 1,
    state: 'done',
    networks: ['10.9.0.0/22'],
    percent: 100,
    neighbours: addresses.map((address) => ({
      address,
      mac: '02:00:00:00:00:01',
      hostnames: Array.from({ length: 8 }, () => long),
      openPorts: Array.from({ length: 32 }, () => 65_535),
      snmp: { sysName: long, sysDescr: '€'.repeat(2000), objectId: long },
      mdns: { services: Array.from({ length: 32 }, () => long), model: long },
      ssh: long,
      http: { server: long, title: long },
      answeredBy: ['arp', 'icmp', 'tcp', 'mdns', 'snmp', 'dns'],
    })),
    links: Array.from({ length: SWEEP_LIMITS.links }, (_, n) =>
      link(n, { name: long, port: long, remotePort: long }),
    ),
  };
  const before = process.cpuUsage();
  const fits = fitting(report);
  const { user } = process.cpuUsage(before);
  // Checks wait for it; a real report is a twentieth of this one.
  assert.ok(user < 4_000_000, `${user} µs`);
  const weight = (one: SweepReport): number => Buffer.byteLength(JSON.stringify(one));
  assert.ok(weight(fits) < LIMITS.frameBytes - 1024, `${weight(fits)}`);
  assert.ok(fits.neighbours.length > 200 && fits.links.length > 300);
  assert.equal(fits.code, 'RA_DISCOVERY_TOO_LARGE');
  sweepReportSchema.parse(fits);
  const onTheWay = fitting({ ...report, state: 'running' });
  assert.ok(weight(onTheWay) < 600_000 && onTheWay.code === undefined);
  sweepReportSchema.parse(onTheWay);
  const small = { ...report, neighbours: [], links: [] };
  assert.equal(fitting(small), small);
});

test('tables of switches in all their dialects', () => {
  const row = (values: Record<number, unknown>) =>
    new Map(Object.entries(values).map(([column, value]) => [Number(column), value as never]));
  const names = interfaceNames(
    new Map([['7', row({ 1: Buffer.from('gi7') })]]),
    new Map([
      ['7', row({ 2: Buffer.from('GigabitEthernet0/7') })],
      ['8', row({ 2: Buffer.from('Port 8') })],
    ]),
  );
  const mac = Buffer.from('0200000000aa', 'hex');
  const lldp = lldpLinks(
    '10.0.0.2',
    new Map([
      ['0.1.1', row({ 4: 4, 5: mac, 6: 3, 7: mac, 9: Buffer.from('phone') })],
      ['0.2.1', row({ 4: 5, 5: Buffer.from([1, 10, 0, 0, 9]), 6: 7, 7: Buffer.from('uplink') })],
      ['0.8.1', row({ 4: 7, 5: Buffer.from('ap-1\n') })],
      ['0.9.1', row({ 4: 4, 5: Buffer.from('xy') })],
    ]),
    new Map([
      ['1', row({ 2: 5, 3: Buffer.from('GigabitEthernet0/7') })],
      ['2', row({ 2: 7, 3: Buffer.from('2') })],
    ]),
    new Map([['0.1.1.1.4.10.0.0.5', row({ 3: 2 })]]),
    names,
  );
  const from = '10.0.0.2';
  const common = { from, source: 'lldp', shared: 1 };
  assert.deepEqual(lldp, [
    {
      ...common,
      port: 'gi7',
      mac: '02:00:00:00:00:aa',
      name: 'phone',
      address: '10.0.0.5',
      remotePort: '02:00:00:00:00:aa',
    },
    { ...common, port: '2', address: '10.0.0.9', remotePort: 'uplink' },
    { ...common, port: 'Port 8', name: 'ap-1' },
  ]);
  const cache = new Map([
    [
      '7.1',
      row({ 3: 1, 4: Buffer.from([10, 0, 0, 3]), 6: Buffer.from('core.example'), 7: Buffer.from('Gi1/0/1') }),
    ],
    ['8.1', row({ 3: 1, 4: Buffer.from([1]) })],
  ]);
  assert.deepEqual(cdpLinks(from, cache, names), [
    {
      from,
      port: 'gi7',
      source: 'cdp',
      name: 'core.example',
      address: '10.0.0.3',
      remotePort: 'Gi1/0/1',
      shared: 1,
    },
  ]);
  const arp = new Map([
    ['2.10.0.0.5', row({ 2: mac })],
    ['2.1.4.10.0.0.6', row({ 4: mac })],
    ['2.2.16.1.2.3.4', row({ 4: mac })],
    ['2.10.0.0.7', row({ 2: Buffer.alloc(6) })],
  ]);
  assert.deepEqual(arpOf(arp), [
    ['10.0.0.5', '02:00:00:00:00:aa'],
    ['10.0.0.6', '02:00:00:00:00:aa'],
  ]);
});

test('packets leave evenly, and none after the end', async () => {
  const stop = new AbortController();
  const pace = new Pace(100, stop.signal);
  const started = monotonicMs();
  const moments: number[] = [];
  await Promise.all(
    Array.from({ length: 20 }, () => pace.take().then(() => moments.push(monotonicMs() - started))),
  );
  assert.ok(moments.at(-1)! >= 185, moments.join());
  await pace.take(50);
  const late = pace.take();
  stop.abort();
  await assert.rejects(late, { name: 'AbortError' });
  await assert.rejects(pace.take(), { name: 'AbortError' });
});
