import type { Pen } from './shapes.ts';
import type { MapCable, MapLink, MapSystem, MapView } from './types.ts';

/** Widths as of a font in which every letter is as wide as the others. */
export const pen: Pen = {
  measure: (text, size) => text.length * size * 0.56,
  words: {
    state: (state) => state,
    part: (part) => part,
    kind: (kind) => kind,
    crowd: (kind, count) => `${count} ${kind}`,
    crowdState: (counts) => counts.map(({ state, count }) => `${count} ${state}`).join(', '),
    fold: 'fold',
    noSystems: 'no systems',
  },
};

export const system = (id: string, more: Partial<MapSystem> = {}): MapSystem => ({
  id,
  siteId: 'site',
  name: id,
  kind: 'server',
  status: 'ok',
  address: null,
  part: null,
  ...more,
});

/** "child parent" */
export const link = (text: string): MapLink => {
  const [childId, parentId] = text.split(' ') as [string, string];
  return { childId, parentId, by: 'system' };
};

/** "from to" */
export const cable = (text: string): MapCable => {
  const [fromId, toId] = text.split(' ') as [string, string];
  return {
    fromId,
    fromPort: `${fromId}-port`,
    toId,
    toPort: null,
    source: 'lldp',
    seenAt: '2026-12-01T00:00:00Z',
  };
};

export const view = (more: Partial<MapView>): MapView => ({
  sites: [{ id: 'site', name: 'Werk', networks: ['192.168.10.0/24'] }],
  systems: [],
  links: [],
  cables: [],
  truncated: false,
  ...more,
});

/** A firewall, a core switch, a switch for each 25 workstations, and a second site behind the firewall. */
export function firm(count: number): MapView {
  const systems = [
    system('fw', { kind: 'network' }),
    system('core', { kind: 'network' }),
    system('fw-2', { kind: 'network', siteId: 'second' }),
  ];
  const links = [link('core fw'), link('fw-2 fw')];
  for (let index = 0; systems.length < count; index++) {
    const floor = `switch-${Math.floor(index / 25)}`;
    if (index % 25 === 0) {
      systems.push(system(floor, { kind: 'network' }));
      links.push(link(`${floor} core`));
    }
    const away = index % 9 === 0;
    const id = `ws-${index}`;
    systems.push(system(id, { kind: 'workstation', siteId: away ? 'second' : 'site' }));
    links.push(link(`${id} ${away ? 'fw-2' : floor}`));
  }
  return view({
    sites: [
      { id: 'site', name: 'Werk', networks: ['192.168.10.0/24'] },
      { id: 'second', name: 'Lager', networks: [] },
      { id: 'empty', name: 'Büro', networks: [] },
    ],
    systems,
    links,
  });
}
