import * as z from 'zod/mini';
import { deviceCheckSchemas } from './checks-devices.ts';
import { hostCheckSchemas } from './checks-host.ts';
import { industryCheckSchemas } from './checks-industry.ts';
import { networkCheckSchemas } from './checks-network.ts';
import { storageCheckSchemas } from './checks-storage.ts';
import { webCheckSchemas } from './checks-web.ts';
import { LIMITS } from './limits.ts';

/** Checks that are executed (as opposed to judged from samples), by an agent or by the server. */
export const serviceCheckSchema = z.object({
  kind: z.literal('service'),
  service: z.string().check(z.minLength(1), z.maxLength(LIMITS.name)),
});
export const processCheckSchema = z.object({
  kind: z.literal('process'),
  /** Exact process name (comm) or a part of the command line. */
  name: z.optional(z.string().check(z.minLength(1), z.maxLength(LIMITS.name))),
  commandContains: z.optional(z.string().check(z.minLength(1), z.maxLength(LIMITS.name))),
  minimum: z._default(z.int().check(z.minimum(1), z.maximum(10_000)), 1),
});
export const runnableCheckSchema = z.discriminatedUnion('kind', [
  serviceCheckSchema,
  processCheckSchema,
  ...webCheckSchemas,
  ...networkCheckSchemas,
  ...deviceCheckSchemas,
  ...storageCheckSchemas,
  ...hostCheckSchemas,
  ...industryCheckSchemas,
]);
export type RunnableCheck = z.infer<typeof runnableCheckSchema>;
export type RunnableKind = RunnableCheck['kind'];
export type ServiceCheck = z.infer<typeof serviceCheckSchema>;
export type ProcessCheck = z.infer<typeof processCheckSchema>;

/** One assignment to an agent. */
export const assignedCheckSchema = z.object({
  id: z.uuid(),
  intervalMs: z.int().check(z.minimum(1000), z.maximum(86_400_000)),
  check: runnableCheckSchema,
});
export type AssignedCheck = z.infer<typeof assignedCheckSchema>;

/** `failed` is a statement about the target; `unknown` says that nothing could be judged (forbidden, no privilege, own overload). */
export const checkOutcomeSchema = z.object({
  status: z.enum(['ok', 'warning', 'failed', 'unknown']),
  /** One English sentence for logs; the console translates `code`. */
  message: z.string().check(z.maxLength(LIMITS.text)),
  /** Stable reason, e.g. RA_CHECK_TIMEOUT, RA_CHECK_STATUS, RA_CHECK_REFUSED, RA_CHECK_FORBIDDEN_ADDRESS. */
  code: z.optional(z.string().check(z.regex(/^RA_[A-Z0-9_]+$/), z.maxLength(64))),
  /** Numbers worth keeping as series: total_ms, status, days_left, count ... */
  values: z._default(z.record(z.string().check(z.maxLength(64)), z.number()), {}),
});
export type CheckOutcome = z.infer<typeof checkOutcomeSchema>;
