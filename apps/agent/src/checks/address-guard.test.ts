import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type AddressGuard, compileGuard } from './address-guard.ts';

const SERVER: AddressGuard = { mode: 'public' };
const lan = (
  networks: string[],
  more: Partial<AddressGuard & { allowLoopback: boolean }> = {},
): AddressGuard => ({
  mode: 'networks',
  networks,
  allowLoopback: false,
  ...more,
});

const NEVER = [
  '169.254.169.254',
  '169.254.170.2',
  '168.63.129.16',
  '100.100.100.200',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd20:ce::254',
  '0.0.0.0',
  '0.1.2.3',
  '224.0.0.1',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:8.8.8.8',
  '::ffff:0:127.0.0.1',
  '::127.0.0.1',
  '::8.8.8.8',
  '64:ff9b::7f00:1',
  '64:ff9b::8.8.8.8',
  '64:ff9b:1::1',
  '2001::1',
  '2002:7f00:1::',
  '2002:808:808::1',
  '100::1',
  '5f00::1',
];
const NOT_PUBLIC = [
  '127.0.0.1',
  '127.255.255.254',
  '::1',
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '100.64.0.1',
  '100.127.255.255',
  'fc00::1',
  'fd12:3456::1',
  '169.254.0.1',
  'fe80::1',
  'fec0::1',
  '192.0.0.1',
  '192.0.2.1',
  '198.51.100.1',
  '203.0.113.1',
  '198.18.0.1',
  '198.19.255.255',
  '192.88.99.1',
  '2001:db8::1',
  '3fff::1',
  '2001:2::1',
];
const PUBLIC = [
  '8.8.8.8',
  '1.1.1.1',
  '11.0.0.1',
  '172.15.255.255',
  '172.32.0.1',
  '100.63.255.255',
  '100.128.0.1',
  '169.253.255.255',
  '198.17.255.255',
  '223.255.255.255',
  '2606:4700:4700::1111',
  '2a00:1450:4001::1',
];
const NO_ADDRESS = [
  '',
  'localhost',
  '127.1',
  '0x7f.1',
  '2130706433',
  '0177.0.0.1',
  '[::1]',
  'fe80::1%eth0',
  '8.8.8.8 ',
];

test('the server reaches public unicast addresses and nothing else', () => {
  const permits = compileGuard(SERVER);
  for (const address of [...NEVER, ...NOT_PUBLIC, ...NO_ADDRESS])
    assert.equal(permits(address), false, address);
  for (const address of PUBLIC) assert.equal(permits(address), true, address);
});

test('some addresses are opened by nothing', () => {
  const everything = ['0.0.0.0/0', '::/0'];
  const exact = [...NEVER.map((address) => address)];
  for (const guard of [
    lan([...everything, ...exact], { allowLoopback: true, allow: [...everything, ...exact] }),
    { mode: 'public', allow: [...everything, ...exact] } as const,
  ]) {
    const permits = compileGuard(guard);
    for (const address of [...NEVER, ...NO_ADDRESS]) assert.equal(permits(address), false, address);
  }
});

test('an agent reaches the declared networks only', () => {
  const rows: [string, AddressGuard, string, boolean][] = [
    ['inside', lan(['192.168.1.0/24']), '192.168.1.77', true],
    ['beside', lan(['192.168.1.0/24']), '192.168.2.77', false],
    ['public, not declared', lan(['192.168.1.0/24']), '8.8.8.8', false],
    ['public, declared', lan(['8.8.8.0/24']), '8.8.8.8', true],
    ['private under everything', lan(['0.0.0.0/0']), '10.0.0.1', true],
    ['IPv6 is not IPv4', lan(['0.0.0.0/0']), '2606:4700::1', false],
    ['ULA', lan(['fd12::/16']), 'fd12::1', true],
    ['nothing declared', lan([]), '192.168.1.1', false],
    ['nonsense declared opens nothing', lan(['all', '10.0.0.0/99']), '10.0.0.1', false],
    ['CGNAT of a mesh network', lan(['100.64.0.0/10']), '100.64.1.1', true],
    ['loopback in a network is not enough', lan(['127.0.0.0/8', '::/0']), '127.0.0.1', false],
    ['loopback by its switch', lan([], { allowLoopback: true }), '127.0.0.1', true],
    ['loopback of IPv6 by its switch', lan([], { allowLoopback: true }), '::1', true],
    ['the switch opens nothing else', lan([], { allowLoopback: true }), '10.0.0.1', false],
    ['link-local under everything', lan(['0.0.0.0/0']), '169.254.7.7', false],
    ['link-local under its own range', lan(['169.254.0.0/16']), '169.254.7.7', false],
    ['link-local declared narrowly', lan(['169.254.7.0/24']), '169.254.7.7', true],
    ['documentation range declared narrowly', lan(['192.0.2.0/25']), '192.0.2.1', true],
  ];
  for (const [name, guard, address, expected] of rows) {
    assert.equal(compileGuard(guard)(address), expected, name);
  }
});

test('exceptions open what they name, and no more', () => {
  const rows: [string, AddressGuard, string, boolean][] = [
    ['a private address on the server', { mode: 'public', allow: ['10.0.0.5'] }, '10.0.0.5', true],
    ['its neighbour', { mode: 'public', allow: ['10.0.0.5'] }, '10.0.0.6', false],
    ['the whole private range', { mode: 'public', allow: ['10.0.0.0/8'] }, '10.9.9.9', true],
    ['everything opens no private range', { mode: 'public', allow: ['0.0.0.0/0'] }, '10.0.0.5', false],
    ['everything opens no loopback', { mode: 'public', allow: ['0.0.0.0/0', '::/0'] }, '127.0.0.1', false],
    ['loopback on the server', { mode: 'public', allow: ['127.0.0.1'] }, '127.0.0.1', true],
    ['the server is still public', { mode: 'public', allow: ['10.0.0.5'] }, '8.8.8.8', true],
    ['a public address for an agent', lan(['10.0.0.0/8'], { allow: ['9.9.9.9'] }), '9.9.9.9', true],
    ['link-local as a range', { mode: 'public', allow: ['169.254.0.0/16'] }, '169.254.1.1', false],
    ['link-local as one address', { mode: 'public', allow: ['169.254.1.1'] }, '169.254.1.1', true],
  ];
  for (const [name, guard, address, expected] of rows) {
    assert.equal(compileGuard(guard)(address), expected, name);
  }
});

test('property: an IPv4 address in any IPv6 disguise is never reached', () => {
  const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
  const permits = [SERVER, lan(['0.0.0.0/0', '::/0'], { allowLoopback: true })].map(compileGuard);
  fc.assert(
    fc.property(octets, ([a, b, c, d]) => {
      const high = ((a << 8) | b).toString(16);
      const low = ((c << 8) | d).toString(16);
      const [notLow, notHigh] = [
        (((c << 8) | d) ^ 0xffff).toString(16),
        (((a << 8) | b) ^ 0xffff).toString(16),
      ];
      for (const disguise of [
        `::ffff:${a}.${b}.${c}.${d}`,
        `::ffff:${high}:${low}`,
        `::ffff:0:${high}:${low}`,
        `64:ff9b::${high}:${low}`,
        `2002:${high}:${low}::1`,
        `2001:0:1:2:0:0:${notHigh}:${notLow}`,
      ]) {
        for (const permit of permits) assert.equal(permit(disguise), false, disguise);
      }
    }),
  );
});
