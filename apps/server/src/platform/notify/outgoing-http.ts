import http from 'node:http';
import https from 'node:https';
import ipaddr from 'ipaddr.js';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';

/** From the start of the connection to the end of the answer. */
const LIMIT_MS = 10_000;
/** An answer is read to keep the connection usable. */
const ANSWER_BYTES = 64 * 1024;
/** Of it so much is kept, where it is wanted: the receiver's own words about a mistake. */
const KEPT_CHARACTERS = 500;
/** Addresses where clouds hand out their machines' credentials; not even `allowPrivate` opens them. */
const CLOUD_METADATA = ['169.254.169.254', '::ffff:a9fe:a9fe', 'fd00:ec2::254'];

export interface HttpCall {
  method: 'GET' | 'POST' | 'PUT';
  url: string;
  allowPrivate: boolean;
  headers: Readonly<Record<string, string>>;
  body?: string | undefined;
  /** Wait for the answer's text, not only for its status. */
  wantText?: boolean;
}

/** An HTTP status came back, or none did. */
export type HttpAnswer = { status: number; text: string } | { error: string };

export interface OutgoingHttp {
  /** Never throws: whatever happens on the way is an answer. */
  call(call: HttpCall): Promise<HttpAnswer>;
  /** Ends what is under way; it is repeated after the next start. Call it before the jobs are stopped. */
  stop(): void;
}

/**
 * Calls servers of others. Every address is checked when it is connected to, after its name was resolved, so neither a
 * name that changes nor an odd notation reaches the server's own network (ASVS 1.3.6). Redirects are not followed.
 */
export function createOutgoingHttp(): OutgoingHttp {
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
    call({ method, url, allowPrivate, headers, body, wantText = false }) {
      const target = new URL(url);
      const protocol = target.protocol === 'http:' ? 'http:' : 'https:';
      const options: https.RequestOptions = {
        method,
        agent: agents[allowPrivate ? 'private' : 'public'][protocol],
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(LIMIT_MS)]),
        maxHeaderSize: 16 * 1024,
        headers: {
          ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
          'user-agent': 'Rettungsanker',
          ...headers,
        },
      };
      return new Promise<HttpAnswer>((resolve) => {
        const request = (protocol === 'http:' ? http : https).request(target, options, (response) => {
          // The status is the answer; the rest is read, so that the connection can be used again, or cut off.
          const status = response.statusCode!;
          let text = '';
          let left = ANSWER_BYTES;
          const done = (): void => resolve({ status, text });
          if (!wantText) done();
          response.on('data', (chunk: Buffer) => {
            if (text.length < KEPT_CHARACTERS) text = `${text}${chunk}`.slice(0, KEPT_CHARACTERS);
            left -= chunk.length;
            if (left < 0) response.destroy();
          });
          response.on('error', () => {});
          response.on('close', done);
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

/**
 * What can be judged from the address alone, so that a mistake is told at once; names are judged when they are
 * connected to. Undefined when nothing is wrong with it.
 */
export function urlProblem(text: string, allowPrivate: boolean): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) return 'an https address is expected';
  if (url.username || url.password) return 'a user or password must not be part of the address';
  if (allowPrivate) return undefined;
  if (url.protocol !== 'https:') return 'a public address needs https';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const local = ipaddr.isValid(host) ? ipaddr.process(host).range() !== 'unicast' : isLocalName(host);
  return local ? 'the address is not public' : undefined;
}

/** Names that never lead out (RFC 6761, RFC 6762, RFC 9476). */
const isLocalName = (host: string): boolean =>
  /(^|\.)(localhost|local|internal|home\.arpa)\.?$/i.test(host) || !host.includes('.');
