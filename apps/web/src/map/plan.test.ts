import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Plan, planOf, structureOf } from './plan.ts';
import { inTrouble, shownOf } from './shown.ts';
import { cable, firm, link, system, view } from './testing.ts';
import type { MapView } from './types.ts';

const NONE: ReadonlySet<string> = new Set();
const everybody = (plan: Plan): string[] =>
  plan.sites
    .flatMap(({ blocks }) => blocks.flatMap(({ cells }) => cells))
    .flatMap((cell) => (cell.type === 'bundle' ? cell.members : cell.type === 'system' ? [cell.id] : []));
const bundles = (plan: Plan) =>
  plan.sites
    .flatMap(({ blocks }) => blocks.flatMap(({ cells }) => cells))
    .filter(({ type }) => type === 'bundle');

describe('what is shown', () => {
  const seen = view({
    sites: [
      { id: 'site', name: 'A', networks: [] },
      { id: 'other', name: 'B', networks: [] },
    ],
    systems: [
      system('fw'),
      system('switch'),
      system('host', { status: 'critical', siteId: 'other' }),
      system('idle', { status: 'paused' }),
      system('fine'),
      system('quiet', { status: 'unknown' }),
    ],
    links: [link('switch fw'), link('host switch'), link('fine switch')],
    cables: [cable('switch host'), cable('switch fine'), cable('fw fw')],
  });
  const ids = (shown: MapView) => shown.systems.map(({ id }) => id);

  it('only what is not OK, with everything it needs, at all sites', () => {
    const shown = shownOf(seen, { sites: [], troubleOnly: true });
    assert.deepEqual(ids(shown), ['fw', 'switch', 'host', 'quiet']);
    assert.deepEqual(shown.links, [link('switch fw'), link('host switch')]);
    assert.deepEqual(shown.cables, [cable('switch host')]);
    assert.deepEqual(ids(shownOf(seen, { sites: ['other'], troubleOnly: true })), ['fw', 'switch', 'host']);
  });
  it('a site, with neither links nor cables that lead out of it', () => {
    const shown = shownOf(seen, { sites: ['other'], troubleOnly: false });
    assert.deepEqual(ids(shown), ['host']);
    assert.deepEqual([shown.links, shown.cables, shown.sites.length], [[], [], 1]);
  });
  it('unknown is not OK; paused is what somebody decided; a part in an alert always counts', () => {
    assert.deepEqual(
      seen.systems.filter(inTrouble).map(({ id }) => id),
      ['host', 'quiet'],
    );
    assert.ok(inTrouble({ status: 'ok', part: 'cause' }));
  });
  it('a circle of dependencies ends', () => {
    const circle = view({
      systems: [system('a', { status: 'warning' }), system('b')],
      links: [link('a b'), link('b a')],
    });
    assert.deepEqual(ids(shownOf(circle, { sites: [], troubleOnly: true })), ['a', 'b']);
    assert.deepEqual(everybody(planOf(circle, NONE)).sort(), ['a', 'b']);
  });
});

describe('what is drawn together', () => {
  it('few systems are all drawn, few siblings as a tree, many in a block', () => {
    const small = planOf(firm(8), NONE);
    assert.equal(bundles(small).length, 0);
    const leaves = ['a', 'b', 'c', 'd', 'e'].map((id) => system(id));
    const plan = planOf(
      view({ systems: [system('up'), ...leaves], links: leaves.map(({ id }) => link(`${id} up`)) }),
      NONE,
    );
    const [up, block] = plan.sites[0]!.blocks;
    assert.deepEqual([up!.cells.length, block!.cells.length], [1, 5]);
    assert.equal(plan.wires.length, 1);
    assert.equal(plan.wires[0]!.links.length, 5);
  });
  it('38 workstations that are OK become one; the broken one among them stays visible', () => {
    const crowd = firm(200);
    const plan = planOf(crowd, NONE);
    const broken = crowd.systems.find(({ id }) => id === 'ws-31')!;
    broken.status = 'critical';
    assert.ok(bundles(plan).length > 5);
    assert.ok(bundles(plan).some((cell) => cell.type === 'bundle' && cell.members.includes('ws-31')));
    const after = planOf(crowd, NONE);
    assert.ok(!bundles(after).some((cell) => cell.type === 'bundle' && cell.members.includes('ws-31')));
    assert.equal(structureOf(crowd, NONE), structureOf(firm(200), NONE), 'a state moves nothing by itself');
  });
  it('a bundle unfolds by its key, which does not depend on states, and can be put together again', () => {
    const crowd = firm(200);
    const bundle = bundles(planOf(crowd, NONE))[0]!;
    assert.ok(bundle.type === 'bundle');
    const open = planOf(crowd, new Set([bundle.key]));
    const cells = open.sites.flatMap(({ blocks }) => blocks.flatMap((block) => block.cells));
    assert.ok(bundle.members.every((id) => cells.some((cell) => cell.type === 'system' && cell.id === id)));
    assert.deepEqual(
      cells.filter(({ type }) => type === 'fold').map((cell) => cell.type === 'fold' && cell.key),
      [bundle.key],
    );
    for (const each of crowd.systems) each.status = 'unknown';
    assert.ok(bundles(planOf(crowd, NONE)).some((cell) => cell.type === 'bundle' && cell.key === bundle.key));
  });
  it('who is looked for is never part of a bundle', () => {
    const plan = planOf(firm(200), NONE, 'ws-40');
    assert.ok(
      plan.sites.some(({ blocks }) => blocks.some(({ cells }) => cells.some(({ id }) => id === 'ws-40'))),
    );
  });
  it('a cable says where a system hangs when no dependency does; a second cable makes it a place of its own', () => {
    const hosts = ['a', 'b', 'c', 'd'].map((id) => system(id));
    const plan = planOf(
      view({
        systems: [system('switch'), ...hosts, system('both'), system('spare')],
        cables: [...hosts.map(({ id }) => cable(`switch ${id}`)), cable('both switch'), cable('both spare')],
      }),
      NONE,
    );
    const wires = plan.wires.map(({ from, to, cables }) => [from, to, cables.length]);
    assert.ok(wires.some(([from, , count]) => from === 'switch' && count === 4));
    assert.ok(wires.some(([from, to]) => from === 'switch' && to === 'both'));
    const block = plan.sites[0]!.blocks.find(({ cells }) => cells.length === 4)!;
    assert.deepEqual(block.cells.map(({ id }) => id).sort(), ['a', 'b', 'c', 'd']);
  });
  it('a dependency and the cable of the same two are one line', () => {
    const plan = planOf(
      view({ systems: [system('up'), system('down')], links: [link('down up')], cables: [cable('down up')] }),
      NONE,
    );
    assert.equal(plan.wires.length, 1);
    assert.deepEqual(
      [plan.wires[0]!.from, plan.wires[0]!.links.length, plan.wires[0]!.cables.length],
      ['up', 1, 1],
    );
  });
  it('whatever is connected with whatever: everybody is drawn exactly once, and every line has two ends', () => {
    const pairs = fc.array(fc.tuple(fc.nat(79), fc.nat(79)), { maxLength: 150 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), pairs, pairs, (count, links, cables) => {
        const named = ([a, b]: [number, number]) => `s${a % count} s${b % count}`;
        const apart = ([a, b]: [number, number]) => a % count !== b % count;
        const seen = view({
          systems: Array.from({ length: count }, (_, index) =>
            system(`s${index}`, { kind: index % 3 ? 'workstation' : 'server' }),
          ),
          links: links.filter(apart).map((pair) => link(named(pair))),
          cables: cables.filter(apart).map((pair) => cable(named(pair))),
        });
        const plan = planOf(seen, NONE);
        assert.deepEqual(everybody(plan).sort(), seen.systems.map(({ id }) => id).sort());
        const blocks = new Set(plan.sites.flatMap((site) => site.blocks.map(({ id }) => id)));
        for (const { from, to } of plan.wires) assert.ok(blocks.has(from) && blocks.has(to) && from !== to);
      }),
      { numRuns: 200 },
    );
  });
});
