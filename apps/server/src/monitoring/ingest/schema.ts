export interface IngestTokenTable {
  clientId: string;
  id: string;
  siteId: string | null;
  name: string;
  tokenHash: Buffer;
  hint: string;
  createdBy: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  assetId: string | null;
}
export interface IngestQuotaTable {
  clientId: string;
  activeSeries: number;
  samplesPerSecond: number;
  updatedAt: Date;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    ingestToken: IngestTokenTable;
    ingestQuota: IngestQuotaTable;
  }
}
