import './mail/schema.ts';
import type { CalendarVersion, ServiceTarget } from '@rettungsanker/sla-clock';
import type { ColumnType, Generated } from 'kysely';
import type { Json } from '../platform/database/tables.ts';

export const TICKET_TYPES = ['incident', 'request', 'change', 'problem'] as const;
export const TICKET_STATES = ['new', 'open', 'waiting', 'solved', 'closed'] as const;
export const LEVELS = ['low', 'medium', 'high'] as const;
export const SIDES = ['client', 'provider', 'supplier'] as const;
/** What a person turns to us with; a suspicious mail is answered in its own words. */
export const MATTERS = ['help', 'suspicious-mail'] as const;
export type TicketType = (typeof TICKET_TYPES)[number];
export type TicketState = (typeof TICKET_STATES)[number];
export type Level = (typeof LEVELS)[number];
export type Side = (typeof SIDES)[number];
export type Priority = 1 | 2 | 3 | 4;
export const OPEN_STATES: readonly TicketState[] = ['new', 'open', 'waiting'];

/** Working minutes promised for one priority. */
export interface PriorityTarget {
  firstResponseMinutes: number;
  resolutionMinutes: number;
}
export type Targets = Record<Priority, PriorityTarget>;

export interface BusinessCalendarTable {
  clientId: string;
  id: string;
  version: number;
  name: string;
  validFrom: ColumnType<string, string, string>;
  timeZone: string;
  weekly: Json<CalendarVersion['weekly']>;
  state: string | null;
  municipality: string | null;
  extraDays: Json<string[]>;
  createdAt: Date;
}
export interface ServiceLevelTable {
  clientId: string;
  id: string;
  version: number;
  name: string;
  calendarId: string;
  validFrom: Date;
  targets: Json<Targets>;
  createdAt: Date;
}
export interface TicketTable {
  clientId: string;
  id: string;
  number: number;
  type: TicketType;
  title: string;
  impact: Level;
  urgency: Level;
  priority: Priority;
  state: TicketState;
  side: ColumnType<Side, Side | undefined>;
  assigneeId: string | null;
  requesterId: string | null;
  assetId: string | null;
  source: 'alert' | 'person' | 'mail' | 'api';
  serviceLevelId: string | null;
  firstResponseDueAt: Date | null;
  firstRespondedAt: Date | null;
  resolutionDueAt: Date | null;
  solvedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}
export interface TicketMessageTable {
  clientId: string;
  id: string;
  ticketId: string;
  kind: 'public' | 'internal' | 'system';
  authorId: string | null;
  authorName: string;
  authorSide: Side | 'system';
  body: string;
  createdAt: Date;
}
/** Details by kind: created {state, target}, state {from, to, reason}, priority {…, target}, message {kind, side}, assigned {to}. */
export interface TicketEventTable {
  clientId: string;
  id: Generated<number>;
  ticketId: string;
  at: Date;
  kind: 'created' | 'state' | 'priority' | 'message' | 'assigned' | 'side' | 'changed' | 'alert' | 'clock';
  actorId: string | null;
  actorName: string;
  details: Json<TicketEventDetails>;
}
export interface TicketEventDetails {
  from?: string | null;
  to?: string | null;
  reason?: string;
  kind?: string;
  side?: string;
  target?: ServiceTarget;
  [key: string]: unknown;
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    businessCalendar: BusinessCalendarTable;
    serviceLevel: ServiceLevelTable;
    ticketNumber: { clientId: string; last: number };
    ticket: TicketTable;
    ticketMessage: TicketMessageTable;
    ticketEvent: TicketEventTable;
    ticketAlert: { clientId: string; ticketId: string; alertId: string };
  }
}
