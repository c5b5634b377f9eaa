import { isIP, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { compileGuard } from '../address-guard.ts';
import { CheckError } from '../codes.ts';
import { dial, forbidden } from '../dial.ts';
import type { Run } from '../environment.ts';
import { Exchange } from './exchange.ts';
import type { Target } from './target.ts';

/** Behind a proxy there is often no resolver; its silence must not use up the time of the check. */
const RESOLVE_MS = 1000;
const publicOnly = compileGuard({ mode: 'public' });

/**
 * A proxy connects from where it stands, to what it resolves itself, so the guard of this side cannot follow. A
 * proxy leads out: through it only public addresses are asked for, as far as they can be known here.
 *
 * @throws CheckError RA_CHECK_FORBIDDEN_ADDRESS
 */
export async function judgeProxied(host: string, run: Run): Promise<void> {
  const name = host.replace(/^\[|\]$/g, '');
  const addresses = isIP(name) === 0 ? await resolvedIfQuick(name, run) : [name];
  // Names that never leave a machine or a network (RFC 6761, RFC 6762, RFC 8375, ICANN's .internal).
  const local = /(^|\.)(localhost|local|internal|home\.arpa)\.?$/i.test(name);
  if (local || !addresses.every(publicOnly)) throw forbidden(host);
}

async function resolvedIfQuick(name: string, run: Run): Promise<readonly string[]> {
  run.enter('resolving');
  const stop = new AbortController();
  run.owns({ destroy: () => stop.abort() });
  const silence = sleep(RESOLVE_MS, [], { signal: stop.signal }).catch(() => []);
  try {
    return await Promise.race([run.resolve(name), silence]);
  } catch {
    return [];
  } finally {
    stop.abort();
  }
}

/**
 * A connection to the target through the proxy (CONNECT, RFC 9110, 9.3.6).
 *
 * @throws CheckError
 */
export async function tunnel(
  proxy: Target,
  target: Target,
  run: Run,
): Promise<{ socket: Socket; dnsMs: number; connectMs: number }> {
  const { socket, dnsMs, connectMs } = await dial(proxy.host, proxy.port, run);
  const started = performance.now();
  run.enter('connecting');
  const where = `${target.host}:${target.port}`;
  const exchange = new Exchange(`proxy ${proxy.url.host}`, { method: 'CONNECT', collect: false });
  socket.on('data', exchange.feed);
  const { status } = await exchange.send(socket, `CONNECT ${where} HTTP/1.1\r\nHost: ${where}\r\n\r\n`);
  socket.off('data', exchange.feed);
  if (status < 200 || status > 299) {
    throw new CheckError('RA_CHECK_PROXY', `the proxy refuses a connection to ${where} (status ${status})`);
  }
  return { socket, dnsMs, connectMs: connectMs + performance.now() - started };
}
