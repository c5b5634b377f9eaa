import type { HttpCheck } from '@rettungsanker/protocol';
import { CheckError } from '../codes.ts';

/** A URL, taken apart for a request. */
export interface Target {
  url: URL;
  secure: boolean;
  /** As in the URL: an IPv6 address stands in brackets. */
  host: string;
  port: number;
  /** Host and port as messages name them. */
  where: string;
  /** The request as it is sent; through a proxy that does not tunnel the URL stands in it (RFC 9112, 3.2.2). */
  request(absolute: boolean): string;
}

/** @throws CheckError */
export function parseTarget(text: string, method: string): Target {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new CheckError('RA_CHECK_INVALID', 'not an http or https address');
  }
  if (url.username !== '' || url.password !== '') {
    throw new CheckError('RA_CHECK_URL_CREDENTIALS', 'the address contains a user name or password');
  }
  const secure = url.protocol === 'https:';
  const path = url.pathname + url.search;
  // Nothing secret is ever sent: no cookies, no credentials, no referrer.
  const where = url.host;
  const head = `Host: ${where}\r\nUser-Agent: Rettungsanker\r\nAccept: */*\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n`;
  const direct = `${method} ${path} HTTP/1.1\r\n${head}`;
  return {
    url,
    secure,
    host: url.hostname,
    port: Number(url.port) || (secure ? 443 : 80),
    where,
    request: (absolute) => (absolute ? `${method} ${url.origin}${path} HTTP/1.1\r\n${head}` : direct),
  };
}

/** @throws CheckError */
export function redirectTarget(location: string | undefined, from: Target, method: string): Target {
  const url = location === undefined ? null : URL.parse(location, from.url.href);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new CheckError('RA_CHECK_REDIRECT', 'the redirect does not lead to an http or https address');
  }
  return parseTarget(url.href, method);
}

/** What a check's text says, taken apart once: the same object is run again and again. */
export interface Prepared {
  target: Target;
  proxy: Target | undefined;
  accepts(status: number): boolean;
}
const prepared = new WeakMap<HttpCheck, Prepared>();

/** @throws CheckError */
export function prepare(check: HttpCheck): Prepared {
  let known = prepared.get(check);
  if (known === undefined) {
    known = {
      target: parseTarget(check.url, check.method),
      proxy: check.proxy === undefined ? undefined : parseTarget(check.proxy, 'CONNECT'),
      accepts: accepting(check.status),
    };
    prepared.set(check, known);
  }
  return known;
}

/** @param accepted as in the protocol: "200-299,401" */
function accepting(accepted: string): (status: number) => boolean {
  const ranges = accepted.split(',').map((range) => {
    const [low, high = low] = range.split('-');
    return [Number(low), Number(high)] as const;
  });
  return (status) => ranges.some(([low, high]) => status >= low && status <= high);
}
