import assert from 'node:assert/strict';
import { BlockList } from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';
import { contains, parseAddress, parseNetwork } from './address.ts';

test('an address is read in all notations of RFC 4291 and in no other', () => {
  const rows: [string, bigint | undefined][] = [
    ['0.0.0.0', 0n],
    ['127.0.0.1', 0x7f000001n],
    ['255.255.255.255', 0xffffffffn],
    ['::', 0n],
    ['::1', 1n],
    ['1::', 1n << 112n],
    ['2001:db8::7:0', (0x20010db8n << 96n) | 0x70000n],
    ['1:2:3:4:5:6:7:8', 0x00010002000300040005000600070008n],
    ['::ffff:127.0.0.1', 0xffff7f000001n],
    ['1:2:3:4:5:6:1.2.3.4', 0x00010002000300040005000601020304n],
    ['127.1', undefined],
    ['0x7f.1', undefined],
    ['2130706433', undefined],
    ['0177.0.0.1', undefined],
    ['127.0.0.1 ', undefined],
    ['[::1]', undefined],
    ['fe80::1%eth0', undefined],
    ['', undefined],
  ];
  for (const [text, bits] of rows) assert.equal(parseAddress(text)?.bits, bits, text);
});

test('a network is CIDR or one address', () => {
  assert.equal(parseNetwork('10.0.0.0/8')?.prefix, 8);
  assert.equal(parseNetwork('10.1.2.3')?.prefix, 32);
  assert.equal(parseNetwork('fd00::/0')?.prefix, 0);
  assert.equal(parseNetwork('::1')?.prefix, 128);
  for (const bad of [
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '10/8',
    'fd00::/129',
    'x/8',
    '/8',
    '1.2.3.4/0x8',
  ]) {
    assert.equal(parseNetwork(bad), undefined, bad);
  }
});

test('property: membership agrees with the block list of Node', () => {
  const family = fc.constantFrom<['ipv4' | 'ipv6', number]>(['ipv4', 32], ['ipv6', 128]);
  const cases = family.chain(([type, width]) => {
    const address = type === 'ipv4' ? fc.ipV4() : fc.ipV6();
    return fc.tuple(fc.constant(type), address, address, fc.integer({ min: 0, max: width }));
  });
  fc.assert(
    fc.property(cases, ([type, net, address, prefix]) => {
      const list = new BlockList();
      list.addSubnet(net, prefix, type);
      const network = parseNetwork(`${net}/${prefix}`)!;
      assert.equal(contains(network, parseAddress(address)!), list.check(address, type));
      assert.equal(contains(network, parseAddress(net)!), true);
    }),
    { numRuns: 500 },
  );
});
