import * as z from 'zod/mini';
import { assignedCheckSchema, checkOutcomeSchema } from './checks.ts';
import { hostSchema } from './enrol.ts';
import { inventorySchema } from './inventory.ts';
import { LIMITS } from './limits.ts';

const base64url = z.string().check(z.regex(/^[A-Za-z0-9_-]+$/), z.maxLength(512));
/** Unix time in milliseconds. */
const time = z.int().check(z.minimum(0), z.maximum(8_640_000_000_000));
const seq = z.int().check(z.minimum(1));

/*
 * Handshake (all frames are JSON text):
 *   agent  -> hello      who I am, my nonce, my clock
 *   server -> challenge  its nonce, its clock, signature with the pinned server key
 *   agent  -> proof      signature with the agent's key over both nonces
 *   server -> welcome    last acknowledged sequence, configuration, checks
 * Then: agent -> batch (sequence 1, 2, 3 ... over the life of the agent, gap-free), server -> ack after COMMIT.
 */

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
  /** What the bounded buffer had to drop, so that the gap is known and shown. */
  dropped: z.optional(
    z.object({
      batches: z.int(),
      bytes: z.int(),
      from: time,
      to: time,
      reason: z.enum(['age', 'size', 'disk', 'corrupt']),
    }),
  ),
});
export type Batch = z.infer<typeof batchFrame>;

export const agentFrame = z.discriminatedUnion('type', [helloFrame, proofFrame, batchFrame]);
export type AgentFrame = z.infer<typeof agentFrame>;

export const challengeFrame = z.object({
  type: z.literal('challenge'),
  nonce: base64url,
  time,
  signature: base64url,
});
export const agentConfigSchema = z.object({
  sampleIntervalMs: z.int().check(z.minimum(5000), z.maximum(300_000)),
  inventoryIntervalMs: z.int().check(z.minimum(60_000), z.maximum(7 * 86_400_000)),
  /** Declared networks of the site (CIDR); network checks from the agent reach nothing else. */
  networks: z.array(z.string().check(z.maxLength(50))).check(z.maxLength(64)),
  /** The site allows checks of the agent's own loopback addresses. */
  allowLoopback: z.boolean(),
  checks: z.array(assignedCheckSchema).check(z.maxLength(2000)),
});
export type AgentConfig = z.infer<typeof agentConfigSchema>;
export const welcomeFrame = z.object({
  type: z.literal('welcome'),
  lastSeq: z.int().check(z.minimum(0)),
  config: agentConfigSchema,
});
export const configFrame = z.object({ type: z.literal('config'), config: agentConfigSchema });
export const ackFrame = z.object({ type: z.literal('ack'), seq });
export const inventoryRequestFrame = z.object({ type: z.literal('send-inventory') });
/** `retry`: try the same again after `afterMs` (full disk, overload). Otherwise the connection is of no use until something changes. */
export const errorFrame = z.object({
  type: z.literal('error'),
  code: z.string().check(z.maxLength(64)),
  message: z.string().check(z.maxLength(LIMITS.text)),
  retry: z.boolean(),
  afterMs: z.optional(z.int()),
});
export const serverFrame = z.discriminatedUnion('type', [
  challengeFrame,
  welcomeFrame,
  configFrame,
  ackFrame,
  inventoryRequestFrame,
  errorFrame,
]);
export type ServerFrame = z.infer<typeof serverFrame>;

/** Bytes the server signs in `challenge`: binds both nonces and the agent's id. */
export function serverProofMessage(agentId: string, agentNonce: string, serverNonce: string): Buffer {
  return Buffer.from(`rettungsanker server v1\n${agentId}\n${agentNonce}\n${serverNonce}`);
}
/** Bytes the agent signs in `proof`. The different first line keeps one signature from serving as the other. */
export function agentProofMessage(agentId: string, agentNonce: string, serverNonce: string): Buffer {
  return Buffer.from(`rettungsanker agent v1\n${agentId}\n${agentNonce}\n${serverNonce}`);
}
