import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { defineJob, type JobDefinition } from '../jobs/jobs.ts';
import type { Tenancy } from '../tenancy/transactions.ts';
import { createGate, type GateOptions } from './gate.ts';
import { DELIVERY_TASKS, enqueueDelivery } from './notify.ts';
import type { NotificationChannel, Severity } from './schema.ts';

/** A message that is about to be delivered. */
export interface Outgoing {
  id: string;
  channel: NotificationChannel;
  address: string;
  personId: string | null;
  webhookClientId: string | null;
  kind: string;
  severity: Severity;
  messageKey: string;
  params: unknown;
  objectKind: string;
  objectId: string;
  ticketId: string | null;
  path: string;
  createdAt: Date;
  attempts: number;
}

/**
 * What came of an attempt: `failed` is final, a repetition would end the same way; `trouble` means that the receiver
 * as a whole has a problem, not just this message.
 */
export type AttemptResult =
  | { outcome: 'sent' }
  | { outcome: 'failed'; error: string }
  | { outcome: 'retry'; error: string; trouble: boolean };

export interface DeliveryOptions {
  channel: 'mail' | 'webhook' | 'channel';
  tenancy: Tenancy;
  gate: GateOptions;
  /** What shares a receiver: all mail has one server, every webhook is its own. */
  receiverOf(address: string): string;
  giveUpAfterMs: number;
  deliver(clientId: string, message: Outgoing): Promise<AttemptResult>;
}

const LONGEST_PAUSE_MS = 6 * 3_600_000;

/**
 * The job that delivers one message. An attempt is counted in a transaction of its own, made without one, and its
 * result written in a third together with the next attempt. The receiver may have the message although we could not
 * write that down; while this process lives it remembers, and does not send again.
 */
export function deliveryJob(options: DeliveryOptions): JobDefinition {
  const { channel, tenancy } = options;
  const gate = createGate(options.gate);
  const accepted = new Set<string>();
  return defineJob({
    name: DELIVERY_TASKS[channel],
    payload: z.object({ clientId: z.uuid(), id: z.uuid(), address: z.string() }),
    async run({ clientId, id, address }) {
      const next = (ctx: Context, inMs: number): Promise<void> =>
        enqueueDelivery(ctx, { id, channel, address }, new Date(ctx.now.getTime() + inMs));
      const entry = await gate.enter(options.receiverOf(address));
      if ('comeBackInMs' in entry) return tenancy.asSystem(clientId, (ctx) => next(ctx, entry.comeBackInMs));
      let trouble = false;
      try {
        const message = await tenancy.asSystem(clientId, (ctx) => beginAttempt(ctx, id));
        if (!message) return;
        const result: AttemptResult = accepted.has(id)
          ? { outcome: 'sent' }
          : await options.deliver(clientId, message).catch(unexpected);
        if (result.outcome === 'sent') accepted.add(id);
        trouble = result.outcome === 'retry' && result.trouble;
        await tenancy.asSystem(clientId, async (ctx) => {
          const late = ctx.now.getTime() - message.createdAt.getTime() > options.giveUpAfterMs;
          const again = result.outcome === 'retry' && !late;
          await endAttempt(ctx, id, result, again);
          if (again) await next(ctx, pauseAfter(message.attempts));
        });
        accepted.delete(id);
      } finally {
        entry.leave(trouble);
      }
    },
  });
}

const unexpected = (error: unknown): AttemptResult => ({
  outcome: 'retry',
  error: String(error),
  trouble: false,
});

/** e^n seconds, at most 6 h; spread a little, so that what failed together does not come back together. */
export function pauseAfter(attempts: number): number {
  const pause = Math.min(1000 * Math.exp(attempts), LONGEST_PAUSE_MS);
  return Math.round((pause * randomInt(80, 121)) / 100);
}

/** Counts the attempt before it is made. Undefined when there is nothing left to do. */
async function beginAttempt(ctx: Context, id: string): Promise<Outgoing | undefined> {
  return ctx.tx
    .updateTable('notification')
    .set({ attempts: sql<number>`attempts + 1`, attemptedAt: ctx.now })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .returning([
      'id',
      'channel',
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

async function endAttempt(ctx: Context, id: string, result: AttemptResult, again: boolean): Promise<void> {
  const sent = result.outcome === 'sent';
  await ctx.tx
    .updateTable('notification')
    .set({
      state: sent ? 'sent' : again ? 'pending' : 'failed',
      sentAt: sent ? ctx.now : null,
      lastError: sent ? null : result.error.slice(0, 1000),
    })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .execute();
}
