import type { Json } from '../../platform/database/tables.ts';
import type { HeartbeatSettings } from './settings.ts';

export type Signal = 'ok' | 'start' | 'fail';

export interface HeartbeatTable {
  clientId: string;
  checkId: string;
  tokenHash: Buffer;
  hint: string;
  createdAt: Date;
  lastAt: Date | null;
  lastSignal: Signal | null;
  startedAt: Date | null;
  schedule: Json<HeartbeatSettings>;
  dueAt: Date;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    heartbeat: HeartbeatTable;
  }
}
