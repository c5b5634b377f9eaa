import { z } from 'zod';
import { defineJob, type JobDefinition } from '../../jobs/jobs.ts';
import type { NotifyDependencies } from '../dependencies.ts';
import { WEBHOOK_ATTEMPTS, WEBHOOK_TASK } from '../notify.ts';
import { type AttemptResult, attempt, type Outgoing } from '../state.ts';
import { logDelivery, timedPost, webhookBody } from './call.ts';
import type { WebhookAnswer } from './sender.ts';
import { disableGoneWebhook, openWebhook } from './webhooks.ts';

/** Calls one webhook about one event; every call is written to the webhook's log. */
export function webhookJob(dependencies: NotifyDependencies): JobDefinition {
  const accepted = new Set<string>();
  return defineJob({
    name: WEBHOOK_TASK,
    payload: z.object({ clientId: z.uuid(), id: z.uuid() }),
    maxAttempts: WEBHOOK_ATTEMPTS,
    run: (job, info) =>
      attempt(dependencies.tenancy, job, info.attempt >= info.maxAttempts, accepted, (message) =>
        deliver(dependencies, job.clientId, message),
      ),
  });
}

async function deliver(
  { tenancy, sender, publicUrl }: NotifyDependencies,
  clientId: string,
  message: Outgoing,
): Promise<AttemptResult> {
  const webhookId = message.address;
  // The webhook may be the provider's while the event is a client's: two clients, two transactions.
  const owner = message.webhookClientId!;
  const hook = await tenancy.asSystem(owner, (ctx) => openWebhook(ctx, webhookId));
  if (!hook) return { outcome: 'failed', error: 'The webhook was removed.' };
  if (!hook.enabled) return { outcome: 'failed', error: 'The webhook is switched off.' };
  const { body, at } = await tenancy.asSystem(clientId, async (ctx) => ({
    body: await webhookBody(ctx, { ...message, at: message.createdAt, data: message.params }, publicUrl()),
    at: ctx.now,
  }));
  const answer = await timedPost(sender, { ...hook, deliveryId: message.id, body, at });
  await tenancy.asSystem(owner, async (ctx) => {
    // Removed while it was called: there is no log to write to any more.
    if (!(await openWebhook(ctx, webhookId))) return;
    if ('status' in answer && answer.status === 410) await disableGoneWebhook(ctx, webhookId);
    await logDelivery(ctx, webhookId, { ...message, attempt: message.attempts }, answer);
  });
  return judge(answer);
}

/** Worth repeating is what may pass: no answer, an overloaded or broken receiver. Everything else is final. */
export function judge(answer: WebhookAnswer): AttemptResult {
  if ('error' in answer) return { outcome: 'retry', error: answer.error };
  const { status } = answer;
  if (status >= 200 && status < 300) return { outcome: 'sent' };
  const error = `HTTP ${status}`;
  return { outcome: status >= 500 || status === 429 || status === 408 ? 'retry' : 'failed', error };
}
