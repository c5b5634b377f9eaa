import type { State } from '../app/tokens.ts';
import { type IconNode, KIND_SHAPES, STATE_SHAPES } from '../ui/iconShapes.ts';
import {
  CELL,
  type PlacedBlock,
  type PlacedSite,
  type PlacedWire,
  roundedPath,
  towards,
} from './geometry.ts';
import type { Wire } from './plan.ts';
import { cleanName, fitText, type Measure } from './text.ts';
import type { MapSite, MapSystem } from './types.ts';

/**
 * The drawing as data. React draws it on the page and `svgFile.ts` writes it to a file, so that both are the same.
 * Colours are names of tokens with a dollar before them; attributes have the names that React uses.
 */
export interface Shape {
  tag: string;
  attributes: Readonly<Record<string, string | number>>;
  content?: readonly Shape[] | string;
}

/** Texts that the drawing needs, in the language of the reader. */
export interface Words {
  state: (state: State) => string;
  /** `cause` and `consequence`. */
  part: (part: NonNullable<MapSystem['part']>) => string;
  kind: (kind: MapSystem['kind']) => string;
  /** "38 workstations". */
  crowd: (kind: MapSystem['kind'], count: number) => string;
  /** "all OK" or "1 critical, 37 OK". */
  crowdState: (counts: readonly { state: State; count: number }[]) => string;
  fold: string;
  noSystems: string;
}

export interface Pen {
  words: Words;
  measure: Measure;
}

export const FONT = "Inter Variable, Inter, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const NAME = { fontSize: 14, fontWeight: 600 };
const SMALL = { fontSize: 12.5, fontWeight: 400 };
const TEXT_LEFT = 40;
const TEXT_WIDTH = CELL.width - TEXT_LEFT - 10;

export function text(
  x: number,
  y: number,
  style: { fontSize: number; fontWeight: number; [attribute: string]: string | number },
  fill: string,
  content: string,
): Shape {
  return { tag: 'text', attributes: { x, y, fill, ...style }, content };
}

export function icon(node: IconNode, x: number, y: number, size: number, stroke: string, width = 2): Shape {
  return {
    tag: 'g',
    attributes: {
      transform: `translate(${x} ${y}) scale(${Math.round((size / 24) * 1000) / 1000})`,
      fill: 'none',
      stroke,
      strokeWidth: width,
      strokeLinecap: 'round',
      strokeLinejoin: 'round',
    },
    content: node.map(([tag, { key: _key, ...attributes }]) => ({ tag, attributes })),
  };
}

interface CellLook {
  state: State;
  part: MapSystem['part'];
  kind: MapSystem['kind'];
  name: string;
  stateText: string;
}

function cellShapes({ state, part, kind, name, stateText }: CellLook, measure: Measure): Shape[] {
  const consequence = part === 'consequence';
  const calm = state === 'ok' || consequence;
  return [
    {
      tag: 'rect',
      attributes: {
        ...CELL,
        rx: 6,
        fill: consequence ? '$canvas' : state === 'ok' ? '$surface' : `$${state}-tint`,
        stroke:
          part === 'cause' || (state === 'critical' && !consequence) ? '$critical-mark' : '$line-strong',
        strokeWidth: part === 'cause' ? 2.5 : calm || state !== 'critical' ? 1 : 1.5,
        ...(consequence ? { strokeDasharray: '4 3' } : {}),
      },
    },
    icon(KIND_SHAPES[kind], 11, 16, 20, '$ink-muted', 1.75),
    text(
      TEXT_LEFT,
      22,
      NAME,
      consequence ? '$ink-muted' : '$ink',
      fitText(name, TEXT_WIDTH, NAME.fontSize, NAME.fontWeight, measure),
    ),
    icon(STATE_SHAPES[state], TEXT_LEFT, 29, 14, consequence ? '$ink-muted' : `$${state}-mark`),
    text(
      TEXT_LEFT + 19,
      40.5,
      SMALL,
      calm ? '$ink-muted' : '$ink',
      fitText(stateText, TEXT_WIDTH - 19, SMALL.fontSize, SMALL.fontWeight, measure),
    ),
  ];
}

/** State, and what the system is in the alerts: "Critical · Cause". */
export const stateText = ({ status, part }: MapSystem, words: Words): string =>
  part ? `${words.state(status)} · ${words.part(part)}` : words.state(status);

/** A system, from its corner at 0, 0. */
export const systemShapes = (system: MapSystem, { words, measure }: Pen): Shape[] =>
  cellShapes(
    {
      state: system.status,
      part: system.part,
      kind: system.kind,
      name: system.name,
      stateText: stateText(system, words),
    },
    measure,
  );

const WORST_FIRST = ['critical', 'warning', 'unknown', 'paused', 'ok'] as const;

/** How many systems of a bundle are in which state, the worst first. */
export const countStates = (systems: readonly MapSystem[]): { state: MapSystem['status']; count: number }[] =>
  WORST_FIRST.map((state) => ({
    state,
    count: systems.filter(({ status }) => status === state).length,
  })).filter(({ count }) => count > 0);

/** Several systems as one: two edges show behind it, like a pile of paper. */
export function bundleShapes(
  kind: MapSystem['kind'],
  systems: readonly MapSystem[],
  { words, measure }: Pen,
): Shape[] {
  const counts = countStates(systems);
  const edge = (by: number): Shape => ({
    tag: 'path',
    attributes: {
      d: `M${6 + by} ${CELL.height + by}H${CELL.width - 6 + by}Q${CELL.width + by} ${CELL.height + by} ${CELL.width + by} ${CELL.height - 6 + by}V${6 + by}`,
      fill: 'none',
      stroke: '$line-strong',
      strokeWidth: 1,
    },
  });
  const look: CellLook = {
    state: counts[0]?.state ?? 'unknown',
    part: systems.every(({ part }) => part === 'consequence') ? 'consequence' : null,
    kind,
    name: words.crowd(kind, systems.length),
    stateText: words.crowdState(counts),
  };
  return [...cellShapes(look, measure), edge(3)];
}

/** The place that puts a bundle together again. */
export function foldShapes(kind: MapSystem['kind'], count: number, { words, measure }: Pen): Shape[] {
  const width = TEXT_WIDTH;
  return [
    { tag: 'rect', attributes: { ...CELL, rx: 6, fill: '$canvas', stroke: '$line-strong' } },
    icon(KIND_SHAPES[kind], 11, 16, 20, '$ink-muted', 1.75),
    text(
      TEXT_LEFT,
      22,
      NAME,
      '$ink',
      fitText(words.crowd(kind, count), width, NAME.fontSize, NAME.fontWeight, measure),
    ),
    text(
      TEXT_LEFT,
      40.5,
      SMALL,
      '$accent-text',
      fitText(words.fold, width, SMALL.fontSize, SMALL.fontWeight, measure),
    ),
  ];
}

const SITE_NAME = { fontSize: 15, fontWeight: 620 };
const MOST_HEAD = 520;

const networksText = ({ networks }: MapSite): string => networks.join(', ');

/** Px that the head of a site needs, its padding included. */
export const siteHeadWidth = (site: MapSite, measure: Measure): number =>
  40 +
  Math.min(
    MOST_HEAD,
    Math.max(
      measure(cleanName(site.name), 15, 620),
      measure(cleanName(networksText(site)), SMALL.fontSize, 400),
    ),
  );

/** The frame of a site, below everything. */
export const siteShapes = ({ x, y, width, height }: PlacedSite): Shape[] => [
  {
    tag: 'rect',
    attributes: { x, y, width, height, rx: 8, fill: '$canvas', stroke: '$line-strong', strokeWidth: 1 },
  },
];

/** Name of a site and its networks, above the lines that come in from other sites. */
export function siteHeadShapes(
  site: MapSite,
  { x, y, width, empty }: PlacedSite,
  { words, measure }: Pen,
): Shape[] {
  const room = width - 40;
  const halo = { stroke: '$canvas', strokeWidth: 6, strokeLinejoin: 'round', paintOrder: 'stroke' };
  return [
    text(x + 20, y + 27, { ...SITE_NAME, ...halo }, '$ink', fitText(site.name, room, 15, 620, measure)),
    text(
      x + 20,
      y + 46,
      { ...SMALL, ...halo },
      '$ink-muted',
      fitText(networksText(site), room, SMALL.fontSize, 400, measure),
    ),
    ...(empty ? [text(x + 20, y + 76, SMALL, '$ink-muted', words.noSystems)] : []),
  ];
}

/** The frame around systems that hang on the same ones. */
export const blockShapes = ({ x, y, width, height }: PlacedBlock): Shape[] => [
  {
    tag: 'rect',
    attributes: { x, y, width, height, rx: 8, fill: '$hover', stroke: '$line', strokeWidth: 1 },
  },
];

/** Whether the failure of the upper end is why something at the lower end cannot be reached. */
export const isHot = ({ links }: Wire, systems: ReadonlyMap<string, MapSystem>): boolean =>
  links.some(
    ({ childId, parentId }) =>
      systems.get(childId)?.part === 'consequence' && Boolean(systems.get(parentId)?.part),
  );

/** A double line for cables, a thin one with an arrow at what is needed for dependencies; both when both are known. */
export function wireShapes({ wire, points }: PlacedWire, hot: boolean): Shape[] {
  const d = roundedPath(points, 8);
  const line = (stroke: string, strokeWidth: number): Shape => ({
    tag: 'path',
    attributes: { d, fill: 'none', stroke, strokeWidth },
  });
  const shapes: Shape[] = [];
  if (wire.cables.length > 0) shapes.push(line('$line-strong', 6), line('$surface', 3.5));
  if (wire.links.length > 0) {
    const stroke = hot ? '$critical-mark' : '$ink-muted';
    shapes.push(line(stroke, hot ? 2 : 1.25));
    if (points[0] && points[1]) shapes.push(arrow(points[0], points[1], stroke));
  }
  return shapes;
}

/** Points at `tip`, coming from `from`. */
function arrow(tip: { x: number; y: number }, from: { x: number; y: number }, fill: string): Shape {
  const base = towards(tip, { x: tip.x + (from.x - tip.x) * 100, y: tip.y + (from.y - tip.y) * 100 }, 9);
  const across = { x: ((base.y - tip.y) / 9) * 4.5, y: ((tip.x - base.x) / 9) * 4.5 };
  return {
    tag: 'path',
    attributes: {
      d: `M${tip.x} ${tip.y}L${base.x + across.x} ${base.y + across.y}L${base.x - across.x} ${base.y - across.y}Z`,
      fill,
    },
  };
}

/** Samples of the lines and marks, each in a box of 40 by 20, with the name of its text. */
export function legendShapes(): {
  id: 'needs' | 'cable' | 'cause' | 'consequence' | 'way';
  shapes: Shape[];
}[] {
  const points = [
    { x: 2, y: 10 },
    { x: 38, y: 10 },
  ];
  const wire = (links: number, cables: number, hot = false): Shape[] =>
    wireShapes(
      { wire: { id: '', from: '', to: '', links: Array(links), cables: Array(cables) }, points },
      hot,
    );
  const box = (attributes: Shape['attributes']): Shape => ({
    tag: 'rect',
    attributes: { x: 4, y: 2, width: 32, height: 16, rx: 3, ...attributes },
  });
  return [
    { id: 'needs', shapes: wire(1, 0) },
    { id: 'cable', shapes: wire(0, 1) },
    { id: 'cause', shapes: [box({ fill: '$critical-tint', stroke: '$critical-mark', strokeWidth: 2.5 })] },
    { id: 'way', shapes: wire(1, 0, true) },
    {
      id: 'consequence',
      shapes: [box({ fill: '$canvas', stroke: '$line-strong', strokeWidth: 1, strokeDasharray: '4 3' })],
    },
  ];
}
