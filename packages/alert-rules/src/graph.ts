/** Refused: the link would make a circle, in which nothing is a cause. */
export class DependencyCycle extends Error {
  override readonly name = 'DependencyCycle';
  readonly code = 'RA_DEPENDENCY_CYCLE';
}

interface Node {
  readonly parents: Set<Node>;
  readonly children: Set<Node>;
  readonly id: string;
  failed: boolean;
  /** Parents that are failed or unreachable; kept up to date, so that a change costs only what it changes. */
  goneParents: number;
}

/**
 * What depends on what. A node is unreachable when it has parents and all of them are failed or unreachable
 * themselves; a failure of an unreachable node is a consequence, every other failure a cause.
 */
export interface DependencyGraph {
  /** @throws DependencyCycle and changes nothing */
  link(child: string, parent: string): void;
  unlink(child: string, parent: string): void;
  /** @returns nodes that became reachable or unreachable by it; cost grows with these and their children */
  setFailed(id: string, failed: boolean): string[];
  isUnreachable(id: string): boolean;
  isConsequence(id: string): boolean;
  /** The failures behind a node that is unreachable, in no order; empty for one that can be reached. */
  causesOf(id: string): string[];
  /** All that would be unreachable if this node failed alone. */
  dependantsOf(id: string): string[];
}

const gone = (node: Node): boolean => node.failed || unreachable(node);
const unreachable = (node: Node): boolean => node.parents.size > 0 && node.goneParents === node.parents.size;

export function dependencyGraph(): DependencyGraph {
  const nodes = new Map<string, Node>();
  const at = (id: string): Node => {
    let node = nodes.get(id);
    if (!node) {
      node = { id, parents: new Set(), children: new Set(), failed: false, goneParents: 0 };
      nodes.set(id, node);
    }
    return node;
  };

  /** Applies a change and carries it downwards as far as it changes anything. */
  const change = (start: Node, apply: () => void): string[] => {
    const changed: string[] = [];
    const queue: [Node, () => void][] = [[start, apply]];
    for (let next = queue.pop(); next; next = queue.pop()) {
      const [node, doIt] = next;
      const before = { gone: gone(node), unreachable: unreachable(node) };
      doIt();
      if (unreachable(node) !== before.unreachable) changed.push(node.id);
      if (gone(node) === before.gone) continue;
      const step = before.gone ? -1 : 1;
      for (const child of node.children)
        queue.push([
          child,
          () => {
            child.goneParents += step;
          },
        ]);
    }
    return changed;
  };

  return {
    link(childId, parentId) {
      const child = at(childId);
      const parent = at(parentId);
      if (child.parents.has(parent)) return;
      if (child === parent || reaches(parent, child))
        throw new DependencyCycle(`${childId} cannot depend on ${parentId}, which depends on it`);
      change(child, () => {
        child.parents.add(parent);
        if (gone(parent)) child.goneParents++;
      });
      parent.children.add(child);
    },
    unlink(childId, parentId) {
      const child = nodes.get(childId);
      const parent = nodes.get(parentId);
      if (!child || !parent || !child.parents.has(parent)) return;
      parent.children.delete(child);
      change(child, () => {
        child.parents.delete(parent);
        if (gone(parent)) child.goneParents--;
      });
    },
    setFailed(id, failed) {
      const node = at(id);
      if (node.failed === failed) return [];
      return change(node, () => {
        node.failed = failed;
      });
    },
    isUnreachable: (id) => {
      const node = nodes.get(id);
      return node !== undefined && unreachable(node);
    },
    isConsequence: (id) => {
      const node = nodes.get(id);
      return node?.failed === true && unreachable(node);
    },
    causesOf(id) {
      const node = nodes.get(id);
      if (!node || !unreachable(node)) return [];
      const causes: string[] = [];
      walk([node], (one) => {
        if (one !== node && !unreachable(one)) causes.push(one.id);
        return unreachable(one) ? one.parents : [];
      });
      return causes;
    },
    dependantsOf(id) {
      const start = nodes.get(id);
      if (!start) return [];
      const lost = new Set([start]);
      const queue = [start];
      for (let node = queue.pop(); node; node = queue.pop())
        for (const child of node.children)
          if (!lost.has(child) && [...child.parents].every((parent) => lost.has(parent))) {
            lost.add(child);
            queue.push(child);
          }
      lost.delete(start);
      return Array.from(lost, (node) => node.id);
    },
  };
}

/** Visits each node once. */
function walk(from: Iterable<Node>, next: (node: Node) => Iterable<Node>): void {
  const seen = new Set(from);
  const queue = [...seen];
  for (let node = queue.pop(); node; node = queue.pop())
    for (const one of next(node))
      if (!seen.has(one)) {
        seen.add(one);
        queue.push(one);
      }
}

/** Is `target` among the parents of `from`, theirs, and so on? */
function reaches(from: Node, target: Node): boolean {
  let found = false;
  walk([from], (node) => {
    found ||= node.parents.has(target);
    return found ? [] : node.parents;
  });
  return found;
}
