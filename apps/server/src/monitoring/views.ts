import { z } from 'zod';
import { id, timestamp } from '../platform/http/schemas.ts';
import { labelMatchers } from './kinds/derived.ts';
import { CHECK_KIND_NAMES, ruleSchema } from './kinds/index.ts';
import { settingsOf } from './kinds/settings.ts';
import { CHECK_STATUS, RUNS_ON, SUPPRESSIONS } from './schema.ts';

const numbers = z.record(z.string(), z.number());
const severity = z.enum(['info', 'warning', 'critical']);

export const checkView = z.object({
  id,
  assetId: id,
  kind: z.enum(CHECK_KIND_NAMES),
  name: z.string(),
  config: z.record(z.string(), z.unknown()),
  rule: ruleSchema,
  intervalMs: z.number(),
  runsOn: z.enum(RUNS_ON),
  /** The system whose agent runs it; null: its own. */
  probeId: id.nullable(),
  second: z.object({ runsOn: z.enum(['server', 'agent']), probeId: id.nullable() }).nullable(),
  /** Who looks: systems whose agents execute it, null for the server; none where values are judged that come anyway. */
  places: z.array(z.object({ assetId: id.nullable(), name: z.string().nullable() })),
  origin: z.enum(['default', 'person']),
  enabled: z.boolean(),
  createdAt: timestamp,
  updatedAt: timestamp,
  states: z.array(
    z.object({
      instance: z.string(),
      status: z.enum(CHECK_STATUS),
      lastAt: timestamp.nullable(),
      lastValue: z.number().nullable(),
      message: z.string(),
      code: z.string().nullable(),
      values: numbers,
      since: timestamp,
      /** The result changes so often that a running alert is kept up. */
      flapping: z.boolean(),
    }),
  ),
});
/** What people may add and how it looks; forms and documentation are made from it. */
export const kindView = z.object({
  kind: z.enum(CHECK_KIND_NAMES),
  source: z.enum(['samples', 'platform', 'executed']),
  /** Who may execute it: the system's own agent, an agent of the site as well, or the server too. */
  executor: z.enum(['host', 'site', 'anywhere']).nullable(),
  /** Every new system with an agent has it. */
  automatic: z.boolean(),
  /** People may add it. */
  addable: z.boolean(),
  runsOn: z.array(z.enum(RUNS_ON)),
  defaultIntervalMs: z.number(),
  defaultRule: ruleSchema,
  /** JSON Schema (2020-12) of its settings with defaults and limits; secrets are writeOnly. */
  settings: z.record(z.string(), z.unknown()),
});
/** What is to be tried, from the server, before it is saved. */
export const trialInput = z.object({
  kind: z.enum(CHECK_KIND_NAMES),
  config: z.record(z.string(), z.unknown()).default({}),
  /** The check that is being changed: a secret that is shown as a mask is its own. */
  checkId: id.optional(),
});
export const trialView = z.object({
  status: z.enum(['ok', 'warning', 'failed', 'unknown']),
  message: z.string(),
  code: z.string().nullable(),
  values: numbers,
  durationMs: z.number(),
});
/** A second place that must agree before a failure is one. */
const secondPlace = z.object({ runsOn: z.enum(['server', 'agent']), probeId: id.nullable().optional() });
/** The document of the API carries the settings of every kind in `x-settings`; made when the document is. */
const settings = z.record(z.string(), z.unknown()).meta({
  description: 'Settings of the kind. Their schemas: x-settings, by kind, and GET /api/v1/check-kinds.',
  get 'x-settings'() {
    return Object.fromEntries(CHECK_KIND_NAMES.map((kind) => [kind, settingsOf(kind)]));
  },
});
export const checkInput = z.object({
  kind: z.enum(CHECK_KIND_NAMES),
  name: z.string().trim().min(1).max(200).optional(),
  config: settings.default({}),
  rule: ruleSchema.optional(),
  intervalMs: z.number().int().min(1000).max(86_400_000).optional(),
  runsOn: z.enum(['server', 'agent']).optional(),
  /** The system whose agent runs it as a probe. */
  probeId: id.nullable().optional(),
  second: secondPlace.nullable().optional(),
});
export const checkPatch = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  rule: ruleSchema.optional(),
  intervalMs: z.number().int().min(1000).max(86_400_000).optional(),
  enabled: z.boolean().optional(),
  runsOn: z.enum(['server', 'agent']).optional(),
  probeId: id.nullable().optional(),
  second: secondPlace.nullable().optional(),
});
export const alertView = z.object({
  id,
  clientId: id,
  clientName: z.string(),
  clientCode: z.string(),
  assetId: id,
  assetName: z.string(),
  checkId: id,
  checkName: z.string(),
  instance: z.string(),
  kind: z.string(),
  severity,
  state: z.enum(['raised', 'resolved']),
  /** What is wrong and where, in the reader's language. */
  title: z.string(),
  code: z.string().nullable(),
  message: z.string(),
  values: numbers,
  observedAt: timestamp,
  raisedAt: timestamp,
  resolvedAt: timestamp.nullable(),
  resolvedReason: z.string().nullable(),
  acknowledgedAt: timestamp.nullable(),
  acknowledgedByName: z.string().nullable(),
  acknowledgedNote: z.string().nullable(),
  acknowledgedUntil: timestamp.nullable(),
  /** Null: nobody was told, because of `suppression` or because it waits until `heldUntil`. */
  reportedAt: timestamp.nullable(),
  heldUntil: timestamp.nullable(),
  suppression: z.enum(SUPPRESSIONS).nullable(),
  /** The alert that is the cause, the silence or the maintenance window. */
  suppressedBy: id.nullable(),
  ticketId: id.nullable(),
});
/** One alert with what explains it. */
export const alertDetailView = alertView.extend({
  rule: ruleSchema,
  /** IANA zone of the site. */
  timeZone: z.string(),
  /** The series to look at, and from where on it is bad. */
  measured: z
    .object({
      metric: z.string(),
      checkId: id.nullable(),
      where: labelMatchers.nullable(),
      instance: z.string(),
      unit: z.string(),
      limits: z.array(z.object({ severity, value: z.number() })),
    })
    .nullable(),
});
export const alertHistoryView = z.object({
  at: timestamp,
  kind: z.enum([
    'raised',
    'changed',
    'told',
    'told-together',
    'escalated',
    'acknowledged',
    'unacknowledged',
    'resolved',
  ]),
  actor: z.string().nullable(),
  note: z.string().nullable(),
  step: z.number().nullable(),
  round: z.number().nullable(),
  told: z.array(
    z.object({
      channel: z.enum(['console', 'mail', 'webhook', 'channel']),
      name: z.string().nullable(),
      id: id.nullable(),
      state: z.enum(['pending', 'sent', 'failed']),
      readAt: timestamp.nullable(),
    }),
  ),
});
export const seriesView = z.object({
  bucketMs: z.number(),
  series: z.array(
    z.object({
      metric: z.string(),
      instance: z.string(),
      unit: z.string(),
      points: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
    }),
  ),
});
