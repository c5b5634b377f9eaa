import type { ColumnType, Generated } from 'kysely';
import type { Json } from '../platform/database/tables.ts';

export const ASSET_KINDS = [
  'server',
  'workstation',
  'storage',
  'network',
  'ot',
  'application',
  'cloud',
] as const;
export const IMPORTANCE = ['low', 'normal', 'high', 'critical'] as const;
export const ASSET_STATUS = ['ok', 'warning', 'critical', 'unknown', 'paused'] as const;
export type AssetKind = (typeof ASSET_KINDS)[number];
export type AssetStatus = (typeof ASSET_STATUS)[number];

export interface SiteTable {
  clientId: string;
  id: string;
  name: string;
  timeZone: string;
  state: string | null;
  municipality: string | null;
  /** cidr[]: comes as an array, goes as a literal. */
  networks: ColumnType<string[], string, string>;
  allowLoopback: ColumnType<boolean, boolean | undefined>;
  serverNetworks: ColumnType<string[], string | undefined, string>;
  createdAt: Date;
  archivedAt: Date | null;
}
export interface AssetTable {
  clientId: string;
  id: string;
  siteId: string;
  kind: AssetKind;
  name: string;
  description: ColumnType<string, string | undefined>;
  importance: ColumnType<(typeof IMPORTANCE)[number], (typeof IMPORTANCE)[number] | undefined>;
  status: ColumnType<AssetStatus, AssetStatus | undefined>;
  os: string | null;
  address: string | null;
  createdAt: Date;
  updatedAt: Date;
  archivedAt: Date | null;
}
export interface AgentTable {
  clientId: string;
  id: string;
  assetId: string;
  publicKey: Buffer;
  machine: string;
  version: string;
  platform: string;
  enrolledAt: Date;
  revokedAt: Date | null;
  lastSeq: Generated<number>;
  lastSeenAt: Date | null;
  connectedAt: Date | null;
  disconnectedAt: Date | null;
  /** Key of the server process that it is connected to. */
  process: ColumnType<number | null, number | undefined>;
  skewMs: number | null;
  droppedBatches: Generated<number>;
  sampleIntervalMs: Generated<number>;
}
export interface EnrolmentCodeTable {
  clientId: string;
  id: string;
  siteId: string;
  tokenHash: Buffer;
  assetKind: AssetKind;
  createdBy: string | null;
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
  revokedAt: Date | null;
  agentId: string | null;
}
export interface InventoryTable {
  clientId: string;
  assetId: string;
  section: string;
  facts: Json;
  collectedAt: Date;
  changedAt: Date;
}
export interface SoftwareTable {
  clientId: string;
  assetId: string;
  purl: string;
  name: string;
  version: string;
  source: string | null;
  firstSeenAt: Date;
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    site: SiteTable;
    asset: AssetTable;
    agent: AgentTable;
    enrolmentCode: EnrolmentCodeTable;
    inventory: InventoryTable;
    software: SoftwareTable;
  }
}
