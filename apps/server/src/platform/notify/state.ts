import { sql } from 'kysely';
import type { Context } from '../context.ts';
import type { Tenancy } from '../tenancy/transactions.ts';

/** A message that is about to be delivered. */
export interface Outgoing {
  id: string;
  address: string;
  personId: string | null;
  webhookClientId: string | null;
  kind: string;
  severity: string;
  messageKey: string;
  params: unknown;
  objectKind: string;
  objectId: string;
  ticketId: string | null;
  path: string;
  createdAt: Date;
  attempts: number;
}

/** Counts the attempt before it is made. Undefined when there is nothing left to do. */
export async function beginAttempt(ctx: Context, id: string): Promise<Outgoing | undefined> {
  return ctx.tx
    .updateTable('notification')
    .set({ attempts: sql<number>`attempts + 1`, attemptedAt: ctx.now })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .returning([
      'id',
      'address',
      'personId',
      'webhookClientId',
      'kind',
      'severity',
      'messageKey',
      'params',
      'objectKind',
      'objectId',
      'ticketId',
      'path',
      'createdAt',
      'attempts',
    ])
    .executeTakeFirst();
}

/** What came of an attempt; `retry` leaves the message pending. */
export type AttemptResult =
  | { outcome: 'sent' }
  | { outcome: 'failed'; error: string }
  | { outcome: 'retry'; error: string };

export async function endAttempt(ctx: Context, id: string, result: AttemptResult): Promise<void> {
  await ctx.tx
    .updateTable('notification')
    .set(
      result.outcome === 'sent'
        ? { state: 'sent', sentAt: ctx.now, lastError: null }
        : {
            lastError: result.error.slice(0, 1000),
            ...(result.outcome === 'failed' ? { state: 'failed' as const } : {}),
          },
    )
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .execute();
}

/** Thrown to the job queue, which repeats after a pause; expected, so it has no stack. */
export class DeliverLater extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DeliverLater';
    delete this.stack;
  }
}

export interface DeliveryJob {
  clientId: string;
  id: string;
}

/**
 * One attempt: counted in a transaction of its own, made without one, its result written in a third. The receiver
 * may have the message although we could not write that down; while this process lives it remembers, and does not
 * send again.
 * @param accepted ids that a receiver took and that are not yet written down
 */
export async function attempt(
  tenancy: Tenancy,
  job: DeliveryJob,
  last: boolean,
  accepted: Set<string>,
  deliver: (message: Outgoing) => Promise<AttemptResult>,
): Promise<void> {
  const message = await tenancy.asSystem(job.clientId, (ctx) => beginAttempt(ctx, job.id));
  if (!message) return;
  let result: AttemptResult = accepted.has(job.id)
    ? { outcome: 'sent' }
    : await deliver(message).catch((error: unknown) => ({ outcome: 'retry', error: String(error) }));
  if (result.outcome === 'sent') accepted.add(job.id);
  if (result.outcome === 'retry' && last) result = { outcome: 'failed', error: result.error };
  await tenancy.asSystem(job.clientId, (ctx) => endAttempt(ctx, job.id, result));
  accepted.delete(job.id);
  if (result.outcome === 'retry') throw new DeliverLater(result.error);
}
