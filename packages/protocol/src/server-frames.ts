import * as z from 'zod/mini';
import { assignedCheckSchema } from './checks.ts';
import { sweepOrderSchema } from './discovery.ts';
import { base64url, seq, time } from './frame-parts.ts';
import { LIMITS } from './limits.ts';

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
  /** A sweep of the neighbourhood that is wanted; one that is no longer wanted ends. */
  sweep: z.optional(sweepOrderSchema),
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
