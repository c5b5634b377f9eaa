import { performance } from 'node:perf_hooks';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import type { WebhookAnswer, WebhookSender } from './sender.ts';
import { openWebhook } from './webhooks.ts';

/** What a receiver gets as JSON; `id` is also in the Rettungsanker-Delivery header. */
export interface WebhookMessage {
  id: string;
  kind: string;
  at: Date;
  severity: string;
  objectKind: string;
  objectId: string;
  path: string;
  data: unknown;
}

/** @param ctx of the client that the message is about */
export async function webhookBody(ctx: Context, message: WebhookMessage, publicUrl: string): Promise<string> {
  const client = await ctx.tx
    .selectFrom('client')
    .select(['id', 'name'])
    .where('id', '=', ctx.clientId)
    .executeTakeFirstOrThrow();
  const { id, kind, at, severity, objectKind, objectId, path, data } = message;
  const object = { kind: objectKind, id: objectId, url: new URL(path, publicUrl).href };
  return JSON.stringify({ id, kind, at: at.toISOString(), severity, client, object, data });
}

export type TimedAnswer = WebhookAnswer & { durationMs: number };

export async function timedPost(
  sender: WebhookSender,
  call: Parameters<WebhookSender['post']>[0],
): Promise<TimedAnswer> {
  const started = performance.now();
  const answer = await sender.post(call);
  return { ...answer, durationMs: Math.round(performance.now() - started) };
}

/** Writes a call to the log of the webhook, in the context of the webhook's client. */
export async function logDelivery(
  ctx: Context,
  webhookId: string,
  message: { id: string; kind: string; attempt: number },
  answer: TimedAnswer,
): Promise<void> {
  await ctx.tx
    .insertInto('webhookDelivery')
    .values({
      clientId: ctx.clientId,
      id: ctx.newId(),
      webhookId,
      deliveryId: message.id,
      kind: message.kind,
      at: ctx.now,
      attempt: message.attempt,
      durationMs: answer.durationMs,
      status: 'status' in answer ? answer.status : null,
      error: 'error' in answer ? answer.error : null,
    })
    .execute();
}

/** Calls the webhook once, now, whether it is switched on or not, and returns what came back. */
export async function testWebhook(
  ctx: Context,
  sender: WebhookSender,
  webhookId: string,
  publicUrl: string,
): Promise<TimedAnswer> {
  const hook = await openWebhook(ctx, webhookId);
  if (!hook) throw new AppError('RA_NOT_FOUND');
  const message: WebhookMessage = {
    id: ctx.newId(),
    kind: 'webhook.test',
    at: ctx.now,
    severity: 'info',
    objectKind: 'webhook',
    objectId: webhookId,
    path: '/settings/webhooks',
    data: { by: ctx.actor.name },
  };
  const body = await webhookBody(ctx, message, publicUrl);
  const answer = await timedPost(sender, { ...hook, deliveryId: message.id, body, at: ctx.now });
  await logDelivery(ctx, webhookId, { ...message, attempt: 1 }, answer);
  return answer;
}
