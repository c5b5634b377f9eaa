import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api';
import type { Block, Cell, Plan, Wire } from './plan.ts';
import type { Area, Point } from './types.ts';

/** Sizes in px at a zoom of 1, on the 4 px grid. */
export const CELL = { width: 216, height: 52 };
const GAP = 8;
const BLOCK_PADDING = 12;
const SITE_PADDING = 24;
/** Room for the name of a site and its networks. */
export const SITE_HEAD = 52;
const EMPTY_SITE = { width: 280, height: 96 };
/** A screen is wider than high. */
const ASPECT = '1.7';

export interface PlacedCell extends Area {
  cell: Cell;
}
export interface PlacedBlock extends Area {
  block: Block;
}
export interface PlacedSite extends Area {
  id: string;
  empty: boolean;
}
export interface PlacedWire {
  wire: Wire;
  /** From the upper to the lower end. */
  points: readonly Point[];
}

/** Everything with its coordinates, from the top left at 0, 0. */
export interface Layout {
  width: number;
  height: number;
  sites: readonly PlacedSite[];
  /** Those with more than one cell, which get a frame. */
  blocks: readonly PlacedBlock[];
  cells: readonly PlacedCell[];
  wires: readonly PlacedWire[];
}

function blockSize({ cells, columns }: Block): { width: number; height: number } {
  if (cells.length === 1) return CELL;
  const rows = Math.ceil(cells.length / columns);
  return {
    width: columns * (CELL.width + GAP) - GAP + 2 * BLOCK_PADDING,
    height: rows * (CELL.height + GAP) - GAP + 2 * BLOCK_PADDING,
  };
}

/** The question for ELK. @param headWidth px that name and networks of a site need */
export function elkGraphOf(plan: Plan, headWidth: (siteId: string) => number): ElkNode {
  const siteOf = new Map(plan.sites.flatMap(({ id, blocks }) => blocks.map((block) => [block.id, id])));
  const crossing = plan.wires.some(({ from, to }) => siteOf.get(from) !== siteOf.get(to));
  const edge = ({ id, from, to }: Wire): ElkExtendedEdge => ({ id, sources: [from], targets: [to] });
  return {
    id: 'map',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.aspectRatio': ASPECT,
      'elk.padding': '[top=8,left=8,bottom=8,right=8]',
      'elk.spacing.componentComponent': '32',
      'elk.hierarchyHandling': crossing ? 'INCLUDE_CHILDREN' : 'SEPARATE_CHILDREN',
      ...SPACING,
    },
    children: plan.sites.map(({ id, blocks }) => ({
      id,
      layoutOptions: {
        'elk.algorithm': 'layered',
        'elk.direction': 'DOWN',
        'elk.aspectRatio': ASPECT,
        'elk.nodeSize.constraints': 'MINIMUM_SIZE',
        'elk.nodeSize.minimum': `(${Math.max(EMPTY_SITE.width, Math.ceil(headWidth(id)))}, ${EMPTY_SITE.height})`,
        'elk.padding': `[top=${SITE_HEAD + 12},left=${SITE_PADDING},bottom=${SITE_PADDING},right=${SITE_PADDING}]`,
        ...SPACING,
      },
      children: blocks.map((block) => ({ id: block.id, ...blockSize(block) })),
      edges: crossing ? [] : plan.wires.filter(({ from }) => siteOf.get(from) === id).map(edge),
    })),
    edges: crossing ? plan.wires.map(edge) : [],
  };
}

const SPACING = {
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.mergeEdges': 'true',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
  'elk.spacing.nodeNode': '24',
  'elk.spacing.edgeNode': '20',
  'elk.spacing.edgeEdge': '14',
  'elk.layered.spacing.nodeNodeBetweenLayers': '44',
  'elk.layered.spacing.edgeNodeBetweenLayers': '20',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
};

/** ELK's answer, with coordinates from the corner of the drawing and cells put into their blocks. */
export function layoutOf(plan: Plan, answer: ElkNode): Layout {
  const areas = new Map<string, Area>();
  const edges: { edge: ElkExtendedEdge; home: string }[] = [];
  const walk = (node: ElkNode, x: number, y: number): void => {
    areas.set(node.id, { x, y, width: node.width ?? 0, height: node.height ?? 0 });
    edges.push(...(node.edges ?? []).map((edge) => ({ edge, home: edge.container ?? node.id })));
    for (const child of node.children ?? []) walk(child, x + (child.x ?? 0), y + (child.y ?? 0));
  };
  walk(answer, 0, 0);
  const area = (id: string): Area => areas.get(id) ?? { x: 0, y: 0, width: 0, height: 0 };
  const blocks = plan.sites.flatMap((site) => site.blocks);
  const wires = new Map(plan.wires.map((wire) => [wire.id, wire]));
  return {
    width: area('map').width,
    height: area('map').height,
    sites: plan.sites.map((site) => ({ id: site.id, empty: site.blocks.length === 0, ...area(site.id) })),
    blocks: blocks.filter(({ cells }) => cells.length > 1).map((block) => ({ block, ...area(block.id) })),
    cells: blocks.flatMap((block) => cellsIn(block, area(block.id))),
    wires: edges.flatMap(({ edge, home }) => {
      const wire = wires.get(edge.id ?? '');
      return wire ? [{ wire, points: pointsOf(edge, area(home)) }] : [];
    }),
  };
}

function cellsIn({ cells, columns }: Block, { x, y }: Area): PlacedCell[] {
  const padding = cells.length > 1 ? BLOCK_PADDING : 0;
  return cells.map((cell, index) => ({
    cell,
    x: x + padding + (index % columns) * (CELL.width + GAP),
    y: y + padding + Math.floor(index / columns) * (CELL.height + GAP),
    ...CELL,
  }));
}

const pointsOf = (edge: ElkExtendedEdge, home: Point): Point[] =>
  (edge.sections ?? [])
    .flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint])
    .map(({ x, y }) => ({ x: x + home.x, y: y + home.y }));

const short = (value: number): string => String(Math.round(value * 10) / 10);

/** A line through the points whose corners are rounded by at most `radius` px. */
export function roundedPath(points: readonly Point[], radius: number): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M${short(first.x)} ${short(first.y)}`;
  for (const [index, corner] of rest.entries()) {
    const before = points[index]!;
    const after = rest[index + 1];
    if (!after) {
      path += `L${short(corner.x)} ${short(corner.y)}`;
      continue;
    }
    const start = towards(corner, before, radius);
    const end = towards(corner, after, radius);
    path += `L${short(start.x)} ${short(start.y)}Q${short(corner.x)} ${short(corner.y)} ${short(end.x)} ${short(end.y)}`;
  }
  return path;
}

/** The point `distance` px from `from` on the way to `to`, at most half of it. */
export function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length === 0) return from;
  const share = Math.min(distance / length, 0.5);
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
