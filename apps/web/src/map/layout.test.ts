import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import type { ELK, ElkNode } from 'elkjs/lib/elk-api';
import { CELL, elkGraphOf, type Layout, layoutOf, roundedPath, SITE_HEAD, towards } from './geometry.ts';
import { planOf } from './plan.ts';
import { cable, firm, link, system, view } from './testing.ts';
import type { Area, MapView } from './types.ts';

// The same program that the page runs in a worker.
const elk = new (createRequire(import.meta.url)('elkjs/lib/elk.bundled.js') as new () => ELK)();

async function arrange(seen: MapView, unfolded: ReadonlySet<string> = new Set()): Promise<Layout> {
  const plan = planOf(seen, unfolded);
  return layoutOf(plan, (await elk.layout(elkGraphOf(plan, () => 300))) as ElkNode);
}

const inside = (inner: Area, outer: Area) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;
const overlap = (a: Area, b: Area) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

function sound(layout: Layout, seen: MapView): void {
  const siteOf = new Map(seen.systems.map(({ id, siteId }) => [id, siteId]));
  for (const placed of layout.cells) {
    const first = placed.cell.type === 'system' ? placed.cell.id : placed.cell.members[0]!;
    const site = layout.sites.find(({ id }) => id === siteOf.get(first))!;
    assert.ok(
      inside(placed, { ...site, y: site.y + SITE_HEAD, height: site.height - SITE_HEAD }),
      placed.cell.id,
    );
  }
  for (const [index, one] of layout.cells.entries())
    for (const other of layout.cells.slice(index + 1))
      assert.ok(!overlap(one, other), `${one.cell.id} ${other.cell.id}`);
  for (const [index, one] of layout.sites.entries())
    for (const other of layout.sites.slice(index + 1))
      assert.ok(!overlap(one, other), `${one.id} ${other.id}`);
  const whole = { x: 0, y: 0, width: layout.width, height: layout.height };
  for (const { points, wire } of layout.wires) {
    assert.ok(points.length >= 2, wire.id);
    for (const point of points) assert.ok(inside({ ...point, width: 0, height: 0 }, whole), wire.id);
  }
}

describe('places and routes', () => {
  for (const count of [8, 60, 200]) {
    it(`${count} systems at three sites: nothing lies on another thing, children lie below`, async () => {
      const seen = firm(count);
      const layout = await arrange(seen);
      sound(layout, seen);
      assert.equal(layout.wires.length, planOf(seen, new Set()).wires.length);
      const at = (id: string) => layout.cells.find(({ cell }) => cell.id === id)!;
      assert.ok(at('core').y >= at('fw').y + CELL.height);
      assert.ok(at('fw-2').y >= at('fw').y + CELL.height);
      const [wire] = layout.wires.filter(({ wire: { from, to } }) => from === 'fw' && to === 'core');
      const [tip] = wire!.points;
      assert.ok(Math.abs(tip!.y - (at('fw').y + CELL.height)) < 1, 'a line starts at what is needed');
      assert.ok(layout.sites.find(({ id }) => id === 'empty')!.empty);
    });
  }
  it('a circle, systems without any line, and a cable across sites', async () => {
    const seen = view({
      sites: firm(8).sites,
      systems: [
        ...['a', 'b', 'c'].map((id) => system(id)),
        ...Array.from({ length: 12 }, (_, index) => system(`loose-${index}`)),
        system('far', { siteId: 'second' }),
      ],
      links: [link('a b'), link('b c'), link('c a')],
      cables: [cable('a far')],
    });
    sound(await arrange(seen), seen);
  });
  it('1,000 systems in a few seconds, although everything is unfolded', async () => {
    const seen = firm(1000);
    const keys = planOf(seen, new Set()).sites.flatMap(({ blocks }) =>
      blocks.flatMap(({ cells }) => cells.flatMap((cell) => (cell.type === 'bundle' ? [cell.key] : []))),
    );
    const start = performance.now();
    const layout = await arrange(seen, new Set(keys));
    const took = performance.now() - start;
    assert.ok(layout.cells.filter(({ cell }) => cell.type === 'system').length === 1000);
    assert.ok(took < 20_000, `${Math.round(took)} ms`);
  });
});

describe('lines', () => {
  it('have round corners and end where they should', () => {
    const path = roundedPath(
      [
        { x: 0, y: 0 },
        { x: 0, y: 40 },
        { x: 10, y: 40 },
      ],
      8,
    );
    assert.equal(path, 'M0 0L0 32Q0 40 5 40L10 40');
    assert.equal(roundedPath([], 8), '');
    assert.deepEqual(towards({ x: 3, y: 3 }, { x: 3, y: 3 }, 5), { x: 3, y: 3 });
  });
});
