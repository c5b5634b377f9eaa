import type { State } from '../app/tokens.ts';
import type { Asset } from './queries.ts';

export const ASSET_KINDS = [
  'server',
  'workstation',
  'storage',
  'network',
  'ot',
  'application',
  'cloud',
] as const satisfies readonly Asset['kind'][];
export const ASSET_STATES = [
  'critical',
  'warning',
  'unknown',
  'paused',
  'ok',
] as const satisfies readonly Asset['status'][];
export const IMPORTANCES = [
  'low',
  'normal',
  'high',
  'critical',
] as const satisfies readonly Asset['importance'][];

/** The worst first. */
export const STATE_RANK: Record<State, number> = {
  critical: 5,
  warning: 4,
  unknown: 3,
  paused: 2,
  info: 1,
  ok: 0,
};

export const assetPath = (asset: { clientId: string; id: string }): string =>
  `/clients/${asset.clientId}/assets/${asset.id}`;
export const clientPath = (clientId: string): string => `/clients/${clientId}`;
export const sitePath = (clientId: string, siteId: string): string => `/clients/${clientId}/sites/${siteId}`;
