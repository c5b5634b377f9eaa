import type { CheckStatus, Rule, RuleState, Severity } from '@rettungsanker/alert-rules';
import type { ColumnType, Generated } from 'kysely';
import type { Json } from '../platform/database/tables.ts';
import type { CheckKind } from './kinds/index.ts';

export const CHECK_STATUS = ['ok', 'warning', 'critical', 'unknown'] as const;
export type CheckStatusName = (typeof CHECK_STATUS)[number];
export const RUNS_ON = ['server', 'agent', 'samples'] as const;

export interface CheckTable {
  clientId: string;
  id: string;
  assetId: string;
  kind: CheckKind;
  name: string;
  config: Json<Record<string, unknown>>;
  rule: Json<Rule>;
  intervalMs: number;
  runsOn: (typeof RUNS_ON)[number];
  /** The system whose agent runs it; null: its own. */
  probeId: ColumnType<string | null, string | null | undefined>;
  /** The second place, which must agree before a failure is one. */
  secondRunsOn: ColumnType<'server' | 'agent' | null, 'server' | 'agent' | null | undefined>;
  secondProbeId: ColumnType<string | null, string | null | undefined>;
  origin: 'default' | 'person';
  enabled: Generated<boolean>;
  createdAt: Date;
  updatedAt: Date;
}
export interface CheckStateTable {
  clientId: string;
  checkId: string;
  instance: string;
  status: CheckStatusName;
  ruleState: Json<RuleState>;
  lastAt: Date | null;
  lastValue: number | null;
  message: string;
  code: string | null;
  values: Json<Record<string, number>>;
  since: Date;
}
export interface CheckPlaceTable {
  clientId: string;
  checkId: string;
  /** `server`, or the system whose agent looked. */
  place: string;
  at: Date;
  status: CheckStatus;
  message: string;
  code: string | null;
  values: Json<Record<string, number>>;
}
export const SUPPRESSIONS = ['consequence', 'silence', 'maintenance'] as const;
export type Suppression = (typeof SUPPRESSIONS)[number];
export interface AlertTable {
  clientId: string;
  id: string;
  assetId: string;
  checkId: string;
  instance: string;
  kind: string;
  severity: Severity;
  state: 'raised' | 'resolved';
  code: string | null;
  message: string;
  values: Json<Record<string, number>>;
  observedAt: Date;
  raisedAt: Date;
  resolvedAt: Date | null;
  resolvedReason: string | null;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
  acknowledgedNote: string | null;
  /** The acknowledgement ends by itself then and the escalation starts again. */
  acknowledgedUntil: ColumnType<Date | null, Date | null | undefined>;
  /** When it was nobody's consequence and nothing kept it silent: a ticket was opened. */
  reportedAt: ColumnType<Date | null, Date | null | undefined>;
  /** When somebody was told, alone or together with others. */
  toldAt: ColumnType<Date | null, Date | null | undefined>;
  heldUntil: ColumnType<Date | null, Date | null | undefined>;
  suppression: ColumnType<Suppression | null, Suppression | null | undefined>;
  /** The alert that is the cause, the silence, or the maintenance window. */
  suppressedBy: ColumnType<string | null, string | null | undefined>;
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    check: CheckTable;
    checkState: CheckStateTable;
    checkPlace: CheckPlaceTable;
    alert: AlertTable;
  }
}
