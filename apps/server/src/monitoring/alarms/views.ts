import { SEVERITIES } from '@rettungsanker/alert-rules';
import { WEEKDAYS } from '@rettungsanker/time-windows';
import { z } from 'zod';
import { id, name, timestamp } from '../../platform/http/schemas.ts';
import { matcherSchema } from './matcher.ts';

/** E.164. */
export const phone = z.string().regex(/^\+[0-9]{6,15}$/, 'a number like +4930123456 is expected');
const wallTime = z.string().max(5);
const date = z.string().max(10);
const zone = z.string().max(64);
const recurrence = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('once'), date }),
  z.object({ kind: z.literal('daily') }),
  z.object({ kind: z.literal('weekly'), weekdays: z.array(z.enum(WEEKDAYS)).min(1).max(7) }),
  z.object({
    kind: z.literal('monthly'),
    nth: z.union([
      z.literal(1),
      z.literal(2),
      z.literal(3),
      z.literal(4),
      z.literal(5),
      z.literal(-1),
      z.literal(-2),
    ]),
    weekday: z.enum(WEEKDAYS),
  }),
  z.object({ kind: z.literal('month-day'), day: z.number().int().min(-1).max(31) }),
]);
const span = z.object({
  recurrence,
  from: wallTime,
  until: wallTime,
  untilDays: z.number().int().min(0).max(6).exactOptional(),
  startsOn: date.exactOptional(),
  endsOn: date.exactOptional(),
});
export const windowSchema = span.extend({ timeZone: zone });

const reason = z.string().trim().max(2000);
export const silenceInput = z.object({
  matcher: matcherSchema,
  reason: reason.min(1),
  startsAt: timestamp.optional(),
  endsAt: timestamp,
});
export const silenceView = z.object({
  id,
  matcher: matcherSchema,
  reason: z.string(),
  startsAt: timestamp,
  endsAt: timestamp,
  active: z.boolean(),
  /** Alerts that are up and silenced by it. */
  alerts: z.number(),
  createdByName: z.string(),
  createdAt: timestamp,
});
export const maintenanceInput = z.object({
  name,
  reason: reason.default(''),
  matcher: matcherSchema,
  window: windowSchema,
  enabled: z.boolean().default(true),
});
export const maintenancePatch = z.object({
  name: name.optional(),
  reason: reason.optional(),
  matcher: matcherSchema.optional(),
  window: windowSchema.optional(),
  enabled: z.boolean().optional(),
});
const occurrence = z.object({ from: timestamp, to: timestamp });
export const maintenanceView = z.object({
  id,
  name: z.string(),
  reason: z.string(),
  matcher: matcherSchema,
  window: windowSchema,
  enabled: z.boolean(),
  current: occurrence.nullable(),
  next: occurrence.nullable(),
  alerts: z.number(),
  createdByName: z.string(),
  createdAt: timestamp,
  updatedAt: timestamp,
});

export const dependencyInput = z.object({
  siteId: id.optional(),
  assetId: id.optional(),
  checkId: id.optional(),
  parentAssetId: id,
  parentCheckId: id.optional(),
});
export const dependencyView = z.object({
  id,
  siteId: id.nullable(),
  siteName: z.string().nullable(),
  assetId: id.nullable(),
  assetName: z.string().nullable(),
  checkId: id.nullable(),
  checkName: z.string().nullable(),
  parentAssetId: id,
  parentAssetName: z.string(),
  parentCheckId: id.nullable(),
  parentCheckName: z.string().nullable(),
  createdAt: timestamp,
});

export const scheduleSchema = z.object({
  timeZone: zone,
  layers: z
    .array(
      z.object({
        name,
        people: z.array(id).min(1).max(100),
        startsAt: z.string().max(16),
        rotation: z.object({
          every: z.number().int().min(1).max(744),
          unit: z.enum(['hour', 'day', 'week']),
        }),
        windows: z.array(span).max(20).exactOptional(),
      }),
    )
    .min(1)
    .max(20),
});
const duty = z.object({ personId: id, personName: z.string().nullable() });
export const scheduleView = z.object({
  id,
  name: z.string(),
  schedule: scheduleSchema,
  /** Who is on call; null is a gap. */
  now: duty.nullable(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export const rosterView = z.object({
  id,
  name: z.string(),
  schedule: scheduleSchema,
  shifts: z.array(
    z.object({
      from: timestamp,
      to: timestamp,
      personId: id.nullable(),
      personName: z.string().nullable(),
      layer: z.string().nullable(),
      substitute: z.boolean(),
    }),
  ),
  gaps: z.array(occurrence),
  substitutions: z.array(
    z.object({
      id,
      personId: id,
      personName: z.string().nullable(),
      replacesId: id.nullable(),
      replacesName: z.string().nullable(),
      startsAt: timestamp,
      endsAt: timestamp,
      note: z.string(),
      createdByName: z.string(),
      createdAt: timestamp,
    }),
  ),
});
export const substitutionInput = z.object({
  personId: id,
  replacesId: id.nullable().default(null),
  startsAt: timestamp,
  endsAt: timestamp,
  note: z.string().trim().max(2000).default(''),
});

const target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), id }),
  z.object({ kind: z.literal('schedule'), id, channelId: id.optional() }),
  z.object({ kind: z.literal('channel'), id }),
]);
const delay = z
  .number()
  .int()
  .min(0)
  .max(7 * 86_400_000);
export const policySchema = z.object({
  steps: z
    .array(z.object({ delayMs: delay, targets: z.array(target).min(1).max(20) }))
    .min(1)
    .max(20),
  repeat: z.number().int().min(0).max(20),
  repeatAfterMs: delay,
});
const policyMatcher = matcherSchema.extend({ clientIds: z.array(id).max(500).optional() });
export const policyInput = z.object({
  name,
  position: z.number().int().min(0).max(10_000).default(100),
  matcher: policyMatcher,
  policy: policySchema,
  enabled: z.boolean().default(true),
});
export const policyPatch = z.object({
  name: name.optional(),
  position: z.number().int().min(0).max(10_000).optional(),
  matcher: policyMatcher.optional(),
  policy: policySchema.optional(),
  enabled: z.boolean().optional(),
});
export const policyView = z.object({
  id,
  name: z.string(),
  position: z.number(),
  matcher: policyMatcher,
  policy: policySchema,
  enabled: z.boolean(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export const escalationView = z.object({
  policyName: z.string(),
  startedAt: timestamp,
  nextAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
  endReason: z.enum(['acknowledged', 'resolved', 'exhausted', 'superseded']).nullable(),
  /** Who is told at `nextAt`. */
  next: z
    .object({
      round: z.number(),
      step: z.number(),
      /** Whose people, schedules and messengers these are: the client's or the provider's. */
      clientId: id,
      targets: z.array(target),
    })
    .nullable(),
  steps: z.array(
    z.object({
      at: timestamp,
      round: z.number(),
      step: z.number(),
      people: z.number(),
      channels: z.number(),
    }),
  ),
});

export const simulationView = z.object({
  from: timestamp,
  to: timestamp,
  actual: z.number().nullable(),
  instances: z.array(
    z.object({
      instance: z.string(),
      observations: z.number(),
      /** Time with an alert. */
      alertMs: z.number(),
      count: z.number(),
      /** The newest first, at most a hundred. */
      alerts: z.array(
        z.object({ raisedAt: timestamp, resolvedAt: timestamp.nullable(), severity: z.enum(SEVERITIES) }),
      ),
    }),
  ),
});
export const noiseView = z.object({
  clientId: id,
  clientName: z.string(),
  assetId: id,
  assetName: z.string(),
  checkId: id,
  checkName: z.string(),
  kind: z.string(),
  alerts: z.number(),
  told: z.number(),
  suppressed: z.number(),
  acknowledged: z.number(),
  /** Over within five minutes. */
  short: z.number(),
  medianMinutes: z.number().nullable(),
  lastAt: timestamp,
});
