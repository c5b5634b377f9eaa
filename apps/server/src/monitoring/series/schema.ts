import type { Generated } from 'kysely';
import type { Json } from '../../platform/database/tables.ts';

export interface SeriesClientTable {
  clientId: string;
  nextId: Generated<number>;
  generation: Generated<number>;
  cuts: Generated<number>;
  cutUntil: Generated<Date>;
  rolledUntil: Generated<Date>;
  maxSeries: number | null;
  sampleDays: number | null;
  rollupDays: number | null;
}
export interface SeriesTable {
  clientId: string;
  id: number;
  name: string;
  labels: Json<Record<string, string>>;
  assetId: string | null;
  checkId: string | null;
  fingerprint: string;
  createdAt: Date;
  /** UTC day of the newest cut that had values of it. */
  seenOn: Generated<Date>;
}
export interface SeriesLogTable {
  clientId: string;
  xid: Generated<string>;
  id: Generated<number>;
  firstAt: Date;
  lastAt: Date;
  payload: Buffer;
}
export interface SeriesBlockTable {
  clientId: string;
  seriesGroup: number;
  startAt: Date;
  payload: Buffer;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    seriesClient: SeriesClientTable;
    series: SeriesTable;
    seriesLog: SeriesLogTable;
    seriesBlock: SeriesBlockTable;
    seriesRollupFine: SeriesBlockTable;
    seriesRollupCoarse: SeriesBlockTable;
  }
}
