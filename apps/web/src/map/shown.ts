import type { MapFilter, MapSystem, MapView } from './types.ts';

/** Not proven to be fine. Paused is what somebody decided, and no trouble. */
export const inTrouble = ({ status, part }: Pick<MapSystem, 'status' | 'part'>): boolean =>
  part !== null || (status !== 'ok' && status !== 'paused');

/** The systems that fit the filter, with only those links and cables whose both ends are among them. */
export function shownOf(view: MapView, { sites, troubleOnly }: MapFilter): MapView {
  const wanted = (siteId: string): boolean => sites.length === 0 || sites.includes(siteId);
  const here = view.systems.filter(({ siteId }) => wanted(siteId));
  const ids = troubleOnly ? withWayUp(view, here.filter(inTrouble)) : new Set(here.map(({ id }) => id));
  const systems = view.systems.filter(({ id }) => ids.has(id));
  const siteIds = new Set(systems.map(({ siteId }) => siteId));
  return {
    ...view,
    sites: view.sites.filter(({ id }) => siteIds.has(id) || (!troubleOnly && wanted(id))),
    systems,
    links: view.links.filter(({ childId, parentId }) => ids.has(childId) && ids.has(parentId)),
    cables: view.cables.filter(({ fromId, toId }) => fromId !== toId && ids.has(fromId) && ids.has(toId)),
  };
}

function withWayUp({ links }: MapView, start: readonly MapSystem[]): Set<string> {
  const parents = new Map<string, string[]>();
  for (const { childId, parentId } of links)
    parents.set(childId, [...(parents.get(childId) ?? []), parentId]);
  const found = new Set<string>();
  const waiting = start.map(({ id }) => id);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    waiting.push(...(parents.get(id) ?? []));
  }
  return found;
}
