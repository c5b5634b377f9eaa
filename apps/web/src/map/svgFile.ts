import { PALETTES, type Palette, STATES } from '../app/tokens.ts';
import type { Layout } from './geometry.ts';
import {
  blockShapes,
  bundleShapes,
  FONT,
  foldShapes,
  isHot,
  legendShapes,
  type Pen,
  type Shape,
  siteHeadShapes,
  siteShapes,
  systemShapes,
  text,
  wireShapes,
} from './shapes.ts';
import { cleanName, fitText, type Measure } from './text.ts';
import type { MapSystem, MapView } from './types.ts';

export interface FileTexts {
  /** Name of the client. */
  title: string;
  /** What it is, as of when, and by which filter. */
  subtitle: string;
  /** Where it comes from; one line each. */
  source: readonly string[];
  legend: Record<ReturnType<typeof legendShapes>[number]['id'], string>;
  locale: string;
}

const MARGIN = 24;
const HEAD = 72;
const LINE = 18;
const LEGEND_LINE = 26;
const LEAST_WIDTH = 720;

/**
 * The drawing as a file of its own: light colours, no reference to anything outside, readable in every program that
 * reads SVG 1.1.
 */
export function svgFile(layout: Layout, view: MapView, pen: Pen, texts: FileTexts): string {
  const width = Math.ceil(Math.max(LEAST_WIDTH, layout.width + 2 * MARGIN));
  const room = width - 2 * MARGIN;
  const legendTop = Math.ceil(layout.height) + HEAD + 32;
  const legend = legendOf(legendTop, room, pen, texts);
  const sourceTop = legend.bottom + 12;
  const height = sourceTop + texts.source.length * LINE + 8;
  const line = (x: number, y: number, size: number, weight: number, fill: string, content: string): Shape =>
    text(
      x,
      y,
      { fontSize: size, fontWeight: weight },
      fill,
      fitText(content, room, size, weight, pen.measure),
    );
  const left = MARGIN + Math.max(0, (room - layout.width) / 2);
  const root: Shape = {
    tag: 'svg',
    attributes: {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      fontFamily: FONT,
      role: 'img',
      'xml:lang': texts.locale,
    },
    content: [
      { tag: 'title', attributes: {}, content: `${texts.title} · ${texts.subtitle}` },
      { tag: 'desc', attributes: {}, content: texts.source.join(' ') },
      { tag: 'rect', attributes: { width, height, fill: '$surface' } },
      line(MARGIN, 32, 20, 620, '$ink', texts.title),
      line(MARGIN, 54, 13, 400, '$ink-muted', texts.subtitle),
      {
        tag: 'g',
        attributes: { transform: `translate(${left} ${HEAD})` },
        content: drawingShapes(layout, view, pen),
      },
      { tag: 'g', attributes: {}, content: legend.shapes },
      ...texts.source.map((one, index) =>
        line(MARGIN, sourceTop + (index + 1) * LINE - 6, 11, 400, '$ink-muted', one),
      ),
    ],
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${toMarkup(root, pen.measure)}\n`;
}

/** Frames, lines above them, systems on top. */
function drawingShapes(layout: Layout, view: MapView, pen: Pen): Shape[] {
  const systems = new Map(view.systems.map((system) => [system.id, system]));
  const sites = new Map(view.sites.map((site) => [site.id, site]));
  const known = (ids: readonly string[]): MapSystem[] => ids.flatMap((id) => systems.get(id) ?? []);
  return [
    ...layout.sites.flatMap(siteShapes),
    ...layout.blocks.flatMap(blockShapes),
    ...layout.wires.flatMap((placed) => wireShapes(placed, isHot(placed.wire, systems))),
    ...layout.sites.flatMap((placed) => {
      const site = sites.get(placed.id);
      return site ? siteHeadShapes(site, placed, pen) : [];
    }),
    ...layout.cells.map(({ cell, x, y }): Shape => {
      const [system] = known([cell.id]);
      const content =
        cell.type === 'system'
          ? system
            ? systemShapes(system, pen)
            : []
          : cell.type === 'bundle'
            ? bundleShapes(cell.kind, known(cell.members), pen)
            : foldShapes(cell.kind, cell.members.length, pen);
      return { tag: 'g', attributes: { transform: `translate(${x} ${y})` }, content };
    }),
  ];
}

/** Marks with their words, in as many lines as they need. */
function legendOf(
  top: number,
  room: number,
  { measure }: Pen,
  texts: FileTexts,
): { shapes: Shape[]; bottom: number } {
  let x = 0;
  let y = top;
  const shapes = legendShapes().flatMap(({ id, shapes: sample }): Shape[] => {
    const label = texts.legend[id];
    const needed = 46 + measure(label, 12, 400);
    if (x > 0 && x + needed > room) {
      x = 0;
      y += LEGEND_LINE;
    }
    const left = MARGIN + x;
    x += needed + 24;
    return [
      { tag: 'g', attributes: { transform: `translate(${left} ${y - 14})` }, content: sample },
      text(left + 46, y, { fontSize: 12, fontWeight: 400 }, '$ink', label),
    ];
  });
  return { shapes, bottom: y };
}

/** Values of the tokens by the name of their CSS variable. */
function colors(palette: Palette): Map<string, string> {
  const found = new Map([
    ['surface', palette.surface],
    ['canvas', palette.canvas],
    ['hover', palette.hover],
    ['line', palette.line],
    ['line-strong', palette.lineStrong],
    ['ink', palette.ink],
    ['ink-muted', palette.inkMuted],
    ['accent-text', palette.accentText],
  ]);
  for (const state of STATES) {
    found.set(`${state}-mark`, palette.states[state].mark);
    found.set(`${state}-tint`, palette.states[state].tint);
  }
  return found;
}
const LIGHT = colors(PALETTES.light);

const PAINTED = new Set(['fill', 'stroke']);
/** Written in SVG as React writes them; all others have hyphens. */
const CAMEL = new Set(['viewBox', 'textLength', 'lengthAdjust']);

function toMarkup({ tag, attributes, content }: Shape, measure: Measure): string {
  // Keeps texts as wide as they are here where another font takes the place of ours.
  const textLength =
    tag === 'text' && typeof content === 'string' && content !== ''
      ? Math.round(measure(content, Number(attributes.fontSize), Number(attributes.fontWeight)) * 10) / 10
      : undefined;
  const written = Object.entries(
    textLength ? { ...attributes, textLength, lengthAdjust: 'spacingAndGlyphs' } : attributes,
  )
    .map(([name, value]) => {
      const shown = PAINTED.has(name) ? paint(String(value)) : String(value);
      const attribute = CAMEL.has(name)
        ? name
        : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      return ` ${attribute}="${escaped(shown)}"`;
    })
    .join('');
  if (content === undefined) return `<${tag}${written}/>`;
  const inner =
    typeof content === 'string'
      ? escaped(cleanName(content))
      : content.map((one) => toMarkup(one, measure)).join('');
  return `<${tag}${written}>${inner}</${tag}>`;
}

function paint(value: string): string {
  if (!value.startsWith('$')) return value;
  const color = LIGHT.get(value.slice(1));
  if (!color) throw new Error(`no colour ${value}`);
  return color;
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
const escaped = (value: string): string => value.replace(/[&<>"']/g, (character) => ESCAPES[character]!);

const GERMAN: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** A name for the file, without its ending, that every file system takes. */
export function fileName(client: string, day: string): string {
  const plain = client
    .normalize('NFC')
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => GERMAN[letter]!)
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return ['map', plain, day].filter(Boolean).join('-');
}
