import i18next from 'i18next';
import type { State } from '../../app/tokens.ts';
import type { Neighbour, Sweep } from './queries.ts';

/** "Web (80)"; the number alone where nobody agrees what it is. */
export function portText(port: number): string {
  const key = `discovery.port.${port}`;
  return i18next.exists(key) ? `${String(i18next.t(key as never))} (${port})` : String(port);
}

export const NEIGHBOUR_STATES = [
  'new',
  'known',
  'accepted',
  'ignored',
] as const satisfies readonly Neighbour['state'][];

export const STATE_OF: Record<Neighbour['state'], State> = {
  new: 'info',
  known: 'ok',
  accepted: 'ok',
  ignored: 'paused',
};

export const SWEEP_STATE: Record<Sweep['state'], State> = {
  ordered: 'info',
  running: 'info',
  done: 'ok',
  refused: 'warning',
  failed: 'critical',
  cancelled: 'paused',
};

/** Four numbers in one, so that 10.0.0.9 comes before 10.0.0.10. */
export const addressRank = (address: string): number =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
