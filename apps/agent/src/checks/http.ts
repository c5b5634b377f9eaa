import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { CheckOutcome, HttpCheck } from '@rettungsanker/protocol';
import { CheckError, outcomeOf, socketError } from './codes.ts';
import { dial } from './dial.ts';
import type { Run } from './environment.ts';
import { certificateProblem, handshake } from './secure.ts';
import { milliseconds } from './values.ts';

/** Read at most; whoever answers gigabytes is cut off here and judged by what came. */
const BODY_BYTES = 1024 * 1024;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

interface Answer {
  status: number;
  location: string | undefined;
  /** Collected only when a text is to be found in it. */
  body: Buffer;
  bytes: number;
  timing: { dnsMs: number; connectMs: number; tlsMs: number | undefined; firstByteMs: number };
  daysLeft: number | undefined;
}

/**
 * One GET or HEAD on a new connection per hop. Nothing secret is ever sent: no cookies, no credentials, no
 * referrer. Every redirect is resolved and judged by the guard like the first address. A redirect whose status
 * the check accepts is the answer and is not followed; with `followRedirects: 0` none is.
 *
 * @throws CheckError
 */
export async function checkHttp(check: HttpCheck, run: Run): Promise<CheckOutcome> {
  const started = performance.now();
  let url = parseUrl(check.url);
  let redirects = 0;
  let answer = await request(url, check, run);
  while (isFollowed(answer.status, check)) {
    if (redirects === check.followRedirects) {
      throw new CheckError('RA_CHECK_REDIRECT', `more than ${redirects} redirects`);
    }
    redirects++;
    url = redirectUrl(answer.location, url);
    answer = await request(url, check, run);
  }

  const totalMs = performance.now() - started;
  const values: Record<string, number> = {
    ...milliseconds({ ...answer.timing, totalMs }),
    status: answer.status,
    bytes: answer.bytes,
    redirects,
  };
  if (answer.daysLeft !== undefined) values.days_left = Math.floor(answer.daysLeft * 100) / 100;

  const { status } = answer;
  if (!isAccepted(status, check.status)) {
    return outcomeOf('RA_CHECK_STATUS', `status ${status} instead of ${check.status}`, values);
  }
  if (check.contains !== undefined && !holds(answer.body, check.contains)) {
    return outcomeOf('RA_CHECK_CONTENT', 'the expected text is not in the answer', values);
  }
  const took = `status ${status} after ${Math.round(totalMs)} ms`;
  if (check.maxMs !== undefined && totalMs > check.maxMs) {
    return outcomeOf('RA_CHECK_SLOW', `${took}, allowed are ${check.maxMs} ms`, values);
  }
  return { status: 'ok', message: took, values };
}

function parseUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new CheckError('RA_CHECK_INVALID', 'not an http or https address');
  }
  if (url.username !== '' || url.password !== '') {
    throw new CheckError('RA_CHECK_URL_CREDENTIALS', 'the address contains a user name or password');
  }
  return url;
}

function redirectUrl(location: string | undefined, from: URL): URL {
  const target = location === undefined ? null : URL.parse(location, from.href);
  if (target === null || (target.protocol !== 'http:' && target.protocol !== 'https:')) {
    throw new CheckError('RA_CHECK_REDIRECT', 'the redirect does not lead to an http or https address');
  }
  return parseUrl(target.href);
}

function isFollowed(status: number, check: HttpCheck): boolean {
  return check.followRedirects > 0 && REDIRECTS.has(status) && !isAccepted(status, check.status);
}

/** `accepted` as in the protocol: "200-299,401". */
function isAccepted(status: number, accepted: string): boolean {
  return accepted.split(',').some((range) => {
    const [low, high = low] = range.split('-');
    return status >= Number(low) && status <= Number(high);
  });
}

/** Pages are UTF-8 or, in older devices, Latin-1; the text is looked for in both. */
function holds(body: Buffer, text: string): boolean {
  return body.includes(text, 0, 'utf8') || body.includes(text, 0, 'latin1');
}

async function request(url: URL, check: HttpCheck, run: Run): Promise<Answer> {
  const secure = url.protocol === 'https:';
  const port = Number(url.port) || (secure ? 443 : 80);
  const { socket: plain, dnsMs, connectMs } = await dial(url.hostname, port, run);
  try {
    if (!secure) return await ask(plain, url, check, run, { dnsMs, connectMs, tlsMs: undefined });
    const name = url.hostname.replace(/^\[|\]$/g, '');
    const { socket, tlsMs, certificate } = await handshake(plain, name, run);
    const problem = certificateProblem(certificate, name);
    if (problem !== undefined) throw problem;
    const answer = await ask(socket, url, check, run, { dnsMs, connectMs, tlsMs });
    return { ...answer, daysLeft: certificate.daysLeft };
  } finally {
    plain.destroy();
  }
}

async function ask(
  socket: Socket,
  url: URL,
  check: HttpCheck,
  run: Run,
  before: Omit<Answer['timing'], 'firstByteMs'>,
): Promise<Answer> {
  const http = await import('node:http');
  const started = performance.now();
  run.enter('answering');
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = http.request({
      createConnection: () => socket,
      method: check.method,
      path: url.pathname + url.search,
      headers: {
        host: url.host,
        'user-agent': 'Rettungsanker',
        accept: '*/*',
        'accept-encoding': 'identity',
        connection: 'close',
      },
    });
    // A destroyed request may report more than once; the first report counts, the others must not be unheard.
    sent.on('error', (error) => reject(socketError(error, url.host)));
    sent.once('response', resolve);
    // Heard, or Node would hand the open connection to nobody.
    sent.once('upgrade', () =>
      reject(new CheckError('RA_CHECK_PROTOCOL', `${url.host} switches to another protocol`)),
    );
    // Closed while this code was being loaded: the request would never hear of it.
    if (socket.destroyed) reject(socketError({ code: 'ECONNRESET' }, url.host));
    sent.end();
  });
  const firstByteMs = performance.now() - started;
  const status = response.statusCode ?? 0;
  const body = isFollowed(status, check) ? NO_BODY : await readBody(response, check, url.host);
  return {
    status,
    location: response.headers.location,
    ...body,
    timing: { ...before, firstByteMs },
    daysLeft: undefined,
  };
}

const NO_BODY = { body: Buffer.alloc(0), bytes: 0 };

async function readBody(
  response: IncomingMessage,
  check: HttpCheck,
  where: string,
): Promise<Pick<Answer, 'body' | 'bytes'>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      const room = BODY_BYTES - bytes;
      const part = chunk.subarray(0, room);
      bytes += part.length;
      if (check.contains !== undefined) chunks.push(part);
      if (bytes === BODY_BYTES) break;
    }
  } catch (error) {
    throw socketError(error, where);
  }
  return { body: Buffer.concat(chunks), bytes };
}
