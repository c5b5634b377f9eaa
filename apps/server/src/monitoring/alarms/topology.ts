import { DependencyCycle, type DependencyGraph, dependencyGraph } from '@rettungsanker/alert-rules';
import type { AlertDependencyTable } from './schema.ts';

/** Checks that say whether a system can be reached at all; every other check of it depends on them. */
export const REACHABILITY_KINDS: ReadonlySet<string> = new Set(['availability', 'icmp', 'tcp']);

export const assetNode = (id: string): string => `asset ${id}`;
export const checkNode = (id: string): string => `check ${id}`;

export type Dependency = Pick<
  AlertDependencyTable,
  'siteId' | 'assetId' | 'checkId' | 'parentAssetId' | 'parentCheckId'
>;
/** The systems of a client that are in service. */
export interface PlacedAsset {
  id: string;
  siteId: string;
}

export interface Topology {
  graph: DependencyGraph;
  /** Parents of a node, as the graph has them. */
  parents: ReadonlyMap<string, readonly string[]>;
}

/**
 * The graph of a client. A check with dependencies of its own follows these, and its system as ever; a rule for a site
 * is for those of its systems that have none of their own and are not what the rule names.
 * @throws DependencyCycle when the dependencies of systems and checks are circular
 */
export function topologyOf(dependencies: readonly Dependency[], assets: readonly PlacedAsset[]): Topology {
  const graph = dependencyGraph();
  const parents = new Map<string, string[]>();
  const link = (child: string, parent: string): void => {
    graph.link(child, parent);
    const known = parents.get(child);
    if (!known) parents.set(child, [parent]);
    else if (!known.includes(parent)) known.push(parent);
  };
  const own = new Set<string>();
  for (const { assetId, checkId, ...dependency } of dependencies) {
    if (assetId !== null) {
      own.add(assetId);
      link(assetNode(assetId), parentNode(dependency));
    }
    if (checkId !== null) link(checkNode(checkId), parentNode(dependency));
  }
  // The check that is a parent cannot say anything either when its system is gone.
  for (const { parentAssetId, parentCheckId } of dependencies)
    if (parentCheckId !== null && !parents.has(checkNode(parentCheckId)))
      link(checkNode(parentCheckId), assetNode(parentAssetId));
  for (const dependency of dependencies) {
    if (dependency.siteId === null) continue;
    const uplinks = new Set(
      dependencies
        .filter(({ siteId }) => siteId === dependency.siteId)
        .map(({ parentAssetId }) => parentAssetId),
    );
    for (const { id, siteId } of assets) {
      if (siteId !== dependency.siteId || own.has(id) || uplinks.has(id)) continue;
      try {
        link(assetNode(id), parentNode(dependency));
      } catch (error) {
        // On the way to the uplink: it does not depend on what it leads to.
        if (!(error instanceof DependencyCycle)) throw error;
      }
    }
  }
  return { graph, parents };
}

const parentNode = ({
  parentAssetId,
  parentCheckId,
}: Pick<Dependency, 'parentAssetId' | 'parentCheckId'>): string =>
  parentCheckId === null ? assetNode(parentAssetId) : checkNode(parentCheckId);
