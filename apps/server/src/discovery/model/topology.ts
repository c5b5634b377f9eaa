import type { LinkSource } from '../schema.ts';

/** A device says that another one is behind a port of it. Both are known by a key of the caller. */
export interface Told {
  from: string;
  port: string;
  source: LinkSource;
  to: string;
  /** Port of the other end, in its words. */
  farPort?: string | null;
  /** How many hardware addresses are behind the port. */
  shared: number;
  seenAt: Date;
}
export interface Cable {
  from: string;
  fromPort: string;
  to: string;
  /** Null: the other end did not say. */
  toPort: string | null;
  source: LinkSource;
  seenAt: Date;
}
export interface Hanging {
  child: string;
  parent: string;
}
export interface NetworkTree {
  cables: Cable[];
  /** What cannot be reached without what. Never a circle. */
  hanging: Hanging[];
}

/**
 * Who is plugged in where, and what hangs on what.
 *
 * LLDP and CDP name the direct neighbour. An address table names everything behind a port, so it says less: a port with
 * one address leads to that device, unless it is a switch; two switches that see each other are direct neighbours when
 * no third one is seen by both on the ports between them. What could be either way is left out: an unknown cable is
 * better than a wrong one.
 *
 * @param roots what the rest of the network is reached through, the router as a rule. Without one, only what is no
 * switch itself hangs on something.
 */
export function networkTree(told: readonly Told[], roots: ReadonlySet<string>): NetworkTree {
  const sane = told.filter(({ from, to }) => from !== to);
  const switches = new Set(sane.map(({ from }) => from));
  const direct = announced(sane);
  // A port on which somebody introduced itself is explained.
  const explained = new Set(
    sane.filter(({ source }) => source !== 'fdb').map(({ from, port }) => portKey(from, port)),
  );
  const tables = sane.filter(
    ({ source, from, port }) => source === 'fdb' && !explained.has(portKey(from, port)),
  );
  const cables = [...direct, ...betweenSwitches(tables, switches, direct), ...leaves(tables, switches)];
  return { cables, hanging: hangingOn(cables, switches, roots) };
}

const portKey = (from: string, port: string): string => JSON.stringify([from, port]);
const pairKey = (a: string, b: string): string => JSON.stringify(a < b ? [a, b] : [b, a]);

/** Cables that LLDP or CDP know; both ends of one are one cable. */
function announced(told: readonly Told[]): Cable[] {
  const pairs = new Map<string, Map<string, Told>>();
  for (const one of told) {
    if (one.source === 'fdb') continue;
    const ports = entry(pairs, pairKey(one.from, one.to), () => new Map<string, Told>());
    const known = ports.get(portKey(one.from, one.port));
    // Both protocols say the same.
    if (!known || (known.source === 'cdp' && one.source === 'lldp'))
      ports.set(portKey(one.from, one.port), one);
  }
  return [...pairs.values()].flatMap((ports) => {
    const all = [...ports.values()];
    const near = all.filter(({ from }) => from === all[0]!.from);
    const far = all.filter(({ from }) => from !== all[0]!.from);
    // Of a bundle of cables only the devices themselves can say which port meets which.
    const [side, other] = near.length >= far.length ? [near, far] : [far, near];
    const toPort = side.length === 1 ? (other[0]?.port ?? null) : null;
    return side.map(({ from, port, to, source, farPort, seenAt }) => ({
      from,
      fromPort: port,
      to,
      toPort: toPort ?? farPort ?? null,
      source,
      seenAt,
    }));
  });
}

/** Devices that are alone on a port of exactly one switch. */
function leaves(tables: readonly Told[], switches: ReadonlySet<string>): Cable[] {
  const alone = new Map<string, Told[]>();
  for (const one of tables)
    if (one.shared === 1 && !switches.has(one.to)) entry(alone, one.to, () => [] as Told[]).push(one);
  return [...alone.values()].flatMap((found) =>
    new Set(found.map(({ from }) => from)).size > 1
      ? []
      : found.slice(0, 1).map(({ from, port, to, seenAt }) => ({
          from,
          fromPort: port,
          to,
          toPort: null,
          source: 'fdb' as const,
          seenAt,
        })),
  );
}

/** Switches that see each other with no third one between them. */
function betweenSwitches(
  tables: readonly Told[],
  switches: ReadonlySet<string>,
  direct: readonly Cable[],
): Cable[] {
  const behind = new Map<string, Set<string>>();
  const seen = new Map<string, Told>();
  for (const one of tables) {
    if (!switches.has(one.to)) continue;
    entry(behind, portKey(one.from, one.port), () => new Set<string>()).add(one.to);
    seen.set(portKey(one.from, one.to), one);
  }
  const known = new Set(direct.map(({ from, to }) => pairKey(from, to)));
  return [...seen.values()].flatMap((one) => {
    const back = seen.get(portKey(one.to, one.from));
    if (!back || one.from > one.to || known.has(pairKey(one.from, one.to))) return [];
    const here = behind.get(portKey(one.from, one.port))!;
    const there = behind.get(portKey(back.from, back.port))!;
    if ([...here].some((third) => there.has(third))) return [];
    return [
      {
        from: one.from,
        fromPort: one.port,
        to: one.to,
        toPort: back.port,
        source: 'fdb' as const,
        seenAt: one.seenAt < back.seenAt ? one.seenAt : back.seenAt,
      },
    ];
  });
}

/**
 * Away from the root: whoever is one step nearer to it is a parent (of several, one is enough). As every parent is
 * strictly nearer, there is no circle.
 */
function hangingOn(
  cables: readonly Cable[],
  switches: ReadonlySet<string>,
  roots: ReadonlySet<string>,
): Hanging[] {
  const beside = new Map<string, Set<string>>();
  for (const { from, to } of cables) {
    entry(beside, from, () => new Set<string>()).add(to);
    entry(beside, to, () => new Set<string>()).add(from);
  }
  const steps = new Map<string, number>();
  let edge = [...roots].filter((root) => beside.has(root));
  for (const root of edge) steps.set(root, 0);
  for (let step = 1; edge.length > 0; step++) {
    const next: string[] = [];
    for (const node of edge) {
      // A host with two cables does not carry the traffic of others.
      if (step > 1 && !switches.has(node)) continue;
      for (const other of beside.get(node)!) {
        if (steps.has(other)) continue;
        steps.set(other, step);
        next.push(other);
      }
    }
    edge = next;
  }
  const carries = (node: string): boolean => switches.has(node) || roots.has(node);
  return [...beside].flatMap(([child, others]) => {
    const own = steps.get(child);
    const parents = [...others].filter((other) => {
      if (!carries(other)) return false;
      const step = steps.get(other);
      if (own !== undefined) return step !== undefined && step < own;
      // Nobody knows where the rest of the network is; what forwards nothing hangs on what does.
      return !switches.has(child);
    });
    return parents.map((parent) => ({ child, parent }));
  });
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
