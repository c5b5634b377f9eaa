import type { Layout, PlacedCell } from './geometry.ts';
import type { Area, Point } from './types.ts';

/** Shown = drawn · scale + offset, in px of the screen. */
export interface View extends Point {
  scale: number;
}
export interface Size {
  width: number;
  height: number;
}

const SMALLEST = 0.1;
const LARGEST = 3;
const MARGIN = 16;
/** Below this names cannot be read, so a large map starts with a part of it. */
const FIRST_SMALLEST = 0.5;
const FIRST_PART = 0.75;

const clampScale = (scale: number): number => Math.min(LARGEST, Math.max(SMALLEST, scale));

/** All of it, in the middle, never larger than drawn. */
export function fitView(drawn: Size, screen: Size): View {
  const scale = clampScale(
    Math.min(
      1,
      (screen.width - 2 * MARGIN) / Math.max(1, drawn.width),
      (screen.height - 2 * MARGIN) / Math.max(1, drawn.height),
    ),
  );
  return {
    scale,
    x: (screen.width - drawn.width * scale) / 2,
    y: (screen.height - drawn.height * scale) / 2,
  };
}

/** What is seen first: all of it where that can be read, else the part around `start`. */
export function firstView(drawn: Size, screen: Size, start: Area | undefined): View {
  const all = fitView(drawn, screen);
  if (all.scale >= FIRST_SMALLEST) return all;
  const scale = FIRST_PART;
  const at = start ?? { x: 0, y: 0, width: drawn.width, height: 0 };
  const place = (screenSize: number, drawnSize: number, middle: number): number =>
    drawnSize * scale <= screenSize - 2 * MARGIN
      ? (screenSize - drawnSize * scale) / 2
      : Math.min(MARGIN, Math.max(screenSize - MARGIN - drawnSize * scale, screenSize / 2 - middle * scale));
  return {
    scale,
    x: place(screen.width, drawn.width, at.x + at.width / 2),
    y: place(screen.height, drawn.height, at.y + at.height / 2),
  };
}

/** Zooms by a factor; the point under `at` (px on the screen) stays where it is. */
export function zoomAt(view: View, factor: number, at: Point): View {
  const scale = clampScale(view.scale * factor);
  const by = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by };
}

/** Keeps some of the drawing on the screen. */
export function heldView(view: View, drawn: Size, screen: Size): View {
  const hold = (offset: number, drawnSize: number, screenSize: number): number => {
    const rest = Math.min(80, screenSize / 4);
    return Math.min(screenSize - rest, Math.max(rest - drawnSize * view.scale, offset));
  };
  return {
    scale: view.scale,
    x: hold(view.x, drawn.width, screen.width),
    y: hold(view.y, drawn.height, screen.height),
  };
}

/** The smallest move that brings an area onto the screen. */
export function revealed(view: View, area: Area, screen: Size): View {
  const move = (offset: number, start: number, size: number, room: number): number => {
    const from = start * view.scale + offset;
    const to = from + size * view.scale;
    if (from < MARGIN) return offset + MARGIN - from;
    return to > room - MARGIN ? offset - Math.min(to - room + MARGIN, from - MARGIN) : offset;
  };
  return {
    scale: view.scale,
    x: move(view.x, area.x, area.width, screen.width),
    y: move(view.y, area.y, area.height, screen.height),
  };
}

/** An area in the middle of the screen, large enough to be read. */
export function centred(view: View, area: Area, screen: Size): View {
  const scale = Math.max(view.scale, 0.8);
  return {
    scale,
    x: screen.width / 2 - (area.x + area.width / 2) * scale,
    y: screen.height / 2 - (area.y + area.height / 2) * scale,
  };
}

/** Systems that a cell stands for. */
export const systemsIn = ({ cell }: PlacedCell): readonly string[] =>
  cell.type === 'system' ? [cell.id] : cell.members;

/**
 * The view for a new layout, moved so that what the reader looks at stays in its place: the cell `held`, else the one
 * nearest to the middle of the screen that both layouts have.
 */
export function steadyView(view: View, before: Layout, after: Layout, screen: Size, held?: string): View {
  const places = new Map(
    after.cells.flatMap((placed) => systemsIn(placed).map((id) => [id, placed] as const)),
  );
  const middle = {
    x: (screen.width / 2 - view.x) / view.scale,
    y: (screen.height / 2 - view.y) / view.scale,
  };
  const distance = (placed: PlacedCell): number =>
    placed.cell.id === held
      ? -1
      : Math.hypot(placed.x + placed.width / 2 - middle.x, placed.y + placed.height / 2 - middle.y);
  let best: { from: PlacedCell; to: PlacedCell; distance: number } | undefined;
  for (const from of before.cells) {
    const to = places.get(systemsIn(from)[0]!);
    if (to && (!best || distance(from) < best.distance)) best = { from, to, distance: distance(from) };
  }
  if (!best) return fitView(after, screen);
  return {
    scale: view.scale,
    x: view.x + (best.from.x - best.to.x) * view.scale,
    y: view.y + (best.from.y - best.to.y) * view.scale,
  };
}

const FAR_ASIDE = 100_000;

const DIRECTIONS = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
} as const;
export type ArrowKey = keyof typeof DIRECTIONS;
export const isArrow = (key: string): key is ArrowKey => key in DIRECTIONS;
export const directionOf = (key: ArrowKey): readonly [number, number] => DIRECTIONS[key];

/**
 * Where an arrow key leads: up and down along the lines, else to the nearest cell in the direction. What lies rather to
 * the side comes last.
 */
export function neighbour(layout: Layout, from: PlacedCell, key: ArrowKey): PlacedCell | undefined {
  const [right, down] = DIRECTIONS[key];
  const nearest = (cells: readonly PlacedCell[], aside: number): PlacedCell | undefined => {
    let best: { placed: PlacedCell; cost: number } | undefined;
    for (const placed of cells) {
      const x = placed.x - from.x;
      const y = placed.y - from.y;
      const forward = x * right + y * down;
      const sideways = Math.abs(x * down) + Math.abs(y * right);
      if (forward < 8) continue;
      const cost = forward + sideways * 2 + (sideways > forward ? aside : 0);
      if (!best || cost < best.cost) best = { placed, cost };
    }
    return best?.placed;
  };
  return (down !== 0 ? nearest(connected(layout, from), 0) : undefined) ?? nearest(layout.cells, FAR_ASIDE);
}

/** Cells at the other ends of the lines of a cell. */
function connected(layout: Layout, { cell }: PlacedCell): PlacedCell[] {
  const blocks = new Map(layout.blocks.flatMap(({ block }) => block.cells.map(({ id }) => [id, block.id])));
  const blockOf = (id: string): string => blocks.get(id) ?? id;
  const here = blockOf(cell.id);
  const ends = new Set(
    layout.wires.flatMap(({ wire: { from, to } }) => (from === here ? [to] : to === here ? [from] : [])),
  );
  return layout.cells.filter((placed) => ends.has(blockOf(placed.cell.id)));
}
