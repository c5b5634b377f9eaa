import type { MapCable, MapLink, MapSystem, MapView } from './types.ts';

/** Up to this many systems every one is drawn for itself. */
const ALL_DRAWN_UP_TO = 60;
/** Fewer systems that are alike are no crowd. */
const BUNDLE_FROM = 6;
/** So few siblings are a tree and no block; in a large map there is no room for that. */
const TREE_UP_TO = 3;

/** One place in the drawing. */
export type Cell =
  | { type: 'system'; id: string }
  /** Systems of one kind in one state, drawn as one until somebody unfolds them. `key` unfolds. */
  | { type: 'bundle'; id: string; key: string; kind: MapSystem['kind']; members: readonly string[] }
  /** Puts what was unfolded together again. */
  | { type: 'fold'; id: string; key: string; kind: MapSystem['kind']; members: readonly string[] };

/** Cells that hang on the same systems, arranged in rows; one line leads to all of them. */
export interface Block {
  id: string;
  siteId: string;
  cells: readonly Cell[];
  columns: number;
}

/** A line between two blocks, for everything that connects them. `from` is above. */
export interface Wire {
  id: string;
  from: string;
  to: string;
  links: readonly MapLink[];
  cables: readonly MapCable[];
}

export interface Plan {
  sites: readonly { id: string; blocks: readonly Block[] }[];
  wires: readonly Wire[];
}

/**
 * Decides what becomes a place of its own and what is drawn together, before anything has coordinates. Leaves of the
 * same parents form a block; in a large map those of one kind and state form a bundle.
 *
 * @param unfolded keys of bundles whose systems are to be drawn one by one
 * @param alone a system that is looked for and never part of a bundle
 */
export function planOf(view: MapView, unfolded: ReadonlySet<string>, alone?: string): Plan {
  const anchors = anchorsOf(view);
  const large = view.systems.length > ALL_DRAWN_UP_TO;
  const groups = new Map<string, MapSystem[]>();
  for (const system of view.systems) {
    const hangsOn = anchors.get(system.id);
    const key = hangsOn ? `${system.siteId}~${hangsOn.join('~')}` : system.id;
    groups.set(key, [...(groups.get(key) ?? []), system]);
  }
  const blocks: Block[] = [];
  for (const [key, systems] of groups) {
    const { id, siteId } = systems[0]!;
    const loose = anchors.get(id)?.length === 0;
    const cells = cellsOf(key, systems, large, unfolded, alone);
    if (cells.length <= (large ? 1 : TREE_UP_TO))
      blocks.push(...cells.map((cell) => ({ id: cell.id, siteId, cells: [cell], columns: 1 })));
    else
      blocks.push({
        id: key,
        siteId,
        cells,
        columns: columnsFor(cells.length, loose ? 1 : large ? 0.3 : 0.6),
      });
  }
  return {
    sites: view.sites.map(({ id }) => ({ id, blocks: blocks.filter(({ siteId }) => siteId === id) })),
    wires: wiresOf(view, blocks),
  };
}

/**
 * What a system hangs on when it is a leaf, sorted; nothing for systems that others hang on or that lead elsewhere.
 * A system that no dependency names hangs on the one device that it is plugged into.
 */
function anchorsOf({ systems, links, cables }: MapView): Map<string, readonly string[]> {
  const parents = collect(links.map(({ childId, parentId }) => [childId, parentId]));
  const children = collect(links.map(({ childId, parentId }) => [parentId, childId]));
  const plugged = collect(
    cables.flatMap(
      ({ fromId, toId }) =>
        [
          [fromId, toId],
          [toId, fromId],
        ] as const,
    ),
  );
  const anchors = new Map<string, readonly string[]>();
  for (const { id } of systems) {
    if (children.has(id)) continue;
    const partners = [...(plugged.get(id) ?? [])];
    const named = parents.get(id);
    const only = partners.length === 1 ? partners[0]! : undefined;
    // Of two that are connected with each other only, the first one stays above.
    const below = only !== undefined && ((plugged.get(only)?.size ?? 0) > 1 || only < id);
    const hangsOn = named ?? new Set(below ? [only] : []);
    if (partners.every((partner) => hangsOn.has(partner))) anchors.set(id, [...hangsOn].sort());
  }
  return anchors;
}

function cellsOf(
  group: string,
  systems: readonly MapSystem[],
  large: boolean,
  unfolded: ReadonlySet<string>,
  alone: string | undefined,
): Cell[] {
  if (!large || systems.length < BUNDLE_FROM) return systems.map(({ id }) => ({ type: 'system', id }));
  const alike = new Map<string, MapSystem[]>();
  for (const system of systems) {
    const likeness = system.id === alone ? alone : `${system.kind} ${system.status} ${system.part}`;
    alike.set(likeness, [...(alike.get(likeness) ?? []), system]);
  }
  const cells: Cell[] = [];
  const folds = new Set<string>();
  for (const [likeness, crowd] of alike) {
    const { kind } = crowd[0]!;
    const key = `${group}~${kind}`;
    if (crowd.length < BUNDLE_FROM) {
      cells.push(...crowd.map(({ id }): Cell => ({ type: 'system', id })));
    } else if (unfolded.has(key)) {
      const members = systems.filter((one) => one.kind === kind).map(({ id }) => id);
      if (!folds.has(key)) cells.push({ type: 'fold', id: `${key}~fold`, key, kind, members });
      folds.add(key);
      cells.push(...crowd.map(({ id }): Cell => ({ type: 'system', id })));
    } else {
      cells.push({
        type: 'bundle',
        id: `${group}~${likeness}`,
        key,
        kind,
        members: crowd.map(({ id }) => id),
      });
    }
  }
  return cells;
}

/** Cells are four times as wide as high: a `breadth` of 0.25 makes a square of them. */
const columnsFor = (cells: number, breadth: number): number => Math.ceil(Math.sqrt(breadth * cells));

function wiresOf({ links, cables }: MapView, blocks: readonly Block[]): Wire[] {
  const blockOf = new Map(
    blocks.flatMap((block) =>
      block.cells.flatMap((cell) =>
        (cell.type === 'bundle' ? cell.members : [cell.id]).map((id) => [id, block.id] as const),
      ),
    ),
  );
  const wires = new Map<string, { from: string; to: string; links: MapLink[]; cables: MapCable[] }>();
  const between = (upper: string, lower: string) => {
    const from = blockOf.get(upper);
    const to = blockOf.get(lower);
    if (from === undefined || to === undefined || from === to) return undefined;
    const known = wires.get(`${from} ${to}`) ?? wires.get(`${to} ${from}`);
    if (known) return known;
    const made = { from, to, links: [], cables: [] };
    wires.set(`${from} ${to}`, made);
    return made;
  };
  for (const link of links) between(link.parentId, link.childId)?.links.push(link);
  const degree = new Map<string, number>();
  for (const id of cables.flatMap(({ fromId, toId }) => [fromId, toId]))
    degree.set(id, (degree.get(id) ?? 0) + 1);
  // Where no dependency says what is above, it is the one with more cables: the switch.
  for (const cable of cables) {
    const { fromId, toId } = cable;
    const upper = (degree.get(fromId) ?? 0) >= (degree.get(toId) ?? 0) ? fromId : toId;
    between(upper, upper === fromId ? toId : fromId)?.cables.push(cable);
  }
  return [...wires].map(([id, wire]) => ({ id, ...wire }));
}

function collect(pairs: readonly (readonly [string, string])[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const [key, value] of pairs) found.set(key, (found.get(key) ?? new Set()).add(value));
  return found;
}

/** What the arrangement depends on; as long as it stays the same, changes are painted without moving anything. */
export function structureOf(view: MapView, unfolded: ReadonlySet<string>, alone?: string): string {
  return JSON.stringify([
    view.sites.map(({ id, name, networks }) => [id, name, networks]),
    view.systems.map(({ id, siteId, kind }) => [id, siteId, kind]),
    view.links.map(({ childId, parentId }) => [childId, parentId]),
    view.cables.map(({ fromId, toId }) => [fromId, toId]),
    [...unfolded].sort(),
    alone,
  ]);
}
