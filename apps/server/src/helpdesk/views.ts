import { z } from 'zod';
import { id, timestamp } from '../platform/http/schemas.ts';
import { fieldView } from '../platform/i18n/details.ts';
import { messageMail } from './mail/views.ts';
import { LEVELS, MATTERS, SIDES, TICKET_STATES, TICKET_TYPES } from './schema.ts';

const priority = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
export const ticketView = z.object({
  id,
  clientId: id,
  clientName: z.string(),
  clientCode: z.string(),
  number: z.number(),
  type: z.enum(TICKET_TYPES),
  title: z.string(),
  impact: z.enum(LEVELS),
  urgency: z.enum(LEVELS),
  priority,
  state: z.enum(TICKET_STATES),
  side: z.enum(SIDES),
  assigneeId: id.nullable(),
  assigneeName: z.string().nullable(),
  requesterId: id.nullable(),
  requesterName: z.string().nullable(),
  assetId: id.nullable(),
  assetName: z.string().nullable(),
  source: z.enum(['alert', 'person', 'mail', 'api']),
  /** Its alerts that are raised now. */
  raisedAlertIds: z.array(id),
  dueAt: timestamp.nullable(),
  firstResponseDueAt: timestamp.nullable(),
  firstRespondedAt: timestamp.nullable(),
  resolutionDueAt: timestamp.nullable(),
  solvedAt: timestamp.nullable(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
const clockKind = z.enum(['first-response', 'next-response', 'resolution']);
export const ticketDetail = ticketView.extend({
  serviceLevel: z.object({ name: z.string(), isDefault: z.boolean(), timeZone: z.string() }),
  clocks: z.array(
    z.object({
      kind: clockKind,
      state: z.enum(['running', 'paused', 'met', 'breached', 'stopped']),
      startedAt: timestamp,
      dueAt: timestamp.nullable(),
      answeredAt: timestamp.nullable(),
      pausedNow: z.boolean(),
      targetMs: z.number(),
      usedMs: z.number(),
      remainingMs: z.number(),
    }),
  ),
  next: z.object({ at: timestamp, kind: clockKind, percent: z.number() }).nullable(),
  messages: z.array(
    z.object({
      id,
      kind: z.enum(['public', 'internal', 'system']),
      authorId: id.nullable(),
      authorName: z.string(),
      authorSide: z.enum([...SIDES, 'system']),
      body: z.string(),
      createdAt: timestamp,
      /** The mail that it came by. */
      mail: messageMail.nullable(),
    }),
  ),
  alerts: z.array(
    z.object({
      id,
      severity: z.enum(['info', 'warning', 'critical']),
      state: z.enum(['raised', 'resolved']),
      /** What is wrong and where, in the reader's language. */
      title: z.string(),
      message: z.string(),
      raisedAt: timestamp,
      resolvedAt: timestamp.nullable(),
    }),
  ),
  /** What the reader must not overlook, e.g. that the alert of a solved ticket is still raised. */
  notice: z.string().nullable(),
  history: z.array(
    z.object({
      id: z.number(),
      at: timestamp,
      kind: z.string(),
      actorName: z.string(),
      details: z.record(z.string(), z.unknown()),
      /** The details for people, in the language of the request. */
      fields: z.array(fieldView),
    }),
  ),
});
export const newTicket = z.object({
  type: z.enum(TICKET_TYPES).default('incident'),
  title: z.string().trim().min(1).max(300),
  body: z.string().max(100_000).default(''),
  impact: z.enum(LEVELS).default('medium'),
  urgency: z.enum(LEVELS).default('medium'),
  assetId: id.nullable().default(null),
  about: z.enum(MATTERS).default('help'),
});
export const openedTicket = z.object({
  id,
  number: z.number(),
  /** With the client's code, to be quoted on the phone: KORN-12. */
  reference: z.string(),
  /** When somebody answers at the latest; null when nothing was promised. */
  respondBy: timestamp.nullable(),
  /** What happens next and what the requester should do, as sentences in the requester's language. */
  next: z.array(z.string()),
});
export const ticketPatch = z.object({
  title: z.string().trim().min(1).max(300).optional(),
  type: z.enum(TICKET_TYPES).optional(),
  impact: z.enum(LEVELS).optional(),
  urgency: z.enum(LEVELS).optional(),
  state: z.enum(TICKET_STATES).optional(),
  reason: z.string().max(500).optional(),
  assigneeId: id.nullable().optional(),
  side: z.enum(SIDES).optional(),
});
const span = z.object({ from: z.number().int().min(0).max(1440), to: z.number().int().min(0).max(1440) });
const day = z.array(span).max(12).optional();
const target = z.object({
  firstResponseMinutes: z.number().int().min(1).max(525_600),
  resolutionMinutes: z.number().int().min(1).max(525_600),
});
export const serviceLevelInput = z.object({
  name: z.string().trim().min(1).max(100),
  timeZone: z.string().min(1).max(64),
  weekly: z.object({
    monday: day,
    tuesday: day,
    wednesday: day,
    thursday: day,
    friday: day,
    saturday: day,
    sunday: day,
  }),
  state: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  municipality: z.string().max(50).nullable(),
  extraDays: z.array(z.iso.date()).max(500),
  targets: z.object({ 1: target, 2: target, 3: target, 4: target }),
});
export const serviceLevelView = serviceLevelInput.extend({ isDefault: z.boolean(), version: z.number() });
