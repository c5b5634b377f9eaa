import type { EscalationEnd, EscalationPolicy, EscalationState, Schedule } from '@rettungsanker/on-call';
import type { TimeWindow } from '@rettungsanker/time-windows';
import type { ColumnType } from 'kysely';
import type { Json } from '../../platform/database/tables.ts';
import type { Matcher } from './matcher.ts';

/** Whom a step of a chain tells. */
export type EscalationTarget =
  | { kind: 'person'; id: string }
  /** Who is on call then; with a gateway also on the person's telephone. */
  | { kind: 'schedule'; id: string; channelId?: string | undefined }
  | { kind: 'channel'; id: string };
export type Policy = EscalationPolicy<EscalationTarget>;

export interface AlertDependencyTable {
  clientId: string;
  id: string;
  siteId: string | null;
  assetId: string | null;
  checkId: string | null;
  parentAssetId: string;
  parentCheckId: string | null;
  createdAt: Date;
}
export interface SilenceTable {
  clientId: string;
  id: string;
  matcher: Json<Matcher>;
  reason: string;
  startsAt: Date;
  endsAt: Date;
  createdBy: string | null;
  createdByName: string;
  createdAt: Date;
}
export interface MaintenanceWindowTable {
  clientId: string;
  id: string;
  name: string;
  reason: ColumnType<string, string | undefined>;
  matcher: Json<Matcher>;
  timeWindow: Json<TimeWindow>;
  enabled: ColumnType<boolean, boolean | undefined>;
  createdByName: string;
  createdAt: Date;
  updatedAt: Date;
}
export interface OnCallScheduleTable {
  clientId: string;
  id: string;
  name: string;
  schedule: Json<Schedule>;
  createdAt: Date;
  updatedAt: Date;
}
export interface OnCallSubstitutionTable {
  clientId: string;
  id: string;
  scheduleId: string;
  personId: string;
  replacesId: string | null;
  startsAt: Date;
  endsAt: Date;
  note: string;
  createdByName: string;
  createdAt: Date;
}
export interface EscalationPolicyTable {
  clientId: string;
  id: string;
  name: string;
  position: number;
  matcher: Json<PolicyMatcher>;
  policy: Json<Policy>;
  enabled: ColumnType<boolean, boolean | undefined>;
  createdAt: Date;
  updatedAt: Date;
}
/** A chain of the provider may be for some clients only. */
export interface PolicyMatcher extends Matcher {
  clientIds?: string[] | undefined;
}
export interface EscalationTable {
  clientId: string;
  alertId: string;
  policyClientId: string;
  policyId: string;
  policyName: string;
  policy: Json<Policy>;
  state: Json<EscalationState>;
  nextAt: Date | null;
  startedAt: Date;
  endedAt: Date | null;
  endReason: EscalationEnd | null;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    alertDependency: AlertDependencyTable;
    silence: SilenceTable;
    maintenanceWindow: MaintenanceWindowTable;
    onCallSchedule: OnCallScheduleTable;
    onCallSubstitution: OnCallSubstitutionTable;
    onCallContact: { clientId: string; personId: string; phone: string; updatedAt: Date };
    escalationPolicy: EscalationPolicyTable;
    escalation: EscalationTable;
  }
}
