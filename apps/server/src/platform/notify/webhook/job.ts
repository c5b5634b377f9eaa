import type { JobDefinition } from '../../jobs/jobs.ts';
import { type AttemptResult, deliveryJob, type Outgoing } from '../delivery.ts';
import type { NotifyDependencies } from '../dependencies.ts';
import { logDelivery, timedPost, webhookBody } from './call.ts';
import type { WebhookAnswer } from './sender.ts';
import { disableGoneWebhook, openWebhook } from './webhooks.ts';

const GIVE_UP_MS = 86_400_000;

/** Calls webhooks; every call is written to the webhook's log. */
export const webhookJob = (dependencies: NotifyDependencies): JobDefinition =>
  deliveryJob({
    channel: 'webhook',
    tenancy: dependencies.tenancy,
    gate: { capacity: 1, patienceMs: 100 },
    receiverOf: (webhookId) => webhookId,
    giveUpAfterMs: GIVE_UP_MS,
    deliver: (clientId, message) => deliver(dependencies, clientId, message),
  });

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
  if ('error' in answer) return { outcome: 'retry', error: answer.error, trouble: true };
  const { status } = answer;
  if (status >= 200 && status < 300) return { outcome: 'sent' };
  const error = `HTTP ${status}`;
  const passing = status >= 500 || status === 429 || status === 408;
  return passing ? { outcome: 'retry', error, trouble: true } : { outcome: 'failed', error };
}
