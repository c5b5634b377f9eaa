import type { CheckOutcome, HttpCheck } from '@rettungsanker/protocol';
import { CheckError, outcomeOf } from '../codes.ts';
import type { Run } from '../environment.ts';
import { lazy } from '../lazy.ts';
import { tenths } from '../values.ts';
import type { Head } from './parser.ts';
import { type Reached, request } from './request.ts';
import { prepare, redirectTarget } from './target.ts';

const loadConditions = lazy(() => import('./conditions.ts'));
const loadDecode = lazy(() => import('./decode.ts'));
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * One GET or HEAD on a new connection per hop. Nothing secret is ever sent: no cookies, no credentials, no
 * referrer. Every redirect is resolved and judged by the guard like the first address. A redirect whose status
 * the check accepts is the answer and is not followed; with `followRedirects: 0` none is.
 *
 * @throws CheckError
 */
export async function checkHttp(check: HttpCheck, run: Run): Promise<CheckOutcome> {
  const started = performance.now();
  const { target, proxy, accepts } = prepare(check);
  const conditions = hasConditions(check) ? await loadConditions() : undefined;
  const isFollowed = ({ status }: Head) =>
    check.followRedirects > 0 && REDIRECTS.has(status) && !accepts(status);
  const way = {
    method: check.method,
    collect: conditions?.needsBody(check) ?? false,
    headOnly: isFollowed,
    proxy,
    verifyCertificate: check.verifyCertificate,
    clientCertificate: check.clientCertificate,
  };

  let hop = target;
  let redirects = 0;
  let reached = await request(hop, way, run);
  while (isFollowed(reached.answer)) {
    if (redirects === check.followRedirects) {
      throw new CheckError('RA_CHECK_REDIRECT', `more than ${redirects} redirects`);
    }
    redirects++;
    const next = redirectTarget(reached.answer.headers.get('location'), hop, check.method);
    // The certificate proves who we are to the host it was set up for, and to nobody else.
    if (next.url.origin !== target.url.origin) way.clientCertificate = undefined;
    hop = next;
    reached = await request(hop, way, run);
  }
  const totalMs = performance.now() - started;
  const values = valuesOf(reached, redirects, totalMs);

  const { answer } = reached;
  const { status } = answer;
  if (!accepts(status)) {
    return outcomeOf('RA_CHECK_STATUS', `status ${status} instead of ${check.status}`, values);
  }
  if (conditions !== undefined) {
    const encoding = answer.headers.get('content-encoding');
    const body =
      encoding === undefined
        ? answer.body
        : await (await loadDecode()).decodeBody(answer.body, encoding, run);
    const failed = conditions.failedCondition(check, answer, body, values);
    if (failed !== undefined) return failed;
  }
  const took = `status ${status} after ${Math.round(totalMs)} ms`;
  if (check.maxMs !== undefined && totalMs > check.maxMs) {
    return outcomeOf('RA_CHECK_SLOW', `${took}, allowed are ${check.maxMs} ms`, values);
  }
  return { status: 'ok', message: took, values };
}

function hasConditions({ headers, contains, notContains, matches, json }: HttpCheck): boolean {
  return [headers, contains, notContains, matches, json].some((condition) => condition !== undefined);
}

function valuesOf(reached: Reached, redirects: number, totalMs: number): Record<string, number> {
  const { answer } = reached;
  const values: Record<string, number> = {
    dns_ms: tenths(reached.dnsMs),
    connect_ms: tenths(reached.connectMs),
    first_byte_ms: tenths(answer.firstByteMs),
    transfer_ms: tenths(answer.transferMs),
    total_ms: tenths(totalMs),
    status: answer.status,
    bytes: answer.bytes,
    redirects,
  };
  if (reached.tlsMs !== undefined) values.tls_ms = tenths(reached.tlsMs);
  if (reached.daysLeft !== undefined) values.days_left = Math.floor(reached.daysLeft * 100) / 100;
  return values;
}
