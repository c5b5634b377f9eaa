import * as z from 'zod/mini';
import { checkOutcomeSchema } from './checks.ts';
import { sweepReportSchema } from './discovery.ts';
import { hostSchema } from './enrol.ts';
import { base64url, seq, time } from './frame-parts.ts';
import { inventorySchema } from './inventory.ts';
import { LIMITS } from './limits.ts';

export const helloFrame = z.object({
  type: z.literal('hello'),
  protocol: z.number(),
  agentId: z.uuid(),
  nonce: base64url,
  /** Random per process start: tells a restart from a clone. */
  instance: z.string().check(z.maxLength(64)),
  time,
  host: hostSchema,
});
export const proofFrame = z.object({ type: z.literal('proof'), signature: base64url });

/** A sample: metric, instance (mount point, interface; empty when there is one), value. Units are part of the metric's definition. */
export const sampleSchema = z.tuple([
  z.string().check(z.regex(/^[a-z][a-z0-9_.]*$/), z.maxLength(64)),
  z.string().check(z.maxLength(LIMITS.name)),
  z.number(),
]);
export type Sample = z.infer<typeof sampleSchema>;

export const measurementSchema = z.object({
  at: time,
  samples: z.array(sampleSchema).check(z.maxLength(LIMITS.samplesPerBatch)),
});
export const resultSchema = z.object({ checkId: z.uuid(), at: time, outcome: checkOutcomeSchema });
export type CheckResult = z.infer<typeof resultSchema>;

export const batchFrame = z.object({
  type: z.literal('batch'),
  seq,
  /** Agent's clock when sending, for the measurement of its skew. */
  sentAt: time,
  measurements: z.optional(z.array(measurementSchema).check(z.maxLength(1000))),
  results: z.optional(z.array(resultSchema).check(z.maxLength(LIMITS.resultsPerBatch))),
  inventory: z.optional(z.object({ at: time, facts: inventorySchema })),
  /** How a sweep of the neighbourhood goes. */
  discovery: z.optional(sweepReportSchema),
  /** What was measured and cannot be delivered, so that the gap is known and shown. */
  dropped: z.optional(
    z.object({
      batches: z.int().check(z.minimum(0)),
      bytes: z.int().check(z.minimum(0)),
      from: time,
      to: time,
      /** Too old, too much, disk of the host full, unreadable on its disk, or refused by the server as invalid. */
      reason: z.enum(['age', 'size', 'disk', 'corrupt', 'refused']),
    }),
  ),
});
export type Batch = z.infer<typeof batchFrame>;
export type Dropped = NonNullable<Batch['dropped']>;

export const agentFrame = z.discriminatedUnion('type', [helloFrame, proofFrame, batchFrame]);
export type AgentFrame = z.infer<typeof agentFrame>;
