import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Layout, PlacedCell } from './geometry.ts';
import {
  centred,
  firstView,
  fitView,
  heldView,
  neighbour,
  revealed,
  steadyView,
  type View,
  zoomAt,
} from './viewport.ts';

const SCREEN = { width: 1000, height: 600 };
const cell = (id: string, x: number, y: number): PlacedCell => ({
  cell: { type: 'system', id },
  x,
  y,
  width: 200,
  height: 52,
});
const layout = (...cells: PlacedCell[]): Layout => ({
  width: 2000,
  height: 1000,
  sites: [],
  blocks: [],
  wires: [],
  cells,
});
/** Where a point of the drawing is on the screen. */
const on = (view: View, x: number, y: number) => [x * view.scale + view.x, y * view.scale + view.y];

describe('the window on the drawing', () => {
  it('shows all of it in the middle, and enlarges nothing', () => {
    assert.deepEqual(fitView({ width: 500, height: 300 }, SCREEN), { scale: 1, x: 250, y: 150 });
    const wide = fitView({ width: 1936, height: 100 }, SCREEN);
    assert.equal(wide.scale, 0.5);
    assert.deepEqual(on(wide, 0, 0)[0], 16);
  });
  it('starts where it hurts when all of it could not be read', () => {
    const view = firstView({ width: 9000, height: 1200 }, SCREEN, cell('broken', 6000, 700));
    const [x, y] = on(view, 6100, 726);
    assert.ok(view.scale >= 0.5);
    assert.ok(Math.abs(x! - 500) < 1 && y! > 0 && y! < 600, String([x, y]));
    const start = firstView({ width: 9000, height: 1200 }, SCREEN, undefined);
    assert.ok(on(start, 0, 0)[1]! >= 0);
  });
  it('zooms around the pointer, within limits', () => {
    const view = { scale: 1, x: 10, y: 20 };
    const near = zoomAt(view, 2, { x: 300, y: 200 });
    const under = [(300 - view.x) / view.scale, (200 - view.y) / view.scale] as const;
    assert.deepEqual(on(near, ...under), [300, 200]);
    assert.equal(zoomAt(view, 1000, { x: 0, y: 0 }).scale, 3);
    assert.equal(zoomAt(view, 0.0001, { x: 0, y: 0 }).scale, 0.1);
  });
  it('never loses the drawing out of sight', () => {
    const drawn = { width: 500, height: 300 };
    const held = heldView({ scale: 1, x: 5000, y: -5000 }, drawn, SCREEN);
    assert.deepEqual(held, { scale: 1, x: 920, y: -220 });
  });
  it('brings what has the focus onto the screen by the smallest move', () => {
    const view = { scale: 1, x: 0, y: 0 };
    assert.deepEqual(revealed(view, cell('here', 100, 100), SCREEN), view);
    const moved = revealed(view, cell('there', 1200, 100), SCREEN);
    assert.deepEqual(moved, { scale: 1, x: -416, y: 0 });
    assert.deepEqual(on(centred({ ...view, scale: 0.2 }, cell('x', 100, 100), SCREEN), 200, 126), [500, 300]);
  });
  it('keeps in place what was pressed, else what is in the middle, when places change', () => {
    const view = { scale: 0.5, x: 0, y: 0 };
    const before = layout(cell('middle', 900, 570), cell('pressed', 0, 0));
    const after = layout(cell('pressed', 400, 40), cell('middle', 1300, 800));
    const held = steadyView(view, before, after, SCREEN, 'pressed');
    assert.deepEqual(on(held, 400, 40), on(view, 0, 0));
    const still = steadyView(view, before, after, SCREEN);
    assert.deepEqual(on(still, 1300, 800), on(view, 900, 570));
    assert.deepEqual(steadyView(view, before, layout(), SCREEN), fitView(layout(), SCREEN));
  });
  it('arrow keys follow the lines up and down, else go to the nearest in their direction', () => {
    const from = cell('from', 500, 500);
    const cells = [from, cell('below', 520, 600), cell('right', 760, 500), cell('child', 900, 620)];
    const to = (key: 'ArrowDown' | 'ArrowRight' | 'ArrowUp', more: Partial<Layout> = {}) =>
      neighbour({ ...layout(...cells), ...more }, from, key)?.cell.id;
    assert.equal(to('ArrowDown'), 'below');
    assert.equal(to('ArrowRight'), 'right');
    assert.equal(to('ArrowUp'), undefined);
    const wire = { id: 'w', from: 'from', to: 'child', links: [], cables: [] };
    assert.equal(to('ArrowDown', { wires: [{ wire, points: [] }] }), 'child');
  });
});
