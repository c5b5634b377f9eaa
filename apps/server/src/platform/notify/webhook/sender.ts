import { createHmac } from 'node:crypto';
import { createOutgoingHttp, type OutgoingHttp } from '../outgoing-http.ts';

const SIGNATURE_HEADER = 'rettungsanker-signature';
const DELIVERY_HEADER = 'rettungsanker-delivery';

export interface WebhookCall {
  url: string;
  allowPrivate: boolean;
  secret: string;
  deliveryId: string;
  body: string;
  /** Time of this attempt; it is signed, so that a receiver can refuse what was recorded and replayed. */
  at: Date;
}

/** An HTTP status came back, or none did. */
export type WebhookAnswer = { status: number } | { error: string };

export interface WebhookSender {
  /** Never throws: whatever happens on the way is an answer. */
  post(call: WebhookCall): Promise<WebhookAnswer>;
  /** Ends what is under way; it is repeated after the next start. Call it before the jobs are stopped. */
  stop(): void;
}

/**
 * Signature over time and body: `t=<unix seconds>,v1=<HMAC-SHA-256 of "t.body" in hex>`.
 */
export function signatureOf(secret: string, at: Date, body: string): string {
  const t = Math.floor(at.getTime() / 1000);
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`;
}

export function createWebhookSender(http: OutgoingHttp = createOutgoingHttp()): WebhookSender {
  return {
    async post({ url, allowPrivate, secret, deliveryId, body, at }) {
      const answer = await http.call({
        method: 'POST',
        url,
        allowPrivate,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          [DELIVERY_HEADER]: deliveryId,
          [SIGNATURE_HEADER]: signatureOf(secret, at, body),
        },
        body,
      });
      return 'status' in answer ? { status: answer.status } : answer;
    },
    stop: () => http.stop(),
  };
}
