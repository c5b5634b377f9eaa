import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dependencyGraph } from '@rettungsanker/alert-rules';
import fc from 'fast-check';
import { networkTree, type Told } from './topology.ts';

const seenAt = new Date('2026-03-02T08:00:00Z');
const told = (from: string, port: string, source: Told['source'], to: string, shared = 1): Told => ({
  ...{ from, port, source, to, shared, seenAt },
});
const shown = (tree: ReturnType<typeof networkTree>) => ({
  cables: tree.cables
    .map(({ from, fromPort, to, toPort }) => `${from}:${fromPort} ${to}:${toPort ?? '?'}`)
    .sort(),
  hanging: tree.hanging.map(({ child, parent }) => `${child} < ${parent}`).sort(),
});

describe('who is plugged in where', () => {
  it('two switches that introduce themselves are one cable; hosts hang on theirs, all on the gateway', () => {
    const tree = networkTree(
      [
        told('core', '24', 'lldp', 'access'),
        told('access', '1', 'lldp', 'core'),
        told('access', '1', 'cdp', 'core'),
        told('core', '1', 'fdb', 'gateway'),
        told('core', '24', 'fdb', 'pc', 3),
        told('access', '7', 'fdb', 'pc'),
        told('access', '8', 'fdb', 'printer'),
        told('access', '1', 'fdb', 'gateway', 9),
      ],
      new Set(['gateway']),
    );
    assert.deepEqual(shown(tree), {
      cables: ['access:7 pc:?', 'access:8 printer:?', 'core:1 gateway:?', 'core:24 access:1'],
      hanging: ['access < core', 'core < gateway', 'pc < access', 'printer < access'],
    });
  });

  it('without a gateway, hosts hang on their switch and switches on nothing', () => {
    const tree = networkTree(
      [told('a', '1', 'lldp', 'b'), told('b', '9', 'lldp', 'a'), told('a', '2', 'fdb', 'pc')],
      new Set(),
    );
    assert.deepEqual(shown(tree).hanging, ['pc < a']);
  });

  it('address tables alone: three switches in a row are two cables, not three', () => {
    // left(1) - (1)middle(2) - (1)right, with a host at each end.
    const tree = networkTree(
      [
        told('left', '1', 'fdb', 'middle', 4),
        told('left', '1', 'fdb', 'right', 4),
        told('left', '5', 'fdb', 'gateway'),
        told('middle', '1', 'fdb', 'left', 2),
        told('middle', '1', 'fdb', 'gateway', 2),
        told('middle', '2', 'fdb', 'right', 2),
        told('right', '1', 'fdb', 'middle', 3),
        told('right', '1', 'fdb', 'left', 3),
        told('right', '9', 'fdb', 'pc'),
      ],
      new Set(['gateway']),
    );
    assert.deepEqual(shown(tree), {
      cables: ['left:1 middle:1', 'left:5 gateway:?', 'middle:2 right:1', 'right:9 pc:?'],
      hanging: ['left < gateway', 'middle < left', 'pc < right', 'right < middle'],
    });
  });

  it('a port with many addresses leads to no one of them; a host alone on two switches to neither', () => {
    const tree = networkTree(
      [
        told('a', '1', 'fdb', 'x', 2),
        told('a', '1', 'fdb', 'y', 2),
        told('a', '2', 'fdb', 'roaming'),
        told('b', '2', 'fdb', 'roaming'),
      ],
      new Set(),
    );
    assert.deepEqual(tree, { cables: [], hanging: [] });
  });

  it('a bundle of two cables is two, and nobody guesses which ports meet', () => {
    const tree = networkTree(
      [
        ...[told('a', '1', 'lldp', 'b'), told('a', '2', 'lldp', 'b')],
        ...[told('b', '11', 'lldp', 'a'), told('b', '12', 'lldp', 'a')],
      ],
      new Set(['a']),
    );
    assert.deepEqual(shown(tree), { cables: ['a:1 b:?', 'a:2 b:?'], hanging: ['b < a'] });
  });

  it('a bundle whose ends name the other port is exact', () => {
    const tree = networkTree(
      [
        { ...told('a', '1', 'lldp', 'b'), farPort: '11' },
        { ...told('a', '2', 'lldp', 'b'), farPort: '12' },
      ],
      new Set(),
    );
    assert.deepEqual(shown(tree).cables, ['a:1 b:11', 'a:2 b:12']);
  });

  it('in a ring the far switch has two parents, of which one is enough', () => {
    const ring = [
      told('g', '1', 'lldp', 'a'),
      told('g', '2', 'lldp', 'b'),
      told('a', '9', 'lldp', 'c'),
      told('b', '9', 'lldp', 'c'),
      told('c', '1', 'lldp', 'a'),
    ];
    assert.deepEqual(shown(networkTree(ring, new Set(['g']))).hanging, ['a < g', 'b < g', 'c < a', 'c < b']);
  });

  it('a host with two cables carries nobody else', () => {
    const tree = networkTree(
      [
        told('a', '1', 'lldp', 'host'),
        told('b', '1', 'lldp', 'host'),
        told('b', '2', 'fdb', 'pc'),
        told('a', '2', 'fdb', 'gate'),
      ],
      new Set(['gate']),
    );
    assert.deepEqual(shown(tree).hanging, ['a < gate', 'host < a', 'pc < b']);
  });

  it('whatever the devices say: never a circle, nothing hangs on itself, every cable was told', () => {
    const node: fc.Arbitrary<string> = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const anything = fc.record({
      from: node,
      port: fc.constantFrom('1', '2', '3'),
      source: fc.constantFrom('lldp' as const, 'cdp' as const, 'fdb' as const),
      to: node,
      shared: fc.integer({ min: 1, max: 3 }),
      seenAt: fc.constant(seenAt),
    });
    let hangings = 0;
    fc.assert(
      fc.property(
        fc.array(anything, { maxLength: 40 }),
        fc.uniqueArray(node, { maxLength: 3 }),
        (said, roots) => {
          const { cables, hanging } = networkTree(said, new Set(roots));
          // Throws when a link closes a circle.
          const graph = dependencyGraph();
          for (const { child, parent } of hanging) {
            assert.notEqual(child, parent);
            graph.link(child, parent);
            hangings++;
          }
          for (const cable of cables)
            assert.ok(
              said.some(
                ({ from, port, to }) => from === cable.from && port === cable.fromPort && to === cable.to,
              ),
            );
          assert.ok(!hanging.some(({ child }) => roots.includes(child)));
        },
      ),
      { numRuns: 2000 },
    );
    assert.ok(hangings > 1000, `${hangings}`);
  });
});
