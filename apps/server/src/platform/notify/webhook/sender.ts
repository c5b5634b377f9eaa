import { createHmac } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';

const SIGNATURE_HEADER = 'rettungsanker-signature';
const DELIVERY_HEADER = 'rettungsanker-delivery';

/** From the start of the connection to the end of the answer. */
const LIMIT_MS = 10_000;
/** An answer is read to keep the connection usable, never stored. */
const ANSWER_BYTES = 64 * 1024;
/** Addresses where clouds hand out their machines' credentials; not even `allowPrivate` opens them. */
const CLOUD_METADATA = ['169.254.169.254', '::ffff:a9fe:a9fe', 'fd00:ec2::254'];

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

/**
 * Calls webhooks. Every address is checked when it is connected to, after its name was resolved, so neither a name
 * that changes nor an odd notation reaches the server's own network (ASVS 1.3.6). Redirects are not followed.
 */
export function createWebhookSender(): WebhookSender {
  const kept = { keepAlive: true, keepAliveMsecs: 30_000, maxSockets: 4, timeout: LIMIT_MS };
  const open = { ...kept, allowPrivateIPAddress: true, denyIPAddressList: CLOUD_METADATA };
  const agents = {
    public: {
      'http:': new RequestFilteringHttpAgent(kept),
      'https:': new RequestFilteringHttpsAgent(kept),
    },
    private: {
      'http:': new RequestFilteringHttpAgent(open),
      'https:': new RequestFilteringHttpsAgent(open),
    },
  };
  const stopping = new AbortController();
  return {
    post({ url, allowPrivate, secret, deliveryId, body, at }) {
      const target = new URL(url);
      const protocol = target.protocol === 'http:' ? 'http:' : 'https:';
      const options: https.RequestOptions = {
        method: 'POST',
        agent: agents[allowPrivate ? 'private' : 'public'][protocol],
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(LIMIT_MS)]),
        maxHeaderSize: 16 * 1024,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Rettungsanker',
          [DELIVERY_HEADER]: deliveryId,
          [SIGNATURE_HEADER]: signatureOf(secret, at, body),
        },
      };
      return new Promise<WebhookAnswer>((resolve) => {
        const request = (protocol === 'http:' ? http : https).request(target, options, (response) => {
          // The status is the answer; the rest is read, so that the connection can be used again, or cut off.
          resolve({ status: response.statusCode! });
          let left = ANSWER_BYTES;
          response.on('data', (chunk: Buffer) => {
            left -= chunk.length;
            if (left < 0) response.destroy();
          });
          response.on('error', () => {});
        });
        request.on('error', (error) => {
          // Node wraps what a signal was aborted with.
          resolve({ error: describe(error.cause instanceof Error ? error.cause : error) });
        });
        request.end(body);
      });
    },
    stop() {
      stopping.abort(new Error('the server stops'));
      for (const group of Object.values(agents)) for (const agent of Object.values(group)) agent.destroy();
    },
  };
}

function describe(error: Error & { code?: string }): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return `no answer within ${LIMIT_MS / 1000} s`;
  if (/is not allowed\. Because/.test(error.message)) return 'the address is not public';
  return `${error.message}${error.code ? ` (${error.code})` : ''}`.slice(0, 500);
}
