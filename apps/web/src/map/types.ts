import type { Answer } from '../api/types.ts';

/** Sites, systems and what connects them, as the server tells it. */
export type MapView = Answer<'/api/v1/clients/{clientId}/map'>;
export type MapSystem = MapView['systems'][number];
export type MapSite = MapView['sites'][number];
export type MapLink = MapView['links'][number];
export type MapCable = MapView['cables'][number];

/** What the reader asked to see; stands in the address. */
export interface MapFilter {
  /** Of these sites; of all when empty. */
  sites: readonly string[];
  /** Only what is not OK, and everything that it depends on. */
  troubleOnly: boolean;
}

export interface Point {
  x: number;
  y: number;
}

export interface Area extends Point {
  width: number;
  height: number;
}
