import type { Kind } from './kinds.ts';

/** `server`, `agent` for the system's own, or `probe:ID` for the agent of another system. */
export type PlaceId = string;

export interface Place {
  runsOn: 'server' | 'agent';
  probeId: string | null;
}

interface System {
  id: string;
  agentId: string | null;
}

/** Where a kind can be executed, the usual first. Empty where it is not executed, or where no agent is. */
export function placesFor(
  kind: Pick<Kind, 'runsOn' | 'executor'>,
  own: System,
  systems: readonly System[],
): PlaceId[] {
  const byAgent = kind.runsOn.includes('agent');
  return [
    ...(byAgent && own.agentId ? ['agent'] : []),
    ...(kind.runsOn.includes('server') ? ['server'] : []),
    ...(byAgent && kind.executor !== 'host'
      ? systems.filter(({ id, agentId }) => agentId && id !== own.id).map(({ id }) => `probe:${id}`)
      : []),
  ];
}

export const toPlace = (id: PlaceId): Place => ({
  runsOn: id === 'server' ? 'server' : 'agent',
  probeId: id.startsWith('probe:') ? id.slice('probe:'.length) : null,
});

export const placeId = ({ runsOn, probeId }: { runsOn: string; probeId: string | null }): PlaceId =>
  probeId ? `probe:${probeId}` : runsOn;
