import * as z from 'zod/mini';
import { LIMITS } from './limits.ts';

const target = z.string().check(z.minLength(1), z.maxLength(2000));
const host = z.string().check(z.minLength(1), z.maxLength(253));
const port = z.int().check(z.minimum(1), z.maximum(65535));
const timeoutMs = z._default(z.int().check(z.minimum(100), z.maximum(60_000)), 10_000);

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
export const httpCheckSchema = z.object({
  kind: z.literal('http'),
  url: target.check(z.regex(/^https?:\/\//)),
  method: z._default(z.enum(['GET', 'HEAD']), 'GET'),
  /** Accepted status: single codes and ranges, e.g. "200-299,401". */
  status: z._default(
    z.string().check(z.regex(/^\d{3}(-\d{3})?(,\d{3}(-\d{3})?)*$/), z.maxLength(100)),
    '200-299',
  ),
  contains: z.optional(z.string().check(z.minLength(1), z.maxLength(LIMITS.name))),
  maxMs: z.optional(z.int().check(z.minimum(1), z.maximum(60_000))),
  followRedirects: z._default(z.int().check(z.minimum(0), z.maximum(10)), 5),
  timeoutMs,
});
export const tcpCheckSchema = z.object({ kind: z.literal('tcp'), host, port, timeoutMs });
export const tlsCheckSchema = z.object({
  kind: z.literal('tls'),
  host,
  port: z._default(port, 443),
  /** Name expected in the certificate; the host when missing. */
  servername: z.optional(host),
  /** Days before expiry at which the check fails as a warning and as critical. */
  warnDays: z._default(z.int().check(z.minimum(0), z.maximum(365)), 21),
  criticalDays: z._default(z.int().check(z.minimum(0), z.maximum(365)), 7),
  timeoutMs,
});
export const runnableCheckSchema = z.discriminatedUnion('kind', [
  serviceCheckSchema,
  processCheckSchema,
  httpCheckSchema,
  tcpCheckSchema,
  tlsCheckSchema,
]);
export type RunnableCheck = z.infer<typeof runnableCheckSchema>;
export type ServiceCheck = z.infer<typeof serviceCheckSchema>;
export type ProcessCheck = z.infer<typeof processCheckSchema>;
export type HttpCheck = z.infer<typeof httpCheckSchema>;
export type TcpCheck = z.infer<typeof tcpCheckSchema>;
export type TlsCheck = z.infer<typeof tlsCheckSchema>;

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
