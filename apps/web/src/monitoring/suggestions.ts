import { readInventory, type Sections } from '../fleet/inventory.ts';
import { type AssetPlace, useInventory } from '../fleet/queries.ts';

/** Names and ports that a system has, for the form of a new check. */
export interface Suggestions {
  services: string[];
  processes: string[];
  /** Listening TCP ports with what listens there, the lowest first. */
  ports: { port: number; process: string }[];
}

/** From the inventory of the system; empty while it is loaded, and for a system without agent. */
export function useSuggestions(place: AssetPlace): Suggestions {
  return suggestionsFrom(readInventory(useInventory(place).data));
}

export function suggestionsFrom({ services, ports }: Pick<Sections, 'services' | 'ports'>): Suggestions {
  const listening = (ports?.facts ?? []).filter(({ protocol }) => protocol === 'tcp');
  const byPort = new Map(listening.map(({ port, process }) => [port, process ?? '']));
  return {
    // systemd's name without its ending is what people type, and what the check takes as well.
    services: sorted((services?.facts ?? []).map(({ name }) => name.replace(/\.service$/, ''))),
    processes: sorted((ports?.facts ?? []).flatMap(({ process }) => process ?? [])),
    ports: [...byPort].map(([port, process]) => ({ port, process })).sort((a, b) => a.port - b.port),
  };
}

const sorted = (names: string[]): string[] => [...new Set(names)].sort((a, b) => a.localeCompare(b));
