import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Neighbour } from '@rettungsanker/protocol';
import fc from 'fast-check';
import { matchSystems } from './matching.ts';
import { plainText, plainTexts } from './plain-text.ts';
import { MOST_ADDRESSES, type Sighted, type Stored, sightings } from './sightings.ts';

const seen = (address: string, mac?: string): Neighbour => ({
  ...{ address, hostnames: [], openPorts: [], answeredBy: ['icmp'] },
  ...(mac ? { mac } : {}),
});
const mac = (n: number): string => `00:1b:a9:00:00:${n.toString(16).padStart(2, '0')}`;
const row = (
  id: string,
  address: string,
  hardware: string | null,
  sweepId = 'old',
  also: string[] = [],
): Stored => ({
  ...{ id, address, mac: hardware, sweepId, also },
});
const shown = (found: readonly Sighted[]) =>
  found.map((one) => [one.id ?? 'fresh', one.mac, [one.address, ...one.also].join(' '), one.movedFrom ?? '']);

describe('who was seen', () => {
  it('an address that moved follows its hardware', () => {
    assert.deepEqual(shown(sightings([row('a', '10.0.0.5', mac(1))], [seen('10.0.0.9', mac(1))], 'now')), [
      ['a', mac(1), '10.0.0.9', '10.0.0.5'],
    ]);
  });
  it('DHCP gave the address to another device: two devices', () => {
    assert.deepEqual(shown(sightings([row('a', '10.0.0.5', mac(1))], [seen('10.0.0.5', mac(2))], 'now')), [
      ['fresh', mac(2), '10.0.0.5', ''],
    ]);
  });
  it('two that swapped their addresses stay who they are', () => {
    const stored = [row('a', '10.0.0.5', mac(1)), row('b', '10.0.0.6', mac(2))];
    assert.deepEqual(shown(sightings(stored, [seen('10.0.0.6', mac(1)), seen('10.0.0.5', mac(2))], 'now')), [
      ['a', mac(1), '10.0.0.6', '10.0.0.5'],
      ['b', mac(2), '10.0.0.5', '10.0.0.6'],
    ]);
  });
  it('what was known by its address only gets its hardware address, stored or in the same report', () => {
    assert.deepEqual(shown(sightings([row('a', '10.0.0.5', null)], [seen('10.0.0.5', mac(1))], 'now')), [
      ['a', mac(1), '10.0.0.5', ''],
    ]);
    assert.deepEqual(shown(sightings([], [seen('10.0.0.5'), seen('10.0.0.5', mac(1))], 'now')), [
      ['fresh', mac(1), '10.0.0.5', ''],
    ]);
  });
  it('seen through a router, without its hardware address, it is still the same', () => {
    assert.deepEqual(shown(sightings([row('a', '10.0.0.5', mac(1))], [seen('10.0.0.5')], 'now')), [
      ['a', mac(1), '10.0.0.5', ''],
    ]);
  });
  it('further addresses in one sweep are of one device, and no move; many are a router that answers for others', () => {
    const report = Array.from({ length: 12 }, (_, n) => seen(`10.0.0.${n + 1}`, mac(1)));
    const found = sightings([], report, 'now');
    assert.equal(found.length, 1 + (12 - 1 - MOST_ADDRESSES));
    assert.equal(found[0]!.also.length, MOST_ADDRESSES);
    assert.deepEqual(
      shown(found.slice(1)).map(([, hardware]) => hardware),
      [null, null, null],
    );
    assert.ok(found.every(({ movedFrom }) => movedFrom === undefined));
  });

  it('however reports are cut and repeated, nobody is there twice', () => {
    const neighbour = fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }))
      .map(([n, hardware]) => seen(`10.0.0.${n}`, hardware === undefined ? undefined : mac(hardware)));
    const sweeps = fc.array(fc.array(fc.array(neighbour, { maxLength: 8 }), { maxLength: 4 }), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(sweeps, (all) => {
        let stored: Stored[] = [];
        let next = 0;
        for (const [index, batches] of all.entries())
          for (const batch of batches) {
            for (const { id, mac: hardware, address, also } of sightings(stored, batch, `s${index}`)) {
              const made = { ...row(id ?? `n${next++}`, address, hardware, `s${index}`), also };
              stored = [...stored.filter((one) => one.id !== made.id), made];
            }
            // As the store does it.
            const held = new Set(stored.flatMap((one) => (one.mac ? [one.address, ...one.also] : [])));
            stored = stored.filter((one) => one.mac !== null || !held.has(one.address));
            const macs = stored.flatMap((one) => one.mac ?? []);
            assert.equal(new Set(macs).size, macs.length);
            const bare = stored.filter((one) => one.mac === null).map(({ address }) => address);
            assert.equal(new Set(bare).size, bare.length);
          }
      }),
      { numRuns: 500 },
    );
  });
});

describe('which neighbours are systems already', () => {
  const system = (id: string, address: string | null, macs: string[] = [], addresses: string[] = []) => ({
    ...{ id, address, macs, addresses },
  });
  const at = (id: string, address: string, hardware: string | null, day = 1) => ({
    ...{ id, address, mac: hardware, also: [], lastSeenAt: new Date(2026, 1, day) },
  });
  const match = (...args: Parameters<typeof matchSystems>) => Object.fromEntries(matchSystems(...args));

  it('by hardware, else by address', () => {
    assert.deepEqual(
      match(
        [at('n1', '10.0.0.5', mac(1)), at('n2', '10.0.0.6', null), at('n3', '10.0.0.7', mac(3))],
        [system('agent', '10.0.0.99', [mac(1)]), system('router', '10.0.0.6')],
      ),
      { n1: 'agent', n2: 'router' },
    );
  });
  it('not by an address when the hardware is known to be another one', () => {
    assert.deepEqual(match([at('n1', '10.0.0.5', mac(9))], [system('agent', '10.0.0.5', [mac(1)])]), {});
  });
  it('not by an address that somebody else has now', () => {
    const seenBoth = [at('old', '10.0.0.5', mac(1), 1), at('new', '10.0.0.5', mac(2), 2)];
    assert.deepEqual(match(seenBoth, [system('router', '10.0.0.5')]), { new: 'router' });
  });
  it('not by a hardware address that several systems have', () => {
    const bridge = '02:42:ac:11:00:02';
    assert.deepEqual(
      match([at('n1', '10.0.0.5', bridge)], [system('a', null, [bridge]), system('b', null, [bridge])]),
      {},
    );
  });
});

describe('what devices call themselves', () => {
  it('cannot hide, turn around or break anything', () => {
    assert.equal(plainText('srv\u0000\u001b[31m\u202egnp.exe\u200b ', 100), 'srv  [31m gnp.exe');
    assert.equal(plainText('a\ud800b', 100), 'a\ufffdb');
    assert.equal(plainText('x\u{1f5a8}', 2), 'x\ufffd');
    assert.deepEqual(plainTexts(['a', 'a', '\u0000', 'b', 'c'], 10, 2), ['a', 'b']);
  });
});
