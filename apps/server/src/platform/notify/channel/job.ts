import { performance } from 'node:perf_hooks';
import type { Context, Locale } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { renderMessage } from '../../i18n/messages.ts';
import type { JobDefinition } from '../../jobs/jobs.ts';
import { type AttemptResult, deliveryJob, type Outgoing } from '../delivery.ts';
import type { NotifyDependencies } from '../dependencies.ts';
import type { HttpAnswer, OutgoingHttp } from '../outgoing-http.ts';
import { noteResult, type OpenChannel, openChannel } from './channels.ts';
import { type ChannelMessage, composeCall } from './kinds.ts';
import { splitAddress } from './receivers.ts';

const GIVE_UP_MS = 86_400_000;
const OPEN: Readonly<Record<Locale, string>> = { de: 'In Rettungsanker öffnen', en: 'Open in Rettungsanker' };

/** Writes to messengers and gateways. */
export const channelJob = (dependencies: NotifyDependencies): JobDefinition =>
  deliveryJob({
    channel: 'channel',
    tenancy: dependencies.tenancy,
    gate: { capacity: 2, patienceMs: 100 },
    receiverOf: (address) => splitAddress(address).id,
    giveUpAfterMs: GIVE_UP_MS,
    deliver: (_clientId, message) => deliver(dependencies, message),
  });

async function deliver(
  { tenancy, http, publicUrl }: NotifyDependencies,
  message: Outgoing,
): Promise<AttemptResult> {
  const { id, to } = splitAddress(message.address);
  // The channel may be the provider's while the message is about a client: its own transaction.
  const owner = message.webhookClientId!;
  const found = await tenancy.asSystem(owner, async (ctx) => {
    const channel = await openChannel(ctx, id);
    return channel && { channel, locale: await localeOf(ctx) };
  });
  if (!found) return { outcome: 'failed', error: 'The channel was removed.' };
  if (!found.channel.enabled) return { outcome: 'failed', error: 'The channel is switched off.' };
  const answer = await say(http, found.channel, found.locale, {
    ...renderMessage(found.locale, message.messageKey, message.params),
    id: message.id,
    severity: message.severity,
    link: new URL(message.path, publicUrl()).href,
    to,
  });
  const result = judge(answer);
  await tenancy.asSystem(owner, (ctx) =>
    noteResult(ctx, id, result.outcome === 'sent' ? null : result.error),
  );
  return result;
}

const say = (http: OutgoingHttp, channel: OpenChannel, locale: Locale, message: ChannelMessage) =>
  http
    .call({
      ...composeCall(channel.config, message, OPEN[locale]),
      allowPrivate: channel.allowPrivate,
      wantText: true,
    })
    // A header that came out of a template and cannot be sent.
    .catch((error: unknown): HttpAnswer => ({ error: String(error).slice(0, 500) }));

/** Worth repeating is what may pass: no answer, an overloaded or broken receiver. Everything else is final. */
function judge(answer: HttpAnswer): AttemptResult {
  if ('error' in answer) return { outcome: 'retry', error: answer.error, trouble: true };
  const { status, text } = answer;
  if (status >= 200 && status < 300) return { outcome: 'sent' };
  const said = text.replaceAll(/\s+/g, ' ').trim();
  const error = said === '' ? `HTTP ${status}` : `HTTP ${status}: ${said}`;
  const passing = status >= 500 || status === 429 || status === 408;
  return passing ? { outcome: 'retry', error, trouble: true } : { outcome: 'failed', error };
}

export interface ChannelTest {
  ok: boolean;
  status: number | null;
  /** In the receiver's own words where it has some. */
  error: string | null;
  durationMs: number;
}

/**
 * Writes a test message now, whether the channel is switched on or not.
 * @param to number for a gateway; its first one when missing
 * @throws AppError RA_NOT_FOUND; RA_CHANNEL_INVALID when a gateway has no number to send to
 */
export async function testChannel(
  ctx: Context,
  http: OutgoingHttp,
  id: string,
  to: string | undefined,
  publicUrl: string,
): Promise<ChannelTest> {
  const channel = await openChannel(ctx, id);
  if (!channel) throw new AppError('RA_NOT_FOUND');
  const number = to ?? channel.receivers[0];
  if (channel.config.kind === 'sms' && number === undefined)
    throw new AppError('RA_CHANNEL_INVALID', undefined, { problem: 'a telephone number is needed' });
  const started = performance.now();
  const answer = await say(http, channel, ctx.locale, {
    ...renderMessage(ctx.locale, 'channel.test', { by: ctx.actor.name, name: channel.name }),
    id: ctx.newId(),
    severity: 'info',
    link: new URL('/settings', publicUrl).href,
    to: number,
  });
  const durationMs = Math.round(performance.now() - started);
  const result = judge(answer);
  const error = result.outcome === 'sent' ? null : result.error;
  await noteResult(ctx, id, error);
  return { ok: error === null, status: 'status' in answer ? answer.status : null, error, durationMs };
}

async function localeOf(ctx: Context): Promise<Locale> {
  const { locale } = await ctx.tx
    .selectFrom('client')
    .select('locale')
    .where('id', '=', ctx.clientId)
    .executeTakeFirstOrThrow();
  return locale;
}
