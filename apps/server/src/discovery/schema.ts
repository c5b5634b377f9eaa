import type { SweepSource } from '@rettungsanker/protocol';
import type { ColumnType } from 'kysely';
import type { AssetKind } from '../fleet/index.ts';

export const SWEEP_STATES = ['ordered', 'running', 'done', 'refused', 'failed', 'cancelled'] as const;
export type SweepState = (typeof SWEEP_STATES)[number];
export const LINK_SOURCES = ['lldp', 'cdp', 'fdb'] as const;
export type LinkSource = (typeof LINK_SOURCES)[number];

export interface DiscoveryRuleTable {
  clientId: string;
  siteId: string;
  allowed: boolean;
  /** Null: only when somebody orders it. */
  everyHours: number | null;
  nextAt: Date | null;
  probeId: string | null;
  acceptKinds: AssetKind[];
  sealedSnmp: Buffer | null;
  snmpShown: string[];
  updatedAt: Date;
}
export interface DiscoverySweepTable {
  clientId: string;
  id: string;
  siteId: string;
  probeId: string;
  /** cidr[]: comes as an array, goes as a literal. */
  networks: ColumnType<string[], string, string>;
  withSnmp: boolean;
  /** Null: the site's rule ordered it. */
  orderedBy: string | null;
  orderedByName: string;
  state: SweepState;
  code: ColumnType<string | null, string | null | undefined>;
  message: ColumnType<string, string | undefined>;
  percent: ColumnType<number, number | undefined>;
  lookedAt: ColumnType<string[], string[] | undefined>;
  /** Neighbours that answered, and those of them that were seen for the first time. */
  found: ColumnType<number, number | undefined>;
  fresh: ColumnType<number, number | undefined>;
  createdAt: Date;
  heardAt: ColumnType<Date | null, Date | null | undefined>;
  endedAt: ColumnType<Date | null, Date | null | undefined>;
}
export interface DiscoveryNeighbourTable {
  clientId: string;
  id: string;
  siteId: string;
  mac: string | null;
  maker: string | null;
  address: string;
  also: string[];
  hostnames: string[];
  ports: number[];
  services: string[];
  /** What it says about itself elsewhere: its model, the title of its web page. */
  banners: string[];
  answeredBy: SweepSource[];
  sysName: string | null;
  sysDescr: string | null;
  sysObjectId: string | null;
  snmpAccess: number | null;
  firstSeenAt: Date;
  lastSeenAt: Date;
  sweepId: string;
  probeId: string;
  ignoredAt: ColumnType<Date | null, Date | null | undefined>;
  /** The system that it became, or was already. */
  assetId: ColumnType<string | null, string | null | undefined>;
  /** It became the system here. */
  acceptedAt: ColumnType<Date | null, Date | null | undefined>;
  checkIds: string[];
}
export interface DiscoveryLinkTable {
  clientId: string;
  siteId: string;
  fromAddress: string;
  port: string;
  source: LinkSource;
  farEnd: string;
  mac: string | null;
  name: string | null;
  address: string | null;
  farPort: string | null;
  shared: number;
  seenAt: Date;
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    discoveryRule: DiscoveryRuleTable;
    discoverySweep: DiscoverySweepTable;
    discoveryNeighbour: DiscoveryNeighbourTable;
    discoveryLink: DiscoveryLinkTable;
  }
}
