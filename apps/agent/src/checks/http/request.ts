import type { ClientCertificate } from '@rettungsanker/protocol';
import { dial } from '../dial.ts';
import type { Run } from '../environment.ts';
import { lazy } from '../lazy.ts';
import { type Answer, Exchange, type Wanted } from './exchange.ts';
import type { Target } from './target.ts';

const loadSecure = lazy(() => import('../secure.ts'));
const loadProxy = lazy(() => import('./proxy.ts'));

/** An answer, and how it was reached. */
export interface Reached {
  answer: Answer;
  dnsMs: number;
  connectMs: number;
  /** Undefined without TLS. */
  tlsMs: number | undefined;
  daysLeft: number | undefined;
}

export interface Way extends Wanted {
  proxy?: Target | undefined;
  verifyCertificate: boolean;
  clientCertificate?: ClientCertificate | undefined;
}

/**
 * One request on a new connection, directly or through a proxy. A certificate that is not accepted ends it before
 * anything is asked.
 *
 * @throws CheckError
 */
export async function request(target: Target, way: Way, run: Run): Promise<Reached> {
  const exchange = new Exchange(target.where, way);
  if (target.secure) return secureRequest(target, way, run, exchange);
  if (way.proxy !== undefined) {
    const { judgeProxied } = await loadProxy();
    await judgeProxied(target.host, run);
  }
  const { host, port } = way.proxy ?? target;
  const { socket, dnsMs, connectMs } = await dial(host, port, run, exchange.feed);
  run.enter('answering');
  const answer = await exchange.send(socket, target.request(way.proxy !== undefined));
  socket.destroy();
  return { answer, dnsMs, connectMs, tlsMs: undefined, daysLeft: undefined };
}

async function secureRequest(target: Target, way: Way, run: Run, exchange: Exchange): Promise<Reached> {
  const { certificateProblem, handshake } = await loadSecure();
  const { socket: plain, dnsMs, connectMs } = await connectTo(target, way, run);
  const name = target.host.replace(/^\[|\]$/g, '');
  const { socket, tlsMs, certificate } = await handshake(plain, name, run, {
    alpn: ['http/1.1'],
    clientCertificate: way.clientCertificate,
  });
  const problem = way.verifyCertificate ? certificateProblem(certificate, name) : undefined;
  if (problem !== undefined) throw problem;
  run.enter('answering');
  socket.on('data', exchange.feed);
  const answer = await exchange.send(socket, target.request(false));
  plain.destroy();
  return { answer, dnsMs, connectMs, tlsMs, daysLeft: certificate.daysLeft };
}

async function connectTo(target: Target, { proxy }: Way, run: Run) {
  if (proxy === undefined) return dial(target.host, target.port, run);
  const { judgeProxied, tunnel } = await loadProxy();
  await judgeProxied(target.host, run);
  return tunnel(proxy, target, run);
}
